"""Tables as CSV and Excel that no spreadsheet takes for formulas, and that `reading` gives back unchanged."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.utils import get_column_letter

from kkr.common.text import UNFIT_FOR_XML

Cell = str | date | None
DANGEROUS = re.compile(r"'*[=+\-@\t\r]")


def guarded(text: str) -> str:
    """With an apostrophe before what a spreadsheet would take for a formula.

    >>> guarded("=1+1"), guarded("Ib Terp")
    ("'=1+1", 'Ib Terp')
    """
    return f"'{text}" if DANGEROUS.match(text) else text


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """As Danish Excel writes it: semicolons, UTF-8 with its mark, days as 13.02.2017."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerows([[guarded(head) for head in heads], *([_written(c) for c in r] for r in rows)])
    return text.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    return guarded(cell or "")


def as_excel(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], notes: Sequence[str] = ()
) -> bytes:
    """One sheet with the table, days as days and all else as text; `notes` on a sheet of their own."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title[:31]
    for number, row in enumerate([heads, *rows], start=1):
        for index, value in enumerate(row, start=1):
            _fill(sheet.cell(number, index), value)
    sheet.freeze_panes = "A2"
    for index, head in enumerate(heads, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = max(12, len(head) + 4)
    if notes:
        other = book.create_sheet("Info")
        for number, note in enumerate(notes, start=1):
            _fill(other.cell(number, 1), note)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(cell: ExcelCell, value: Cell) -> None:
    cell.value = UNFIT_FOR_XML.sub("", value) if isinstance(value, str) else value
    if isinstance(value, date):
        cell.number_format = "dd.mm.yyyy"
    elif value:
        cell.data_type = "s"  # text, also where it looks like a formula
        cell.quotePrefix = bool(DANGEROUS.match(value))
