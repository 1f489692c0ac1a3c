from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "kkr.meetings"
    label = "meetings"

    def ready(self) -> None:
        """Say who may read which texts and files, and what stands on a case's journey and on a desk."""
        from kkr.meetings import held_back, joins  # noqa: F401 -- they register on import
