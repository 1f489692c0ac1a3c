"""Links whose words do not say where they lead."""

from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kkr.documents.guarding import Finding, Guard, Publication
from kkr.documents.markup import Element, elements, parse, text_of

KEY = "link_words"
SAYS_NOTHING = frozenset(
    {
        *(
            "her",
            "klik her",
            "klik",
            "tryk her",
            "se her",
            "læs her",
            "link",
            "linket",
            "dette link",
        ),
        *("læs mere", "læs mere her", "se mere", "se mere her", "mere", "hent her", "følg linket"),
        *("here", "click here", "read more", "more", "see more", "this link"),
    }
)


def look(publication: Publication) -> Iterator[Finding]:
    for piece in publication.pieces:
        for link in elements(parse(piece.html), "a"):
            words = _words(link)
            address = dict(link.attributes).get("href", "")
            if not words:
                says = format_lazy(_("The link to {address} has no words."), address=address)
                yield Finding(KEY, piece.where, says, of=address)
            elif words.casefold().strip(" .:!>»→") in SAYS_NOTHING:
                says = format_lazy(_("A link is only called “{words}”."), words=words)
                yield Finding(KEY, piece.where, says, of=address)


def _words(link: Element) -> str:
    """What is read aloud: the text, or what an image in it shows."""
    images = (dict(image.attributes).get("alt", "") for image in elements([link], "img"))
    return " ".join([text_of(link.children), *images]).strip()


GUARD = Guard(
    key=KEY,
    title=_("Links that say where they lead"),
    explanation=_(
        "Many go from link to link and hear nothing but its words. Let them say what one finds there, "
        "e.g. “The council's goals for health” in place of “here”."
    ),
    look=look,
)
