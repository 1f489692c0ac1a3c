from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.cast import HOUSE

from kkr.council.actions import add_contact, change_contact, hand_out_contact, remove_contact
from kkr.council.actions.erasing import contacts_of
from kkr.council.models import Contact
from kkr.ledger.models import Entry, Payload

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def contact(municipality, by=HOUSE, **facts):
    facts = {"name": "Karen Kontakt", "email": "Karen@Albertslund.dk", **facts}
    return add_contact(municipality=municipality, by=by, at=NOON, **facts)


def test_a_secretary_notes_whom_to_write_to(cast):
    karen = contact(cast.municipality, by=cast.secretary)

    entry = Entry.objects.about(karen).get()
    assert karen.email == "karen@albertslund.dk"
    assert (entry.public, entry.scopes) == (False, ["hovedstaden"])
    assert "karen@" not in entry.payload.text


def test_only_who_keeps_the_register_or_acts_for_the_municipality_sees_it(cast):
    karen = contact(cast.municipality)

    seen = {
        name
        for name, viewer in cast.everyone().items()
        if Contact.objects.visible_to(viewer).filter(pk=karen.pk).exists()
    }

    assert seen == {"secretary", "administrator", "contact"}
    assert not Contact.objects.public().exists()
    assert Payload.objects.of(Entry.objects.about(karen).get(), viewer=cast.citizen) is None


@pytest.mark.parametrize("name", ["other_secretary", "contact", "chair", "newcomer", "citizen"])
def test_others_change_no_contact(cast, name):
    karen, viewer = contact(cast.municipality), getattr(cast, name)

    with pytest.raises(PermissionDenied):
        contact(cast.municipality, name="En anden", email="x@y.dk", by=viewer)
    with pytest.raises(PermissionDenied):
        change_contact(karen, name="En anden", email="x@y.dk", by=viewer, at=NOON)
    with pytest.raises(PermissionDenied):
        remove_contact(karen, by=viewer, at=NOON)

    assert Contact.objects.get().name == "Karen Kontakt"


def test_who_is_no_longer_contact_keeps_no_address(cast):
    karen = contact(cast.municipality, phone="12 34 56 78")

    for _ in range(2):
        karen = remove_contact(karen, why="Nyt job", by=cast.secretary, at=NOON)

    assert (karen.name, karen.email, karen.phone) == ("Karen Kontakt", "", "")
    assert not Contact.objects.current().exists()
    assert Entry.objects.about(karen).count() == 2
    with pytest.raises(ValidationError):
        change_contact(karen, name="Karen", email="x@y.dk", by=HOUSE, at=NOON)


@pytest.mark.parametrize(
    "phone", ["abc", "12345", "+45 43 68 68", "43 68 68 68 lokal 12", "٤٣٦٨٦٨٦٨"]
)
def test_what_cannot_be_called_is_no_telephone_number(cast, phone):
    with pytest.raises(ValidationError, match="otte cifre") as refusal:
        contact(cast.municipality, phone=phone)

    assert set(refusal.value.error_dict) == {"phone"}
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    "phone", ["43686868", "+45 43 68 68 68", "(0045) 4368-6868", "+46 8 123 456"]
)
def test_a_number_may_be_written_in_every_usual_way(cast, phone):
    assert contact(cast.municipality, phone=phone).phone == phone


def test_one_contact_takes_over_from_another(cast):
    karen = contact(cast.municipality)

    karl = contact(cast.municipality, name="Karl", replaces=karen, by=cast.secretary)

    assert list(Contact.objects.current()) == [karl]
    assert list(Contact.objects.of_council(cast.council, date(2017, 2, 13))) == [karen, karl]


def test_an_address_is_put_right_and_the_history_says_which_field(cast):
    karen = contact(cast.municipality)

    for _ in range(2):
        change_contact(karen, name="Karen Kontakt", email="kk@a.dk", by=cast.secretary, at=NOON)

    entries = Entry.objects.about(karen)
    assert Contact.objects.get().email == "kk@a.dk"
    assert entries.last().payload.content["changed"] == ["email"]
    assert entries.count() == 2


@pytest.mark.parametrize("facts", [{"email": ""}, {"email": "ikke en adresse"}, {"name": " "}])
def test_who_cannot_be_reached_or_named_is_refused(cast, facts):
    with pytest.raises(ValidationError):
        contact(cast.municipality, **facts)

    assert not Contact.objects.exists()


def test_an_address_stands_once_in_a_municipality(cast):
    contact(cast.municipality)

    with pytest.raises(ValidationError):
        contact(cast.municipality, name="En anden")

    assert Contact.objects.count() == 1


def test_somebody_is_found_as_contact_however_their_name_is_written(cast):
    aase = contact(cast.municipality, name="Åse Ørum")
    cast.contact.name = "åse ørum"

    assert contacts_of(cast.contact).get() == aase


def test_a_form_of_a_contact_stays_good_while_their_data_is_handed_out(cast):
    karen = contact(cast.municipality)
    seen = Entry.objects.about(karen).last().position
    hand_out_contact(karen, why="Indsigt", by=cast.administrator, at=NOON)

    facts = {"name": "Karen K", "email": karen.email, "based_on": seen}
    assert change_contact(karen, **facts, by=cast.secretary, at=NOON).name == "Karen K"
