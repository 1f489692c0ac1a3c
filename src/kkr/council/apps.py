from django.apps import AppConfig


class CouncilConfig(AppConfig):
    name = "kkr.council"
    label = "council"

    def ready(self) -> None:
        """Forget old uploads with the tick."""
        from kkr.council import joins  # noqa: F401 -- registers on import
