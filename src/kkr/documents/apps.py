from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "kkr.documents"
    label = "documents"

    def ready(self) -> None:
        """Clear away with the tick."""
        from kkr.documents import joins  # noqa: F401 -- registers on import
