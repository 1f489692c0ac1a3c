"""What came out of a meeting stands before its members: on the desk until it is read, and in a list after."""

from datetime import date, timedelta

import pytest
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY, minuted
from tests.workspace.conftest import MORNING
from tests.workspace.minutes.desk import where

from kkr.council.desk import desk_of
from kkr.meetings.actions import (
    Corrected,
    add_item,
    change_decision,
    plan_meeting,
    publish_agenda,
    publish_minutes,
)
from kkr.workspace.meetings import past

pytestmark = pytest.mark.django_db
LIST = "/arbejde/moeder/"


@pytest.fixture
def out(meeting):
    """The minutes of the meeting are out."""
    minuted(meeting)
    return meeting


def read_of(viewer, at=AFTER):
    return [(each.kind, each.sender) for each in desk_of(viewer, at) if "read" in each.kind]


def test_minutes_stand_on_the_desk_until_they_are_read_and_again_when_corrected(
    cast, signed_in, out
):
    mayor = signed_in("mayor")
    (entry,) = read_of(cast.mayor)
    assert entry[0] == "meetings.read_minutes"
    assert "udgave 1 af" in entry[1]
    assert "Læs referatet" in mayor.get("/arbejde/").content.decode()
    assert read_of(cast.secretary) == []  # who writes them is not asked to read them
    assert read_of(cast.contact) == []
    late = AFTER + timedelta(days=90)
    assert read_of(cast.mayor, late) == []

    page = mayor.get(where(out, "laes/")).content.decode()
    number = page.split('name="edition" value="')[1].split('"')[0]
    mayor.post(where(out, "laes/laest/"), {"edition": number})
    assert read_of(cast.mayor) == []

    item = out.items.in_order()[0]
    made = {"kind": "rejected", "html": "<p>Afvist.</p>", "by": HOUSE, "at": AFTER}
    change_decision(item.decisions.get(), based_on=1, **made)
    said = Corrected(item, what="Afvist", why="Tallet var forkert")
    publish_minutes(out, corrections=[said], by=HOUSE, at=AFTER)
    assert "udgave 2 af" in read_of(cast.mayor)[0][1]


def test_members_find_meetings_in_the_menu_with_what_came_out(
    cast, signed_in, out, django_assert_max_num_queries
):
    mayor = signed_in("mayor")
    assert f'href="{LIST}"' in mayor.get("/arbejde/").content.decode()

    with django_assert_max_num_queries(12):
        page = mayor.get(LIST).content.decode()

    for address in ("laes/", "referat.pdf", "dagsorden.pdf"):
        assert f'href="{where(out, address)}"' in page
    assert f'href="{LIST}"' not in signed_in("secretary").get("/arbejde/").content.decode()
    for name in ("contact", "newcomer", "other_secretary"):
        answer = signed_in(name).get(LIST)
        assert answer.status_code == 404 or where(out, "laes/") not in answer.content.decode()


def test_a_long_list_has_pages_the_newest_first(cast, signed_in, meeting, monkeypatch):
    monkeypatch.setattr(past, "ON_A_PAGE", 1)
    older = plan_meeting(council=cast.council, held_on=date(2017, 2, 16), by=HOUSE, at=MORNING)
    add_item(older, section=3, title="Mål", by=HOUSE, at=MORNING)
    publish_agenda(older, **BY)
    chair = signed_in("chair")

    first = chair.get(LIST).content.decode()

    assert where(meeting, "laes/") in first
    assert where(older, "laes/") not in first
    assert where(older, "laes/") in chair.get(f"{LIST}?side=2").content.decode()


def test_the_minutes_to_approve_are_those_the_reader_may_read(cast, signed_in, out):
    by = {"by": HOUSE, "at": AFTER}
    coming = plan_meeting(council=cast.council, held_on=date(2017, 3, 20), **by)
    add_item(coming, section=1, kind="approval_of_minutes", title="Referat", about=out, **by)
    publish_agenda(coming, **by)

    page = signed_in("mayor").get(where(coming, "laes/")).content.decode()

    assert f'href="{where(out, "referat.pdf")}"' in page
    assert f"{out.path}referat/1.pdf" not in page
