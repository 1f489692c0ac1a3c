from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "kkr.website"
    label = "website"

    def ready(self) -> None:
        """Listen to the ledger."""
        from kkr.website import joins  # noqa: F401 -- registers on import
