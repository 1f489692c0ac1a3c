from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "kkr.workspace"
    label = "workspace"

    def ready(self) -> None:
        """Put the mails about what is asked into words."""
        from kkr.workspace import joins  # noqa: F401 -- registers on import
