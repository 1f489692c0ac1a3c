from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "kkr.cases"
    label = "cases"

    def ready(self) -> None:
        """Say who may read which papers, and what stands on a case's journey."""
        from kkr.cases import joins  # noqa: F401 -- registers on import
