"""The type of the house as typst reads it, and which characters it has.

IBM publishes the fonts for the web as WOFF: the font's own tables, each compressed. Unpacked they are the
font again, byte for byte, so the folder of third-party files holds only what IBM sent.
"""

import struct
import unicodedata
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import typst

import kkr.design

FOLDER = "static/vendor/ibm-plex-sans-1.1.0/fonts/complete/woff"
CUTS = ("Regular", "Italic", "SemiBold")
UNKNOWN = "\ufffd"
INVISIBLE = {"Cc", "Cf", "Cs", "Cn", "Co"}
KEPT = {"\u00ad", "\u200b"}
"""Where a word may break: the fonts need no sign for it."""


def type_of_the_house(folder: Path) -> typst.Fonts:
    """Our three cuts and nothing else, whatever the machine has; laid into a folder for typst to find."""
    for cut in CUTS:
        (folder / f"{cut}.ttf").write_bytes(font(cut))
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )


@cache
def font(cut: str) -> bytes:
    path = Path(kkr.design.__file__).parent / FOLDER / f"IBMPlexSans-{cut}.woff"
    return unpacked(path.read_bytes())


def unpacked(woff: bytes) -> bytes:
    """The font that a WOFF file holds."""
    signature, flavour, _length, count = struct.unpack_from(">4s4sIH", woff)
    assert signature == b"wOFF"
    records, tables = b"", b""
    begins = 12 + 16 * count
    for number in range(count):
        tag, offset, packed, size, check = struct.unpack_from(">4sIIII", woff, 44 + 20 * number)
        table = woff[offset : offset + packed]
        if packed < size:
            table = zlib.decompress(table)
        records += struct.pack(">4sIII", tag, check, begins + len(tables), size)
        tables += table + b"\0" * (-size % 4)
    power = count.bit_length() - 1
    search = 16 << power
    head = struct.pack(">4sHHHH", flavour, count, search, power, 16 * count - search)
    return head + records + tables


def characters(sfnt: bytes) -> frozenset[int]:
    """The characters that a font has a sign for, among those below U+10000."""
    start = _table(sfnt, b"cmap")
    for number in range(struct.unpack_from(">H", sfnt, start + 2)[0]):
        offset = start + struct.unpack_from(">4xI", sfnt, start + 4 + 8 * number)[0]
        if struct.unpack_from(">H", sfnt, offset)[0] == 4:
            return frozenset(_segments(sfnt, offset))
    raise ValueError("the font has no table of characters that we can read")


def _table(sfnt: bytes, tag: bytes) -> int:
    for number in range(struct.unpack_from(">H", sfnt, 4)[0]):
        name, _check, offset, _size = struct.unpack_from(">4sIII", sfnt, 12 + 16 * number)
        if name == tag:
            return int(offset)
    raise ValueError(f"the font has no table {tag!r}")


def _segments(sfnt: bytes, offset: int) -> Iterator[int]:
    """A table of format 4: runs of characters, each with what to add or where to look."""
    size: int = struct.unpack_from(">H", sfnt, offset + 6)[0]
    columns = [offset + 14, *(offset + 16 + size * column for column in (1, 2, 3))]
    for number in range(0, size, 2):
        last, first, delta, look = (
            struct.unpack_from(">H", sfnt, column + number)[0] for column in columns
        )
        for code in range(first, last + 1):
            glyph = code
            if look:
                place = columns[3] + number + look + 2 * (code - first)
                glyph = struct.unpack_from(">H", sfnt, place)[0]
            if (glyph + delta if glyph or not look else 0) & 0xFFFF:
                yield code


@cache
def known() -> frozenset[int]:
    """What all three cuts have."""
    return frozenset.intersection(*(characters(font(cut)) for cut in CUTS))


def printable(text: str) -> str:
    """The text in characters that the type has; one that it lacks is shown as unknown, not left out."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_printable(character) for character in unicodedata.normalize("NFC", text))


def _printable(character: str) -> str:
    if character in KEPT:
        return character
    if character.isspace():
        is_a_space = unicodedata.category(character) == "Zs" and ord(character) in known()
        return character if is_a_space else " "
    if unicodedata.category(character) in INVISIBLE or _selects_a_variant(character):
        return ""
    return character if ord(character) in known() else UNKNOWN


def _selects_a_variant(character: str) -> bool:
    return 0xFE00 <= ord(character) <= 0xFE0F
