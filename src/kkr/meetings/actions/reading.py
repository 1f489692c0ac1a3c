"""What somebody keeps for themselves; none of it is in the history."""

from datetime import datetime

from django.db import transaction

from kkr.accounts.models import User
from kkr.common.locks import hold
from kkr.ledger.actors import require
from kkr.meetings.models import AgendaItem, Edition, Note, Reading, UnsavedDecision

LONGEST = 20_000


class StaleNote(Exception):
    """The same person noted something else meanwhile in another window: `theirs`, or None if they took it away."""

    def __init__(self, theirs: Note | None) -> None:
        super().__init__(theirs.revision if theirs else 0)
        self.theirs = theirs


@transaction.atomic
def keep_note(
    item: AgendaItem, *, text: str, over: int | None = None, by: User, at: datetime
) -> Note | None:
    """Keep what somebody notes for themselves under an item, in place of what they noted; nothing takes it away.

    `over` is the revision it was written on, 0 where there was none; raises StaleNote, and keeps nothing,
    where another is kept. Refuses an actor without `meetings.read_item` on the item.
    """
    require(by, "meetings.read_item", item)
    hold(f"meetings.note.{by.pk}.{item.pk}")
    text = text.strip()[:LONGEST]
    found = Note.objects.filter(user=by, item=item).first()
    if text == (found.text if found else ""):
        return found
    if over is not None and over != (found.revision if found else 0):
        raise StaleNote(found)
    if not text:
        Note.objects.filter(user=by, item=item).delete()
        return None
    note = found or Note(user=by, item=item, revision=0)
    note.text, note.saved_at, note.revision = text, at, note.revision + 1
    note.save()
    return note


@transaction.atomic
def mark_read(edition: Edition, *, by: User, at: datetime) -> Reading:
    """Note that somebody has read an edition, so that they are told what is new after it."""
    reading, _is_new = Reading.objects.update_or_create(
        user=by, meeting=edition.meeting, defaults={"edition": edition, "read_at": at}
    )
    return reading


@transaction.atomic
def forget_reading_of(user: User) -> None:
    """Throw away the notes, readings and unsaved words of somebody whose data are erased."""
    Note.objects.filter(user=user).delete()
    Reading.objects.filter(user=user).delete()
    UnsavedDecision.objects.filter(user=user).delete()
