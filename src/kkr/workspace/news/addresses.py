"""Where a news item is worked on, and what can be done with it as it stands."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kkr.council.models import Council
from kkr.news.models import NewsItem, State
from kkr.workspace.door import slug_of

DOABLE: dict[str, list[str]] = {
    State.DRAFT: ["publish", "preview", "rename", "versions", "copy"],
    State.SCHEDULED: ["publish", "preview", "rename", "versions", "copy"],
    State.PUBLISHED: ["correct", "withdraw", "rename", "versions", "copy"],
    State.WITHDRAWN: ["preview", "versions", "copy"],
    State.DISCARDED: ["preview", "versions", "copy"],
}


def address(item: NewsItem, what: str = "edit") -> str:
    return reverse(f"workspace:news_{what}", args=[slug_of(item.council), item.public_id])


def all_news(council: Council | None) -> str:
    return reverse("workspace:news", args=[slug_of(council)])


def writing(council: Council | None, item: NewsItem | None, what: str = "") -> str:
    """Where an item, or one that is not saved yet, is written, or with `what` looked at or dropped."""
    if item:
        return address(item, what or "edit")
    route = f"workspace:news_new_{what}" if what else "workspace:news_new"
    return reverse(route, args=[slug_of(council)])


def doable(item: NewsItem) -> list[dict[str, Any]]:
    """The links beside an item: what can be done with it now."""
    words = {
        "publish": _("Change when it is published")
        if item.state == State.SCHEDULED
        else _("Publish"),
        "preview": _("See it as readers will"),
        "correct": _("Correct visibly"),
        "withdraw": _("Withdraw"),
        "rename": _("Change the address"),
        "versions": _("Versions"),
        "copy": _("Begin a new item with its words"),
    }
    links = [{"label": words[what], "href": address(item, what)} for what in DOABLE[item.state]]
    if item.is_public:
        links.insert(0, {"label": _("The public page"), "href": item.path})
    return links
