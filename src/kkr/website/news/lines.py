"""A news item in a list: its date as exactly as it is known, its address, who it is from."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kkr.news.models import NewsItem


def news_path(item: NewsItem) -> str:
    """Its address in the reader's language."""
    year = timezone.localdate(item.published_at).year
    if item.council is None:
        return reverse("website:all_news_item", args=[year, item.slug])
    return reverse("website:news_item", args=[item.council.slug, year, item.slug])


def news_lines(items: Iterable[NewsItem], *, with_council: bool = False) -> list[dict[str, Any]]:
    """Lines as the news list component wants them."""
    return [
        {
            "day": timezone.localdate(item.published_at),
            "only_month": item.date_precision == "month",
            "headline": item.title,
            "href": news_path(item),
            "label": ", ".join(filter(None, [sender(item) if with_council else "", item.label])),
            "teaser": item.teaser,
            "language": "da",
        }
        for item in items
    ]


def sender(item: NewsItem) -> str:
    """Whose news it is: a council's, or KL's to all five."""
    return item.council.name if item.council else _("All five councils")


def written_date(item: NewsItem) -> str:
    """6. februar 2017, or januar 2010 where only the month is known."""
    day = timezone.localdate(item.published_at)
    return date_format(
        day, "YEAR_MONTH_FORMAT" if item.date_precision == "month" else "DATE_FORMAT"
    )


def machine_date(item: NewsItem) -> str:
    """The same for machines: 2017-02-06 or 2010-01."""
    day = timezone.localdate(item.published_at)
    return day.strftime("%Y-%m") if item.date_precision == "month" else day.isoformat()
