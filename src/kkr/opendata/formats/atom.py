"""Atom, RFC 4287."""

from collections.abc import Iterable
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

from kkr.opendata.kinds import About, Dataset, Format, Row


class WholeTexts(Atom1Feed):
    """Django's Atom with the whole text of an entry (RFC 4287, 4.1.3)."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["html"]:
            handler.addQuickElement("content", item["html"], {"type": "html"})


def write(dataset: Dataset, rows: Iterable[Row], about: About) -> str:
    """A feed with one entry a row, each with an id that is its address."""
    feed = WholeTexts(
        title=about.title,
        link=about.site_url,
        feed_url=about.url,
        description=str(dataset.description),
        language=dataset.language or get_language(),
        feed_guid=about.url,
        author_name=about.author,
    )
    base = "/".join(about.url.split("/", 3)[:3])
    for entry in map(dataset.entry, rows):
        link = f"{base}{entry.path}"
        feed.add_item(
            title=entry.title,
            link=link,
            description=entry.summary,
            unique_id=link,
            author_name=entry.author or None,
            updateddate=entry.updated,
            html=entry.html,
        )
    return feed.writeString("utf-8")


FORMAT = Format("atom", "application/atom+xml; charset=utf-8", "Atom", write)
