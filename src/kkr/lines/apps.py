from django.apps import AppConfig


class LinesConfig(AppConfig):
    name = "kkr.lines"
    label = "lines"

    def ready(self) -> None:
        """Say what a decision can start here, who may read which texts, and what stands on a case's journey."""
        from kkr.lines import joins  # noqa: F401 -- registers on import
