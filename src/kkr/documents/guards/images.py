"""Images without words for those who cannot see them."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kkr.documents.guarding import Finding, Guard, Publication
from kkr.documents.markup import elements, parse

KEY = "images"
FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|heic|tiff?)|(?:img|dsc|dscn|pict?|image|billede)[_ -]?\d+",
    re.IGNORECASE,
)


def look(publication: Publication) -> Iterator[Finding]:
    for piece in publication.pieces:
        for image in elements(parse(piece.html), "img"):
            words = dict(image.attributes).get("alt", "").strip()
            of = dict(image.attributes).get("src", "")
            if not any(letter.isalpha() for letter in words):
                says = _("An image has no text that says what it shows.")
                yield Finding(KEY, piece.where, says, of=of)
            elif FILE_NAME.fullmatch(words):
                says = _("The text of an image is only the name of a file.")
                yield Finding(KEY, piece.where, says, of=of)


GUARD = Guard(
    key=KEY,
    title=_("Images with words"),
    explanation=_(
        "Who cannot see an image has its text read aloud. Put the image in again, and write what one "
        "should know from it."
    ),
    look=look,
)
