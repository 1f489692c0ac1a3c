"""What somebody's desk asks of them. Rooms above register; the workspace draws the list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from kkr.common.registry import Registry


@dataclass(frozen=True)
class DeskEntry:
    """One thing that waits for the viewer: `kind` is `room.what`, and decides which button stands there.

    What happens `by_itself` at its deadline is shown, and asks nothing.
    """

    kind: str
    subject: models.Model
    title: str
    sender: str
    since: datetime
    deadline: datetime | None = None
    by_itself: bool = False

    @property
    def urgency(self) -> tuple[bool, float]:
        """The nearest deadline first, then what has none, the newest first."""
        if self.deadline is None:
            return True, -self.since.timestamp()
        return False, self.deadline.timestamp()


desk_entries: Registry[Callable[[Any, datetime], Iterable[DeskEntry]]] = Registry()
"""Called with the viewer and the clock's time; gives only what this viewer may see."""


def desk_of(viewer: Any, now: datetime) -> list[DeskEntry]:
    """Everything that waits for the viewer, the most urgent first."""
    entries = [entry for source in desk_entries for entry in source(viewer, now)]
    return sorted(entries, key=lambda entry: entry.urgency)
