"""What comes out of the press, read back with pypdf."""

import hashlib
import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from tests.documents.writing import any_markup
from tests.house.source import ROOT
from tests.printing.samples import FILES, IMAGE, NOTE, PHOTOGRAPH, TABLE, agenda, everything

from kkr.documents.richtext import sanitise
from kkr.printing.fonts import UNKNOWN, printable
from kkr.printing.labels import labels_in
from kkr.printing.sheets import Attachment, ClosedContent, Item, Section
from kkr.printing.typesetting import set_pdf


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def text(content: bytes) -> str:
    """All that stands on the pages, in one line."""
    words = " ".join(page.extract_text() for page in read(content).pages)
    return re.sub(r"\s+", " ", words.replace("\u200b", ""))


def with_items(*items: Item, **facts):
    section = Section(number="3", title="Regionalpolitiske sager", items=items)
    return agenda(sections=(section,), **facts)


def attached(name: str, address: str) -> Attachment:
    return Attachment(name=name, address=address)


def test_the_same_sheet_has_the_same_bytes():
    first = set_pdf(everything(), files=FILES)
    again = set_pdf(everything(), files=dict(reversed(FILES.items())))

    assert first == again


ELSEWHERE = """
import hashlib, django
django.setup()
from tests.printing.samples import FILES, everything
from kkr.printing.typesetting import set_pdf
print(hashlib.sha256(set_pdf(everything(), files=FILES)).hexdigest())
"""


def test_another_process_makes_the_same_bytes():
    here = hashlib.sha256(set_pdf(everything(), files=FILES)).hexdigest()
    told = os.environ | {
        "PYTHONHASHSEED": "7",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "TZ": "Asia/Tokyo",
    }
    there = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        env=told,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert there.stdout.strip() == here


def test_the_file_says_what_it_is_in_which_language_and_when_it_was_made():
    pdf = read(set_pdf(everything()))

    assert pdf.metadata.title == "Referat: Møde i KKR Hovedstaden, 6. februar 2017"
    assert pdf.metadata.author == "KKR Hovedstaden"
    assert pdf.metadata.creation_date == datetime(2017, 1, 30, 9, 15, tzinfo=UTC)
    assert pdf.root_object["/Lang"] == "da"
    assert pdf.root_object["/MarkInfo"]["/Marked"]
    assert pdf.root_object["/ViewerPreferences"]["/DisplayDocTitle"]


def test_the_file_claims_both_standards():
    xmp = read(set_pdf(agenda())).root_object["/Metadata"].get_data().decode()

    assert re.search(r"pdfaid:part[^0-9]*3.*pdfaid:conformance\W*A", xmp, re.DOTALL)
    assert re.search(r"pdfuaid:part[^0-9]*1", xmp)


def test_the_contents_of_a_reader_are_sections_and_items_with_their_numbers():
    outline = read(set_pdf(agenda())).outline
    titles = [
        each.title for entry in outline for each in (entry if isinstance(entry, list) else [entry])
    ]

    assert titles == [
        "1 Godkendelse af referat",
        "1.1 Referat af mødet den 25. november 2016",
        "3 Regionalpolitiske sager",
        "3.1 Køb af en ejendom (lukket punkt)",
        "7 Eventuelt",
    ]


@pytest.mark.parametrize(
    "said",
    [
        "For medlemmer, indeholder lukkede punkter",
        "2, offentliggjort 30. januar 2017",
        "Bo Berg, Gribskov Kommune, suppleant for Carl Carlsen, deltog",
        "Det indstilles, at KKR Hovedstaden godkender målene",
        "Godkendt med bemærkninger",
        "Anbefalet kommunerne at godkende",
        "Listen kunne ikke støtte målene.",
        "Under 3.1 er »alle« rettet til »et flertal«.",
        "3.2 Køb af en ejendom (lukket punkt)",
        "Prisen er fortrolig.",
        "Taget af dagsordenen: 2. februar 2017, sagen er ikke klar",
        "Notat.pdf (33 byte, ligger i denne fil)",
        "Kontrakt.pdf (2,1 MB, lukket bilag)",
        "Billede: Et billede, der ikke er med",
        "Indholdet er illustrativt.",
        "Tegn, som skriften ikke har, står som �.",
        "Side 1 af 5",
    ],
)
def test_what_the_sheet_says_stands_on_paper(said, whole):
    assert said in whole


@pytest.fixture(scope="module")
def whole() -> str:
    return text(set_pdf(everything(), files=FILES))


def test_a_print_for_everybody_says_of_a_closed_item_that_it_is_closed():
    said = text(set_pdf(agenda()))

    assert (
        "3.1 Køb af en ejendom (lukket punkt) Punktet er lukket: Kun overskriften er offentlig."
        in said
    )
    assert "Tegn, som skriften ikke har" not in said


@pytest.mark.parametrize(
    "item",
    [
        Item(number="3.1", title="Køb", is_closed=True, html="<p>Prisen</p>"),
        Item(number="3.1", title="Køb", is_closed=True, proposal="Det indstilles, at der købes."),
        Item(number="3.1", title="Køb", is_closed=True, presenter="Direktøren"),
        Item(number="3.1", title="Køb", attachments=(Attachment(name="Pris", is_closed=True),)),
        Item(number="3.1", title="Køb", attachments=(Attachment(address=NOTE, is_closed=True),)),
    ],
)
def test_a_sheet_for_everybody_refuses_what_is_closed(item):
    with pytest.raises(ClosedContent):
        with_items(item)


def test_attachments_lie_inside_byte_for_byte_with_words_and_kind():
    pdf = read(set_pdf(everything(), files=FILES))
    inside = {attachment.name: attachment for attachment in pdf.attachment_list}

    assert {name: each.content for name, each in inside.items()} == {
        "3.1 Notat.pdf": FILES[NOTE],
        "3.1 Tal.csv": FILES[TABLE],
    }
    assert inside["3.1 Tal.csv"].description == "3.1 Tal.csv"
    assert inside["3.1 Tal.csv"].associated_file_relationship == "/Supplement"
    assert inside["3.1 Tal.csv"].subtype == "/text/csv"


def test_what_a_word_processor_wrote_lies_inside_with_its_long_kind():
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    word = Attachment(name="Notat.docx", address="/1", media_type=kind)
    item = Item(number="3.1", title="Bilag", attachments=(word,))

    pdf = read(set_pdf(with_items(item), files={"/1": b"PK"}))

    assert [each.subtype for each in pdf.attachment_list] == [f"/{kind}"]


def test_an_attachment_whose_bytes_are_not_given_is_only_listed():
    content = set_pdf(everything(), files={TABLE: FILES[TABLE]})

    assert list(read(content).attachments) == ["3.1 Tal.csv"]
    assert "Notat.pdf (33 byte)" in text(content)


def test_files_of_the_same_name_lie_beside_each_other_and_one_file_lies_there_once():
    named = (attached("a/..\\b.txt", "/1"), attached("A/..\\B.txt", "/2"), attached("..", "/3"))
    item = Item(number="3.1", title="Bilag", attachments=named)
    content = set_pdf(
        with_items(item, replace(item, number="3.2")), files={"/1": b"1", "/2": b"2", "/3": b""}
    )

    assert sorted(read(content).attachments) == ["3.1", "3.1 A-..-B (2).txt", "3.1 a-..-b.txt"]


def test_an_image_that_is_none_is_told_in_words():
    content = set_pdf(everything(), files={IMAGE: b"GIF89a", PHOTOGRAPH: FILES[PHOTOGRAPH]})

    assert "Billede: Kort over de 29 kommuner" in text(content)
    assert "Billede: Et hus" not in text(content)


MARKUP = "#panic() *x* _y_ $1$ @z <a> // no /* no */ \\u{41} = -- ~ `q` [b]"


def test_what_people_write_is_never_taken_for_markup():
    html = "<p>" + MARKUP.replace("<", "&lt;").replace(">", "&gt;") + "</p>"
    content = set_pdf(
        with_items(Item(number="3.1", title=MARKUP, html=html, proposal=MARKUP), title=MARKUP)
    )

    assert text(content).count(MARKUP) >= 4


@given(any_markup)
@settings(max_examples=25, deadline=None)
def test_whatever_is_written_can_be_printed(html):
    assert set_pdf(with_items(Item(number="3.1", title="Punkt", html=sanitise(html)))).startswith(
        b"%PDF-1.7"
    )


@given(st.text(max_size=40))
@settings(max_examples=25, deadline=None)
def test_whatever_characters_are_written_can_be_printed(words):
    item = Item(number="3.1", title=words, proposal=words, html=f"<h2>{escape(words)}</h2>")

    assert set_pdf(with_items(item, title=words)).startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("smørrebrød – »50 %« ✓ → ≥ Łódź", "smørrebrød – »50 %« ✓ → ≥ Łódź"),
        ("a\u030a", "å"),
        ("hus\u200dbåd\ufe0f\x07", "husbåd"),
        ("\u2028x", " x"),
        ("😀 مرحبا", f"{UNKNOWN} {UNKNOWN * 5}"),
    ],
)
def test_characters_that_the_type_lacks_are_shown_as_unknown(written, printed):
    assert printable(written) == printed


def test_a_print_speaks_its_own_language():
    content = set_pdf(agenda(language="en", labels=labels_in("en")))

    assert "Page 1 of 1" in text(content)
    assert read(content).root_object["/Lang"] == "en"


def test_only_the_type_of_the_house_is_used():
    pdf = read(set_pdf(everything(), files=FILES))
    fonts = {
        str(font.get_object()["/BaseFont"]).split("+")[-1]
        for page in pdf.pages
        for font in page["/Resources"]["/Font"].values()
    }

    assert {name.split("-")[0] for name in fonts} == {"IBMPlexSans"}


def test_a_print_made_within_a_second_is_dated_by_the_whole_one():
    at = datetime(2017, 2, 13, 9, 0, tzinfo=UTC)
    sheets = [replace(agenda(), made_at=at), replace(agenda(), made_at=at.replace(microsecond=7))]

    whole, within = (set_pdf(sheet) for sheet in sheets)

    assert whole == within
