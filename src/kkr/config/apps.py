from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "kkr.config"
    label = "config"

    def ready(self) -> None:
        """Load the checks."""
        from kkr.config import checks  # noqa: F401 -- registers on import
