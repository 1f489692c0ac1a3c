"""What higher rooms add: what happened since the last meeting, what a decision can start, what opens with an item."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kkr.common.registry import Registry
from kkr.documents.guarding import Piece
from kkr.meetings.models import AgendaItem, Decision, Meeting
from kkr.meetings.models.decisions import DecisionQuerySet


@dataclass(frozen=True)
class Happened:
    """One line under "Since last time": the day, the words, and the path it leads to or none."""

    on: date
    text: str
    path: str = ""


def marked(text: str, made_up: str) -> str:
    """The words of a line, which say so where what it tells of is illustrative."""
    said = _("partly illustrative")
    return f"{text} ({said})" if made_up else text


since_last: Registry[Callable[[Meeting, date, date], Iterable[Happened]]] = Registry()
"""Called with a meeting, the day of the one before it and its own, both days included: what happened on the day of
that meeting was not on its agenda. Gives only what everybody may read."""


opened_with: Registry[Callable[[AgendaItem], Iterable[Piece]]] = Registry()
"""Called with a closed item; gives what of the room becomes public when it is opened."""


@dataclass(frozen=True)
class Starter:
    """What can begin with a decision: `key` is `room.what` and decides which button stands there.

    `among` is called with rows of decisions and the viewer, and gives those with which the viewer can begin it.
    """

    key: str
    title: str | Promise
    among: Callable[[DecisionQuerySet, Any], Any]


starters: Registry[Starter] = Registry()


def startable(decisions: Iterable[Decision], viewer: Any) -> dict[int, list[Starter]]:
    """What the viewer can start with each, by its key; each thing is one query, however many decisions."""
    rows = Decision.objects.filter(pk__in=[each.pk for each in decisions])
    found: dict[int, list[Starter]] = {}
    for starter in starters:
        for key in starter.among(rows, viewer).values_list("pk", flat=True):
            found.setdefault(key, []).append(starter)
    return found


def happened_since(meeting: Meeting, before: Meeting | None) -> list[Happened]:
    """What everybody may be told has happened since the meeting before, the earliest first."""
    if before is None or before.held_on is None or meeting.held_on is None:
        return []
    days = before.held_on, meeting.held_on
    found = [line for source in since_last for line in source(meeting, *days)]
    return sorted(found, key=lambda line: (line.on, line.text))
