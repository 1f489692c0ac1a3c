from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from kkr.council.actions import (
    add_person,
    correct_membership,
    end_membership,
    replace_member,
    start_membership,
    strike_membership,
)
from kkr.council.models import Council, Membership, Municipality, Party, Person, Term
from kkr.ledger.actors import System
from kkr.ledger.models import Entry
from kkr.ledger.verification import verify

NOON = datetime(2018, 1, 29, 12, 0, tzinfo=UTC)
ELECTED = date(2018, 1, 29)
CLERK = System("test")
pytestmark = pytest.mark.django_db


@pytest.fixture
def council(register):
    return Council.objects.get(slug="hovedstaden")


def person(name):
    return add_person(name=name, by=CLERK, at=NOON)


def seat(council, name, role="chair", starts_on=ELECTED, by=CLERK, **more):
    return start_membership(
        body=council, person=person(name), role=role, starts_on=starts_on, by=by, at=NOON, **more
    )


def row(council, somebody, role="chair", **more):
    """A row past every rule but the database's."""
    facts = {"starts_on": ELECTED, "body_id": council.pk, "person": somebody, "role": role}
    return Membership.objects.bulk_create([Membership(**(facts | more))])[0]


def execute(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_chair_is_seated(cast):
    chair = seat(
        cast.council,
        "Steen Christiansen",
        by=cast.secretary,
        municipality=cast.municipality,
        party=Party.objects.get(letter="A"),
        term=Term.objects.get(starts_on=date(2018, 1, 1)),
        source="https://example.dk/",
    )

    seated = Membership.objects.of_body(cast.council).chairs().running_on(ELECTED)
    entry = Entry.objects.about(chair).get()
    assert seated.get() == chair
    assert entry.verb == "council.membership_started"
    assert (entry.public, entry.scopes) == (True, ["hovedstaden"])
    assert entry.actor == cast.secretary.actor_key
    assert entry.payload.content["membership"]["party"] == "socialdemokratiet"
    assert verify().holds


@pytest.mark.parametrize("name", ["other_secretary", "chair", "contact", "newcomer", "citizen"])
def test_only_the_councils_own_secretaries_seat_somebody(cast, name):
    somebody = person("Somebody")

    with pytest.raises(PermissionDenied):
        start_membership(
            body=cast.council,
            person=somebody,
            role="chair",
            starts_on=ELECTED,
            by=cast.everyone()[name],
            at=NOON,
        )

    assert not Membership.objects.filter(person=somebody).exists()


def test_an_administrator_seats_somebody_in_every_council(cast):
    for council in Council.objects.all():
        seat(council, f"Chair of {council}", by=cast.administrator)

    assert Membership.objects.chairs().count() == 5


def test_a_second_chair_is_refused_in_words(council):
    seat(council, "One")

    with pytest.raises(ValidationError) as refusal:
        seat(council, "Two", starts_on=date(2019, 1, 1))

    assert refusal.value.message_dict == {
        "role": ["One er formand fra 29.\xa0januar 2018; afslut det medlemskab først."]
    }
    assert Membership.objects.count() == 1


def test_who_had_the_post_for_a_while_is_named_with_both_days(council):
    seat(council, "One", ends_on=date(2018, 6, 1))

    with pytest.raises(ValidationError, match=r"formand fra 29.*til 31"):
        seat(council, "Two", starts_on=date(2018, 5, 31))


def test_an_end_before_the_start_is_refused_at_the_last_day(council):
    with pytest.raises(ValidationError) as refusal:
        seat(council, "One", ends_on=date(2018, 1, 29))

    assert refusal.value.message_dict == {
        "ends_on": [
            "Den sidste dag, 28.\xa0januar 2018, ligger før den første, 29.\xa0januar 2018."
        ]
    }


def test_what_ended_is_said_to_have_ended_on_its_last_day(council):
    chair = seat(council, "One", ends_on=date(2018, 6, 1))

    with pytest.raises(ValidationError, match="allerede den 31"):
        end_membership(chair, on=date(2018, 7, 1), reason="", by=CLERK, at=NOON)


@pytest.mark.parametrize("role", ["chair", "vice_chair"])
def test_the_database_refuses_a_second_holder_of_a_post(council, role):
    row(council, person("One"), role)
    two = person("Two")

    with pytest.raises(IntegrityError), transaction.atomic():
        row(council, two, role, starts_on=date(2019, 1, 1))


def test_the_database_refuses_to_stretch_a_membership_over_the_next(council):
    row(council, person("One"), starts_on=date(2014, 1, 1), ends_on=ELECTED)
    row(council, person("Two"))

    with pytest.raises(IntegrityError):
        execute("UPDATE council_membership SET ends_on = NULL")


def test_the_database_refuses_a_second_mayor_of_one_municipality(council):
    albertslund = Municipality.objects.get(slug="albertslund")
    row(council, person("One"), "member_by_office", municipality=albertslund)
    two = person("Two")

    row(council, two, "supplementary", municipality=albertslund)
    with pytest.raises(IntegrityError), transaction.atomic():
        row(council, two, "member_by_office", municipality=albertslund)


def test_mayors_of_two_municipalities_sit_together(council):
    for slug in ("albertslund", "glostrup"):
        municipality = Municipality.objects.get(slug=slug)
        seat(council, slug, "member_by_office", municipality=municipality)

    assert Membership.objects.of_body(council).members().running_on(ELECTED).count() == 2


def test_a_mayor_of_no_municipality_is_refused(council):
    with pytest.raises(ValidationError):
        seat(council, "One", "member_by_office")
    two = person("Two")
    with pytest.raises(IntegrityError), transaction.atomic():
        row(council, two, "member_by_office")


def test_one_person_holds_one_place_once(council):
    one = person("One")
    row(council, one, "supplementary")

    row(council, one, "chairmanship")
    row(council, one, "supplementary", starts_on=date(2014, 1, 1), ends_on=ELECTED)
    with pytest.raises(IntegrityError), transaction.atomic():
        row(council, one, "supplementary", starts_on=date(2020, 1, 1))


def test_two_can_be_known_as_the_chairmanship_together(council):
    seat(council, "H.P. Geil", "chairmanship")
    seat(council, "Johannes Lundsfryd Jensen", "chairmanship")

    of_council = Membership.objects.of_body(council)
    assert of_council.chairmanship().count() == 2
    assert not of_council.chairs().exists()


def test_a_post_passes_on_from_one_day_to_the_next(council):
    seat(council, "One", starts_on=date(2014, 1, 1), ends_on=ELECTED)
    two = seat(council, "Two")

    assert Membership.objects.chairs().running_on(ELECTED).get() == two


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM council_membership",
        "UPDATE council_membership SET person_id = (SELECT max(id) FROM council_person)",
        "UPDATE council_membership SET ends_on = '2014-01-01'",
    ],
)
def test_the_database_keeps_memberships(council, sql):
    row(council, person("One"))
    person("Two")

    with pytest.raises(DatabaseError):
        execute(sql)

    assert Membership.objects.get().person.name == "One"


def test_an_ended_membership_does_not_run_on_the_day_it_ends(cast):
    chair = seat(cast.council, "One")

    ended = end_membership(
        chair, on=date(2019, 5, 1), reason="resigned", why="Ill", by=cast.secretary, at=NOON
    )

    assert ended.runs_on(date(2019, 4, 30))
    assert not ended.runs_on(date(2019, 5, 1))
    assert Entry.objects.about(chair).last().payload.content["why"] == "Ill"


@pytest.mark.parametrize("on", [ELECTED, date(2017, 1, 1), date(2022, 1, 2)])
def test_an_end_outside_the_membership_is_refused(council, on):
    chair = seat(council, "One", ends_on=date(2022, 1, 1))

    with pytest.raises(ValidationError):
        end_membership(chair, on=on, reason="resigned", by=CLERK, at=NOON)

    chair.refresh_from_db()
    assert chair.ends_on == date(2022, 1, 1)


def test_a_reason_needs_an_end(council):
    chair = seat(council, "One")

    with pytest.raises(ValidationError) as refusal:
        correct_membership(chair, {"end_reason": "died"}, why="?", by=CLERK, at=NOON)

    assert set(refusal.value.message_dict) == {"end_reason"}


@pytest.mark.parametrize("name", ["other_secretary", "chair", "citizen"])
def test_who_may_not_change_a_membership_is_refused(cast, name):
    chair, two = seat(cast.council, "One"), person("Two")
    viewer = getattr(cast, name)

    with pytest.raises(PermissionDenied):
        end_membership(chair, on=date(2019, 1, 1), reason="resigned", by=viewer, at=NOON)
    with pytest.raises(PermissionDenied):
        replace_member(chair, person=two, on=date(2019, 1, 1), by=viewer, at=NOON)
    with pytest.raises(PermissionDenied):
        correct_membership(chair, {"source": ""}, why="x", by=viewer, at=NOON)

    chair.refresh_from_db()
    assert chair.ends_on is None


def test_a_replacement_takes_over_for_the_rest_of_the_term(cast):
    old = seat(
        cast.council,
        "One",
        "member_by_office",
        municipality=cast.municipality,
        ends_on=date(2022, 1, 1),
        end_basis="term",
    )

    new = replace_member(
        old, person=person("Two"), on=date(2020, 3, 1), reason="died", by=cast.secretary, at=NOON
    )

    old.refresh_from_db()
    assert (old.ends_on, old.end_reason, old.end_basis) == (date(2020, 3, 1), "died", "exact")
    assert (new.starts_on, new.start_basis) == (date(2020, 3, 1), "exact")
    assert (new.ends_on, new.end_basis) == (date(2022, 1, 1), "term")
    assert (new.replaces, new.role, new.municipality) == (old, old.role, cast.municipality)


def test_a_replacement_after_the_end_is_refused(council):
    old = seat(council, "One", ends_on=date(2022, 1, 1))
    two = person("Two")

    with pytest.raises(ValidationError):
        replace_member(old, person=two, on=date(2023, 1, 1), by=CLERK, at=NOON)

    assert Membership.objects.get() == old


def test_a_correction_keeps_what_was_said_before(cast):
    chair = seat(cast.council, "One", "chairmanship", start_basis="term")

    correct_membership(
        chair,
        {"role": "chair", "starts_on": date(2018, 1, 24), "start_basis": "exact"},
        why="The minutes were found",
        by=cast.secretary,
        at=NOON,
    )

    chair.refresh_from_db()
    content = Entry.objects.about(chair).last().payload.content
    assert (chair.role, chair.starts_on) == ("chair", date(2018, 1, 24))
    assert content["before"]["starts_on"] == "2018-01-29"
    assert content["membership"]["starts_on"] == "2018-01-24"
    assert content["why"] == "The minutes were found"


def test_a_correction_without_a_reason_is_refused(council):
    chair = seat(council, "One")

    with pytest.raises(ValidationError) as refusal:
        correct_membership(chair, {"source": ""}, why=" ", by=CLERK, at=NOON)

    assert set(refusal.value.message_dict) == {"why"}


def test_a_correction_cannot_make_it_somebody_elses(council):
    chair, two = seat(council, "One"), person("Two")

    with pytest.raises(ValueError, match="person"):
        correct_membership(chair, {"person": two}, why="x", by=CLERK, at=NOON)


def test_lines_of_names_cost_one_query(council, django_assert_num_queries):
    for name in ("One", "Two", "Three"):
        seat(council, name, "supplementary", party=Party.objects.get(letter="A"))

    with django_assert_num_queries(1):
        lines = [
            (str(line), str(line.party), str(line.body), line.municipality, line.term)
            for line in Membership.objects.with_names()
        ]

    assert len(lines) == 3


@pytest.mark.parametrize("role", ["member_by_office", "supplementary"])
def test_one_sits_for_a_municipality_of_the_council(council, role):
    aarhus = Municipality.objects.get(slug="aarhus")

    with pytest.raises(ValidationError) as refusal:
        seat(council, "Per", role, municipality=aarhus)

    assert refusal.value.message_dict == {
        "municipality": ["Aarhus Kommune ligger ikke i KKR Hovedstaden; vælg en kommune, der gør."]
    }


def test_in_a_committee_too_one_sits_for_a_municipality_of_its_council(cast):
    with pytest.raises(ValidationError):
        seat(cast.committee, "Per", "member", municipality=Municipality.objects.get(slug="aarhus"))
    seat(cast.committee, "Per", "member", municipality=cast.municipality)


def test_who_sits_in_a_committee_is_not_for_everybody(cast):
    in_committee = seat(cast.committee, "Kim Udvalg", "member")
    in_council = seat(cast.council, "Ida Raad", "supplementary")

    assert set(Membership.objects.public()) == {in_council}
    assert set(Membership.objects.standing()) == {in_council, in_committee}
    assert set(Person.objects.public()) == {in_council.person}
    for name, sees in (("secretary", True), ("other_secretary", False), ("citizen", False)):
        seen = Membership.objects.visible_to(getattr(cast, name))
        assert seen.filter(pk=in_committee.pk).exists() is sees
    assert in_committee.person in Person.objects.visible_to(cast.other_secretary)
    assert [entry.public for entry in Entry.objects.filter(verb="council.membership_started")] == [
        False,
        True,
    ]


def test_what_was_entered_for_another_councils_municipality_can_be_struck_out(council):
    wrong = row(council, person("Ib Terp"), municipality=Municipality.objects.get(slug="greve"))

    strike_membership(wrong, why="Greve is not in it", by=CLERK, at=NOON)

    assert not Membership.objects.standing().exists()
