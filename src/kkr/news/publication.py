"""A news item as the guards look at it before readers do."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kkr.documents.guarding import (
    Finding,
    Guard,
    Piece,
    Publication,
    address_piece,
    piece_of,
    piece_of_words,
)
from kkr.documents.markup import link
from kkr.documents.models import DocumentVersion
from kkr.meetings.models import AgendaItem
from kkr.news.models import WORDS, NewsItem, State


def publication_of(item: NewsItem) -> Publication:
    """All that becomes public with an item as it is saved: its words, its text and the files in it."""
    around = _around({name: getattr(item, name) for name in WORDS})
    text = piece_of(item.document.latest, _("Text"))
    return Publication(item, (*around, address_piece(item.slug), text), beside(item))


def publication_with(item: NewsItem, changes: Mapping[str, str], html: str) -> Publication:
    """The same as if other words were saved, which they are not yet."""
    around = _around({**{name: getattr(item, name) for name in WORDS}, **changes})
    text = piece_of_words(html, _("Text"))
    return Publication(item, (*around, address_piece(item.slug), text), beside(item))


def publication_beside(item: NewsItem, piece: Piece) -> Publication:
    """What becomes public by itself of an item that is out: its new address, or a notice above it."""
    return Publication(item, (piece,), tuple(closed_behind(item)))


def beside(item: NewsItem) -> tuple[Any, ...]:
    """What the guards of this room look at: what holds now in place of what it tells, and what of it is closed."""
    return (*holds_no_longer(item), *closed_behind(item))


def closed_behind(item: NewsItem) -> Iterator[AgendaItem]:
    """The closed agenda items it is written from, through however many copies."""
    found: dict[int, AgendaItem] = {}
    told: NewsItem | None = item
    while told:
        for about in _items_behind(told):
            found[about.pk] = about
        source = told.drafted_from
        told = getattr(source.document, "news_item", None) if source else None
    return (about for about in found.values() if not about.is_open)


def _items_behind(item: NewsItem) -> Iterator[AgendaItem]:
    if item.decision:
        yield item.decision.item
    if item.drafted_from:
        yield from _items_of(item.drafted_from)


def _items_of(source: DocumentVersion) -> Iterator[AgendaItem]:
    """The item whose text or decision it is a version of."""
    if decision := getattr(source.document, "decision", None):
        yield decision.item
    if about := getattr(source.document, "agenda_item", None):
        yield about


def holds_no_longer(item: NewsItem) -> tuple[str, ...]:
    """What holds now in place of the outcome it tells, where that is another and it is not out yet."""
    is_out = item.state in {State.PUBLISHED, State.WITHDRAWN}
    if is_out or item.outcome is None or not item.outcome.is_overtaken:
        return ()
    made = item.outcome.recommendation
    if made.is_withdrawn or made.newest is None:
        return ("withdrawn",)
    return (f"outcome {made.newest.number}",)


def look_at_outcome(publication: Publication) -> Iterator[Finding]:
    """An item of this room alone tells an outcome."""
    if isinstance(publication.subject, NewsItem):
        for now in publication.beside:
            if isinstance(now, AgendaItem):
                continue
            says = _("The outcome is another now. Look at the recommendation before it is told.")
            yield Finding(OVERTAKEN, _("Text"), says, of=now)


def look_at_source(publication: Publication) -> Iterator[Finding]:
    """What is written from something closed, whatever it says; other words are another finding."""
    if isinstance(publication.subject, NewsItem):
        words = "\n".join(f"{piece.text}{piece.html}" for piece in publication.pieces)
        for about in publication.beside:
            if isinstance(about, AgendaItem):
                called = f"{about.number} {about.public_heading}".strip()
                yield Finding(CLOSED_SOURCE, _("Text"), format_lazy(SAYS, item=called), of=words)


OVERTAKEN = "overtaken_outcome"
GUARD = Guard(
    key=OVERTAKEN,
    title=_("An outcome that still holds"),
    explanation=_(
        "A draft of what came of a recommendation tells what held when it was made. An answer may have been "
        "corrected since, or the recommendation withdrawn."
    ),
    look=look_at_outcome,
)
CLOSED_SOURCE = "closed_source"
SAYS = _("It is written from the closed item “{item}”, which is not opened.")
SOURCE_GUARD = Guard(
    key=CLOSED_SOURCE,
    title=_("News of what is closed"),
    explanation=_(
        "What is written from a closed item or its decision may tell what is not for everybody, whatever words "
        "it has. Open the item first, or say why this much may be told."
    ),
    look=look_at_source,
)
GUARDS = (GUARD, SOURCE_GUARD)


def _around(words: Mapping[str, str]) -> list[Piece]:
    return [
        Piece(_("Title"), text=words["title"]),
        Piece(_("Teaser"), text=words["teaser"]),
        Piece(_("Label"), text=words["label"]),
        Piece(_("Subject"), text=words["subject"]),
        Piece(_("Press contact"), text=words["press_contact"]),
        Piece(_("Source"), html=link(words["source_url"])),
    ]
