from collections.abc import Iterator
from datetime import datetime
from typing import Any

from kkr.council.desk import DeskEntry, desk_entries
from kkr.ledger.listeners import tick_jobs
from kkr.news.models import NewsItem, PrivateDraft
from kkr.news.presentation import sender
from kkr.news.tasks import forget_unsaved, publish_due

tick_jobs.register(publish_due)
tick_jobs.register(forget_unsaved)


@desk_entries.register
def unfinished_news(viewer: Any, _now: datetime) -> Iterator[DeskEntry]:
    """What is drafted or scheduled and the viewer's to finish."""
    for item in NewsItem.objects.kept_by(viewer).unfinished().select_related("council"):
        yield DeskEntry(
            kind=f"news.{item.state}",
            subject=item,
            title=item.title,
            sender=sender(item),
            since=item.drafted_at,
            deadline=item.publish_at,
        )


@desk_entries.register
def begun_news(viewer: Any, _now: datetime) -> Iterator[DeskEntry]:
    """What the viewer began to write and has never saved."""
    for draft in PrivateDraft.objects.begun_by(viewer).select_related("council"):
        yield DeskEntry(
            kind="news.begun",
            subject=draft,
            title=str(draft),
            sender=sender(draft),
            since=draft.saved_at,
        )
