from datetime import datetime, timedelta

from kkr.council.models.roles import day_of
from kkr.ledger.actors import System
from kkr.meetings.actions import forget_old_unsaved, open_due_attachment, open_due_item
from kkr.meetings.models import AgendaItem, Attachment, UnsavedDecision

KEPT_UNSAVED = timedelta(days=180)


def open_due(now: datetime) -> int:
    """Open what was closed until this day; gives how many things were, and not what a guard held back."""
    by, day = System("tick"), day_of(now)
    items = list(AgendaItem.objects.due_to_open(day).select_related("meeting__council"))
    opened = sum(open_due_item(item, by=by, at=now).is_open for item in items)
    files = Attachment.objects.due_to_open(day).select_related("file", "item__meeting__council")
    return opened + sum(open_due_attachment(made, by=by, at=now).is_open for made in files)


def forget_old_words(now: datetime) -> int:
    """Throw away what somebody began to write of a decision half a year ago and never saved; gives how many."""
    before = now - KEPT_UNSAVED
    if not UnsavedDecision.objects.filter(saved_at__lt=before).exists():
        return 0
    return forget_old_unsaved(before=before)
