"""What somebody is writing of an item and has not saved: theirs alone, in no history."""

from collections.abc import Mapping
from datetime import datetime

from kkr.accounts.models import User
from kkr.documents.actions import forget_unsaved_text, keep_unsaved
from kkr.documents.models import UnsavedText
from kkr.ledger.actors import Actor, require
from kkr.meetings.models import AgendaItem, Meeting


def place_of(meeting: Meeting, item: AgendaItem | None) -> str:
    """What the unsaved words of an item, or of one not on the agenda yet, are called."""
    if item:
        return f"meetings.item:{item.public_id}"
    return f"meetings.new_item:{meeting.public_id}"


def keep_unsaved_item(
    meeting: Meeting,
    item: AgendaItem | None,
    *,
    fields: Mapping[str, str],
    based_on: int = 0,
    over: int | None = None,
    window: str = "",
    by: User,
    at: datetime,
) -> UnsavedText:
    """Keep what `by` is writing; raises StaleUnsaved where they wrote on in another window.

    Refuses an actor without `meetings.write_agenda` on the meeting.
    """
    require(by, "meetings.write_agenda", meeting)
    place = place_of(meeting, item)
    return keep_unsaved(
        place, fields=fields, based_on=based_on, over=over, window=window, by=by, at=at
    )


def forget_unsaved_item(
    meeting: Meeting, item: AgendaItem | None, *, revision: int | None = None, by: Actor
) -> None:
    """Throw away what `by` has not saved of it, with a `revision` only that one; everybody may their own."""
    forget_unsaved_text(place_of(meeting, item), revision=revision, by=by)
