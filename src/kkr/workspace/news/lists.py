"""News in a list of the workspace."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page
from django.utils.translation import gettext as _

from kkr.news.models import NewsItem
from kkr.workspace import pages
from kkr.workspace.door import Request
from kkr.workspace.news.addresses import address

PER_PAGE = 20


def page_of(request: Request, items: Any) -> Page[NewsItem]:
    """The page asked for in `?side=`, or 404 where there is none."""
    return pages.page_of(request, items, per_page=PER_PAGE)


def rows(items: Iterable[NewsItem]) -> list[dict[str, Any]]:
    """Title, state and date of each, and where it is worked on."""
    return [
        {
            "title": item.title,
            "href": address(item),
            "state": _("Held back") if item.is_held else item.get_state_display(),
            "is_scheduled": item.publish_at and not (item.published_at or item.is_held),
            "at": item.withdrawn_at or item.published_at or item.publish_at or item.drafted_at,
        }
        for item in items
    ]
