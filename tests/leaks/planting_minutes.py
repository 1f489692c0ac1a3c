"""Canaries in what is written while a council meets, and in what members keep for themselves."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from tests.cast import HOUSE, Cast

from kkr.cases.actions import open_case, publish_case
from kkr.cases.models import Case
from kkr.council.actions import add_person
from kkr.meetings.actions import (
    add_item,
    call_roll,
    decide,
    end_meeting,
    follow_up,
    keep_note,
    keep_unsaved,
    note_attendance,
    note_guests,
    plan_meeting,
    publish_agenda,
    publish_minutes,
)
from kkr.meetings.models import AgendaItem, Capacity, Meeting, Standing

THEN = datetime(2017, 1, 20, 9, 0, tzinfo=UTC)
WHEN = {"by": HOUSE, "at": THEN}
WRITERS = frozenset({"secretary", "administrator"})
WHO_KEEPS = WRITERS | {"other_secretary"}  # people are entered once for all councils
READERS = WRITERS | {"chair", "mayor", "member", "official"}
AT_MEETING = ("minute", "meeting_end", "minutes_preview", "minutes_publish", "minutes_editions")
OF_ITEM = ("minute_item", "minute_forget", "paper_note")
OF_DECISION = ("decision_drop", "follow_up")
OF_MEETINGS = (
    *AT_MEETING,
    *OF_ITEM,
    *OF_DECISION,
    *("attendance", "roll_call", "guests", "substitute", "substitute_drop"),
    *("follow_ups", "follow_up_finish", "papers", "papers_read"),
)


def plant_minutes(canaries: Any, cast: Cast) -> dict[str, list[str]]:
    """A meeting whose minutes are being written, and one whose are out with a closed item; gives their ids."""
    open_one = meeting_on(cast, date(2017, 2, 20))
    case = public_case(cast)
    item = add_item(open_one, section=3, title="Aabent punkt", case=case, **WHEN)
    publish_agenda(open_one, override="Det er en prøve.", **WHEN)
    made = decide(
        item,
        kind="referred_back",
        html=f"<p>{canaries('decision before the minutes', WRITERS)}</p>",
        wishes=[canaries("wish before the minutes", WRITERS)],
        dissent=canaries("dissent before the minutes", WRITERS),
        **WHEN,
    )
    body = {"body": cast.committee, "due_on": date(2017, 3, 1)}
    follow_up(made, what=canaries("follow-up before the minutes", WRITERS), **body, **WHEN)
    plant_attendance(canaries, cast, open_one)
    plant_own(canaries, cast, item)

    over = meeting_on(cast, date(2017, 2, 6))
    closed = add_item(
        over,
        section=3,
        title=canaries("title of a closed item", READERS),
        is_closed=True,
        public_heading="Lukket sag",
        html=f"<p>{canaries('text of a closed item', READERS)}</p>",
        proposal=canaries("proposal of a closed item", READERS),
        case=case,
        **WHEN,
    )
    publish_agenda(over, override="Det er en prøve.", **WHEN)
    told = decide(
        closed,
        kind="referred_back",
        html=f"<p>{canaries('decision on a closed item', READERS)}</p>",
        wishes=[canaries("wish on a closed item", READERS)],
        dissent=canaries("dissent on a closed item", READERS),
        **WHEN,
    )
    follow_up(told, what=canaries("follow-up of a closed item", WRITERS), **body, **WHEN)
    end_meeting(over, **WHEN)
    publish_minutes(over, override="Det er en prøve.", **WHEN)
    slugs = {name: [open_one.slug, over.slug] for name in OF_MEETINGS}
    items = {name: [str(item.public_id), str(closed.public_id)] for name in OF_ITEM}
    decided = {name: [str(made.public_id), str(told.public_id)] for name in OF_DECISION}
    return in_both(slugs, items | decided)


def public_case(cast: Cast) -> Case:
    """A case that everybody may read, sent back under an open item and under a closed one."""
    facts = {"title": "Aaben sag", "summary": "Sendt tilbage.", "opened_on": date(2016, 9, 1)}
    return publish_case(open_case(council=cast.council, **facts, **WHEN), **WHEN)


def in_both(slugs: dict[str, list[str]], ids: dict[str, list[str]]) -> dict[str, list[str]]:
    """The guesses at a route, whichever of its parameters they are for."""
    return {name: slugs[name] + ids.get(name, []) for name in slugs}


def meeting_on(cast: Cast, day: date) -> Meeting:
    return plan_meeting(council=cast.council, held_on=day, **WHEN)


def plant_attendance(canaries: Any, cast: Cast, meeting: Meeting) -> None:
    """Somebody who stands in, whom nobody knows of before the minutes are out."""
    call_roll(meeting, **WHEN)
    guest = add_person(name=canaries("who stood in before the minutes", WHO_KEEPS), **WHEN)
    note_attendance(meeting, guest, standing=Standing.PRESENT, capacity=Capacity.SUBSTITUTE, **WHEN)
    note_guests(
        meeting, canaries("who else was there before the minutes", WRITERS), over="", **WHEN
    )


def plant_own(canaries: Any, cast: Cast, item: AgendaItem) -> None:
    """Unsaved words and notes are for nobody else, colleagues and administrators included."""
    for name in ("secretary", "administrator"):
        words = {
            "kind": "approved",
            "text": canaries(f"unsaved decision of {name}", frozenset({name})),
            "wishes": canaries(f"unsaved wish of {name}", frozenset({name})),
            "dissent": canaries(f"unsaved dissent of {name}", frozenset({name})),
            "is_newsworthy": False,
            "based_on": "0",
            "was": "x",
            "as_html": "",
        }
        keep_unsaved(item, words={uuid4().hex: words}, by=getattr(cast, name), at=THEN)
    for name in ("mayor", "secretary"):
        word = canaries(f"note under an item of {name}", frozenset({name}))
        keep_note(item, text=word, by=getattr(cast, name), at=THEN)
