"""A news item in a list: its date as exactly as it is known, its address, who it is from."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from kkr.news.models import NewsItem
from kkr.news.presentation import address, sender


def news_lines(items: Iterable[NewsItem], *, with_council: bool = False) -> list[dict[str, Any]]:
    """Lines as the news list component wants them; what concerns all councils always says so."""
    return [
        {
            "day": timezone.localdate(item.published_at),
            "only_month": item.date_precision == "month",
            "headline": item.title,
            "href": address(item),
            "sender": sender(item) if with_council or item.council is None else "",
            "label": item.label,
            "teaser": item.teaser,
            "language": "da",
        }
        for item in items
    ]
