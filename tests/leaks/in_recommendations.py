"""What is closed of recommendations: the question before it is sent out."""

from datetime import date, datetime
from typing import Any

from tests.cast import HOUSE, Cast

from kkr.meetings.actions import (
    add_item,
    decide,
    end_meeting,
    plan_meeting,
    publish_agenda,
    publish_minutes,
)
from kkr.recommendations.actions import recommend

READERS = frozenset({"secretary", "administrator"})


def plant_in_recommendations(canaries: Any, cast: Cast, at: datetime) -> dict[str, list[str]]:
    """A recommendation that nobody has sent out, from a decision that is public; gives its addresses."""
    when = {"by": HOUSE, "at": at}
    meeting = plan_meeting(council=cast.council, held_on=date(2017, 1, 9), **when)
    item = add_item(meeting, section=3, title="Til kommunerne", **when)
    decision = decide(item, kind="recommended", html="<p>Anbefales.</p>", **when)
    publish_agenda(meeting, override="Det er en prøve.", **when)
    end_meeting(meeting, **when)
    publish_minutes(meeting, override="Det er en prøve.", **when)
    decision.refresh_from_db()
    hidden = canaries.for_the_public_side
    made = recommend(
        decision,
        title=f"Gaet {hidden('title of a recommendation not sent out', READERS)}",
        html=f"<p>{hidden('question not sent out', READERS)}</p>",
        deadlines=[("", date(2017, 5, 1))],
        rule="all",
        illustrative=hidden("what is illustrative of a question not sent out", READERS),
        **when,
    )
    return {"recommendation": [made.slug]}
