"""The meetings of the demo: real titles, numbers and days; what is made up says so, what is unknown is left out."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.worlds import once_a_file

from kkr.cases.journey import journey_of
from kkr.cases.models import Case
from kkr.config.demo import cases
from kkr.config.demo.meetings import load, told
from kkr.ledger.actors import System
from kkr.ledger.models import Entry
from kkr.meetings.models import AgendaItem, Attendance, Decision, Edition, Meeting, MeetingKind

DEMO = datetime(2017, 2, 13, 9, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))
BY = {"by": System("demo"), "at": DEMO}
ROWS = list(told())


def loading() -> int:
    cases.load(**BY)
    return load(**BY)


@pytest.fixture(scope="module")
def told_once(registered, django_db_blocker):
    yield from once_a_file(django_db_blocker, loading)


@pytest.fixture
def loaded(told_once, register):
    return told_once


def numbers(on: date) -> list[str]:
    items = AgendaItem.objects.public().filter(meeting__held_on=on).in_order()
    return list(items.values_list("number", flat=True))


def test_loading_twice_loads_once(loaded):
    entries = Entry.objects.count()

    assert (loaded, load(**BY)) == (len(ROWS), 0)
    assert Entry.objects.count() == entries


def test_every_number_that_a_source_names_comes_out_exactly(loaded):
    for row in ROWS:
        wanted = {line.title: line.number for line in row.lines if line.number}
        meeting = Meeting.objects.get(
            council__slug=row.council, held_on=row.held_on, known_as=row.known_as
        )
        items = meeting.items.filter(title__in=wanted)
        assert dict(items.values_list("title", "number")) == wanted


def test_a_number_that_no_source_names_is_told_to_be_made_up(loaded):
    known = {line.title for row in ROWS for line in row.lines if line.number}
    made_up = AgendaItem.objects.exclude(title__in=known)

    assert made_up.count() > 20
    assert all("lavet til demonstrationen" in item.illustrative for item in made_up)
    assert numbers(date(2015, 2, 23)) == ["1.1", "2.1", *(f"3.{place}" for place in range(1, 10))]
    assert numbers(date(2010, 1, 28)) == list("12345678")


def test_a_meeting_without_a_day_stands_among_the_undated(loaded):
    undated = Meeting.objects.public().undated()

    assert {meeting.slug for meeting in undated} == {"efteraaret-2016", "februar-2016-foer-den-16"}
    assert undated.get(slug="efteraaret-2016").items.count() == 14


def test_nothing_later_than_the_demo_day_was_held_and_the_next_one_is_announced(loaded):
    coming = Meeting.objects.public().coming_after(date(2017, 2, 13))

    assert [meeting.held_on for meeting in coming] == [date(2017, 4, 24)]
    assert not coming.get().editions.exists()
    assert not coming.get().items.exists()
    assert max(Edition.objects.values_list("published_at", flat=True)) == DEMO


def test_nobody_is_said_to_have_been_there_and_no_decision_is_made_up(loaded):
    known = {line.title for row in ROWS for line in row.lines if line.more.decided}
    decisions = Decision.objects.public().select_related("item")

    assert not Attendance.objects.exists()
    assert not Meeting.objects.exclude(opened_by=None).exists()
    assert {made.item.title for made in decisions} == known
    assert all("ikke offentliggjort her" in made.illustrative for made in decisions)
    minutes = Edition.objects.filter(kind="minutes")
    assert {edition.head["attendance"] == [] for edition in minutes} == {True}
    assert all("ikke offentliggjort i kilderne" in edition.head["undecided"] for edition in minutes)


def test_the_goals_of_health_went_back_with_wishes_and_were_approved(loaded):
    case = Case.objects.get(title="KKR-mål for sundhed")
    kinds = [(stop.kind, stop.on) for stop in journey_of(case)]

    november, february = date(2016, 11, 25), date(2017, 2, 6)
    assert kinds == [
        ("cases.commissioned", None),
        ("cases.drafted", november),
        ("meetings.decided", november),
        ("cases.revised", february),
        ("meetings.decided", february),
    ]
    items = AgendaItem.objects.filter(case=case).order_by("meeting__held_on")
    assert [item.paper.version.number for item in items] == [1, 2]
    assert [item.decisions.get().kind for item in items] == ["referred_back", "approved"]


def test_the_three_decisions_of_february_are_worth_news(loaded):
    worth = Decision.objects.filter(is_newsworthy=True).order_by("item__position")

    assert [made.kind for made in worth] == ["approved", "recommended", "approved"]
    assert {made.item.meeting.held_on for made in worth} == {date(2017, 2, 6)}


def test_the_council_that_constituted_itself_has_a_template_of_its_own(loaded):
    meeting = Meeting.objects.get(kind=MeetingKind.CONSTITUTING)

    assert meeting.slug == "2010-01-28"
    assert [
        item.kind for item in meeting.items.in_order() if item.kind in {"election", "orientation"}
    ] == ["election", "orientation"]


def test_what_is_announced_is_left_to_those_who_prepare_it(loaded):
    assert load(by=System("demo"), at=DEMO + timedelta(days=90)) == 0
