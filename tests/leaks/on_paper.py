"""A meeting with everything closed that an agenda can have, so that its prints can be searched for it."""

from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from tests.cast import HOUSE, Cast

from kkr.documents.actions import store_file
from kkr.meetings.actions import (
    add_item,
    attach_file,
    decide,
    draft_agenda,
    end_meeting,
    exclude_member,
    plan_meeting,
    publish_agenda,
    publish_minutes,
    withdraw_attachment,
)
from kkr.meetings.models import AgendaItem

WHO_ACT = frozenset({"secretary", "chair", "mayor", "member", "official", "administrator"})
PAPERS = ("agenda_print", "minutes_print", "edition_print", "frozen_print", "meeting_print")


def plant_on_paper(canaries: Any, cast: Cast, at: Any) -> dict[str, list[str]]:
    """Closed items and files, one item the mayor is excluded from, and a file withdrawn after publication; the
    next agenda holds the minutes of all that."""
    when = {"by": HOUSE, "at": at}
    meeting = plan_meeting(council=cast.council, held_on=date(2017, 2, 6), **when)
    mayor = cast.mayor.role_grants.get().membership.person
    closed = _closed_item(canaries, meeting, "closed item", WHO_ACT, when)
    kept = _closed_item(canaries, meeting, "item the mayor is kept from", WHO_ACT - {"mayor"}, when)
    exclude_member(kept, mayor, why=canaries("why the mayor is kept from an item"), **when)
    shown = add_item(meeting, section=3, title="Et aabent punkt", html="<p>Kort</p>", **when)
    attach_canary(canaries, shown, "closed file under an open item", WHO_ACT, when, is_closed=True)
    mistake = attach_canary(canaries, shown, "file published by mistake", frozenset(), when)
    publish_agenda(meeting, override="Det er en prøve.", **when)
    for item in (closed, kept):
        readers = WHO_ACT if item == closed else WHO_ACT - {"mayor"}
        decide(
            item,
            kind="approved",
            html=f"<p>{canaries(f'decision on {item.pk}', readers)}</p>",
            dissent=canaries(f"dissent on {item.pk}", readers),
            **when,
        )
    decide(shown, kind="approved", html="<p>Godkendt</p>", **when)
    end_meeting(meeting, **when)
    publish_minutes(meeting, override="Det er en prøve.", **when)
    after = plan_meeting(council=cast.council, held_on=date(2017, 2, 7), **when)
    draft_agenda(after, **when)  # has these minutes attached by itself
    publish_agenda(after, override="Det er en prøve.", **when)
    withdraw_attachment(mistake, why="En fejl", **when)
    return {name: [meeting.slug, after.slug] for name in PAPERS}


def _closed_item(canaries: Any, meeting: Any, kind: str, readers: Any, when: Any) -> AgendaItem:
    item = add_item(
        meeting,
        section=3,
        title=f"Punkt {canaries(f'title of a {kind}', readers)}",
        html=f"<p>{canaries(f'text of a {kind}', readers)}</p>",
        is_closed=True,
        public_heading="En personsag",
        proposal=canaries(f"proposal of a {kind}", readers),
        presenter=canaries(f"presenter of a {kind}", readers),
        illustrative=canaries(f"what is illustrative of a {kind}", readers),
        **when,
    )
    attach_canary(canaries, item, f"file of a {kind}", readers, when)
    return item


def attach_canary(
    canaries: Any, item: AgendaItem, kind: str, readers: Any, when: Any, **facts: Any
) -> Any:
    """A file whose content, name and title are each a canary, and whose address is guessed at."""
    name, content = canaries(f"name of a {kind}"), canaries(kind, readers)
    file = store_file(ContentFile(content.encode(), name=f"{name}.txt"), **when)
    title = canaries(f"title of a {kind}", readers)
    return attach_file(item, file, title=title, **facts, **when)
