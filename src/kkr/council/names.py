"""Whether two names may be one person's: what a secretary should be asked before the register has them twice."""

from difflib import SequenceMatcher
from functools import lru_cache

from kkr.common.text import slug

NEAR = 0.86
SPELLINGS = (
    ("aa", "a"),
    ("oe", "o"),
    ("ae", "e"),
    ("ph", "f"),
    ("th", "t"),
    ("w", "v"),
    ("ch", "k"),
    ("c", "k"),
)


def alike(one: str, other: str) -> bool:
    """Whether two names are so near that it may be the same person.

    >>> alike("Niels Hörup", "Niels Hørup"), alike("Karsten Sondergård", "Carsten Søndergaard")
    (True, True)
    >>> alike("Ole Bjørstorp", "Ole Bo Bjørstorp"), alike("Niels Hansen", "Niels Jensen")
    (True, False)
    """
    mine, theirs = sounds(one), sounds(other)
    if not mine or not theirs:
        return False
    short, long = sorted((set(mine), set(theirs)), key=len)
    if len(short) > 1 and short <= long:
        return True
    return len(mine) == len(theirs) and all(
        SequenceMatcher(a=left, b=right, autojunk=False).ratio() >= NEAR
        for left, right in zip(mine, theirs, strict=True)
    )


@lru_cache(maxsize=4096)
def sounds(name: str) -> tuple[str, ...]:
    """The words of a name without what is spelled now one way, now another."""
    plain = slug(name)
    for written, heard in SPELLINGS:
        plain = plain.replace(written, heard)
    return tuple(plain.split("-")) if plain else ()
