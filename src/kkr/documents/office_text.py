"""What stands in the parts of a packed office file: Word, Excel, PowerPoint and OpenDocument."""

import html
import io
import re
import zipfile
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

LARGEST_PART = 50 * 2**20
BEGINNING = _("The file is long, and only its beginning was looked through.")
FILES_INSIDE = _("There are files inside the file, and they were not looked through.")

_markup = re.compile(r"\.(?:xml|rels|vml|rdf|svg)\Z", re.IGNORECASE)
_nothing_to_read = re.compile(
    r"\.(?:png|jpe?g|gif|bmp|tiff?|webp|emf|wmf|wdp|ico|odttf|ttf|otf|fntdata)\Z|/\Z"
    r"|\A(?:mimetype|layout-cache)\Z|/printerSettings\d*\.bin\Z",
    re.IGNORECASE,
)
_looks_only = re.compile(
    r"/theme/|/(?:styles|stylesWithEffects|settings|webSettings|fontTable|numbering)\.xml$"
)
_slide = re.compile(r"ppt/(?:slides/slide|notesSlides/notesSlide)(\d+)\.xml")
_within_words = re.compile(
    # a word may change its look in the middle; all else begins something new
    r"</?(?:w:(?!(?:p|tr|tc|tbl|br|tab|cr|comment|footnote|endnote|instrText|txbxContent)[\s/>])"
    r"|a:(?!(?:p|br|tab|tc|tr|tbl)[\s/>])|text:(?:span|a|bookmark\w*|soft-page-break)\b"
    r"|(?:t|r|rPr|b|i|u|sz|color|rFont|family|scheme|charset|strike|vertAlign)(?=[\s/>]))[^<>]*>"
)
_tag = re.compile(r"<[^<>]*>")
_hyphen = re.compile(r"<w:noBreakHyphen\s*/>")
_said = re.compile(
    r"[\s:](?:descr|title|alt|name|Target|href|tooltip|prompt|promptTitle|error|errorTitle|instr"
    r"|author|displayText|string-value|v)\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)')"
)
_shown_values = re.compile(r"<v>[^<]*</v>")
_side_of_the_page = re.compile(r"&amp;[LCR]")


@dataclass(frozen=True)
class Part:
    """A page, a sheet or the whole: where in the file, empty for the whole, and what stands there."""

    where: str | Promise
    text: str


class CannotRead(Exception):
    """The file, or the rest of it, cannot be read; `why` says it in words."""

    def __init__(self, why: str | Promise, *, is_for_lack_of_time: bool = False) -> None:
        super().__init__(str(why))
        self.why = why
        self.is_for_lack_of_time = is_for_lack_of_time


def too_long() -> CannotRead:
    return CannotRead(BEGINNING)


def office_parts(content: bytes) -> Iterator[Part]:
    """What stands in each part; what is neither words nor a picture is a file inside the file, and is said."""
    has_files = False
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for part in packed.infolist():
            name = part.filename
            if not _markup.search(name):
                has_files = has_files or not _nothing_to_read.search(name)
            elif not _looks_only.search(name):
                slide = _slide.match(name)
                where = format_lazy(_("slide {number}"), number=slide[1]) if slide else ""
                yield Part(where, _words(_unpacked(packed, part), name))
    if has_files:
        raise CannotRead(FILES_INSIDE)


def _unpacked(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> str:
    with packed.open(part) as stream:
        content = stream.read(LARGEST_PART + 1)  # what the list says of its size need not be true
    if len(content) > LARGEST_PART:
        raise too_long()
    return content.decode(_encoding(content), errors="replace")


def _encoding(content: bytes) -> str:
    """XML is UTF-8, or UTF-16 that shows itself by its first two bytes."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    return {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}.get(content[:2], "utf-8-sig")


def _words(markup: str, name: str) -> str:
    """The text, and what is said in attributes: of pictures, of links, in rows of a pivot table nobody sees."""
    if name.startswith("xl/worksheets/"):  # its values are read as they are shown
        markup = _side_of_the_page.sub("\n", _shown_values.sub("\n", markup))
    said = [first or second for first, second in _said.findall(markup)]
    text = _tag.sub("\n", _within_words.sub("", _hyphen.sub("-", markup)))
    return "\n".join([html.unescape(text), *(unquote(html.unescape(each)) for each in said)])
