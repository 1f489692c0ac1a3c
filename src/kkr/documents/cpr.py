"""Danish personal numbers in running text, however people write them.

Pure. What has the form of one and a birth date in the past is one: since 2007 numbers are given out
that fail modulus 11, so that proves nothing. docs/decisions/0012 has the figures.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from stdnum.dk import cpr

INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
DASH = "[-\u2010-\u2015\u2212]"
SPACE = "[ \u00a0\u2009\u202f]"
NO_YEAR = "(?!(?:19|20)[0-9]{2})"
FORMS = (
    # 010170-1234, 010170 1234, 010170 - 1234, 010170.1234, 010170:1234, 010170--1234, and broken over a line
    rf"(?<!\d)(\d{{6}})(?:{SPACE}?{DASH}{{1,2}}\s{{0,3}}|{SPACE}{{1,2}}|[./:_])(\d{{4}})(?!\d)",
    # 010170-12 34
    rf"(?<!\d)(\d{{6}}){SPACE}?{DASH}{SPACE}?(\d\d){SPACE}(\d\d)(?! ?\d)",
    # 01.01.70-1234, 01 01 70-1234, 01/01/70-1234
    rf"(?<!\d)(\d\d)([ ./-])(\d\d)\2(\d\d){SPACE}?{DASH}{SPACE}?(\d{{4}})(?!\d)",
    # 01 01 70 1234, which is no telephone number, for those have eight digits
    r"(?<!\d)(?<!\d )(\d\d) (\d\d) (\d\d) (\d{4})(?! ?\d)",
    # 01011970-1234
    rf"(?<!\d)(\d{{4}})(?:19|20)(\d\d){SPACE}?{DASH}{SPACE}?(\d{{4}})(?!\d)(?!{DASH})",
    # 01.01.1970-1234 and 01011970 1234, but no year comes after a day or a telephone number
    rf"(?<!\d)(\d\d)([ ./-])(\d\d)\2(?:19|20)(\d\d){SPACE}?{DASH}{SPACE}?{NO_YEAR}(\d{{4}})(?!\d)",
    rf"(?<!\d)(\d{{4}})(?:19|20)(\d\d){SPACE}{NO_YEAR}(\d{{4}})(?!\d)(?! ?\d)",
)
UNBROKEN = re.compile(r"(?<![\dA-Fa-f+])(\d{10})(?![\dA-Fa-f])(?![.,]\d)")
PATTERNS = tuple(map(re.compile, FORMS))
UUID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
OTHER_NUMBERS = re.compile(
    r"(?:\bp-?(?:nr|nummer|numre)|produktionsenhed\w*|\bkonto\w*|\biban|\bean\w*|\bgln|\bfaktura\w*|\bordre\w*|"
    r"\bjournal\w*|\bsags?-?(?:nr|nummer)|\bisbn)\W{0,3}(?:er|nr|nummer)?\W{0,3}\Z",
    re.IGNORECASE,
)
LOOKED_BACK = 30


def cpr_numbers(text: str) -> list[str]:
    """The personal numbers in a text, ten digits each, in order and each once."""
    return list(dict.fromkeys(_found(_plain(text))))


def masked(number: str) -> str:
    """Enough to find it by, and not the number.

    >>> masked("0101701234")
    '010170-••••'
    """
    return f"{number[:6]}-••••"


def without_numbers(text: str) -> str:
    """The text with every number masked; where there is none, the text as it is.

    >>> without_numbers("Borger 010170-1234")
    'Borger 010170-••••'
    """
    if not cpr_numbers(text):
        return text
    plain = _plain(text)
    for pattern in (*PATTERNS, UNBROKEN):
        plain = pattern.sub(_mask, plain)
    return plain


def without_numbers_in(content: Mapping[str, Any]) -> dict[str, Any]:
    """The same of every text in it."""
    return {
        name: without_numbers(value) if isinstance(value, str) else value
        for name, value in content.items()
    }


def _mask(match: re.Match[str]) -> str:
    number = _digits(match)
    return masked(number) if cpr.is_valid(number) else match[0]


def _digits(match: re.Match[str]) -> str:
    return "".join(part for part in match.groups() if part.isdecimal())


def _plain(text: str) -> str:
    return UUID.sub(" ", unicodedata.normalize("NFKC", text.translate(INVISIBLE)))


def _found(text: str) -> Iterator[str]:
    """Numbers by their place in the text."""
    places = sorted([*_in_pieces(text), *_in_one(text)])
    return (number for _place, number in places if cpr.is_valid(number))


def _in_pieces(text: str) -> Iterator[tuple[int, str]]:
    for pattern in PATTERNS:
        for match in pattern.finditer(text):
            yield match.start(), _digits(match)


def _in_one(text: str) -> Iterator[tuple[int, str]]:
    for match in UNBROKEN.finditer(text):
        if not _is_called_otherwise(text, match):
            yield match.start(), match[1]


def _is_called_otherwise(text: str, match: re.Match[str]) -> bool:
    """Whether the word before says that it is another number; one that modulus 11 holds for is found still."""
    before = text[max(0, match.start() - LOOKED_BACK) : match.start()]
    return bool(OTHER_NUMBERS.search(before)) and cpr.checksum(match[1]) != 0
