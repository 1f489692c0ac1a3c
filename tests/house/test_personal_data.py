from django.apps import apps
from django.db import models

from kkr.accounts.holdings import holdings
from kkr.accounts.models import User
from kkr.council.models import Person

NOT_HELD: dict[str, str] = {
    # model: why it stands in no archive
}
HELD_WITHOUT_A_KEY = {
    # model: the holding that finds somebody in it by their address or by what the ledger calls them
    "accounts.User": "account",
    "documents.DocumentVersion": "versions",
    "documents.File": "files",
    "ledger.Entry": "ledger",
    "outbox.Mail": "mail",
}
WRITTEN_FOR_READERS = {
    # model: the words of it that may name somebody, and are told to everybody
    "news.NewsItem": "press_contact",
    "news.NewsWording": "press_contact",
}
TELLS_OF_SOMEBODY = ("actor", "author", "phone", "contact", "user_agent", "reply_to")


def pointing_to_somebody() -> set[str]:
    return {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.related_model in {User, Person}
    }


def tells_of_somebody(field: "models.Field") -> bool:
    """Whether a column holds an address, a number, or what the ledger calls a user."""
    is_address = isinstance(field, models.EmailField | models.GenericIPAddressField)
    return is_address or field.name.endswith(("_by", *TELLS_OF_SOMEBODY))


def naming_somebody() -> set[str]:
    """Models that tell of somebody without a foreign key to them."""
    return {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and not field.is_relation and tells_of_somebody(field)
    }


def test_everything_that_names_somebody_without_a_key_is_in_their_archive():
    held = {label for holding in holdings for label in holding.models}
    keys = {holding.key for holding in holdings}

    assert naming_somebody() - held == HELD_WITHOUT_A_KEY.keys() | WRITTEN_FOR_READERS.keys()
    assert set(HELD_WITHOUT_A_KEY.values()) <= keys


def test_everything_that_points_to_somebody_is_in_their_archive():
    held = {label for holding in holdings for label in holding.models}

    assert pointing_to_somebody() - held == set(NOT_HELD)


def test_every_part_says_what_becomes_of_it():
    silent = [each.key for each in holdings if not (each.erased or each.kept)]
    unsaid = [each.key for each in holdings if each.erase and not each.erased]

    assert (silent, unsaid) == ([], [])


def test_every_part_has_a_key_of_its_own():
    keys = [holding.key for holding in holdings]

    assert len(keys) == len(set(keys))


def test_the_ledger_is_erased_last():
    assert next(iter(holdings)).key == "ledger"
