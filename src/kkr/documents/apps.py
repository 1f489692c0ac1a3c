from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "kkr.documents"
    label = "documents"
