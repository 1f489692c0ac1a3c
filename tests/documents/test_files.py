import io
import zipfile
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from kkr.documents.actions import store_file
from kkr.documents.filetypes import TYPES, media_type_of
from kkr.ledger.actors import System

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c626001000000ffff03000006000557bfabd40000000049454e44ae426082"
)


def packed(*names: str, mimetype: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


CONTENTS = {
    "pdf": b"%PDF-1.7\n%...",
    "docx": packed("[Content_Types].xml", "word/document.xml"),
    "xlsx": packed("[Content_Types].xml", "xl/workbook.xml"),
    "pptx": packed("[Content_Types].xml", "ppt/presentation.xml"),
    "odt": packed("content.xml", mimetype="application/vnd.oasis.opendocument.text"),
    "ods": packed("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"),
    "png": PNG,
    "jpg": bytes.fromhex("ffd8ffe000104a46494600010100000100010000") + b"\xff\xd9",
    "jpeg": bytes.fromhex("ffd8ffe000104a46494600010100000100010000") + b"\xff\xd9",
    "csv": "Kommune;Pladser\nTårnby;12\n".encode("windows-1252"),
    "txt": "Årets mål".encode(),
}
SAME_CONTENT = [{"csv", "txt"}, {"jpg", "jpeg"}]


def store(content: bytes, name: str = "bilag.pdf", **words: str):
    return store_file(ContentFile(content, name=name), by=System("test"), at=NOON, **words)


def read(file) -> bytes:
    with file.content.open() as content:
        return content.read()


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("ending", TYPES)
def test_each_kind_is_known_by_its_content(ending):
    assert media_type_of(f"Bilag.{ending.upper()}", CONTENTS[ending]) == TYPES[ending].media_type


@pytest.mark.parametrize("ending", TYPES)
@pytest.mark.parametrize("other", TYPES)
def test_no_kind_passes_for_another(ending, other):
    if ending == other or {ending, other} in SAME_CONTENT:
        return

    with pytest.raises(ValidationError) as refusal:
        media_type_of(f"bilag.{ending}", CONTENTS[other].replace(b"%PDF", b"%PDF\0"))

    assert refusal.value.code == "other_content"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("kort.svg", b"<svg onload='alert(1)'/>", "kind"),
        ("side.html", b"<p>x</p>", "kind"),
        ("bilag", b"x", "kind"),
        ("bilag.docm", CONTENTS["docx"], "kind"),
        ("bilag.docx", packed("[Content_Types].xml", "word/vbaProject.bin"), "other_content"),
        ("bilag.pdf", b"MZ\x90\x00", "other_content"),
        ("bilag.txt", b"\x7fELF\0", "other_content"),
        ("bilag.pdf", b"", "empty"),
    ],
)
def test_a_refusal_says_why(name, content, code):
    with pytest.raises(ValidationError) as refusal:
        media_type_of(name, content)

    assert refusal.value.code == code
    assert refusal.value.messages[0]


def test_a_file_larger_than_the_setting_is_refused(settings):
    settings.KKR_LARGEST_FILE = 10

    with pytest.raises(ValidationError) as refusal:
        media_type_of("bilag.txt", b"x" * 11)

    assert refusal.value.code == "too_large"


@pytest.mark.django_db
def test_what_is_too_large_is_refused_before_it_is_read(settings):
    settings.KKR_LARGEST_FILE = 10

    class Unread(ContentFile):
        def read(self, *_size):
            pytest.fail("it was read into memory")

    with pytest.raises(ValidationError) as refusal:
        store_file(Unread(b"x" * 11, name="bilag.txt"), by=System("test"), at=NOON)

    assert refusal.value.code == "too_large"


@pytest.mark.django_db
def test_a_file_is_kept_under_its_digest():
    file = store(CONTENTS["pdf"], "C:\\Sager\\Bilag 1.pdf")

    assert file.content.name == f"{file.digest[:2]}/{file.digest}"
    assert read(file) == CONTENTS["pdf"]
    assert (file.name, file.media_type) == ("Bilag 1.pdf", "application/pdf")
    assert file.path == f"/filer/{file.public_id}/Bilag%201.pdf"
    assert (file.stored_by, file.stored_at) == ("system:test", NOON)


@pytest.mark.django_db
def test_equal_bytes_are_stored_once_and_keep_their_own_names():
    one, other = store(CONTENTS["pdf"], "Lukket.pdf"), store(CONTENTS["pdf"], "Åbent.pdf")

    assert one.content.name == other.content.name
    assert (one.name, other.name) == ("Lukket.pdf", "Åbent.pdf")
    assert len(default_storage.listdir(one.digest[:2])[1]) == 1


@pytest.mark.django_db
def test_bytes_cut_short_by_a_crash_are_written_again():
    name = store(CONTENTS["pdf"]).content.name
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"%PD"))

    again = store(CONTENTS["pdf"])

    assert read(again) == CONTENTS["pdf"]
