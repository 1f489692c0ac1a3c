"""Atom, RFC 4287."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.timezone import make_aware
from django.utils.translation import get_language

from kkr.common.text import UNFIT_FOR_XML
from kkr.opendata.kinds import About, Dataset, Format, Row


class Feed(Atom1Feed):
    """In the reader's language, with the whole text of an entry (RFC 4287, 4.1.3), which may be in another."""

    entry_language = ""
    day: date

    def latest_post_date(self) -> datetime:
        """When its newest entry was changed; without any it is as the day began, and not as of now."""
        if self.items:
            latest: datetime = super().latest_post_date()
            return latest
        return make_aware(datetime.combine(self.day, time.min))

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:  # noqa: ARG002 -- Django's signature
        return {"xml:lang": self.entry_language} if self.entry_language else {}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["html"]:
            handler.addQuickElement("content", item["html"], {"type": "html"})


def write(dataset: Dataset, rows: Iterable[Row], about: About) -> str:
    """A feed with one entry a row, each with an id that is its address."""
    feed = Feed(
        title=about.title,
        link=about.page_url,
        feed_url=about.url,
        description=str(dataset.description),
        language=get_language(),
        feed_guid=about.url,
        author_name=about.author,
    )
    feed.entry_language, feed.day = dataset.language, about.day
    base = "/".join(about.url.split("/", 3)[:3])
    for entry in map(dataset.entry, rows):
        link = f"{base}{entry.path}"
        feed.add_item(
            title=writable(entry.title),
            link=link,
            description=escape(writable(entry.summary)),  # Django says that it is HTML
            unique_id=entry.identifier or link,
            author_name=writable(entry.author) or None,
            pubdate=entry.published,
            updateddate=entry.updated,
            html=writable(entry.html),
        )
    return feed.writeString("utf-8")


def writable(text: str) -> str:
    """What XML can hold of it: one character it cannot would take the whole feed with it."""
    return UNFIT_FOR_XML.sub("", text)


FORMAT = Format("atom", "application/atom+xml; charset=utf-8", "Atom", write, with_texts=True)
