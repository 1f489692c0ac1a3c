from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "kkr.workspace"
    label = "workspace"
