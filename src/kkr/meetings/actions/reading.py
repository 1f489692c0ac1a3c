"""What somebody keeps for themselves; none of it is in the history."""

from datetime import datetime

from django.db import transaction

from kkr.accounts.models import User
from kkr.ledger.actors import require
from kkr.meetings.models import AgendaItem, Edition, Note, Reading, UnsavedDecision

LONGEST = 20_000


@transaction.atomic
def keep_note(item: AgendaItem, *, text: str, by: User, at: datetime) -> Note | None:
    """Keep what somebody notes for themselves under an item, in place of what they noted; nothing takes it away.

    Refuses an actor without `meetings.read_item` on the item.
    """
    require(by, "meetings.read_item", item)
    text = text.strip()[:LONGEST]
    if not text:
        Note.objects.filter(user=by, item=item).delete()
        return None
    note, _is_new = Note.objects.update_or_create(
        user=by, item=item, defaults={"text": text, "saved_at": at}
    )
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
