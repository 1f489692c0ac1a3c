from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "kkr.outbox"
    label = "outbox"

    def ready(self) -> None:
        """Deliver with the work loop."""
        from kkr.outbox import joins  # noqa: F401 -- registers on import
