from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "kkr.recommendations"
    label = "recommendations"

    def ready(self) -> None:
        """Say which answers there are, count when one comes, and stand on the journey of a case."""
        from kkr.recommendations import joins  # noqa: F401 -- registers on import
