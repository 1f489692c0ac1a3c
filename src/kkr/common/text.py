"""Danish text."""

import re
import unicodedata

LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def slug(text: str) -> str:
    """The part of an address that names `text`, without æøå.

    >>> slug("Ærø"), slug("Brøndby"), slug("Høje-Taastrup"), slug("H.P. Geil")
    ('aeroe', 'broendby', 'hoeje-taastrup', 'h-p-geil')
    """
    # å as one letter before anything is decomposed, or it would lose its ring and become a
    letters = unicodedata.normalize("NFC", text).lower().translate(LETTERS)
    plain = unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def shortened(text: str, length: int = 40) -> str:
    """What somebody wrote, short enough to be said back to them.

    >>> shortened("a long story", 6)
    'a long…'
    """
    return text if len(text) <= length else f"{text[:length]}…"
