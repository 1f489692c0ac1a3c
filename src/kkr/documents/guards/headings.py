"""Headings that do not follow on each other."""

from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kkr.documents.guarding import Finding, Guard, Publication, Text
from kkr.documents.markup import elements, parse, text_of

KEY = "headings"
TITLE = 1
"""The title of the page is the heading above all others."""
FIRST = _("The first heading, “{heading}”, is not one of the highest kind a text may have.")
JUMPS = _("The heading “{heading}” is more than one step below the one before it.")


def look(publication: Publication) -> Iterator[Finding]:
    for piece in publication.pieces:
        for heading, says in _jumps(piece.html):
            yield Finding(KEY, piece.where, says, of=heading)


def _jumps(html: str) -> Iterator[tuple[str, Text]]:
    before = TITLE
    for heading in elements(parse(html), "h2", "h3", "h4"):
        rank = int(heading.tag[1])
        if rank > before + 1:
            words = text_of(heading.children)
            yield words, format_lazy(FIRST if before == TITLE else JUMPS, heading=words)
        before = rank


GUARD = Guard(
    key=KEY,
    title=_("Headings in order"),
    explanation=_(
        "Who listens to a page goes from heading to heading, and believes to have missed something where "
        "one step is left out. Choose the next step in the editor."
    ),
    look=look,
)
