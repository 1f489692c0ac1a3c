from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "kkr.rounds"
    label = "rounds"

    def ready(self) -> None:
        """Remind with the tick, and say what waits on a desk and is held of somebody."""
        from kkr.rounds import joins  # noqa: F401 -- registers on import
