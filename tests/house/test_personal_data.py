from django.apps import apps

from kkr.accounts.holdings import holdings
from kkr.accounts.models import User
from kkr.council.models import Person

NOT_HELD: dict[str, str] = {
    # model: why it stands in no archive
}


def pointing_to_somebody() -> set[str]:
    return {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.related_model in {User, Person}
    }


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
