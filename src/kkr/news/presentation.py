"""A news item as its readers meet it, as values for the design; the public page and the preview are one."""

from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from kkr.common.languages import in_language
from kkr.council.models.roles import day_of
from kkr.council.sources import source_name
from kkr.documents.showing import shown
from kkr.news.models import NewsItem, Precision, PrivateDraft


def article(item: NewsItem, *, html: str, at: datetime) -> dict[str, Any]:
    """What `design/components/article.html` and its heading show; `html` has been sanitised."""
    day = day_of(at)
    return {
        "label": item.label,
        "subject": item.subject,
        "press_contact": item.press_contact,
        "title": item.title,
        "lead": item.teaser,
        "sender": sender(item),
        "machine_date": machine_date(day, item.date_precision),
        "written_date": written_date(day, item.date_precision),
        "corrections": [(each.at, each.text) for each in item.corrections.all()] if item.pk else [],
        "body": mark_safe(shown(html)),  # noqa: S308 -- sanitised when it was written
        "source": item.source_url,
        "source_name": source_name(item.source_url),
        "language": "da",
    }


def address(item: NewsItem) -> str:
    """Its path in the reader's language."""
    return in_language(item.path)


def sender(item: NewsItem | PrivateDraft) -> str:
    """Whose news it is: a council's, or KL's to all five."""
    return item.council.name if item.council else _("All five councils")


def written_date(day: date, precision: str = Precision.DAY) -> str:
    """6. februar 2017, or januar 2010 where only the month is known."""
    return date_format(day, "YEAR_MONTH_FORMAT" if precision == Precision.MONTH else "DATE_FORMAT")


def machine_date(day: date, precision: str = Precision.DAY) -> str:
    """The same for machines: 2017-02-06 or 2010-01."""
    return day.strftime("%Y-%m") if precision == Precision.MONTH else day.isoformat()
