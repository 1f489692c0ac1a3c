from django.apps import AppConfig


class CouncilConfig(AppConfig):
    name = "kkr.council"
    label = "council"

    def ready(self) -> None:
        """Say what is held about somebody, and forget old uploads with the tick."""
        from kkr.council import joins  # noqa: F401 -- registers on import
