"""What is found of a contact who is one no longer, or has another address by now; and what is somebody else's."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from tests.cast import HOUSE

from kkr.accounts.actions import erase_user, hand_out
from kkr.council.actions import (
    add_contact,
    change_contact,
    erase_contact,
    hand_out_contact,
    remove_contact,
)
from kkr.council.actions.erasing import contacts_of
from kkr.council.models import Contact, Municipality
from kkr.ledger.models import Payload
from kkr.outbox.actions import enqueue
from kkr.outbox.models import Mail

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def contact(municipality, name="Kanarie Fuglesang", email="kanarie@example.dk"):
    return add_contact(municipality=municipality, name=name, email=email, by=HOUSE, at=NOON)


def removed(somebody):
    return remove_contact(somebody, by=HOUSE, at=NOON)


def mailed(email, subject="Kanariebrev"):
    return enqueue(to=email, subject=subject, text="Kanarie", at=NOON)


def handed_out(cast, somebody):
    held = hand_out_contact(somebody, why="Indsigt", by=cast.administrator, at=NOON)
    return {holding.key: rows for holding, rows in held}


def erased(cast, somebody, why="Bedt om det"):
    erase_contact(somebody, why=why, by=cast.administrator, at=NOON, now=NOON)


def names():
    return set(Contact.objects.values_list("name", flat=True))


@pytest.fixture
def elsewhere(register):
    return Municipality.objects.get(slug="glostrup")


def test_of_a_former_contact_the_mails_and_the_other_rows_are_handed_out(cast, elsewhere):
    former = removed(contact(cast.municipality))
    contact(elsewhere)
    mailed("Kanarie@example.dk")

    rows = handed_out(cast, former)

    assert [row["subject"] for row in rows["mail"]] == ["Kanariebrev"]
    assert {row["municipality"] for row in rows["contacts"]} == {"Albertslund", "Glostrup"}


@pytest.mark.parametrize("is_other_former", [False, True])
def test_of_a_former_contact_nothing_is_left(cast, elsewhere, is_other_former):
    former, other = removed(contact(cast.municipality)), contact(elsewhere)
    if is_other_former:
        removed(other)
    mailed("kanarie@example.dk")

    erased(cast, former)

    left = [*Contact.objects.values(), *Payload.objects.values(), *Mail.objects.values()]
    assert not [row for row in left if "anarie" in str(row)]
    assert not [row for row in Contact.objects.all() if row.address_keys]


def test_mails_to_an_address_from_before_a_correction_go_too(cast):
    somebody = contact(cast.municipality)
    change_contact(somebody, name=somebody.name, email="ny@example.dk", by=HOUSE, at=NOON)
    mailed("kanarie@example.dk")
    mailed("ny@example.dk")

    assert len(handed_out(cast, somebody)["mail"]) == 2
    erased(cast, somebody)

    assert set(Mail.objects.values_list("to", flat=True)) == {""}


def test_a_former_contact_with_an_account_is_erased_with_that(cast):
    former = removed(contact(cast.municipality, email=cast.newcomer.email))

    with pytest.raises(ValidationError, match="har en konto"):
        erased(cast, former)

    assert names() == {"Kanarie Fuglesang"}


def test_the_reason_does_not_say_the_address_they_had(cast):
    former = removed(contact(cast.municipality))

    with pytest.raises(ValidationError) as refused:
        erased(cast, former, why="Skrev fra <Kanarie@example.dk>.")

    assert "why" in refused.value.error_dict


def test_an_address_that_was_handed_on_is_the_next_ones(cast):
    former = removed(contact(cast.municipality, email="kkr@albertslund.dk"))
    contact(cast.municipality, name="Ulla Ugle", email="kkr@albertslund.dk")
    mailed("kkr@albertslund.dk", subject="Til Ulla")

    rows = handed_out(cast, former)
    erased(cast, former)

    assert (rows["mail"], [row["name"] for row in rows["contacts"]]) == ([], [former.name])
    assert names() == {"", "Ulla Ugle"}
    assert Mail.objects.get().to == "kkr@albertslund.dk"


def test_who_ended_before_addresses_left_a_key_is_found_by_name_there_alone(cast, elsewhere):
    former = removed(contact(cast.municipality))
    Contact.objects.filter(pk=former.pk).update(address_keys=[])
    contact(cast.municipality, name="KANARIE Fuglesang", email="igen@example.dk")
    contact(elsewhere, email="en.anden@example.dk")

    erased(cast, former)

    assert sorted(row.name for row in Contact.objects.all()) == ["", "", "Kanarie Fuglesang"]


def test_a_new_secret_key_with_the_old_one_beside_it_loses_nothing(cast, settings):
    former = removed(contact(cast.municipality))
    mailed("kanarie@example.dk")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 50

    erased(cast, former)

    assert Mail.objects.get().to == ""


def test_an_account_takes_along_where_they_were_contact_and_nobody_elses_row(cast, elsewhere):
    user = cast.newcomer
    theirs = removed(contact(elsewhere, name=user.name.upper(), email=user.email))
    before_them = removed(contact(cast.municipality, name="Ulla Ugle", email=user.email))

    assert list(contacts_of(user)) == [theirs]
    erase_user(user, why="Bedt om det", by=cast.administrator, at=NOON, now=NOON)

    assert names() == {"", before_them.name}


# Other addresses of somebody with an account


@pytest.fixture(params=["now", "before"])
def written_elsewhere(cast, request):
    """A mail to the address that the account's holder has, or had, as a contact."""
    user = cast.contact
    mine = contact(cast.municipality, name=user.name, email="afdeling@example.dk")
    mailed("afdeling@example.dk")
    if request.param == "before":
        change_contact(mine, name=user.name, email=user.email, by=HOUSE, at=NOON)
    return user


def test_mails_to_another_address_of_an_account_are_handed_out(cast, written_elsewhere):
    held = hand_out(written_elsewhere, why="Indsigt", by=cast.administrator, at=NOON)
    rows = {holding.key: list(rows) for holding, rows in held}

    assert [row["subject"] for row in rows["mail"]] == ["Kanariebrev"]


def test_mails_to_another_address_of_an_account_are_erased_with_it(cast, written_elsewhere):
    erase_user(written_elsewhere, why="Bedt om det", by=cast.administrator, at=NOON, now=NOON)

    assert Mail.objects.get().to == ""
    assert "Kanarie" not in Mail.objects.get().text


def test_who_is_to_be_answered_is_erased_too(cast):
    somebody = contact(cast.municipality)
    enqueue(to="x@example.dk", subject="s", text="t", reply_to="kanarie@example.dk", at=NOON)

    erased(cast, somebody)

    assert (Mail.objects.get().to, Mail.objects.get().reply_to) == ("x@example.dk", "")
