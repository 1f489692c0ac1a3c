from datetime import datetime, timedelta

from kkr.council.models.roles import day_of
from kkr.ledger.actors import System
from kkr.meetings.actions import forget_old_unsaved, open_attachment, open_item
from kkr.meetings.models import AgendaItem, Attachment, UnsavedDecision

KEPT_UNSAVED = timedelta(days=180)


def open_due(now: datetime) -> int:
    """Open what was closed until this day; gives how many things were."""
    by, day = System("tick"), day_of(now)
    due = {"is_closed": True, "opened_at": None, "opens_on__lte": day}
    items = AgendaItem.objects.public().filter(**due)
    files = Attachment.objects.published().filter(**due)
    for item in items:
        open_item(item, by=by, at=now)
    for made in files:
        open_attachment(made, by=by, at=now)
    return len(items) + len(files)


def forget_old_words(now: datetime) -> int:
    """Throw away what somebody began to write of a decision half a year ago and never saved; gives how many."""
    before = now - KEPT_UNSAVED
    if not UnsavedDecision.objects.filter(saved_at__lt=before).exists():
        return 0
    return forget_old_unsaved(before=before)
