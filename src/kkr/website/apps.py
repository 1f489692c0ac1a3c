from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "kkr.website"
    label = "website"
