"""Meetings for machines: the datasets, the feeds and the calendar."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY, DAY, LATER, held, minuted

from kkr.meetings.actions import (
    add_item,
    announce_meeting,
    call_roll,
    cancel_meeting,
    change_decision,
    change_meeting,
    decide,
    finish_follow_up,
    follow_up,
    note_guests,
    plan_meeting,
    publish_agenda,
    publish_minutes,
)
from kkr.meetings.actions.editions import Corrected
from kkr.meetings.models import MeetingKind
from kkr.opendata.calendars import copenhagen
from kkr.opendata.kinds import datasets

ATOM = "{http://www.w3.org/2005/Atom}"
SLUGS = ("moeder", "dagsordenspunkter", "beslutninger", "deltagere", "opfoelgninger")
ICS = "/hovedstaden/kalender.ics"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


@pytest.fixture
def meeting(cast):
    facts = {"starts_at": time(10), "ends_at": time(12), "place": "KL-Huset, København"}
    made_up = {"illustrative": "Stedet er illustrativt."}
    return plan_meeting(council=cast.council, held_on=DAY, **facts, **made_up, **BY)


@pytest.fixture
def told(cast, meeting):
    """A meeting with minutes: two items, one closed, two decisions, somebody there, something to be done."""
    assert cast.mayor
    item = add_item(meeting, section=3, title="Optag", illustrative="Tallene.", **BY)
    closed = {"is_closed": True, "public_heading": "Personsag"}
    add_item(meeting, section=3, title="Hemmelig", html="<p>Hemmeligt</p>", **closed, **BY)
    words = {"html": "<p>Blev <strong>godkendt</strong>.</p>", "illustrative": "Teksten."}
    decision = decide(item, kind="approved", **words, by=HOUSE, at=AFTER)
    call_roll(meeting, **BY)
    minuted(meeting)
    what = {"what": "Sende brev", "body": cast.committee, "due_on": date(2017, 3, 1)}
    return follow_up(decision, **what, by=HOUSE, at=AFTER)


def rows_of(client, slug, query=""):
    text = client.get(f"/data/{slug}.csv{query}").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def calendar(client, path=ICS):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content)


def test_every_dataset_says_what_is_illustrative(client, told):
    for slug in SLUGS:
        assert "illustrative" in [column.code for column in datasets()[slug].columns]
        for form in ("json", "csv", "xlsx", "atom"):
            assert client.get(f"/data/{slug}.{form}").status_code == 200
        assert any(row["illustrative"] for row in rows_of(client, slug))


def test_a_meeting(client, told):
    (row,) = rows_of(client, "moeder")

    assert (row["held_on"], row["starts_at"], row["place"]) == (
        "2017-02-06",
        "10:00:00",
        "KL-Huset, København",
    )
    assert (row["state"], row["kind"]) == ("held", "ordinary")
    assert row["path"] == "/hovedstaden/moeder/2017-02-06/"
    assert row["minutes_published_at"]


def test_of_a_closed_item_machines_get_number_and_heading(client, told):
    shown, closed = rows_of(client, "dagsordenspunkter")

    assert (shown["number"], shown["title"], shown["is_closed"]) == ("3.1", "Optag", "0")
    assert (closed["number"], closed["title"], closed["is_closed"]) == ("3.2", "Personsag", "1")
    assert {closed[name] for name in ("kind", "proposal", "case", "illustrative")} == {""}


def test_a_decision_reads_as_the_minutes_tell_it(client, told):
    (row,) = rows_of(client, "beslutninger")

    assert (row["kind"], row["kind_name"], row["text"]) == (
        "approved",
        "Godkendt",
        "Blev godkendt.",
    )
    assert row["illustrative"] == "Teksten. Tallene."
    assert row["path"] == "/hovedstaden/moeder/2017-02-06/3.1/"


def test_a_corrected_decision_is_told_once(client, told):
    made = told.decision
    change_decision(made, based_on=1, kind="noted", html="<p>Rettet.</p>", by=HOUSE, at=AFTER)
    assert rows_of(client, "beslutninger")[0]["kind"] == "approved"
    correction = Corrected(made.item, "Ordet.", "Forkert.")
    publish_minutes(made.item.meeting, corrections=[correction], by=HOUSE, at=AFTER)

    assert [row["kind"] for row in rows_of(client, "beslutninger")] == ["noted"]


def test_who_was_there_is_told_with_the_minutes(client, told):
    (row,) = rows_of(client, "deltagere")

    assert (row["name"], row["municipality"], row["standing"]) == (
        "Mayor of the test",
        "Albertslund Kommune",
        "present",
    )


def test_guests_are_told_one_by_one(client, meeting):
    add_item(meeting, section=3, title="Optag", **BY)
    note_guests(meeting, "Anne And, KL; Bo Berg", over="", **BY)
    minuted(meeting)

    rows = rows_of(client, "deltagere")

    assert [(row["name"], row["capacity"], row["standing"]) for row in rows] == [
        ("Anne And, KL", "guest", "present"),
        ("Bo Berg", "guest", "present"),
    ]


def test_nobody_is_told_of_before_the_minutes_are_out(client, cast, meeting):
    assert cast.mayor
    add_item(meeting, section=3, title="Optag", **BY)
    call_roll(meeting, **BY)
    held(meeting)

    assert rows_of(client, "deltagere") == rows_of(client, "beslutninger") == []


def test_what_follows(client, told):
    assert rows_of(client, "opfoelgninger")[0]["done_on"] == ""
    finish_follow_up(told, on=date(2017, 2, 10), outcome="Sendt.", by=HOUSE, at=AFTER)

    (row,) = rows_of(client, "opfoelgninger")

    assert (row["what"], row["due_on"], row["done_on"], row["outcome"]) == (
        "Sende brev",
        "2017-03-01",
        "2017-02-10",
        "Sendt.",
    )


@pytest.mark.parametrize("slug", SLUGS)
def test_a_council_is_asked_for_alone(client, told, slug):
    assert rows_of(client, slug, "?raad=hovedstaden")
    assert rows_of(client, slug, "?raad=sjaelland") == []


@pytest.mark.parametrize(
    ("feed", "title"),
    [("moeder", "KKR Hovedstaden: Ordinært møde"), ("beslutninger", "Optag: Godkendt")],
)
def test_feeds_of_meetings_and_decisions(client, told, feed, title):
    answer = client.get(f"/hovedstaden/{feed}.atom")
    (entry,) = ET.fromstring(answer.content).findall(f"{ATOM}entry")  # noqa: S314 -- our own feed

    assert entry.find(f"{ATOM}title").text.startswith(title)
    assert entry.find(f"{ATOM}id").text.startswith("urn:uuid:")
    assert entry.find(f"{ATOM}summary").text.endswith(("illustrativt.", "Tallene."))
    assert client.get(f"/sjaelland/{feed}.atom").status_code == 200
    assert client.get(f"/nope/{feed}.atom").status_code == 404
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_the_calendar_has_what_calendars_ask_for(client, meeting):
    announce_meeting(meeting, **BY)

    found = calendar(client)
    (event,) = found.events

    assert (found["VERSION"], found["PRODID"]) == ("2.0", "-//KKR//kkr//DA")
    assert event["UID"] == meeting.public_id.urn
    assert event["SEQUENCE"] == 0
    assert event["STATUS"] == "CONFIRMED"
    assert event["DTSTART"].params["TZID"] == "Europe/Copenhagen"
    assert event.start == datetime(2017, 2, 6, 10, tzinfo=ZoneInfo("Europe/Copenhagen"))
    assert event.end - event.start == timedelta(hours=2)
    assert event.DTSTAMP == event.LAST_MODIFIED == BY["at"]
    assert event["LOCATION"] == "KL-Huset, København"
    assert event["URL"] == "http://localhost:8000/hovedstaden/moeder/2017-02-06/"
    assert "Stedet er illustrativt." in event["DESCRIPTION"]
    assert found.get_missing_tzids() == set()


def test_every_line_is_as_the_rules_have_it(client, meeting):
    """RFC 5545, 3.1: lines end in CRLF, and none is longer than 75 octets."""
    change_meeting(meeting, held_on=DAY, place="Ø" * 150, **BY)
    announce_meeting(meeting, **BY)

    content = client.get(ICS).content

    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert content.count(b"BEGIN:VTIMEZONE") == 1


def test_a_change_is_told_with_the_next_number_and_the_same_uid(client, meeting):
    announce_meeting(meeting, **BY)
    (before,) = calendar(client).events
    change_meeting(meeting, held_on=date(2017, 2, 7), by=HOUSE, at=LATER)

    (event,) = calendar(client).events

    assert (event["UID"], event["SEQUENCE"]) == (before["UID"], 1)
    assert event.LAST_MODIFIED == LATER
    assert event.start.date() == date(2017, 2, 7)


def test_a_cancelled_meeting_is_struck_and_says_why(client, meeting):
    announce_meeting(meeting, **BY)
    cancel_meeting(meeting, why="Formanden er syg; nyt møde følger.", by=HOUSE, at=LATER)

    (event,) = calendar(client).events

    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    assert "Aflyst: Formanden er syg; nyt møde følger." in event["DESCRIPTION"]


def test_a_meeting_without_a_time_is_all_day(client, cast):
    announce_meeting(plan_meeting(council=cast.council, held_on=date(2017, 4, 6), **BY), **BY)

    (event,) = calendar(client).events

    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event.start == date(2017, 4, 6)
    assert event["TRANSP"] == "TRANSPARENT"


def test_what_is_not_announced_has_no_day_or_is_another_councils_is_not_there(
    client, cast, meeting
):
    undated = plan_meeting(council=cast.council, held_on=None, known_as="2015", **BY)
    add_item(undated, section=3, title="Punkt", **BY)
    publish_agenda(undated, **BY)

    assert calendar(client).events == []
    announce_meeting(meeting, **BY)
    assert calendar(client, "/sjaelland/kalender.ics").events == []
    assert client.get("/nope/kalender.ics").status_code == 404


def test_a_written_procedure_is_the_day_it_ends(client, cast):
    facts = {"kind": MeetingKind.WRITTEN, "starts_at": time(12)}
    announce_meeting(plan_meeting(council=cast.council, held_on=DAY, **facts, **BY), **BY)

    (event,) = calendar(client).events

    assert event.start == DAY
    assert "slutter den 6." in event["DESCRIPTION"]


def test_a_calendar_is_the_same_in_every_language_but_for_its_words(client, meeting):
    announce_meeting(meeting, **BY)

    (danish,), (english,) = (calendar(client, f"{way}{ICS}").events for way in ("", "/en"))

    assert danish["UID"] == english["UID"]
    assert english["SUMMARY"] == "KKR Hovedstaden: Ordinary meeting"


def test_the_time_zone_is_that_of_copenhagen():
    """Through the nights in which the clocks may be changed, for forty years."""
    ours, theirs = copenhagen().to_tz(lookup_tzid=False), ZoneInfo("Europe/Copenhagen")
    for year, month in product(range(1997, 2037), (3, 10)):
        for day, hour in product(range(24, 32), range(3)):
            instant = datetime(year, month, day, hour, tzinfo=UTC)
            told = instant.astimezone(ours).utcoffset()
            assert told == instant.astimezone(theirs).utcoffset(), instant


def test_a_number_of_a_dataset_is_the_same_in_json(client, told):
    for slug in SLUGS:
        rows = json.loads(client.get(f"/data/{slug}.json").content)["rows"]
        assert len(rows) == len(rows_of(client, slug))
