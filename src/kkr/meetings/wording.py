"""What stands above the items of an edition, in words for pages and prints alike, in the language spoken around.

`head` is that of an edition: values, with days and times as text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.utils.formats import date_format, time_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kkr.meetings.kinds.base import decision_kinds
from kkr.meetings.models import Capacity, Edition, Meeting, MeetingKind, Standing, State

Head = Mapping[str, Any]


@dataclass(frozen=True)
class Roll:
    """Who was there, municipality by municipality with a line for each thing to say, and who was not."""

    present: dict[str, list[str]] = field(default_factory=dict)
    away: list[str] = field(default_factory=list)

    @property
    def groups(self) -> list[tuple[str, list[str]]]:
        """The lines by municipality, as a template walks through them."""
        return list(self.present.items())


def title_of(head: Head, council: str) -> str:
    """What kind of meeting of whom, e.g. "Ordinært møde i KKR Hovedstaden"."""
    kind = MeetingKind(head["kind"]).label
    return _("%(kind)s of %(council)s") % {"kind": kind, "council": council}


def day_of(head: Head) -> str:
    """The day, or what is known of it."""
    day = head.get("held_on")
    return date_format(date.fromisoformat(day), "DATE_FORMAT") if day else str(head["known_as"])


def minutes_named(edition: Edition) -> str:
    """What minutes are called where they are attached, by the day that stands above them."""
    facts = {"day": day_of(edition.head), "number": edition.number}
    if edition.number == 1:
        return _("Minutes of the meeting of %(day)s") % facts
    return _("Minutes of the meeting of %(day)s, edition %(number)s") % facts


def opener_in_words(meeting: Meeting) -> str:
    """What is said before the name of who opens the meeting, or opened it."""
    return _("Was opened by") if meeting.state == State.HELD else _("Is opened by")


def hours_of(head: Head) -> str:
    """From when until when, e.g. "kl. 10.00-12.30"; "" where nothing is known."""
    begins, ends = head.get("starts_at"), head.get("ends_at")
    if not begins:
        return ""
    if not ends:
        return _("at %(begins)s") % {"begins": _clock(begins)}
    return _("%(begins)s to %(ends)s") % {"begins": _clock(begins), "ends": _clock(ends)}


def _clock(told: str) -> str:
    return time_format(time.fromisoformat(told), pgettext("how a time is written", "H:i"))


def decision_in_words(kind: str) -> str:
    """What the council did, in a word or two."""
    found = decision_kinds().get(kind)
    return str(found.title) if found else kind


def without_said(facts: Mapping[str, Any]) -> str:
    """Who took no part in an item, by what stands under it; "" where minutes name nobody."""
    names = facts.get("without", [])
    words = _("%(names)s took no part in the item.")
    return words % {"names": get_text_list(names, _("and"))} if names else ""


def roll_of(head: Head) -> Roll:
    """The roll as minutes begin with it; of an agenda it is empty."""
    roll = Roll()
    for row in told_of(head):
        if is_there(row):
            roll.present.setdefault(row["municipality"], []).append(_line(row))
        else:
            roll.away.append(_away(row))
    if guests := guests_of(head):
        roll.present.setdefault(_("Also present"), []).extend(guests)
    return roll


def told_of(head: Head) -> list[Mapping[str, str]]:
    """The rows of the roll there is a line to say of: not of who was away with somebody in their place.

    That line says it already. Every page and print of minutes counts and names these.
    """
    rows = head.get("attendance", [])
    replaced = {(row["stands_in_for"], row["municipality"]) for row in rows if is_there(row)}
    return [
        row for row in rows if is_there(row) or (row["person"], row["municipality"]) not in replaced
    ]


def is_there(row: Mapping[str, str]) -> bool:
    return row["standing"] == Standing.PRESENT


def by_municipality(head: Head) -> dict[str, list[str]]:
    """All there is to say of each person on the roll, municipality by municipality."""
    found: dict[str, list[str]] = {}
    for row in told_of(head):
        found.setdefault(row["municipality"] or _("No municipality"), []).append(said_of(row))
    return found


def guests_of(head: Head) -> list[str]:
    """Who was there beside the members and those who stood in, one by one."""
    return [name for part in head.get("also_present", "").split(";") if (name := part.strip())]


def said_of(row: Mapping[str, str]) -> str:
    """All there is to say of one person: that they were there, for whom, from and to which item, or that not."""
    if row["standing"] == Standing.APOLOGIES:
        return _("%(name)s (sent apologies)") % {"name": row["person"]}
    if row["standing"] == Standing.ABSENT:
        return _("%(name)s (absent)") % {"name": row["person"]}
    return _line(row)


def _line(row: Mapping[str, str]) -> str:
    if row["stands_in_for"]:
        line = _("%(member)s, %(municipality)s, substitute %(substitute)s took part") % {
            "member": row["stands_in_for"],
            "municipality": row["municipality"],
            "substitute": row["person"],
        }
    elif row["capacity"] == Capacity.SUBSTITUTE:
        line = _("%(person)s, substitute") % {"person": row["person"]}
    else:
        line = row["person"]
    when = ", ".join(_came_and_left(row))
    return f"{line} ({when})" if when else line


def _came_and_left(row: Mapping[str, str]) -> Iterable[str]:
    if row["came_at"]:
        yield _("came at item %(number)s") % {"number": row["came_at"]}
    if row["left_at"]:
        yield _("left at item %(number)s") % {"number": row["left_at"]}


def _away(row: Mapping[str, str]) -> str:
    words = ", ".join(part for part in (row["person"], row["municipality"]) if part)
    if row["standing"] == Standing.ABSENT:
        return _("%(who)s (without apologies)") % {"who": words}
    return words
