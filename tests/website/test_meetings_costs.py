"""What the pages of meetings cost in queries: the same with one row as with three, and never many."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY, LATER, a_file, minuted

from kkr.cases.actions import open_case, publish_case
from kkr.meetings.actions import (
    add_item,
    announce_meeting,
    attach_file,
    call_roll,
    change_decision,
    follow_up,
    plan_meeting,
    publish_minutes,
)
from kkr.meetings.actions.editions import Corrected

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
PAGE = "/hovedstaden/moeder/2017-02-06/"
MOST = 14

LISTS = [
    "/hovedstaden/",
    "/hovedstaden/moeder/",
    "/hovedstaden/moeder/aar/2017/",
    "/hovedstaden/moeder/uden-dato/",
    "/hovedstaden/kalender.ics",
    "/hovedstaden/moeder.atom",
    "/hovedstaden/beslutninger.atom",
    *(f"/data/{slug}.csv" for slug in ("moeder", "dagsordenspunkter", "beslutninger")),
    *(f"/data/{slug}.json" for slug in ("deltagere", "opfoelgninger", "rettelser", "udgaver")),
    PAGE,
    f"{PAGE}3.1/",
    f"{PAGE}referat/1/",
    f"{PAGE}dagsorden/1/",
]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def cost(client, path):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def hold(cast, day, rows, number):
    """A meeting with minutes and `rows` of everything on it."""
    words = {} if day else {"known_as": f"tid {number}"}
    meeting = plan_meeting(council=cast.council, held_on=day, **words, **BY)
    case = open_case(
        council=cast.council, title="Sag", summary="Kort.", opened_on=date(2017, 1, 1), **BY
    )
    publish_case(case, **BY)
    for row in range(rows):
        item = add_item(meeting, section=3, title=f"Punkt {row}", html="<p>x</p>", case=case, **BY)
        attach_file(item, a_file(content=f"{number}-{row}".encode()), **BY)
    if day:
        call_roll(meeting, **BY)
    minuted(meeting)
    for item in meeting.items.all():
        what = {"what": "Brev", "body": cast.council, "due_on": date(2017, 3, 1)}
        follow_up(item.decisions.get(), **what, by=HOUSE, at=AFTER)
    return meeting


def fill(cast, rows):
    for number in range(rows):
        hold(cast, date(2017, 2, 6) - timedelta(days=number), rows, number)
        hold(cast, None, rows, number)
        coming = date(2017, 3, 6) + timedelta(days=number)
        announce_meeting(plan_meeting(council=cast.council, held_on=coming, **BY), **BY)


def test_a_page_costs_the_same_however_much_was_on_the_agenda(client, cast):
    assert cast.mayor
    fill(cast, 1)
    few = {path: cost(client, path) for path in LISTS}
    hold(cast, date(2017, 1, 20), 3, 10)
    for number in (11, 12):
        hold(cast, date(2017, 1, number), 3, number)
        hold(cast, None, 3, number)
    page = "/hovedstaden/moeder/2017-01-20/"

    many = {path: cost(client, path.replace(PAGE, page)) for path in LISTS}

    assert many == few
    assert {path: costs for path, costs in many.items() if costs > MOST} == {}


def test_what_is_new_costs_the_same_however_much_it_is(client, cast):
    found = []
    for number, rows in enumerate((1, 3)):
        meeting = hold(cast, date(2017, 2, 6 - number), rows, number)
        corrections = []
        for item in meeting.items.all():
            words = {"kind": "noted", "html": "<p>Rettet</p>"}
            change_decision(item.decisions.get(), based_on=1, **words, by=HOUSE, at=AFTER)
            corrections.append(Corrected(item, "Et ord", "Forkert", meeting))
        publish_minutes(meeting, corrections=corrections, by=HOUSE, at=LATER)
        found.append(cost(client, meeting.path))

    assert found[0] == found[1]
