"""A table out of a file of somebody's: CSV as any Excel writes it, or .xlsx. Reads text, believes nothing."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

LARGEST_FILE = 2 * 2**20
LARGEST_UNPACKED = 20 * 2**20
LARGEST_RATIO = 200
MOST_PARTS = 200
MOST_ROWS = 1000
MOST_COLUMNS = 60
LAST_LINE = 20_000
LONGEST_CELL = 500
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"
GUARDED = re.compile(r"'+[=+\-@\t\r]")


@dataclass(frozen=True)
class Line:
    """One row: its number in the file, its cells as text, and what is wrong with a cell by its index."""

    number: int
    cells: tuple[str, ...]
    wrong: dict[int, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not any(self.cells) and not self.wrong


@dataclass(frozen=True)
class Sheet:
    """The headings, and the rows under them that say something."""

    heads: tuple[str, ...]
    lines: tuple[Line, ...]


def read_sheet(content: bytes, *, longest: int = LONGEST_CELL, keeps_lines: bool = False) -> Sheet:
    """The table in a file, told by its content and not its name.

    A cell may have `longest` characters; with `keeps_lines` its lines stay apart. Raises ValidationError,
    in words, for what is no table, or too large to be one of ours.
    """
    if not content:
        raise ValidationError(_("The file is empty."), code="empty")
    if len(content) > LARGEST_FILE:
        raise ValidationError(_("The file is larger than 2 MB."), code="too_large")
    if content.startswith(OLD_EXCEL):
        message = _("This is an old Excel file, or one with a password. Save it as .xlsx without.")
        raise ValidationError(message, code="old_excel")
    lines = _from_excel(content) if content.startswith(ZIP) else _from_csv(content)
    return _sheet(_tidied(line, longest, keeps_lines=keeps_lines) for line in lines)


def _sheet(lines: Iterable[Line]) -> Sheet:
    filled = _counted(line for line in lines if not line.is_empty)
    head = next(filled, None)
    rows = tuple(filled)
    if head is None or not rows:
        message = _("The file has no rows under the headings.")
        raise ValidationError(message, code="no_rows")
    _refuse_without_heading(head, rows)
    width = max((index + 1 for index, text in enumerate(head.cells) if text), default=0)
    return Sheet(head.cells[:width], tuple(_cut(line, width) for line in rows))


def _cut(line: Line, width: int) -> Line:
    cells = (*line.cells, *[""] * width)[:width]
    return Line(line.number, cells, line.wrong)


def _counted(lines: Iterable[Line]) -> Iterator[Line]:
    for count, line in enumerate(lines):
        if count > MOST_ROWS:
            message = _("The file has more than %(most)s rows. Divide it into several.")
            raise ValidationError(message % {"most": MOST_ROWS}, code="too_many_rows")
        yield line


def _refuse_without_heading(head: Line, rows: tuple[Line, ...]) -> None:
    """A cell under no heading: the headings were merged, or do not stand in the first row."""
    for line in rows:
        for index, text in enumerate(line.cells):
            if text and not (index < len(head.cells) and head.cells[index]):
                message = _(
                    "Row %(row)s says something in column %(column)s, which has no heading. The headings"
                    " must stand in the first row, one in each cell; merged cells must be divided."
                )
                place = {"row": line.number, "column": get_column_letter(index + 1)}
                raise ValidationError(message % place, code="no_heading")


def _from_csv(content: bytes) -> Iterator[Line]:
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    separator = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            if len(cells) > MOST_COLUMNS:
                raise ValidationError(_("The file has too many columns."), code="too_wide")
            yield Line(number, tuple(_unguarded(cell) for cell in cells))
    except csv.Error as fault:
        message = _("Row %(row)s cannot be read as CSV; is a quotation mark missing?")
        raise ValidationError(message % {"row": reader.line_num}, code="not_csv") from fault


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, or what Excel for Windows writes."""
    encodings = (
        ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    )
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    message = _("The file is neither CSV nor an Excel file (.xlsx).")
    raise ValidationError(message, code="not_a_table")


def _unguarded(text: str) -> str:
    """What stood there before `writing.guarded` made it safe."""
    return text[1:] if GUARDED.match(text) else text


def _from_excel(content: bytes) -> Iterator[Line]:
    _refuse_bomb(content)
    try:
        yield from _excel_lines(content)
    except ValidationError:
        raise
    except Exception as fault:
        message = _("The Excel file cannot be read. Save it anew as .xlsx, or as CSV.")
        raise ValidationError(message, code="not_excel") from fault


def _excel_lines(content: bytes) -> Iterator[Line]:
    """The rows of the first sheet; whatever openpyxl meets in a broken file falls through."""
    book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what the file says of its size may be a lie
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        if number > LAST_LINE:
            message = _("The sheet goes on past row 20,000. Delete the empty rows under the table.")
            raise ValidationError(message, code="too_many_rows")
        yield _excel_line(number, cells)


def _refuse_bomb(content: bytes) -> None:
    """A small file that unpacks to a large one, or one whose XML makes things up."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            size = sum(part.file_size for part in parts)
            swollen = any(
                part.file_size > LARGEST_RATIO * max(part.compress_size, 1000) for part in parts
            )
            if len(parts) > MOST_PARTS or size > LARGEST_UNPACKED or swollen:
                raise ValidationError(_("The Excel file is too large unpacked."), code="bomb")
            texts = [
                packed.read(part) for part in parts if part.filename.endswith((".xml", ".rels"))
            ]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as fault:
        message = _("The Excel file cannot be read. Save it anew as .xlsx, or as CSV.")
        raise ValidationError(message, code="not_excel") from fault
    if any(b"<!DOCTYPE" in text or b"<!ENTITY" in text for text in texts):
        raise ValidationError(_("The Excel file holds what no Excel file should."), code="bomb")


def _excel_line(number: int, cells: Iterable[Any]) -> Line:
    texts, wrong = [], {}
    for index, cell in enumerate(cells):
        if cell.data_type == "f":
            wrong[index] = _("a formula; write the value itself")
        elif cell.data_type == "e":
            wrong[index] = _("an error of the spreadsheet; write the value itself")
        texts.append("" if index in wrong else _text(cell.value))
    return Line(number, tuple(texts), wrong)


def _text(value: Any) -> str:
    """A cell's value as one would write it; a day as 2017-02-13."""
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _tidied(line: Line, longest: int, *, keeps_lines: bool) -> Line:
    wrong = dict(line.wrong)
    cells = [_one_space(text, keeps_lines=keeps_lines) for text in line.cells]
    for index, text in enumerate(cells):
        if len(text) > longest:
            wrong[index] = _("more than %(most)s characters") % {"most": longest}
            cells[index] = text[:longest]
    return Line(line.number, tuple(cells), wrong)


def _one_space(text: str, *, keeps_lines: bool) -> str:
    lines = text.strip().splitlines() if keeps_lines else [text]
    return "\n".join(" ".join(line.split()) for line in lines)
