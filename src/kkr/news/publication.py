"""A news item as the guards look at it before readers do."""

from django.utils.translation import gettext_lazy as _

from kkr.documents.guarding import Piece, Publication, piece_of
from kkr.documents.markup import link
from kkr.news.models import NewsItem


def publication_of(item: NewsItem) -> Publication:
    """All that becomes public with an item as it is saved: its words, its text and the files in it."""
    around = [
        Piece(_("Title"), text=item.title),
        Piece(_("Teaser"), text=item.teaser),
        Piece(_("Label"), text=item.label),
        Piece(_("Subject"), text=item.subject),
        Piece(_("Press contact"), text=item.press_contact),
        Piece(_("Source"), html=link(item.source_url)),
    ]
    return Publication(item, (*around, piece_of(item.document.latest, _("Text"))))
