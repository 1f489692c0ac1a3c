from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kkr.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Clear sessions with the work loop."""
        from kkr.accounts import joins  # noqa: F401 -- registers on import
