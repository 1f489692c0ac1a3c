from django.apps import AppConfig


class CouncilConfig(AppConfig):
    name = "kkr.council"
    label = "council"
