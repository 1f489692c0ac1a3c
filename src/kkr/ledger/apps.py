from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "kkr.ledger"
    label = "ledger"
