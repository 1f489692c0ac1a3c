"""What is closed of common lines, and of the news on a closed decision."""

from datetime import date, datetime
from typing import Any

from tests.cast import HOUSE, Cast

from kkr.lines.actions import establish_line
from kkr.meetings.actions import (
    add_item,
    decide,
    end_meeting,
    plan_meeting,
    publish_agenda,
    publish_minutes,
)
from kkr.news.actions import draft_of_decision

WRITERS = frozenset({"secretary", "administrator"})
SENT_TO = WRITERS | {"chair", "mayor", "member", "official"}


def plant_in_lines(canaries: Any, cast: Cast, at: datetime) -> dict[str, list[str]]:
    """A line and a draft of news from a decision on a closed item; gives their addresses."""
    when = {"by": HOUSE, "at": at}
    meeting = plan_meeting(council=cast.council, held_on=date(2017, 2, 6), **when)
    item = add_item(
        meeting,
        section=3,
        title=canaries("title of a closed item", SENT_TO),
        is_closed=True,
        public_heading="Personsag",
        **when,
    )
    text = canaries("text of a closed decision", SENT_TO)
    decision = decide(item, kind="approved", html=f"<p>{text}</p>", **when)
    publish_agenda(meeting, override="Det er en prøve.", **when)
    end_meeting(meeting, **when)
    publish_minutes(meeting, override="Det er en prøve.", **when)
    decision.refresh_from_db()
    titles = (f"Linje {canaries('title of a closed line', SENT_TO)}", "Gaet en linje")
    for title in titles:  # of the second one the address is guessed
        text = canaries(f"text of a closed line ({title[:4]})", SENT_TO)
        line = establish_line(
            decision,
            title=title,
            html=f"<p>{text}</p>",
            illustrative=canaries(f"what is illustrative of a closed line ({title[:4]})", SENT_TO),
            in_force_from=date(2017, 2, 6),
            **when,
        )
    draft = draft_of_decision(decision, **when)
    return {
        "line": [line.slug],
        "line_establish": [str(decision.public_id)],
        "line_end": [str(line.public_id)],
        "news_edit": [str(draft.public_id)],
    }
