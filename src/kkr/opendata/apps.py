from django.apps import AppConfig


class OpendataConfig(AppConfig):
    name = "kkr.opendata"
    label = "opendata"
