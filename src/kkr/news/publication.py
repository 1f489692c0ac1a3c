"""A news item as the guards look at it before readers do."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from kkr.documents.guarding import Piece, Publication, address_piece, piece_of, piece_of_words
from kkr.documents.markup import link
from kkr.news.models import WORDS, NewsItem


def publication_of(item: NewsItem) -> Publication:
    """All that becomes public with an item as it is saved: its words, its text and the files in it."""
    around = _around({name: getattr(item, name) for name in WORDS})
    text = piece_of(item.document.latest, _("Text"))
    return Publication(item, (*around, address_piece(item.slug), text))


def publication_with(item: NewsItem, changes: Mapping[str, str], html: str) -> Publication:
    """The same as if other words were saved, which they are not yet."""
    around = _around({**{name: getattr(item, name) for name in WORDS}, **changes})
    text = piece_of_words(html, _("Text"))
    return Publication(item, (*around, address_piece(item.slug), text))


def _around(words: Mapping[str, str]) -> list[Piece]:
    return [
        Piece(_("Title"), text=words["title"]),
        Piece(_("Teaser"), text=words["teaser"]),
        Piece(_("Label"), text=words["label"]),
        Piece(_("Subject"), text=words["subject"]),
        Piece(_("Press contact"), text=words["press_contact"]),
        Piece(_("Source"), html=link(words["source_url"])),
    ]
