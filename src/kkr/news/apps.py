from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "kkr.news"
    label = "news"
