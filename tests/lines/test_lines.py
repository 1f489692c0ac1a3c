"""Common lines: established by a decision, replaced or ended by another, and as closed as where they come from."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY, DAY, STRANGERS, offered

from kkr.cases.actions import open_case, publish_case
from kkr.cases.journey import journey_of
from kkr.council.models import Council
from kkr.council.rules import is_visible
from kkr.documents.gates import gates
from kkr.ledger.models import Entry
from kkr.lines.actions import end_line, establish_line, replace_line
from kkr.lines.models import CommonLine
from kkr.meetings.actions import open_item

pytestmark = pytest.mark.django_db
LATER = date(2018, 1, 1)
CLOSED = {"is_closed": True, "public_heading": "Personsag"}


def reads(viewer, line) -> bool:
    versions = [gate.visible_to(viewer).filter(document=line.document) for gate in gates]
    seen = CommonLine.objects.visible_to(viewer).filter(pk=line.pk).exists()
    assert seen == any(found.exists() for found in versions) == bool(is_visible(viewer, line))
    return seen


def test_a_line_holds_from_its_day_and_everybody_may_read_it(cast, established):
    line = established()

    assert CommonLine.objects.public().get() == line
    assert list(CommonLine.objects.in_force_on(DAY)) == [line]
    assert not CommonLine.objects.in_force_on(DAY - timedelta(days=1)).exists()
    assert (line.path, reads(cast.citizen, line)) == (
        "/hovedstaden/faelles-linjer/maal-for-sundhed/",
        True,
    )


def test_it_holds_from_the_day_it_was_decided_at_the_earliest(established):
    with pytest.raises(ValidationError, match="tidligst"):
        established(in_force_from=DAY - timedelta(days=1))


def test_asked_twice_with_one_id_it_is_one_line(decided):
    decision, public_id = decided(), uuid4()
    facts = {"title": "Mål", "html": "<p>x</p>", "in_force_from": DAY, "public_id": public_id}

    first, second = establish_line(decision, **facts, **BY), establish_line(decision, **facts, **BY)

    assert first == second
    assert CommonLine.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [{"title": "Andre mål"}, {"html": "<p>y</p>"}, {"in_force_from": DAY + timedelta(days=1)}],
)
def test_asked_twice_with_other_words_it_is_refused(decided, other):
    decision, public_id = decided(), uuid4()
    facts = {"title": "Mål", "html": "<p>x</p>", "in_force_from": DAY, "public_id": public_id}
    line = establish_line(decision, **facts, **BY)

    with pytest.raises(ValidationError) as refused:
        establish_line(decision, **facts | other, **BY)

    assert refused.value.code == "made_already"
    assert CommonLine.objects.get() == line


@pytest.mark.parametrize(
    ("kind", "out"),
    [("discussed", True), ("noted", True), ("postponed", True), ("approved", False)],
)
def test_only_what_was_approved_or_recommended_in_published_minutes_makes_one(decided, kind, out):
    decision = decided(kind, out=out)

    with pytest.raises(ValidationError):
        establish_line(decision, title="Mål", html="<p>x</p>", in_force_from=DAY, **BY)


@pytest.mark.parametrize("words", [{"title": "!"}, {"title": ""}, {"html": "<p> </p>"}])
def test_a_line_without_words_is_none(established, decided, words):
    facts = {"title": "Mål", "html": "<p>x</p>"} | words

    with pytest.raises(ValidationError):
        establish_line(decided(), in_force_from=DAY, **facts, **BY)


def test_two_of_one_name_have_each_their_address(established):
    assert [established().slug, established().slug] == ["maal-for-sundhed", "maal-for-sundhed-2"]


def test_another_line_stands_in_its_place_from_a_day_and_the_first_stays(established, april):
    first = established()
    second = established("Nye mål", decision=april, in_force_from=LATER, replaces=first)
    first.refresh_from_db()

    assert (first.replaced_by, first.ends_on) == (second, LATER)
    assert list(CommonLine.objects.in_force_on(LATER - timedelta(days=1))) == [first]
    assert list(CommonLine.objects.in_force_on(LATER)) == [second]
    assert list(CommonLine.objects.over_on(LATER)) == [first]
    assert CommonLine.objects.public().count() == 2


def test_a_decision_can_end_it_with_nothing_in_its_place(established, april):
    line = end_line(established(), decision=april, on=LATER, **BY)
    again = end_line(line, decision=april, on=LATER, **BY)

    assert (line.ended_by, again.ends_on) == (april, LATER)
    assert Entry.objects.filter(verb="lines.ended").count() == 1


def test_what_has_ended_keeps_its_day(established, april):
    line = end_line(established(), decision=april, on=LATER, **BY)

    with pytest.raises(ValidationError):
        end_line(line, decision=april, on=LATER + timedelta(days=1), **BY)
    with pytest.raises(ValidationError):
        replace_line(line, successor=established("Andet"), on=LATER, **BY)
    with pytest.raises(DatabaseError), transaction.atomic():
        CommonLine.objects.filter(pk=line.pk).update(ends_on=None, ended_by=None)


def test_it_cannot_end_before_it_began(established, april):
    with pytest.raises(ValidationError):
        end_line(established(), decision=april, on=DAY - timedelta(days=1), **BY)


def test_what_was_agreed_is_never_changed_and_never_deleted(established):
    line = established()

    for change in ({"title": "Andet"}, {"in_force_from": LATER}):
        with pytest.raises(DatabaseError), transaction.atomic():
            CommonLine.objects.filter(pk=line.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        CommonLine.objects.all().delete()


def test_of_another_council_nothing_ends_it(established, decided):
    other = decided(council=Council.objects.get(slug="sjaelland"), title="Sjællands")
    line = established()

    with pytest.raises(ValidationError):
        end_line(line, decision=other, on=LATER, **BY)
    with pytest.raises(ValidationError):
        replace_line(line, successor=established("Andet", decision=other), on=LATER, **BY)
    with pytest.raises(ValidationError):
        replace_line(line, successor=line, on=LATER, **BY)


def test_a_line_from_a_closed_decision_is_closed_until_that_is_opened(cast, established, decided):
    decision = decided(title="Fyring", **CLOSED)
    line = established("Hemmelig linje", decision=decision)

    assert {name for name, viewer in cast.everyone().items() if reads(viewer, line)} == {
        *("secretary", "chair", "mayor", "member", "official", "administrator")
    }
    entries = Entry.objects.about(line)
    assert [(entry.public, entry.payload.text) for entry in entries] == [(False, "{}")]

    open_item(decision.item, by=HOUSE, at=AFTER)
    line.decision.refresh_from_db()
    assert CommonLine.objects.public().get() == line


def test_what_everybody_reads_is_not_ended_by_what_is_closed(established, decided):
    line = established()
    secret = decided(on=date(2017, 4, 24), title="Fyring", **CLOSED)

    with pytest.raises(ValidationError):
        end_line(line, decision=secret, on=LATER, **BY)
    with pytest.raises(ValidationError):
        established("Hemmelig", decision=secret, in_force_from=LATER, replaces=line)
    assert CommonLine.objects.get(pk=line.pk).ends_on is None


@pytest.mark.parametrize("name", STRANGERS)
def test_only_those_who_may_keep_the_register(cast, established, decided, april, name):
    line, decision = established(), decided()
    by = {"by": getattr(cast, name), "at": AFTER}
    facts = {"title": "Mit", "html": "<p>x</p>", "in_force_from": DAY}

    for act in (
        lambda: establish_line(decision, **facts, **by),
        lambda: replace_line(line, successor=line, on=LATER, **by),
        lambda: end_line(line, decision=april, on=LATER, **by),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert offered(decision, getattr(cast, name)) == []


def test_a_decision_offers_it_once_to_those_who_may(cast, decided, established):
    decision = decided()
    assert offered(decision, cast.secretary) == ["lines.establish"]
    assert offered(decided("noted"), cast.secretary) == []

    established(decision=decision)

    assert offered(decision, cast.secretary) == []


def test_no_line_is_offered_for_the_approval_of_minutes(cast, decided):
    decision = decided()
    type(decision.item).objects.filter(pk=decision.item_id).update(kind="approval_of_minutes")

    assert offered(decision, cast.secretary) == []


def test_it_is_a_stop_on_the_way_of_its_case(cast, decided, established):
    case = open_case(
        council=cast.council, title="Sundhed", summary="K", opened_on=BY["at"].date(), **BY
    )
    publish_case(case, **BY)
    line = established(decision=decided(case=case))

    kinds = [(stop.kind, stop.subject) for stop in journey_of(case)]

    assert kinds[-1] == ("lines.established", line)
    assert kinds[-2][0] == "meetings.decided"


def test_a_closed_line_is_no_stop_for_everybody(cast, decided, established):
    case = open_case(
        council=cast.council, title="Sundhed", summary="K", opened_on=BY["at"].date(), **BY
    )
    established(decision=decided(case=case, **CLOSED))

    assert "lines.established" not in {stop.kind for stop in journey_of(case)}
    assert "lines.established" in {stop.kind for stop in journey_of(case, cast.mayor)}


@given(start=st.dates(), length=st.none() | st.integers(0, 900), day=st.dates())
def test_the_row_and_the_list_agree_on_what_is_in_force(start, length, day):
    ends = None
    if length is not None and start < date(9990, 1, 1):
        ends = start + timedelta(days=length)
    line = CommonLine(in_force_from=start, ends_on=ends)

    assert line.is_in_force_on(day) == (start <= day and (ends is None or day < ends))
    if line.is_in_force_on(day):
        assert not (ends and ends <= day)
