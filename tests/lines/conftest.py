from datetime import date

import pytest
from tests.meetings.council_at_work import BY, DAY, minuted

from kkr.lines.actions import establish_line
from kkr.meetings.actions import add_item, decide, plan_meeting


@pytest.fixture
def decided(cast):
    """Decides something at a meeting and publishes the minutes, or leaves them."""

    def make(kind="approved", *, on=DAY, title="Sag", out=True, council=None, **facts):
        meeting = plan_meeting(council=council or cast.council, held_on=on, **BY)
        item = add_item(meeting, section=3, title=title, **facts, **BY)
        made = decide(item, kind=kind, html="<p>Rådet besluttede det.</p>", **BY)
        if out:
            minuted(meeting)
        made.refresh_from_db()
        return made

    return make


@pytest.fixture
def established(decided):
    """A line from a decision of 6 February 2017."""

    def make(title="Mål for sundhed", *, decision=None, in_force_from=DAY, **facts):
        words = {"html": "<p>Vi vil leve længere.</p>"} | facts
        source = decision or decided(title=title)
        return establish_line(source, title=title, in_force_from=in_force_from, **words, **BY)

    return make


@pytest.fixture
def april(decided):
    """A decision of the next meeting."""
    return decided(on=date(2017, 4, 24), title="Nye mål")
