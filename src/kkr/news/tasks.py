from datetime import datetime, timedelta

from kkr.ledger.actors import System
from kkr.news.actions import forget_old_drafts, publish_scheduled
from kkr.news.models import NewsItem, PrivateDraft, WrongState

KEPT_UNSAVED = timedelta(days=180)


def publish_due(now: datetime) -> int:
    """Publish what is scheduled for now or earlier, the earliest first; gives how many.

    One that cannot be published does not keep the others back; it is raised when they are done. What
    the guards hold back is not counted and stands on the desk.
    """
    published = 0
    failed: list[Exception] = []
    for item in NewsItem.objects.due_at(now).order_by("publish_at", "pk"):
        try:
            done = publish_scheduled(item, by=System("tick"), at=now)
        except WrongState:  # another tick, or a secretary, was faster
            continue
        except Exception as fault:  # noqa: BLE001 -- whatever it is, the others go out on time
            fault.add_note(f"news item {item.pk}")
            failed.append(fault)
        else:
            published += done.is_public
    if failed:
        raise ExceptionGroup("news that could not be published", failed)
    return published


def forget_unsaved(now: datetime) -> int:
    """Throw away what somebody began to write half a year ago and never saved; gives how many."""
    before = now - KEPT_UNSAVED
    if not PrivateDraft.objects.filter(saved_at__lt=before).exists():
        return 0
    return forget_old_drafts(before=before)
