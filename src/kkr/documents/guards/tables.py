"""Tables whose cells nobody can name."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kkr.documents.guarding import Finding, Guard, Publication
from kkr.documents.markup import elements, parse

KEY = "tables"


def look(publication: Publication) -> Iterator[Finding]:
    for piece in publication.pieces:
        for table in elements(parse(piece.html), "table"):
            if not any(elements([table], "th")):
                yield Finding(KEY, piece.where, _("A table has no heading cells."))


GUARD = Guard(
    key=KEY,
    title=_("Tables with headings"),
    explanation=_(
        "Who listens to a table hears with each figure what its column is called. Make the first row, or "
        "the first column, heading cells."
    ),
    look=look,
)
