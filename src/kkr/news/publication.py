"""A news item as the guards look at it before readers do."""

from collections.abc import Iterator, Mapping

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
from kkr.news.models import WORDS, NewsItem, State


def publication_of(item: NewsItem) -> Publication:
    """All that becomes public with an item as it is saved: its words, its text and the files in it."""
    around = _around({name: getattr(item, name) for name in WORDS})
    text = piece_of(item.document.latest, _("Text"))
    return Publication(item, (*around, address_piece(item.slug), text), holds_no_longer(item))


def publication_with(item: NewsItem, changes: Mapping[str, str], html: str) -> Publication:
    """The same as if other words were saved, which they are not yet."""
    around = _around({**{name: getattr(item, name) for name in WORDS}, **changes})
    text = piece_of_words(html, _("Text"))
    return Publication(item, (*around, address_piece(item.slug), text), holds_no_longer(item))


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
            says = _("The outcome is another now. Look at the recommendation before it is told.")
            yield Finding(OVERTAKEN, _("Text"), says, of=now)


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


def _around(words: Mapping[str, str]) -> list[Piece]:
    return [
        Piece(_("Title"), text=words["title"]),
        Piece(_("Teaser"), text=words["teaser"]),
        Piece(_("Label"), text=words["label"]),
        Piece(_("Subject"), text=words["subject"]),
        Piece(_("Press contact"), text=words["press_contact"]),
        Piece(_("Source"), html=link(words["source_url"])),
    ]
