from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kkr.accounts"
    label = "accounts"
