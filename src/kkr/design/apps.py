from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "kkr.design"
    label = "design"
