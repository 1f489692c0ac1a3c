"""A common line as the guards look at it before everybody reads it."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kkr.documents.addresses import last_part
from kkr.documents.guarding import Piece, Publication, address_piece, piece_of, piece_of_words
from kkr.lines.models import CommonLine
from kkr.meetings.models import AgendaItem, Decision

TITLE, ILLUSTRATIVE, TEXT = _("Title"), _("What is illustrative"), _("Text")


def publication_with(
    decision: Decision, *, title: str, html: str, illustrative: str
) -> Publication:
    """What becomes public with a line that is not entered yet; its address is made of the title."""
    address = address_piece(last_part(title))
    around = (Piece(TITLE, text=title), address, Piece(ILLUSTRATIVE, text=illustrative))
    return Publication(decision, (*around, piece_of_words(html, TEXT)))


def lines_opened_with(item: AgendaItem) -> Iterator[Piece]:
    """The lines of an item that is closed still; they become public with it."""
    lines = CommonLine.objects.filter(decision__item=item).select_related("document").order_by("pk")
    for line in lines:
        yield Piece(line.title, text=f"{line.title}\n{line.illustrative}")
        yield address_piece(line.slug)
        yield piece_of(line.document.latest, line.title)
