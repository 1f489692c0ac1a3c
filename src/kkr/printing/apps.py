from django.apps import AppConfig


class PrintingConfig(AppConfig):
    name = "kkr.printing"
    label = "printing"

    def ready(self) -> None:
        """Order prints of what is published, and make them with the tick."""
        from kkr.printing import joins  # noqa: F401 -- registers on import
