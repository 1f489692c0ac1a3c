"""What was entered by mistake is struck out: kept, and shown nowhere."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from tests.cast import HOUSE, user

from kkr.council.actions import (
    add_person,
    correct_membership,
    end_membership,
    grant_role,
    replace_member,
    start_membership,
    strike_membership,
)
from kkr.council.models import Membership, RoleGrant
from kkr.ledger.models import Entry, Payload

NOON = datetime(2018, 1, 29, 12, 0, tzinfo=UTC)
ELECTED = date(2018, 1, 29)
pytestmark = pytest.mark.django_db


@pytest.fixture
def mistake(cast):
    return seated(cast.council, "Forkert Person")


def seated(body, name, **facts):
    facts = {"role": "chair", "starts_on": ELECTED, **facts}
    person = add_person(name=name, by=HOUSE, at=NOON)
    return start_membership(body=body, person=person, by=HOUSE, at=NOON, **facts)


def struck(membership, by=HOUSE, why="Forkert råd"):
    return strike_membership(membership, why=why, by=by, at=NOON)


def test_what_is_struck_out_runs_on_no_day(cast, mistake):
    gone = struck(mistake, by=cast.secretary)

    entry = Entry.objects.about(gone).last()
    assert not gone.runs_on(ELECTED)
    assert not Membership.objects.running_on(ELECTED).exists()
    assert not Membership.objects.public().exists()
    assert list(Membership.objects.struck_out()) == [gone]
    assert (entry.verb, entry.public, entry.scopes) == (
        "council.membership_struck",
        True,
        ["hovedstaden"],
    )
    assert entry.payload.content["why"] == "Forkert råd"


def test_only_who_keeps_the_register_still_sees_it(cast, mistake):
    struck(mistake)

    seen = {
        name
        for name, viewer in cast.everyone().items()
        if Membership.objects.visible_to(viewer).filter(pk=mistake.pk).exists()
    }
    entry = Entry.objects.about(mistake).last()

    assert seen == {"secretary", "administrator"}
    assert Payload.objects.of(entry, viewer=cast.citizen) is None
    assert Payload.objects.of(entry, viewer=cast.secretary) is not None


@pytest.mark.parametrize("name", ["other_secretary", "chair", "contact", "newcomer", "citizen"])
def test_others_strike_out_nothing(cast, mistake, name):
    with pytest.raises(PermissionDenied):
        struck(mistake, by=getattr(cast, name))

    assert Membership.objects.public().exists()


def test_it_wants_a_reason(mistake):
    with pytest.raises(ValidationError) as refusal:
        struck(mistake, why=" ")

    assert set(refusal.value.message_dict) == {"why"}
    assert Membership.objects.public().exists()


def test_its_place_is_free_again(cast, mistake):
    struck(mistake)

    right = seated(cast.council, "Rette Person")

    assert Membership.objects.chairs().running_on(ELECTED).get() == right


def test_struck_out_twice_is_struck_out_once(mistake):
    struck(struck(mistake))

    assert Entry.objects.about(mistake).filter(verb="council.membership_struck").count() == 1


def test_what_was_struck_out_can_be_changed_no_more(mistake):
    struck(mistake)
    two = add_person(name="To", by=HOUSE, at=NOON)

    for change in (
        lambda: end_membership(mistake, on=date(2019, 1, 1), reason="", by=HOUSE, at=NOON),
        lambda: correct_membership(mistake, {"role": "vice_chair"}, why="x", by=HOUSE, at=NOON),
        lambda: replace_member(mistake, person=two, on=date(2019, 1, 1), by=HOUSE, at=NOON),
    ):
        with pytest.raises(ValidationError):
            change()


@pytest.mark.parametrize("change", ["struck_at = NULL", "ends_on = '2019-01-01'"])
def test_the_database_keeps_it_struck_out(mistake, change):
    struck(mistake)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE council_membership SET {change}")


def test_roles_that_follow_from_it_end(cast, mistake):
    somebody = user("somebody")
    grant_role(
        user=somebody, body=cast.council, role="chair", membership=mistake, by=HOUSE, at=NOON
    )
    running = RoleGrant.objects.of_user(somebody).running_at(NOON)
    assert running.exists()

    struck(mistake)

    assert not running.all().exists()


def test_it_has_no_public_page_left(cast, mistake, client):
    page = "/hovedstaden/medlemmer/?dato=2018-01-29", "/hovedstaden/personer/forkert-person/"
    assert client.get(page[1]).status_code == 200

    struck(mistake)

    assert "Forkert Person" not in client.get(page[0]).content.decode()
    assert client.get(page[1]).status_code == 404
    data = client.get("/data/medlemmer.csv?dato=2018-01-29").content.decode()
    assert "Forkert Person" not in data


def test_a_change_outdates_the_persons_pages_in_every_council(cast, mistake):
    from kkr.council.models import Council

    other = Council.objects.get(slug="sjaelland")
    start_membership(
        body=other,
        person=mistake.person,
        role="supplementary",
        starts_on=ELECTED,
        by=HOUSE,
        at=NOON,
    )

    end_membership(mistake, on=date(2019, 1, 1), reason="resigned", by=HOUSE, at=NOON)

    assert Entry.objects.about(mistake).last().scopes == ["hovedstaden", "sjaelland"]


def test_asked_twice_an_end_and_a_replacement_are_done_once(cast, mistake):
    day = date(2019, 1, 1)

    first = replace_member(mistake, person="Næste Person", on=day, by=HOUSE, at=NOON)
    again = replace_member(mistake, person="Næste Person", on=day, by=HOUSE, at=NOON)
    for _ in range(2):
        end_membership(first, on=date(2020, 1, 1), reason="resigned", by=HOUSE, at=NOON)

    assert again == first
    assert Entry.objects.about(mistake).count() == 2
    assert Entry.objects.about(first).count() == 2
    assert Membership.objects.count() == 2


def test_a_chair_may_be_followed_by_somebody_of_another_municipality(cast, mistake):
    from kkr.council.models import Municipality

    glostrup = Municipality.objects.get(slug="glostrup")

    new = replace_member(
        mistake, person="Ny", on=date(2019, 1, 1), municipality=glostrup, by=HOUSE, at=NOON
    )

    assert new.municipality == glostrup


def test_a_correction_that_changes_nothing_leaves_no_trace(mistake):
    correct_membership(mistake, {"role": "chair"}, why="x", by=HOUSE, at=NOON)

    assert Entry.objects.about(mistake).count() == 1


def test_a_correction_of_what_somebody_changed_meanwhile_is_refused(mistake):
    from kkr.council.actions import StaleCorrection

    seen = Entry.objects.about(mistake).last().position
    correct_membership(mistake, {"source": "https://a.dk/"}, why="x", by=HOUSE, at=NOON)

    with pytest.raises(StaleCorrection) as stale:
        correct_membership(
            mistake, {"source": "https://b.dk/"}, why="y", based_on=seen, by=HOUSE, at=NOON
        )

    assert stale.value.theirs.source == "https://a.dk/"
    assert Membership.objects.get().source == "https://a.dk/"


def test_started_twice_under_one_id_it_is_started_once(cast):
    facts = {
        "body": cast.council,
        "person": "Ny Person",
        "role": "chair",
        "starts_on": ELECTED,
        "public_id": "7d9e5a3c-0000-4000-8000-000000000000",
    }

    one, two = (start_membership(**facts, by=cast.secretary, at=NOON) for _ in range(2))

    assert one == two
    assert Entry.objects.about(one).count() == 1
