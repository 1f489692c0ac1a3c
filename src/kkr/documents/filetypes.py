"""What may be attached, and whether a file is what its name says."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LARGEST = 50 * 1024 * 1024
OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class FileType:
    """A kind of file we take: its media type, and how its content is told."""

    media_type: str
    recognises: Callable[[bytes], bool]


def _magic(*endings: str) -> Callable[[bytes], bool]:
    def recognises(content: bytes) -> bool:
        try:
            found = puremagic.magic_string(content)
        except puremagic.PureError:
            return False
        return any(match.extension.lstrip(".") in endings for match in found)

    return recognises


def _starts(signature: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(signature)


def _office(folder: str) -> Callable[[bytes], bool]:
    """A Word, Excel or PowerPoint file of today, without macros."""

    def recognises(content: bytes) -> bool:
        names = _members(content)
        has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
        has_body = any(name.startswith(folder) for name in names)
        return "[Content_Types].xml" in names and has_body and not has_macros

    return recognises


def _members(content: bytes) -> list[str]:
    try:
        return zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return []


def _open_document(media_type: str) -> Callable[[bytes], bool]:
    """The type stands uncompressed at the beginning (OpenDocument 1.3, part 2, 3.3)."""
    head = b"mimetype" + media_type.encode()
    return lambda content: content[30 : 30 + len(head)] == head and bool(_members(content))


def _is_text(content: bytes) -> bool:
    if b"\0" in content:
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return all(
            byte >= 32 or byte in b"\t\n\r\f" for byte in content
        )  # Excel's CSV is Windows-1252
    return True


def _open_type(kind: str) -> FileType:
    media_type = f"application/vnd.oasis.opendocument.{kind}"
    return FileType(media_type, _open_document(media_type))


TYPES = {
    "pdf": FileType("application/pdf", _starts(b"%PDF-")),
    "docx": FileType(f"{OFFICE}wordprocessingml.document", _office("word/")),
    "xlsx": FileType(f"{OFFICE}spreadsheetml.sheet", _office("xl/")),
    "pptx": FileType(f"{OFFICE}presentationml.presentation", _office("ppt/")),
    "odt": _open_type("text"),
    "ods": _open_type("spreadsheet"),
    "png": FileType("image/png", _magic("png")),
    "jpg": FileType("image/jpeg", _magic("jpg", "jpeg", "jfif")),
    "jpeg": FileType("image/jpeg", _magic("jpg", "jpeg", "jfif")),
    "csv": FileType("text/csv", _is_text),
    "txt": FileType("text/plain", _is_text),
}


def media_type_of(name: str, content: bytes) -> str:
    """The media type of what may be attached; raises ValidationError for what may not."""
    ending = PurePath(name).suffix.lower().lstrip(".")
    if ending not in TYPES:
        raise _refusal(
            "kind",
            _("Files of this kind cannot be attached. These can: %(kinds)s."),
            kinds=", ".join(sorted(TYPES)),
        )
    if not content:
        raise _refusal("empty", _("The file is empty."))
    refuse_too_large(len(content))
    if not TYPES[ending].recognises(content):
        words = _("The file is called %(ending)s, but its content is something else.")
        raise _refusal("other_content", words, ending=f".{ending}")
    return TYPES[ending].media_type


def refuse_too_large(size: int) -> None:
    """Refuse what is larger than may be attached; asked of what an upload says before it is read into memory."""
    largest = getattr(settings, "KKR_LARGEST_FILE", LARGEST)
    if size > largest:
        words = _("The file is larger than the largest that can be attached, %(size)s.")
        raise _refusal("too_large", words, size=filesizeformat(largest))


def _refusal(code: str, words: "StrOrPromise", **parameters: str) -> ValidationError:
    return ValidationError(words, code=code, params=parameters)
