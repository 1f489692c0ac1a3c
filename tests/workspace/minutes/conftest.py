from datetime import date

import pytest
from tests.meetings.council_at_work import BY

from kkr.council.actions import add_person
from kkr.meetings.actions import add_item, call_roll, plan_meeting, publish_agenda


@pytest.fixture
def meeting(cast):
    """Called for 20 February, a week after the clock's day."""
    planned = plan_meeting(council=cast.council, held_on=date(2017, 2, 20), **BY)
    add_item(planned, section=3, title="Dimensionering", html="<p>Optaget</p>", **BY)
    add_item(
        planned,
        section=3,
        title="Valg af direktør",
        is_closed=True,
        public_heading="Personsag",
        html="<p>Fortroligt</p>",
        **BY,
    )
    publish_agenda(planned, **BY)
    planned.refresh_from_db()
    return planned


@pytest.fixture
def item(meeting):
    return meeting.items.in_order()[0]


@pytest.fixture
def closed(meeting):
    return meeting.items.in_order()[1]


@pytest.fixture
def mayor_there(cast, meeting):
    """The mayor, on the roll of the meeting."""
    person = cast.mayor.role_grants.get().membership.person
    call_roll(meeting, **BY)
    return person


@pytest.fixture
def substitute():
    return add_person(name="Jannich Petersen", **BY)
