"""Tables of somebody's: every way Excel writes them, and files that are not what they say."""

import io
import zipfile
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from kkr.council.sheets import columns, reading
from kkr.council.sheets.reading import read_sheet
from kkr.council.sheets.writing import as_csv, as_excel

WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Z", "Co", "Cn")) | st.sampled_from("=+-@';,\""),
    max_size=12,
)


def excel(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def cells(content):
    return [line.cells for line in read_sheet(content).lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_csv_is_read_however_it_was_saved(encoding, separator, end):
    text = end.join(separator.join(row) for row in (("Navn", "Fra"), ("Søren Ærø", "13.02.2017")))

    sheet = read_sheet((text + end).encode(encoding))

    assert sheet.heads == ("Navn", "Fra")
    assert [(line.number, line.cells) for line in sheet.lines] == [(2, ("Søren Ærø", "13.02.2017"))]


def test_an_excel_file_is_read_with_days_and_numbers_as_one_writes_them():
    content = excel(["Navn", "Fra", "Kommune"], ["Ib", date(2017, 2, 13), 165], [None, None, 0.5])

    assert cells(content) == [("Ib", "2017-02-13", "165"), ("", "", "0.5")]


def test_empty_rows_count_but_say_nothing():
    content = b"Navn;Fra\n;\n\nIb;\n ; \n"

    assert [(line.number, line.cells) for line in read_sheet(content).lines] == [(4, ("Ib", ""))]


def test_a_formula_is_named_and_not_believed():
    line = read_sheet(excel(["Navn", "Fra"], ["=A1", "x"])).lines[0]

    assert line.cells == ("", "x")
    assert set(line.wrong) == {0}


def many_rows():
    return b"Navn\n" + b"Ib\n" * (reading.MOST_ROWS + 1)


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 15_000_000)
    return file.getvalue()


def many_parts():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for number in range(reading.MOST_PARTS + 1):
            packed.writestr(f"{number}.xml", b"x")
    return file.getvalue()


def with_entities():
    whole = io.BytesIO(excel(["Navn"], ["Ib"]))
    file = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            before = b'<!DOCTYPE x [<!ENTITY a "a">]>' if "sheet1" in name else b""
            new.writestr(name, before + old.read(name))
    return file.getvalue()


def far_down():
    book = Workbook()
    book.active["A1"], book.active["A2"] = "Navn", "Ib"
    book.active["A900000"] = "x"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"Navn;Fra\n", "no_rows"),
        (b"\n\n", "no_rows"),
        (b"Navn\n" + b"x" * reading.LARGEST_FILE, "too_large"),
        (many_rows(), "too_many_rows"),
        (far_down(), "too_many_rows"),
        (b"a;" * 100 + b"\nx", "too_wide"),
        (b'Navn\n"Ib', "not_csv"),
        (b"\x00\x01\x02", "not_a_table"),
        (b"\x81\x8d", "not_a_table"),
        (reading.OLD_EXCEL + b"...", "old_excel"),
        (b"PK\x03\x04 and nothing more", "not_excel"),
        (excel(["Navn"], ["Ib"])[:-40], "not_excel"),
        (bomb(), "bomb"),
        (many_parts(), "bomb"),
        (with_entities(), "bomb"),
        (b"Navn;;Fra\nIb;A;x\n", "no_heading"),
        (b"Medlemmer\nNavn;Fra\nIb;x\n", "no_heading"),
    ],
)
def test_what_is_no_table_of_ours_is_refused_in_words(content, code):
    with pytest.raises(ValidationError) as refusal:
        read_sheet(content)

    assert refusal.value.code == code


def test_a_merged_heading_is_told_by_where_it_left_a_column_without_one():
    book = Workbook()
    book.active.append(["Navn", None, "Fra"])
    book.active.append(["Ib", "Terp", "13.02.2017"])
    book.active.merge_cells("A1:B1")
    file = io.BytesIO()
    book.save(file)

    with pytest.raises(ValidationError) as refusal:
        read_sheet(file.getvalue())

    assert "2" in refusal.value.messages[0]
    assert "B" in refusal.value.messages[0]


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5))
def test_what_is_written_is_read_back_whatever_it_begins_with(rows):
    said = [row for row in rows if any(row)]
    if not said:
        return

    for write in (as_csv, lambda *given: as_excel("Ark", *given)):
        assert cells(write(["a", "b"], said)) == said


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "'=", "''@"])
def test_no_spreadsheet_takes_a_cell_for_a_formula(start):
    value = f"{start}HYPERLINK(1)"

    text = as_csv(["Navn"], [[value]]).decode("utf-8-sig")

    assert text.splitlines()[1].lstrip('"').startswith("'")
    assert cells(as_excel("Ark", ["Navn"], [[value]])) == [(value,)]


def test_headings_are_known_in_danish_and_english_and_as_codes():
    danish = ["Navn", "Rolle", "Kommune", "Parti", "Fra", "Til og med", "Valgperiode", "Kilde"]
    english = ["Name", "ROLE", "municipality", "party", "starts_on", "last_day", "term", "source"]

    assert columns.columns_of(danish) == columns.columns_of(english)
    assert columns.columns_of(["Navn", "Første dag", "ends_on"]) == ["name", "starts_on", "ends_on"]


@pytest.mark.parametrize(
    "heads", [["Navn", "Hat"], ["Navn", "name"], ["Rolle"], ["Navn", "Til og med", "ends_on"]]
)
def test_a_heading_that_cannot_be_is_refused(heads):
    with pytest.raises(columns.Wrong):
        columns.columns_of(heads)


def test_all_wrong_headings_are_told_at_once():
    with pytest.raises(columns.Wrong) as refusal:
        columns.columns_of(["Hat", "Rolle", "role", "Sko"])

    told = "\n".join(refusal.value.args)
    assert len(refusal.value.args) == 4
    for word in ("Hat", "role", "Sko", "Navn"):
        assert f"”{word}”" in told


@pytest.mark.parametrize(
    "text", ["13.02.2017", "13.2.2017", "13-02-2017", "13/02/2017", "2017-02-13"]
)
def test_a_day_is_read_as_danes_and_machines_write_it(text):
    assert columns.day_of(text) == date(2017, 2, 13)


@pytest.mark.parametrize(
    "text", ["31.02.2017", "02.13.2017", "13.02.17", "13/02-98", "i går", "٢٠١٧-٠٢-١٣"]
)
def test_what_is_no_day_says_how_to_write_one(text):
    with pytest.raises(columns.Wrong, match=r"13\.02\.2017"):
        columns.day_of(text)


@pytest.mark.parametrize("text", ["formand", "Formand", "chair", "CHAIR"])
def test_a_role_is_read_in_both_languages(text):
    assert columns.role_of(text) == "chair"


@pytest.mark.parametrize("text", ["31.12.1899", "02.01.2200", "1.1.0001"])
def test_a_day_of_another_age_is_told_the_ages_we_take(text):
    with pytest.raises(columns.Wrong, match="mellem 1900 og 2200"):
        columns.day_of(text)
