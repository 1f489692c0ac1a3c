"""The press: a sheet and the bytes of its files in, one PDF out."""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from kkr.printing.blocks import blocks, images_of
from kkr.printing.fonts import UNKNOWN, printable, type_of_the_house
from kkr.printing.sheets import Attachment, MeetingPrint

PAPER = Path(__file__).parent / "paper"
IMAGES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
LONG_WORD = 40

_long_word = re.compile(rf"\S{{{LONG_WORD + 1},}}")
_may_break = re.compile(r"(?<=[/.?&=_-])(?=\w)")
_runs_on = re.compile(rf"([^\s\u200b]{{{LONG_WORD}}})(?=[^\s\u200b])")
_forbidden_in_names = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')


def says(sheet: MeetingPrint, *, files: Mapping[str, bytes] | None = None) -> str:
    """The digest of all words of a print, however they are set."""
    data, _shelf = _data(sheet, files or {})
    told = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def set_pdf(sheet: MeetingPrint, *, files: Mapping[str, bytes] | None = None) -> bytes:
    """The print as PDF/A-3a and PDF/UA-1 in one; `files` are the bytes at the addresses it shows or attaches.

    An image whose bytes are not given is told in its words; an attachment is only listed.
    """
    data, shelf = _data(sheet, files or {})
    with TemporaryDirectory(prefix="kkr-print-") as name:
        root = Path(name)  # a folder, for in memory typst-py takes text only
        for file in PAPER.glob("*.typ"):
            shutil.copy(file, root)
        for path, content in shelf.items():
            (root / path).write_bytes(content)
        return typst.compile(
            root / "meeting.typ",
            root=root,
            font_paths=type_of_the_house(root),
            ignore_system_fonts=True,
            sys_inputs={"sheet": json.dumps(data, ensure_ascii=False)},
            pdf_standards=["a-3a", "ua-1"],  # for the archive with files inside; for every reader
            # typst takes whole seconds only
            timestamp=sheet.made_at.astimezone(UTC).replace(microsecond=0),
        )


def _data(sheet: MeetingPrint, given: Mapping[str, bytes]) -> tuple[Any, dict[str, bytes]]:
    """The sheet as the template reads it, and the files on its shelf by the names it calls them."""
    made = sheet.made_at.astimezone(UTC)
    data = _as_blocks(asdict(sheet) | {"made_at": [*made.timetuple()[:6]]}, sheet.address)
    shown = {address for html in _texts(data) for address in images_of(html)}
    kinds = {address: _image_kind(given[address]) for address in sorted(shown & set(given))}
    names = {a: f"image-{n}.{kind}" for n, (a, kind) in enumerate(kinds.items()) if kind}
    embedded = dict(_embedded(sheet, given))
    data |= {"images": names, "embedded": [*embedded.values()]}
    shelf = {name: given[address] for address, name in names.items()}
    shelf |= {entry["path"]: given[address] for address, entry in embedded.items()}
    data = _legible(data)
    said = [value for key, value in data.items() if key != "labels"]
    return data | {"unprintable": UNKNOWN in json.dumps(said, ensure_ascii=False)}, shelf


def _as_blocks(value: Any, address: str) -> Any:
    """Every `html` of the sheet, at any depth, as `body`: blocks."""
    if isinstance(value, dict):
        rest = {k: _as_blocks(v, address) for k, v in value.items() if k != "html"}
        return rest | ({"body": blocks(value["html"], address=address)} if "html" in value else {})
    if isinstance(value, list | tuple):
        return [_as_blocks(each, address) for each in value]
    return value


def _texts(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from ([value["body"]] if "body" in value else [])
        value = [*value.values()]
    if isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _image_kind(content: bytes) -> str:
    return next((kind for magic, kind in IMAGES.items() if content.startswith(magic)), "")


def _embedded(
    sheet: MeetingPrint, given: Mapping[str, bytes]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Each file once, under a name that says where it belongs: "3.1 Notat.pdf"."""
    taken: set[str] = set()
    for number, attachment in _attachments(sheet):
        if attachment.address not in given:
            continue
        name = _free(_file_name(f"{number} {attachment.name}"), taken)
        taken.add(name.casefold())
        yield (
            attachment.address,
            {
                "address": attachment.address,
                "path": f"attachment-{len(taken)}",
                "file_name": name,
                "description": f"{number} {attachment.name}",
                "media_type": attachment.media_type,
            },
        )


def _attachments(sheet: MeetingPrint) -> Iterator[tuple[str, Attachment]]:
    seen: set[str] = set()
    for item in (item for section in sheet.sections for item in section.items):
        for attachment in item.attachments:
            if attachment.address and attachment.address not in seen:
                seen.add(attachment.address)
                yield item.number, attachment


def _file_name(words: str) -> str:
    return _forbidden_in_names.sub("-", words).strip(" .") or "-"


def _free(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.rpartition(".") if "." in name else (name, "", "")
    names = (f"{stem} ({number}){dot}{ending}" for number in range(2, len(taken) + 3))
    return next(n for n in (name, *names) if n.casefold() not in taken)


AS_THEY_ARE = {"address", "link", "path", "file_name", "images", "media_type"}
"""What the template looks up or leads to, and nobody reads."""


def _legible(value: Any) -> Any:
    """All words in characters the type has, with places where an endless word may break."""
    if isinstance(value, str):
        return _breakable(printable(value))
    if isinstance(value, dict):
        return {k: v if k in AS_THEY_ARE else _legible(v) for k, v in value.items()}
    return [_legible(each) for each in value] if isinstance(value, list) else value


def _breakable(text: str) -> str:
    return _long_word.sub(lambda word: _broken(word[0]), text)


def _broken(word: str) -> str:
    return _runs_on.sub("\\1\u200b", _may_break.sub("\u200b", word))
