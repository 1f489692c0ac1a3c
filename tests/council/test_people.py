from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kkr.council.actions import add_committee, add_person, rename_person, start_membership
from kkr.council.models import Person
from kkr.ledger.actors import System
from kkr.ledger.models import Entry

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
CLERK = System("test")
pytestmark = pytest.mark.django_db


def test_people_of_one_name_have_addresses_of_their_own(cast):
    slugs = [
        add_person(name="Carsten Rasmussen", by=cast.secretary, at=NOON).slug for _ in range(3)
    ]

    assert slugs == ["carsten-rasmussen", "carsten-rasmussen-2", "carsten-rasmussen-3"]


def test_an_address_is_written_without_danish_letters(cast):
    assert add_person(name="Karsten Søndergaard", by=CLERK, at=NOON).slug == "karsten-soendergaard"


def test_somebody_without_a_name_is_refused(cast):
    with pytest.raises(ValidationError) as refusal:
        add_person(name=" ", by=cast.secretary, at=NOON)

    assert "name" in refusal.value.message_dict


def test_a_new_name_leaves_the_address_and_tells_the_council(cast):
    person = add_person(name="Trine Hansen", by=CLERK, at=NOON)
    start_membership(
        body=cast.council,
        person=person,
        role="supplementary",
        starts_on=date(2014, 1, 1),
        by=CLERK,
        at=NOON,
    )

    rename_person(person, name="Trine Græse", why="Married", by=cast.secretary, at=NOON)

    person.refresh_from_db()
    entry = Entry.objects.about(person).last()
    assert (person.name, person.slug) == ("Trine Græse", "trine-hansen")
    assert entry.scopes == ["hovedstaden"]
    assert entry.payload.content["before"] == {"name": "Trine Hansen"}


def test_an_address_is_never_handed_on(cast):
    first = add_person(name="Trine Hansen", by=CLERK, at=NOON)
    rename_person(first, name="Trine Græse", why="Married", by=cast.secretary, at=NOON)

    second = add_person(name="Trine Hansen", by=CLERK, at=NOON)

    assert second.slug == "trine-hansen-2"


def test_somebody_is_found_by_the_name_they_have_now(cast):
    person = add_person(name="Trine Hansen", by=CLERK, at=NOON)
    rename_person(person, name="Trine Ørsted", why="Married", by=CLERK, at=NOON)

    assert list(Person.objects.searched("ørst tri")) == [person]
    assert not Person.objects.searched("hansen").exists()


@pytest.mark.parametrize("name", ["李", "Ж" * 120, "æ" * 120])
def test_a_name_in_other_letters_or_a_long_one_has_an_address_too(cast, name):
    people = [add_person(name=name, by=CLERK, at=NOON) for _ in range(2)]

    assert [person.name for person in people] == [name, name]
    assert len({person.slug for person in people}) == 2


def test_a_name_too_long_is_said_of_the_name(cast):
    with pytest.raises(ValidationError) as refusal:
        add_person(name="x" * 121, by=CLERK, at=NOON)

    assert list(refusal.value.message_dict) == ["name"]


def test_what_nobody_can_see_is_not_part_of_a_name(cast):
    assert add_person(name="Trine\x0bHan\x00sen\n", by=CLERK, at=NOON).name == "Trine Hansen"


def test_a_new_name_outdates_the_pages_of_committees_too(cast):
    health = add_committee(
        council=cast.council, name="Sundhed", composition="officials", by=CLERK, at=NOON
    )
    person = add_person(name="Trine Hansen", by=CLERK, at=NOON)
    start_membership(
        body=health,
        person=person,
        role="member",
        starts_on=date(2017, 1, 1),
        by=CLERK,
        at=NOON,
    )

    rename_person(person, name="Trine Græse", why="Married", by=CLERK, at=NOON)

    assert Entry.objects.about(person).last().scopes == ["hovedstaden"]


def test_a_spelling_that_leaves_the_address_alone_keeps_it(cast):
    person = add_person(name="Niels Hoerup", by=CLERK, at=NOON)

    renamed = rename_person(person, name="Niels Hørup", why="ø", by=CLERK, at=NOON)

    assert (renamed.name, renamed.slug) == ("Niels Hørup", "niels-hoerup")


@pytest.mark.parametrize("name", ["chair", "contact", "newcomer", "citizen"])
def test_only_secretaries_enter_people(cast, name):
    viewer = cast.everyone()[name]
    person = add_person(name="Somebody", by=CLERK, at=NOON)

    with pytest.raises(PermissionDenied):
        add_person(name="Another", by=viewer, at=NOON)
    with pytest.raises(PermissionDenied):
        rename_person(person, name="Another", why="x", by=viewer, at=NOON)

    assert not Person.objects.filter(name="Another").exists()
