"""What higher rooms add: what happened since the last meeting, what a decision can start, what opens with an item."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

from kkr.common.registry import Registry
from kkr.documents.guarding import Piece
from kkr.meetings.models import AgendaItem, Decision, Meeting


@dataclass(frozen=True)
class Happened:
    """One line under "Since last time": the day, the words, and the path it leads to or none."""

    on: date
    text: str
    path: str = ""


since_last: Registry[Callable[[Meeting, date, date], Iterable[Happened]]] = Registry()
"""Called with a meeting, the day of the one before it and its own; gives only what everybody may read."""


opened_with: Registry[Callable[[AgendaItem], Iterable[Piece]]] = Registry()
"""Called with a closed item; gives what of the room becomes public when it is opened."""


@dataclass(frozen=True)
class Starter:
    """What can begin with a decision: `key` is `room.what` and decides which button stands there.

    `can_start` is asked with the decision and the viewer.
    """

    key: str
    title: str | Promise
    can_start: Callable[[Decision, Any], bool]


starters: Registry[Starter] = Registry()


def startable(decision: Decision, viewer: Any) -> list[Starter]:
    """What the viewer can start with this decision."""
    return [starter for starter in starters if starter.can_start(decision, viewer)]


def happened_since(meeting: Meeting, before: Meeting | None) -> list[Happened]:
    """What everybody may be told has happened since the meeting before, the earliest first."""
    if before is None or before.held_on is None or meeting.held_on is None:
        return []
    days = before.held_on, meeting.held_on
    found = [line for source in since_last for line in source(meeting, *days)]
    return sorted(found, key=lambda line: (line.on, line.text))
