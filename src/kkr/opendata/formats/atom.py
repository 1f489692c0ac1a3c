"""Atom, RFC 4287."""

from collections.abc import Iterable

from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

from kkr.common.text import UNFIT_FOR_XML
from kkr.opendata.kinds import About, Dataset, Format, Row


def write(dataset: Dataset, rows: Iterable[Row], about: About) -> str:
    """A feed with one entry a row, each with an id that is its address."""
    feed = Atom1Feed(
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
            title=writable(entry.title),
            link=link,
            description=writable(entry.summary),
            unique_id=entry.identifier or link,
            author_name=writable(entry.author) or None,
            pubdate=entry.published,
            updateddate=entry.updated,
        )
    return feed.writeString("utf-8")


def writable(text: str) -> str:
    """What XML can hold of it: one character it cannot would take the whole feed with it."""
    return UNFIT_FOR_XML.sub("", text)


FORMAT = Format("atom", "application/atom+xml; charset=utf-8", "Atom", write)
