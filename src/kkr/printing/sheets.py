"""What is printed, as plain words: whoever asks for a print has chosen, translated and written out all of it.

Dates and times stand here as a reader sees them. `html` is rich text as `documents.richtext` leaves it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kkr.printing.labels import Labels


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file under an item. Where the print is given the bytes of `address`, the file lies inside the PDF."""

    name: str = ""
    size: str = ""
    address: str = ""
    media_type: str = "application/octet-stream"
    is_closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the council did: the word for it ("Godkendt"), and the text."""

    kind: str
    html: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What somebody wanted to have in the minutes."""

    by: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One point of the agenda under the number it keeps.

    `note` says that the content is illustrative; `withdrawn` says when the item was taken off, and why.
    """

    number: str
    title: str
    is_closed: bool = False
    case_number: str = ""
    presenter: str = ""
    duration: str = ""
    proposal: str = ""
    html: str = ""
    decisions: tuple[Decision, ...] = ()
    statements: tuple[Statement, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    note: str = ""
    withdrawn: str = ""

    @property
    def content(self) -> tuple[object, ...]:
        """What there is besides number, title and what is said of the item as a whole."""
        facts = (self.case_number, self.presenter, self.duration, self.proposal, self.html)
        things = (*self.decisions, *self.statements, *self.attachments)
        return (*(fact for fact in facts if fact), *things)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A fixed part of the agenda; it stays when it is empty."""

    number: str
    title: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Who was there of one municipality: a line for each, ready to read."""

    municipality: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What was corrected in minutes, by which meeting, and why."""

    what: str
    by: str
    why: str = ""


class ClosedContent(ValueError):
    """A sheet for everybody holds something that is not for everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPrint:
    """The agenda or the minutes of one meeting, for one audience.

    `address` is where the edition stands for good: it is printed, and what a text links to begins there.
    `made_at` is all that the file says of when it was made.
    """

    kind: Literal["agenda", "minutes"]
    council: str
    title: str
    date: str
    hours: str
    place: str
    edition: str
    published: str
    audience: str
    is_public: bool
    address: str
    language: str
    labels: Labels
    made_at: datetime
    sections: tuple[Section, ...]
    attendance: tuple[Attendance, ...] = ()
    apologies: tuple[str, ...] = ()
    substitutes: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        items = [item for section in self.sections for item in section.items]
        if self.is_public and any(_gives_away(item) for item in items):
            raise ClosedContent("a print for everybody shows the heading of a closed item only")


def _gives_away(item: Item) -> bool:
    closed = [attachment for attachment in item.attachments if attachment.is_closed]
    return bool(item.is_closed and item.content) or any(a.name or a.address for a in closed)
