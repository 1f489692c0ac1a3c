"""Whether the frozen prints are what they were: their bytes, and whether they come out the same again."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kkr.printing.choosing import Chosen
from kkr.printing.from_editions import written
from kkr.printing.models import Print
from kkr.printing.press import press
from kkr.printing.typesetting import says, set_pdf


class Finding(StrEnum):
    SAME = "same"
    MISSING = "missing"
    DAMAGED = "damaged"
    LOOKS_OTHER = "looks other"
    SAYS_OTHER = "says other"


WRONG = {Finding.MISSING, Finding.DAMAGED}
PARTS = {
    "typst": "another version of typst",
    "fonts": "other fonts",
    "paper": "another version of kkr",
}


@dataclass(frozen=True)
class Verified:
    """What was found of one print; `why` are the reasons for a difference that are known."""

    made: Print
    finding: Finding
    why: tuple[str, ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Damaged, or other than it was without a reason for that."""
        differs = self.finding in {Finding.LOOKS_OTHER, Finding.SAYS_OTHER}
        return self.finding in WRONG or (differs and not self.why)


def verify(*, only_kept: bool = False) -> Iterator[Verified]:
    """Look at the kept bytes of each print, and unless `only_kept` make it again and compare."""
    for made in Print.objects.select_related("edition__meeting__council").order_by("pk"):
        finding = _kept(made)
        if finding == Finding.SAME and not only_kept:
            finding = _again(made)
        differs = finding in {Finding.LOOKS_OTHER, Finding.SAYS_OTHER}
        yield Verified(made, finding, tuple(_reasons(made)) if differs else ())


def _kept(made: Print) -> Finding:
    try:
        with made.content.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
    except FileNotFoundError:
        return Finding.MISSING
    return Finding.SAME if digest == made.sha256 else Finding.DAMAGED


def _again(made: Print) -> Finding:
    document = written(made.edition, Chosen(**made.shows), site=made.site)
    files = document.bytes()
    if says(document.sheet, files=files) != made.says:
        return Finding.SAYS_OTHER
    digest = hashlib.sha256(set_pdf(document.sheet, files=files)).hexdigest()
    return Finding.SAME if digest == made.sha256 else Finding.LOOKS_OTHER


def _reasons(made: Print) -> Iterator[str]:
    now = vars(press())
    for name, words in PARTS.items():
        if now[name] != getattr(made, name):
            yield f"{words} ({made.typst}, now {now[name]})" if name == "typst" else words
