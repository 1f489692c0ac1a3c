"""A news item in a list: its date as exactly as it is known, its address, who it is from."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kkr.common.languages import in_language
from kkr.meetings.models import Decision, Meeting
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


def told_of(item: NewsItem) -> dict[str, str]:
    """The way to the decision it tells of, or to the meeting; {} where everybody may not read that."""
    decisions = Decision.objects.public().filter(news=item)
    if decision := decisions.select_related("item__meeting__council").first():
        about = decision.item
        facts = {"number": about.number, "day": day_of(about.meeting)}
        words = _("item %(number)s, the meeting of %(day)s") % facts
        return {"label": _("The decision:"), "words": words, "href": in_language(about.path)}
    meetings = Meeting.objects.public().filter(news=item)
    if meeting := meetings.select_related("council").first():
        words = _("the meeting of %(day)s") % {"day": day_of(meeting)}
        return {"label": _("The minutes:"), "words": words, "href": in_language(meeting.path)}
    return {}


def day_of(meeting: Meeting) -> str:
    """Its day, or what is known of it."""
    return date_format(meeting.held_on) if meeting.held_on else meeting.known_as
