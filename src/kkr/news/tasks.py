from datetime import datetime

from kkr.ledger.actors import System
from kkr.news.actions import publish_news
from kkr.news.models import NewsItem, WrongState


def publish_due(now: datetime) -> int:
    """Publish what is scheduled for now or earlier, the earliest first; gives how many."""
    published = 0
    for item in NewsItem.objects.due_at(now).order_by("publish_at", "pk"):
        try:
            publish_news(item, by=System("tick"), at=now)
        except WrongState:  # another tick, or a secretary, was faster
            continue
        published += 1
    return published
