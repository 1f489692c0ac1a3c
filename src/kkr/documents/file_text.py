"""What a file says, as plain text: to look through before it is published, and to be found by.

Office files are read part by part and not through a library for them: a number in a comment, a
footnote, a text box, a hidden sheet or a deletion that Word still shows is published like any other.
"""

import html
import io
import logging
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic
from typing import Any

from django.core.files.storage import default_storage
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from pypdf import PageObject, PdfReader

from kkr.documents.filetypes import TYPES
from kkr.documents.models import File

LARGEST = 20 * 2**20
LARGEST_PART = 50 * 2**20
LARGEST_PAGE = 4 * 2**20
MOST_PAGES = 300
MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST = 2_000_000
SECONDS = 5
KEPT_READINGS = 16

_breaks = re.compile(
    r"</(?:w:p|w:tr|a:p|text:p|text:h|table:table-row|t|si|text|comment|dc:\w+|cp:\w+)>|<(?:w|a):(?:br|tab)\b[^>]*>"
)
_tag = re.compile(r"<[^>]*>")
_kept_value = re.compile(r'\bv="([^"]*)"')
_ten_digits = re.compile(r'["\\\\ -]*(?:0["\\\\ -]*){10}')
_looks_only = re.compile(
    r"/(?:theme|_rels)/|/(?:styles|stylesWithEffects|settings|webSettings|fontTable|numbering)\.xml$"
)
_slide = re.compile(r"ppt/(?:slides/slide|notesSlides/notesSlide)(\d+)\.xml")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Part:
    """A page, a sheet or the whole: where in the file, empty for the whole, and what stands there."""

    where: str | Promise
    text: str


@dataclass(frozen=True)
class Reading:
    """What could be read of a file, and why not all of it; `is_picture` where there is nothing to read."""

    parts: tuple[Part, ...] = ()
    unread: str | Promise = ""
    is_picture: bool = False


class CannotRead(Exception):
    """The file, or the rest of it, cannot be read; `why` says it in words."""

    def __init__(self, why: str | Promise) -> None:
        super().__init__(str(why))
        self.why = why


def reading_of(file: File) -> Reading:
    """What a file says. Never raises: what could not be read is said, for that is worth knowing."""
    if file.media_type.startswith("image/"):
        return Reading(is_picture=True)
    if file.size > LARGEST:
        return Reading(unread=_("The file is too large to be looked through."))
    try:
        return _read(str(file.content.name), file.media_type)
    except OSError:
        return Reading(unread=_("The file is damaged and could not be read."))


@lru_cache(maxsize=KEPT_READINGS)
def _read(name: str, media_type: str) -> Reading:
    """By the name the bytes lie under, which is their digest: equal bytes say the same for ever."""
    with default_storage.open(name) as stored:
        content = stored.read()
    parts: list[Part] = []
    try:
        for part in _limited(READERS[media_type](content)):
            parts.append(part)  # noqa: PERF402 -- what was read before it failed is kept
    except CannotRead as fault:
        return Reading(tuple(parts), fault.why)
    return Reading(tuple(parts))


def _limited(read: Iterator[Part]) -> Iterator[Part]:
    """The parts until they are too many or it takes too long; whatever goes wrong is said in words."""
    began, length, is_enough = monotonic(), 0, False
    while not is_enough and (part := _next(read)):
        yield part
        length += len(part.text)
        is_enough = length > LONGEST or monotonic() - began > SECONDS
    if is_enough:
        raise _too_long()


def _next(read: Iterator[Part]) -> Part | None:
    try:
        return next(read, None)
    except CannotRead:
        raise
    except Exception as fault:  # libraries raise anything at all on a broken file
        logger.info("a file could not be read: %s", type(fault).__name__)
        raise CannotRead(_("The file is damaged and could not be read.")) from fault


def _too_long() -> CannotRead:
    return CannotRead(_("The file is long, and only its beginning was looked through."))


def _pdf(content: bytes) -> Iterator[Part]:
    """Each page with what is noted on it; a scanned one has no words, and is said."""
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise CannotRead(_("The file has a password and could not be read."))
    has_words = False
    for number, page in enumerate(reader.pages, start=1):
        if number > MOST_PAGES:
            raise _too_long()
        text = _page_text(page)
        has_words = has_words or bool(text.strip())
        yield Part(format_lazy(_("page {number}"), number=number), text)
    yield Part(_("about the file"), "\n".join(map(str, (reader.metadata or {}).values())))
    if not has_words:
        raise CannotRead(_("The pages are pictures without text, and could not be looked through."))
    if reader.attachments:
        raise CannotRead(_("There are files inside the file, and they were not looked through."))


def _page_text(page: PageObject) -> str:
    contents = page.get_contents()
    if contents is not None and len(contents.get_data()) > LARGEST_PAGE:
        raise _too_long()
    notes = [note.get_object() for note in page.get("/Annots") or []]
    said = [str(note[key]) for note in notes for key in ("/Contents", "/V") if key in note]
    return "\n".join([page.extract_text(), *said])


def _office(content: bytes, *, but: str = "") -> Iterator[Part]:
    """What stands in each part of a packed file, but not in those whose name begins with `but`."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for part in packed.infolist():
            name = part.filename
            if not name.endswith(".xml") or _looks_only.search(name):
                continue
            if but and name.startswith(but):
                continue
            slide = _slide.match(name)
            where = format_lazy(_("slide {number}"), number=slide[1]) if slide else ""
            yield Part(where, _words(_unpacked(packed, part), name))


def _unpacked(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> str:
    with packed.open(part) as stream:
        content = stream.read(LARGEST_PART + 1)  # what the list says of its size need not be true
    if len(content) > LARGEST_PART:
        raise _too_long()
    return content.decode("utf-8", errors="replace")


def _words(markup: str, name: str) -> str:
    """The text of XML; a pivot table keeps rows nobody sees in attributes."""
    if "pivotCache" in name:
        return "\n".join(map(html.unescape, _kept_value.findall(markup)))
    return html.unescape(_tag.sub("", _breaks.sub("\n", markup)))


def _excel(content: bytes) -> Iterator[Part]:
    """Each sheet, hidden ones too, as it is shown; then comments, text boxes and the rest."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    count = 0
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        where = format_lazy(_("sheet {name}"), name=sheet.title)
        for row in sheet.iter_rows(max_col=MOST_COLUMNS):
            count += 1
            if count > MOST_ROWS:
                raise _too_long()
            yield Part(where, "\t".join(text for text in map(_cell, row) if text))
    yield from _office(content, but="xl/worksheets")


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
    **{TYPES[kind].media_type: _office for kind in ("docx", "pptx", "odt", "ods")},
    **{TYPES[kind].media_type: _plain for kind in ("csv", "txt")},
}
"""For every kind of file that may be attached and is no image."""
