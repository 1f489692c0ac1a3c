"""What a print is set with: whoever has the same gets the same bytes of the same edition."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import kkr
from kkr.printing.fonts import CUTS, font

ROOM = Path(__file__).parent
HOUSE = Path(kkr.__file__).parent


@dataclass(frozen=True)
class Press:
    """The version of typst, the digest of our type, and that of our templates, code and translations."""

    typst: str
    fonts: str
    paper: str


@cache
def press() -> Press:
    """What this process sets with."""
    fonts = hashlib.sha256(b"".join(font(cut) for cut in CUTS)).hexdigest()
    return Press(typst=version("typst"), fonts=fonts, paper=_paper())


def _paper() -> str:
    told = hashlib.sha256()
    files = [*ROOM.glob("paper/*.typ"), *ROOM.glob("*.py"), HOUSE / "meetings/wording.py"]
    for file in sorted([*files, *HOUSE.glob("locale/*/LC_MESSAGES/*.po")]):
        told.update(f"{file.relative_to(HOUSE)}\0".encode() + file.read_bytes())
    return told.hexdigest()
