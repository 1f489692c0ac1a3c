"""What files say: read whole, and what could not be read is said."""

import hashlib
import io
import zipfile
from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from tests.cast import HOUSE
from tests.documents import attached
from tests.documents.pictures import picture
from tests.documents.test_files import CONTENTS, packed

from kkr.documents import file_text, office_text
from kkr.documents.actions import store_file
from kkr.documents.file_text import READERS, reading_of
from kkr.documents.filetypes import TYPES
from kkr.documents.models import File

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def reading(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file_text._read.cache_clear()

    def read(content: bytes, ending: str):
        upload = ContentFile(content, name=f"bilag.{ending}")
        return reading_of(store_file(upload, by=HOUSE, at=NOON))

    return read


def text_of(reading) -> str:
    return "\n".join(part.text for part in reading.parts)


def test_every_kind_of_file_is_read_or_is_a_picture():
    assert {kind.media_type for kind in TYPES.values()} - set(READERS) == {
        "image/png",
        "image/jpeg",
    }


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (attached.pdf("Ørsted"), "pdf"),
        (attached.word("Ørsted"), "docx"),
        (attached.word(cell="Ørsted"), "docx"),
        (attached.word(comment="Ørsted"), "docx"),
        (attached.word(header="Ørsted"), "docx"),
        (attached.excel("Ørsted"), "xlsx"),
        (attached.excel("x", sheet="Ørsted"), "xlsx"),
        (attached.excel("x", note="Ørsted"), "xlsx"),
        (attached.excel("Ørsted", hidden=True), "xlsx"),
        ("Navn;Ørsted".encode("cp1252"), "csv"),
        ("Ørsted".encode("utf-8-sig"), "txt"),
    ],
)
def test_what_stands_in_a_file_is_read(reading, content, ending):
    read = reading(content, ending)

    assert "Ørsted" in text_of(read) + "".join(str(part.where) for part in read.parts)
    assert not read.unread


@pytest.mark.parametrize(
    ("ending", "part", "markup", "mimetype"),
    [
        ("pptx", "ppt/slides/slide3.xml", "<a:p><a:t>010170-</a:t><a:t>1234</a:t></a:p>", ""),
        ("docx", "word/document.xml", "<w:p><w:delText>010170-1234</w:delText></w:p>", ""),
        ("docx", "word/footnotes.xml", "<w:p><w:t>010170-1234</w:t></w:p>", ""),
        ("xlsx", "xl/pivotCache/pivotCacheRecords1.xml", '<r><s v="010170-1234"/></r>', ""),
        *(
            (ending, "content.xml", "<text:p>010170-1234</text:p>", TYPES[ending].media_type)
            for ending in ("odt", "ods")
        ),
    ],
)
def test_what_an_office_file_hides_is_read_too(reading, tmp_path, ending, part, markup, mimetype):
    if ending == "xlsx":
        content = with_part(attached.excel("x"), part, markup)
    elif mimetype:
        content = with_part(packed(mimetype=mimetype), part, markup)
    else:
        folder = part.split("/", maxsplit=1)[0]
        content = with_part(packed("[Content_Types].xml", f"{folder}/x.xml"), part, markup)

    assert "010170-1234" in text_of(reading(content, ending))


def with_part(content: bytes, name: str, markup: str) -> bytes:
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, markup)
    return stream.getvalue()


def test_a_page_a_sheet_and_a_slide_are_called_by_their_name(reading):
    two_pages = reading(attached.pdf("En", "To"), "pdf")
    sheet = reading(attached.excel("x", sheet="Tal"), "xlsx")

    assert [str(part.where) for part in two_pages.parts][:2] == ["side 1", "side 2"]
    assert str(sheet.parts[0].where) == "arket Tal"


@pytest.mark.parametrize("shown_as", ["000000-0000", '000000"-"0000', "0000000000"])
def test_a_number_is_read_as_the_sheet_shows_it(reading, shown_as):
    assert "0101701234" in text_of(reading(attached.excel(101701234, shown_as=shown_as), "xlsx"))


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (attached.locked_pdf("Hemmeligt"), "pdf"),
        (attached.scanned_pdf(), "pdf"),
        (attached.pdf("Halv")[:300], "pdf"),
        (CONTENTS["pdf"], "pdf"),
        (CONTENTS["xlsx"], "xlsx"),
        (attached.word("Halv")[:-40] + b"x" * 40, "docx"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(reading, settings, content, ending):
    file = store_raw(settings, content, ending)
    read = reading_of(file)

    assert str(read.unread)
    assert not read.is_picture


def store_raw(settings, content, ending):
    """A file whatever it is, as one that was damaged on the disk."""
    name = default_storage.save(hashlib.sha256(content).hexdigest(), ContentFile(content))
    media_type = TYPES[ending].media_type
    return File(name=f"x.{ending}", media_type=media_type, size=len(content), content=name)


def test_a_file_that_is_gone_is_said(reading, settings, tmp_path):
    file = store_raw(settings, b"x", "txt")
    (tmp_path / file.content.name).unlink()

    assert str(reading_of(file).unread)


def test_a_picture_is_a_picture(reading):
    read = reading(picture(), "jpg")

    assert (read.is_picture, read.parts, str(read.unread)) == (True, (), "")


@pytest.mark.parametrize(
    ("limit", "content", "ending"),
    [
        ({"LARGEST": 10}, b"x" * 11, "txt"),
        ({"MOST_PAGES": 1}, attached.pdf("En", "To"), "pdf"),
        ({"LARGEST_PAGE": 5}, attached.pdf("En"), "pdf"),
        ({"MOST_ROWS": 1}, attached.excel("En", "To"), "xlsx"),
        ({"LONGEST": 2}, b"En lang tekst", "txt"),
        ({"SECONDS": -1}, attached.pdf("En", "To"), "pdf"),
    ],
)
def test_a_large_file_is_read_to_a_limit_and_that_is_said(
    reading, monkeypatch, limit, content, ending
):
    for name, value in limit.items():
        monkeypatch.setattr(file_text, name, value)

    assert str(reading(content, ending).unread)


def test_a_large_part_is_said(reading, monkeypatch):
    monkeypatch.setattr(office_text, "LARGEST_PART", 5)

    assert str(reading(attached.word("En"), "docx").unread)
