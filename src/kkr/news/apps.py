from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "kkr.news"
    label = "news"

    def ready(self) -> None:
        """Publish with the tick."""
        from kkr.news import joins  # noqa: F401 -- registers on import
