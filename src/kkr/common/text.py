"""Danish text."""

import re
import unicodedata

LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
UNFIT_FOR_A_TEXT = re.compile("[\x00\ud800-\udfff]")
UNFIT_FOR_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
UNFIT_FOR_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0, section 2.2, has no way to write."""


def slug(text: str) -> str:
    """The part of an address that names `text`, without æøå.

    >>> slug("Ærø"), slug("Brøndby"), slug("Høje-Taastrup"), slug("H.P. Geil")
    ('aeroe', 'broendby', 'hoeje-taastrup', 'h-p-geil')
    """
    # å as one letter before anything is decomposed, or it would lose its ring and become a
    letters = unicodedata.normalize("NFC", text).lower().translate(LETTERS)
    plain = unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def one_line(text: str) -> str:
    """`text` on one line, single spaces between its words, without what no reader can see.

    >>> one_line(" Ny\\x0bformand\\n i\\x07 KKR ")
    'Ny formand i KKR'
    """
    return UNFIT_FOR_A_LINE.sub("", " ".join(text.split()))


def number_in(text: str) -> int:
    """The whole number that `text` is, of at most nine digits, which every database has room for; else 0.

    >>> number_in("12"), number_in("x"), number_in("1" * 5000)
    (12, 0, 0)
    """
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def shortened(text: str, length: int = 40) -> str:
    """What somebody wrote, short enough to be said back to them.

    >>> shortened("a long story", 6)
    'a long…'
    """
    return text if len(text) <= length else f"{text[:length]}…"


def in_danish_order(name: str) -> str:
    """æ, ø, å last, and aa as å, as a Dane looks names up."""
    plain = name.lower().replace("aa", "å")
    return plain.translate(str.maketrans("æøå", "\uf000\uf001\uf002"))
