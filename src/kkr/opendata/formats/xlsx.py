"""A workbook as Excel opens it with a double click: the rows, and a sheet that says what the columns mean.

What looks like a formula stays text, so that nothing somebody wrote is ever calculated.
"""

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kkr.common.text import UNFIT_FOR_XML
from kkr.opendata.kinds import About, Dataset, Format, Row

WIDEST = 60
LONGEST_TITLE = 31  # of a sheet, says Excel


def write(dataset: Dataset, rows: Iterable[Row], about: About) -> bytes:
    """The rows under the titles of their columns in the reader's language; None is empty."""
    from openpyxl import Workbook  # slow to load, and only needed here
    from openpyxl.writer.excel import save_workbook

    book = Workbook(write_only=True)
    book.properties.title = about.title
    book.properties.creator = about.author
    heads = [str(column.title) for column in dataset.columns]
    codes = [column.code for column in dataset.columns]
    fill(book, str(dataset.title), heads, ([row[code] for code in codes] for row in rows))
    described = (
        [column.code, str(column.title), str(column.description)] for column in dataset.columns
    )
    meaning = [*described, ["", "", ""], ["", _("Fetched from"), about.url]]
    fill(book, _("What the columns mean"), [_("Code"), _("Title"), _("Meaning")], meaning)
    file = io.BytesIO()
    save_workbook(book, file)
    return file.getvalue()


def fill(book: Any, title: str, heads: list[str], rows: Iterable[list[Any]]) -> None:
    """A sheet whose first line stands still and stands out."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    lines = list(rows)
    sheet = book.create_sheet(title[:LONGEST_TITLE])
    sheet.freeze_panes = "A2"
    for number, texts in enumerate(zip(heads, *lines, strict=True), start=1):
        widest = max(len(str(text or "")) for text in texts)
        sheet.column_dimensions[get_column_letter(number)].width = min(widest + 2, WIDEST)
    sheet.append([cell(sheet, head, Font(bold=True)) for head in heads])
    for line in lines:
        sheet.append([cell(sheet, value) for value in line])


def cell(sheet: Any, value: Any, font: Any = None) -> Any:
    """One value: an instant as the clock in Copenhagen shows it, text as text whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, datetime):
        value = timezone.make_naive(value)
    if isinstance(value, str):
        value = UNFIT_FOR_XML.sub("", value)
    written = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        written.data_type = "s"
    if font:
        written.font = font
    return written


FORMAT = Format(
    "xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "Excel",
    write,
    is_file=True,
)
