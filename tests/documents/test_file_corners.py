"""The corners of a file where a number can stand and not be seen: each is read, or said to be unread."""

import io
from time import monotonic

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from pypdf import PdfReader, PdfWriter
from tests.documents import attached
from tests.documents.test_file_text import reading, text_of, with_part  # noqa: F401
from tests.documents.test_files import packed

from kkr.documents import file_text
from kkr.documents.cpr import cpr_numbers
from kkr.documents.filetypes import TYPES

CPR = "211062-5629"
OTHER = "010170-1234"
pytestmark = pytest.mark.django_db


def word_with(name: str, markup: str | bytes) -> tuple[bytes, str]:
    return with_part(attached.word("x"), name, markup), "docx"


def sheet_with(put) -> tuple[bytes, str]:
    book = Workbook()
    book.active["A1"] = "x"
    put(book.active)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue(), "xlsx"


def in_header(sheet):
    sheet.oddHeader.center.text = f"Borger{CPR}"


def in_formula(sheet):
    sheet["A2"] = f'=HYPERLINK("x","{CPR}")'


def in_choices(sheet):
    choices = DataValidation(type="list", formula1=f'"{CPR},{OTHER}"')
    choices.add("B1")
    sheet.add_data_validation(choices)


def pdf_with(put) -> tuple[bytes, str]:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(attached.pdf("Forside"))))
    put(writer)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue(), "pdf"


VALUES = "".join(f"<c:pt><c:v>{each}</c:v></c:pt>" for each in (CPR, OTHER))
PROPERTIES = "".join(f"<property><vt:lpwstr>{each}</vt:lpwstr></property>" for each in (CPR, OTHER))
CELLS = "".join(f"<row><cell><v>{each}</v></cell></row>" for each in (CPR, OTHER))
RUNS = "<w:p><w:r><w:t>211062-</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>5629</w:t></w:r></w:p>"
RICH = "<si><r><t>211062-</t></r><r><rPr><b/></rPr><t>5629</t></r></si>"
LINK = f'<Relationships><Relationship Target="https://x.dk/?cpr={CPR.replace("-", "%2D")}"/></Relationships>'
CORNERS = {
    "chart": word_with("word/charts/chart1.xml", VALUES),
    "properties": word_with("docProps/custom.xml", PROPERTIES),
    "other book": (
        with_part(attached.excel("x"), "xl/externalLinks/externalLink1.xml", CELLS),
        "xlsx",
    ),
    "link": word_with("word/_rels/footnotes.xml.rels", LINK),
    "alternative text": word_with("word/header9.xml", f'<wp:docPr id="1" descr="Hr. {CPR}"/>'),
    "UTF-16": word_with("word/footnotes.xml", f"<w:t>{CPR}</w:t>".encode("utf-16")),
    "bold in the middle": word_with("word/footnotes.xml", RUNS),
    "bold in a cell": (with_part(attached.excel("x"), "xl/rich.xml", RICH), "xlsx"),
    "a hyphen that does not break": word_with(
        "word/footnotes.xml", "<w:r><w:t>211062</w:t><w:noBreakHyphen/><w:t>5629</w:t></w:r>"
    ),
    "header": sheet_with(in_header),
    "formula": sheet_with(in_formula),
    "choices": sheet_with(in_choices),
    "bookmark": pdf_with(lambda pdf: pdf.add_outline_item(title=f"Borger {CPR}", page_number=0)),
    "link in a PDF": (attached.pdf(f'#link("https://x.dk/{CPR}")[mere]'), "pdf"),
}


@pytest.mark.parametrize("corner", CORNERS)
def test_a_number_is_found_in_every_corner(reading, corner):  # noqa: F811
    read = reading(*CORNERS[corner])

    assert CPR.replace("-", "") in cpr_numbers(text_of(read))
    assert not read.unread


def test_a_file_inside_a_file_is_said(reading):  # noqa: F811
    inside = "word/embeddings/Microsoft_Excel_Sheet1.xlsx"
    read = reading(*word_with(inside, attached.excel(CPR)))

    assert str(read.unread) == "Der ligger filer inde i filen, og de er ikke set igennem."
    assert "x" in text_of(read)


@pytest.mark.parametrize(
    "name", ["word/media/image1.png", "word/fonts/font1.odttf", "word/media/", "mimetype"]
)
def test_pictures_and_fonts_are_no_files_inside(reading, name):  # noqa: F811
    assert not reading(*word_with(name, b"")).unread


def test_the_page_that_is_a_picture_is_named(reading):  # noqa: F811
    scanned = PdfReader(io.BytesIO(attached.scanned_pdf()))
    read = reading(*pdf_with(lambda pdf: pdf.append(scanned)))

    assert str(read.unread).endswith(": 2.")


def test_an_empty_page_is_no_picture(reading):  # noqa: F811
    assert not reading(*pdf_with(lambda pdf: pdf.add_blank_page())).unread


def test_columns_beyond_those_that_are_read_are_said(reading):  # noqa: F811
    far = sheet_with(lambda sheet: sheet.cell(1, 300, "x"))

    assert str(reading(*far).unread) == "Kun de første 200 kolonner i et ark er set igennem."


def test_what_was_cut_off_for_lack_of_time_is_read_again(reading, monkeypatch):  # noqa: F811
    content = attached.pdf("En", "To")
    monkeypatch.setattr(file_text, "SECONDS", -1)
    assert reading(content, "pdf").unread
    monkeypatch.setattr(file_text, "SECONDS", 5)

    assert not reading(content, "pdf").unread


def test_a_part_that_is_nothing_but_brackets_takes_no_time(reading):  # noqa: F811
    content = word_with("word/footnotes.xml", "<" * 200_000)
    began = monotonic()

    reading(*content)

    assert monotonic() - began < 3


def test_the_cells_of_a_calc_sheet_are_apart(reading):  # noqa: F811
    cells = "".join(
        f"<table:table-cell><text:p>{each}</text:p></table:table-cell>" for each in (CPR, OTHER)
    )
    content = with_part(packed(mimetype=TYPES["ods"].media_type), "content.xml", cells)

    assert len(cpr_numbers(text_of(reading(content, "ods")))) == 2
