from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.cast import HOUSE, user

from kkr.council.actions import (
    add_committee,
    add_party,
    change_party,
    close_committee,
    grant_role,
    load_register,
    rename_committee,
    start_membership,
)
from kkr.council.models import Committee, Council, Membership, Party, RoleGrant
from kkr.ledger.models import Entry

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
BEGUN = date(2013, 8, 1)
pytestmark = pytest.mark.django_db


def committee(council, name="Embedsmandsudvalget for Sundhed", by=HOUSE, **facts):
    facts = {"composition": "officials", "starts_on": BEGUN, **facts}
    return add_committee(council=council, name=name, by=by, at=NOON, **facts)


def member(body, name, role="member", starts_on=BEGUN, **facts):
    return start_membership(
        body=body, person=name, role=role, starts_on=starts_on, by=HOUSE, at=NOON, **facts
    )


def test_a_secretary_sets_up_a_committee_and_seats_people_in_it(cast):
    health = committee(cast.council, by=cast.secretary)

    chair = start_membership(
        body=health, person="Anna And", role="chair", starts_on=BEGUN, by=cast.secretary, at=NOON
    )

    assert health.slug == "hovedstaden-embedsmandsudvalget-for-sundhed"
    for thing in (health, chair):
        entry = Entry.objects.about(thing).get()
        assert (entry.public, entry.scopes) == (False, ["hovedstaden"])
    assert Membership.objects.of_body(health).chairs().running_on(date(2017, 1, 1)).get() == chair


@pytest.mark.parametrize("name", ["other_secretary", "chair", "official", "newcomer", "citizen"])
def test_others_set_up_rename_and_close_none(cast, name):
    health, viewer = committee(cast.council), getattr(cast, name)

    with pytest.raises(PermissionDenied):
        committee(cast.council, "Et andet", by=viewer)
    with pytest.raises(PermissionDenied):
        rename_committee(health, name="Et andet", by=viewer, at=NOON)
    with pytest.raises(PermissionDenied):
        close_committee(health, on=date(2018, 1, 1), by=viewer, at=NOON)
    with pytest.raises(PermissionDenied):
        start_membership(
            body=health, person="X", role="member", starts_on=BEGUN, by=viewer, at=NOON
        )

    assert (Committee.objects.get().name, Committee.objects.get().ends_on) == (health.name, None)


def test_two_councils_may_have_committees_of_one_name_but_not_one_council_two(cast):
    committee(cast.council)
    committee(Council.objects.get(slug="sjaelland"))

    with pytest.raises(ValidationError) as refusal:
        committee(cast.council)

    assert set(refusal.value.message_dict) == {"name"}


def test_a_new_name_is_in_the_history(cast):
    health = committee(cast.council)

    for _ in range(2):
        rename_committee(health, name="Sundhed og ældre", why="Fusion", by=cast.secretary, at=NOON)

    entry = Entry.objects.about(health).last()
    assert Committee.objects.get().slug == "hovedstaden-embedsmandsudvalget-for-sundhed"
    assert entry.payload.content["before"]["name"] == "Embedsmandsudvalget for Sundhed"
    assert Entry.objects.about(health).count() == 2


def test_closing_a_committee_ends_its_memberships(cast):
    health = committee(cast.council)
    runs, over = member(health, "En"), member(health, "To", ends_on=date(2015, 1, 1))

    close_committee(health, on=date(2018, 1, 1), why="Nedlagt", by=cast.secretary, at=NOON)

    runs.refresh_from_db()
    over.refresh_from_db()
    assert (runs.ends_on, runs.end_reason) == (date(2018, 1, 1), "closed")
    assert over.ends_on == date(2015, 1, 1)


@pytest.mark.parametrize("day", [date(2017, 6, 1), date(2019, 6, 1)])
def test_a_wrong_day_of_closing_is_put_right_with_what_ended_then(cast, day):
    health = committee(cast.council)
    runs = member(health, "En")
    close_committee(health, on=date(2018, 1, 1), by=HOUSE, at=NOON)

    close_committee(health, on=day, by=HOUSE, at=NOON)

    runs.refresh_from_db()
    health.refresh_from_db()
    assert runs.ends_on == health.ends_on == day


def test_nobody_sits_in_a_committee_that_is_not_there(cast):
    health = committee(cast.council)
    close_committee(health, on=date(2018, 1, 1), by=HOUSE, at=NOON)

    for starts_on, ends_on in (
        (date(2013, 1, 1), date(2014, 1, 1)),
        (date(2017, 1, 1), None),
        (date(2018, 1, 1), date(2019, 1, 1)),
    ):
        with pytest.raises(ValidationError):
            member(health, "En", starts_on=starts_on, ends_on=ends_on)

    assert not Membership.objects.exists()


def test_it_cannot_close_before_somebody_in_it_begins_or_before_itself(cast):
    health = committee(cast.council)
    member(health, "En", starts_on=date(2018, 5, 1))

    for day in (date(2018, 5, 1), date(2012, 1, 1)):
        with pytest.raises(ValidationError):
            close_committee(health, on=day, by=HOUSE, at=NOON)

    assert Committee.objects.get().ends_on is None


@pytest.mark.parametrize("role", ["member_by_office", "supplementary", "chairmanship"])
def test_what_one_is_in_a_council_one_is_not_in_a_committee(cast, role):
    with pytest.raises(ValidationError):
        member(committee(cast.council), "En", role, municipality=cast.municipality)


def test_one_is_plain_member_of_committees_only(cast):
    with pytest.raises(ValidationError) as refusal:
        member(cast.council, "En", "member")

    assert set(refusal.value.message_dict) == {"role"}


def test_the_secretary_gives_roles_in_the_councils_committees(cast):
    health, somebody = committee(cast.council), user("somebody")

    grant = grant_role(user=somebody, body=health, role="official", by=cast.secretary, at=NOON)

    assert grant in RoleGrant.objects.visible_to(cast.secretary)
    assert grant not in RoleGrant.objects.visible_to(cast.other_secretary)


def test_a_party_is_entered_by_a_secretary_and_renamed_by_an_administrator(cast):
    party = add_party(letter="h", name=" Borgernes  Parti ", by=cast.secretary, at=NOON)

    with pytest.raises(PermissionDenied):
        change_party(party, letter="H", name="Andet", by=cast.secretary, at=NOON)
    for _ in range(2):
        change_party(party, letter="H", name="Borgernes Liste", by=cast.administrator, at=NOON)

    party.refresh_from_db()
    assert (party.letter, party.name, party.slug) == ("H", "Borgernes Liste", "borgernes-parti")
    entries = list(Entry.objects.about(party))
    assert [(entry.verb, entry.public, entry.scopes) for entry in entries] == [
        ("council.party_added", True, []),
        ("council.party_changed", True, []),
    ]


def test_what_a_party_is_called_is_kept_when_the_register_is_loaded_again(register, cast):
    party = Party.objects.get(name="Alternativet")

    change_party(party, letter="Q", name="Alternativerne", by=cast.administrator, at=NOON)
    loaded = load_register(by=HOUSE, at=NOON)
    again = add_party(letter="Å", name="Alternativet", by=cast.secretary, at=NOON)

    party.refresh_from_db()
    assert not loaded
    assert (party.letter, party.name, party.slug) == ("Q", "Alternativerne", "alternativet")
    assert again.slug == "alternativet-2"


def test_two_lists_in_force_have_not_one_letter(cast):
    with pytest.raises(ValidationError) as refusal:
        add_party(letter="v", name="Vores Liste", by=HOUSE, at=NOON)

    assert "Venstre har det bogstav" in refusal.value.message_dict["letter"][0]
    with pytest.raises(ValidationError):
        change_party(Party.objects.get(letter="A"), letter="V", name="A", by=HOUSE, at=NOON)


def test_a_letter_is_handed_on_when_the_last_seat_is_over(cast):
    seat = {"body": cast.council, "role": "supplementary", "party": Party.objects.get(letter="V")}
    days = {"starts_on": date(2010, 1, 1), "ends_on": date(2014, 1, 1)}
    start_membership(
        person="Bo Bo", municipality=cast.municipality, **seat, **days, by=HOUSE, at=NOON
    )

    assert add_party(letter="V", name="Vores Liste", by=HOUSE, at=NOON).letter == "V"


@pytest.mark.parametrize("name", ["chair", "contact", "newcomer", "citizen"])
def test_others_enter_no_party(cast, name):
    with pytest.raises(PermissionDenied):
        add_party(letter="H", name="Borgernes Parti", by=getattr(cast, name), at=NOON)

    assert not Party.objects.filter(letter="H").exists()


@pytest.mark.parametrize(
    "facts",
    [
        {"letter": "H", "name": "venstre"},
        {"letter": "HH", "name": "X"},
        {"letter": "H", "name": " "},
    ],
)
def test_a_party_that_cannot_be_is_refused(register, facts):
    before = Party.objects.count()

    with pytest.raises(ValidationError):
        add_party(**facts, by=HOUSE, at=NOON)

    assert Party.objects.count() == before
