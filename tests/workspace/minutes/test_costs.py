"""What the pages of a meeting ask the database does not grow with what stands on its agenda."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY, a_file, held
from tests.workspace.minutes.desk import where

from kkr.meetings.actions import add_item, attach_file, decide, plan_meeting, publish_minutes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def over(council, day, many):
    """A meeting that is over, with so many items that each have a file, a text and a decision that name files."""
    meeting = plan_meeting(council=council, held_on=day, **BY)
    file = a_file()
    html = f'<p><a href="{file.path}">Tal</a></p>'
    for number in range(many):
        item = add_item(meeting, section=3, title=f"Punkt {number}", html=html, **BY)
        attach_file(item, file, title="Tal", **BY)
        decide(item, kind="approved", html=html, by=HOUSE, at=AFTER)
    return held(meeting)


def costs(client, meeting, pages):
    found = {}
    for page in pages:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(where(meeting, page)).status_code == 200
        found[page] = len(queries)
    return found


def test_the_pages_of_a_meeting_cost_the_same_however_much_is_decided(secretary, cast):
    pages = ("referat/", "referat/slut/", "referat/vis/", "referat/udgiv/", "laes/")
    short, long = (over(cast.council, date(2017, 2, day), many) for day, many in ((6, 1), (7, 3)))
    costs(secretary, short, pages[:1])  # what is asked once and then known

    assert costs(secretary, short, pages) == costs(secretary, long, pages)
    for meeting in (short, long):
        publish_minutes(meeting, by=HOUSE, at=AFTER)
    assert costs(secretary, short, pages) == costs(secretary, long, pages)
