"""What a file says, as plain text: to look through before it is published, and to be found by.

Office files are read part by part and not through a library for them: a number in a comment, a
footnote, a text box, a hidden sheet or a deletion that Word still shows is published like any other.
"""

import io
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic
from typing import Any
from urllib.parse import unquote

from django.core.files.storage import default_storage
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from pypdf import PageObject, PdfReader

from kkr.documents.filetypes import TYPES
from kkr.documents.models import File
from kkr.documents.office_text import (
    BEGINNING,
    FILES_INSIDE,
    CannotRead,
    Part,
    office_parts,
    too_long,
)

LARGEST = 20 * 2**20
LARGEST_PAGE = 4 * 2**20
MOST_PAGES = 300
MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST = 2_000_000
SECONDS = 5
KEPT_READINGS = 32

_ten_digits = re.compile(r'["\\\\ -]*(?:0["\\\\ -]*){10}')
_inline_image = re.compile(rb"\bBI\b.*?\bID\b", re.DOTALL)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reading:
    """What could be read of a file, and why not all of it; `is_picture` where there is nothing to read."""

    parts: tuple[Part, ...] = ()
    unread: str | Promise = ""
    is_picture: bool = False


def reading_of(file: File) -> Reading:
    """What a file says. Never raises: what could not be read is said, for that is worth knowing."""
    if file.media_type.startswith("image/"):
        return Reading(is_picture=True)
    if file.size > LARGEST:
        return Reading(unread=_("The file is too large to be looked through."))
    try:
        return _read(str(file.content.name), file.media_type)
    except CutOff as beginning:
        return beginning.reading
    except OSError:
        return Reading(unread=_("The file is damaged and could not be read."))


class CutOff(Exception):
    """There was no time for all of the file; `reading` is its beginning."""

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self.reading = reading


@lru_cache(maxsize=KEPT_READINGS)
def _read(name: str, media_type: str) -> Reading:
    """By the name the bytes lie under, which is their digest: equal bytes say the same for ever.

    Not so what was cut off, by a machine that was busy perhaps: that is raised, and read again.
    """
    with default_storage.open(name) as stored:
        content = stored.read()
    parts: list[Part] = []
    try:
        for part in _limited(READERS[media_type](content)):
            parts.append(part)  # noqa: PERF402 -- what was read before it failed is kept
    except CannotRead as fault:
        reading = Reading(tuple(parts), fault.why)
        if fault.is_for_lack_of_time:
            raise CutOff(reading) from fault
        return reading
    return Reading(tuple(parts))


def _limited(read: Iterator[Part]) -> Iterator[Part]:
    """The parts until they are too many or it takes too long; whatever goes wrong is said in words."""
    began, length = monotonic(), 0
    while part := _next(read):
        yield part
        length += len(part.text)
        if length > LONGEST:
            raise too_long()
        if monotonic() - began > SECONDS:
            raise CannotRead(BEGINNING, is_for_lack_of_time=True)


def _next(read: Iterator[Part]) -> Part | None:
    try:
        return next(read, None)
    except CannotRead:
        raise
    except Exception as fault:  # libraries raise anything at all on a broken file
        logger.info("a file could not be read: %s", type(fault).__name__)
        raise CannotRead(_("The file is damaged and could not be read.")) from fault


def _pdf(content: bytes) -> Iterator[Part]:
    """Each page with what is noted on it; a scanned one has no words, and is said."""
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise CannotRead(_("The file has a password and could not be read."))
    pictures: list[str] = []
    count = 0
    for number, page in enumerate(reader.pages, start=1):
        if number > MOST_PAGES:
            raise too_long()
        count, text = number, _page_text(page)
        if not text.strip() and _has_pictures(page):
            pictures.append(str(number))
        yield Part(format_lazy(_("page {number}"), number=number), "\n".join([text, *_noted(page)]))
    yield Part(_("about the file"), "\n".join(map(str, (reader.metadata or {}).values())))
    yield Part(_("about the file"), "\n".join(_bookmarks(reader.outline)))
    if unread := list(_not_looked_through(count, pictures, has_files=bool(reader.attachments))):
        raise CannotRead(format_lazy(" ".join(["{}"] * len(unread)), *unread))


def _not_looked_through(
    count: int, pictures: list[str], *, has_files: bool
) -> Iterator[str | Promise]:
    if pictures and len(pictures) == count:
        yield _("The pages are pictures without text, and could not be looked through.")
    elif pictures:
        pages = ", ".join(pictures)
        words = _(
            "These pages are pictures without text, and could not be looked through: {pages}."
        )
        yield format_lazy(words, pages=pages)
    if has_files:
        yield FILES_INSIDE


def _page_text(page: PageObject) -> str:
    contents = page.get_contents()
    if contents is not None and len(contents.get_data()) > LARGEST_PAGE:
        raise too_long()
    return page.extract_text()


def _has_pictures(page: PageObject) -> bool:
    """Whether anything is drawn on a page without words that may be words to an eye."""
    resources = page.get("/Resources", {}).get_object()
    contents = page.get_contents()
    drawn = contents.get_data() if contents is not None else b""
    return bool(resources.get("/XObject")) or bool(_inline_image.search(drawn))


def _noted(page: PageObject) -> Iterator[str]:
    """Comments, what is filled in, and where links lead."""
    for note in (each.get_object() for each in page.get("/Annots") or []):
        yield from (str(note[key]) for key in ("/Contents", "/V") if key in note)
        action = note["/A"].get_object() if "/A" in note else {}
        if "/URI" in action:
            yield unquote(str(action["/URI"]))


def _bookmarks(outline: Iterable[Any]) -> Iterator[str]:
    for each in outline:
        if isinstance(each, list):
            yield from _bookmarks(each)
        else:
            yield str(each.title)


def _excel(content: bytes) -> Iterator[Part]:
    """Each sheet, hidden ones too, as it is shown; then formulas, comments, text boxes and the rest."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    count, is_wide = 0, False
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        where = format_lazy(_("sheet {name}"), name=sheet.title)
        for row in sheet.iter_rows():
            count += 1
            is_wide = is_wide or len(row) > MOST_COLUMNS
            if count > MOST_ROWS:
                raise too_long()
            yield Part(where, "\t".join(text for text in map(_cell, row[:MOST_COLUMNS]) if text))
    yield from office_parts(content)
    if is_wide:
        words = _("Only the first {many} columns of a sheet were looked through.")
        raise CannotRead(format_lazy(words, many=MOST_COLUMNS))


def _cell(cell: Any) -> str:
    """The value as the reader of the sheet sees it, where that is ten digits."""
    value = cell.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and _ten_digits.fullmatch(cell.number_format or ""):
        return f"{value:010d}"
    return "" if value is None else str(value)


def _plain(content: bytes) -> Iterator[Part]:
    """UTF-8, or what Excel writes in Denmark."""
    try:
        yield Part("", content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        yield Part("", content.decode("cp1252", errors="replace"))


READERS: dict[str, Callable[[bytes], Iterator[Part]]] = {
    TYPES["pdf"].media_type: _pdf,
    TYPES["xlsx"].media_type: _excel,
    **{TYPES[kind].media_type: office_parts for kind in ("docx", "pptx", "odt", "ods")},
    **{TYPES[kind].media_type: _plain for kind in ("csv", "txt")},
}
"""For every kind of file that may be attached and is no image."""
