"""Personal numbers in what is written and in the files that come with it."""

from collections.abc import Iterator
from time import monotonic

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kkr.documents.cpr import cpr_numbers, masked
from kkr.documents.file_text import reading_of
from kkr.documents.guarding import Finding, Guard, Piece, Publication, Text
from kkr.documents.markup import all_words, parse
from kkr.documents.models import File

KEY = "cpr_numbers"
SECONDS = 15
SAYS = _("{number} looks like a personal number. Take it out.")


def look(publication: Publication) -> Iterator[Finding]:
    """Numbers in the texts, then in the files; a file that could not be read is a finding too."""
    for piece in publication.pieces:
        yield from _found(piece.where, _said(piece))
    until = monotonic() + SECONDS
    for file in publication.files:
        yield from _found(file.name, f"{file.name}\n{file.alt_text}")
        if monotonic() < until:
            yield from _in_file(file)
        else:
            yield _unread(file, _("It was not looked through; the others took too long."))


def _said(piece: Piece) -> str:
    """What is written, also where it is not seen: what an image shows, and where a link leads."""
    return f"{piece.text}\n{all_words(parse(piece.html))}"


def _in_file(file: File) -> Iterator[Finding]:
    reading = reading_of(file)
    seen: set[str] = set()
    for part in reading.parts:
        fresh = [number for number in cpr_numbers(part.text) if number not in seen]
        seen.update(fresh)
        where = format_lazy("{file}, {part}", file=file.name, part=part.where)
        yield from _told(where if part.where else file.name, fresh)
    if reading.unread:
        yield _unread(file, reading.unread)


def _unread(file: File, says: Text) -> Finding:
    """Another file of the same name is another finding."""
    return Finding(KEY, file.name, says, of=str(file.public_id))


def _found(where: Text, text: str) -> Iterator[Finding]:
    return _told(where, cpr_numbers(text))


def _told(where: Text, numbers: list[str]) -> Iterator[Finding]:
    for number in numbers:
        yield Finding(KEY, where, format_lazy(SAYS, number=masked(number)), of=number)


GUARD = Guard(
    key=KEY,
    title=_("Personal numbers"),
    explanation=_(
        "A personal number that has once been public cannot be called back. The texts, and what stands "
        "in the files, are looked through; what stands in a picture cannot be read by the machine, so "
        "look at pictures yourself. A file that could not be looked through must be read by somebody."
    ),
    look=look,
)
