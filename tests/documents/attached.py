"""Real files as an office writes them, with the words a test wants in them."""

import io

import docx
import typst
from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image
from pypdf import PdfReader, PdfWriter


def pdf(*pages: str) -> bytes:
    return typst.compile("\n#pagebreak()\n".join(pages).encode())


def locked_pdf(*pages: str) -> bytes:
    """One that asks for a password."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(*pages))))
    writer.encrypt("hemmeligt", algorithm="AES-256")
    return _written(writer.write)


def scanned_pdf() -> bytes:
    """A page that is a picture."""
    return _written(lambda stream: Image.new("RGB", (40, 40), "white").save(stream, "PDF"))


def word(text: str = "Bilag", *, cell: str = "", comment: str = "", header: str = "") -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph()
    half = len(text) // 2
    runs = [paragraph.add_run(text[:half]), paragraph.add_run(text[half:])]  # as a correction does
    document.add_table(1, 1).cell(0, 0).text = cell
    document.sections[0].header.paragraphs[0].text = header
    if comment:
        document.add_comment(runs=runs, text=comment, author="Sekretariatet")
    return _written(document.save)


def excel(
    *values: object,
    sheet: str = "Ark1",
    shown_as: str = "General",
    note: str = "",
    hidden: bool = False,
) -> bytes:
    book = Workbook()
    table = book.active
    if hidden:
        table = book.create_sheet(sheet)
        table.sheet_state = "hidden"
    table.title = sheet
    for row, value in enumerate(values, start=1):
        cell = table.cell(row, 1, value)
        cell.number_format = shown_as
        cell.comment = Comment(note, "Sekretariatet") if note else None
    return _written(book.save)


def _written(write) -> bytes:
    stream = io.BytesIO()
    write(stream)
    return stream.getvalue()
