"""A meeting in words: when, where, what there is to read of it, who was there, what is new."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kkr.meetings.differences import Change, What
from kkr.meetings.models import Meeting, MeetingKind, Procedure, State
from kkr.meetings.presentation import CHANGED, hours
from kkr.meetings.wording import by_municipality, guests_of, is_there
from kkr.website.meetings.reading import meeting_path

Line = dict[str, Any]


def title_of(meeting: Meeting) -> str:
    """What it is and when: `Ordinært møde den 6. februar 2017`."""
    kind = meeting.get_kind_display()
    if meeting.held_on is None:
        return f"{kind}, {meeting.known_as}"
    words = (
        _("%(kind)s until %(day)s")
        if meeting.kind == MeetingKind.WRITTEN
        else _("%(kind)s on %(day)s")
    )
    return words % {"kind": kind, "day": date_format(meeting.held_on)}


def day_in_words(meeting: Meeting) -> str:
    """The day, or what is known of it and that the rest is not."""
    if meeting.held_on:
        return date_format(meeting.held_on)
    return _("%(known)s; the day is not known") % {"known": meeting.known_as}


def days_left(meeting: Meeting, today: date) -> str:
    """How long it is until a coming meeting."""
    days = ((meeting.held_on or today) - today).days
    if days <= 0:
        return _("today")
    return ngettext("tomorrow", "in %(days)s days", days) % {"days": days}


def agenda_comes(meeting: Meeting, agreed: Procedure, today: date) -> str:
    """When the agenda of a meeting that has none is to be out; empty where the meeting is over."""
    if meeting.held_on is None or meeting.state != State.PLANNED or meeting.held_on < today:
        return ""
    day = agreed.agenda_by(meeting.kind, meeting.held_on)
    if day < today:
        return _("The agenda is not out yet.")
    return _("The agenda comes by %(day)s.") % {"day": date_format(day)}


def minutes_come(meeting: Meeting, agreed: Procedure, today: date) -> str:
    """When the minutes of a meeting that was held are to be out."""
    if meeting.held_on is None or meeting.held_on > today or meeting.state == State.PLANNED:
        return ""
    day = meeting.held_on + timedelta(days=agreed.minutes_days)
    if day < today:
        return _("The minutes are not out yet.")
    return _("The minutes come by %(day)s.") % {"day": date_format(day)}


def meeting_line(meeting: Any, agreed: Procedure, today: date) -> Line:
    """One meeting of a list; what is out of it comes with the row."""
    facts = [hours(meeting.starts_at, meeting.ends_at), meeting.place]
    return {
        "meeting": meeting,
        "title": title_of(meeting),
        "href": meeting_path(meeting),
        "facts": [fact for fact in facts if fact],
        "state": state_in_words(meeting, agreed, today),
        "is_cancelled": meeting.state == State.CANCELLED,
    }


def state_in_words(meeting: Any, agreed: Procedure, today: date) -> str:
    """What there is to read of it, or when there will be."""
    if meeting.state == State.CANCELLED:
        return ""
    if meeting.has_minutes:
        if meeting.approved_in_id and meeting.is_newer:
            return _("Minutes, corrected after they were approved")
        return _("Approved minutes") if meeting.approved_in_id else _("Minutes")
    if meeting.has_agenda:
        return " ".join(filter(None, [_("Agenda."), minutes_come(meeting, agreed, today)]))
    return agenda_comes(meeting, agreed, today) or _("No agenda or minutes stand here yet.")


def attendance(head: dict[str, Any]) -> Line:
    """Who was there by municipality, as minutes begin, with how many they were."""
    rows = head.get("attendance", [])
    there = sum(map(is_there, rows))
    heading = ngettext("%(number)s took part", "%(number)s took part", there)
    return {
        "heading": heading % {"number": there} if rows else _("Who was there"),
        "groups": list(by_municipality(head).items()),
        "also_present": guests_of(head),
    }


def change_lines(found: Iterable[Change]) -> list[Line]:
    """What is new, an item a line: its number, its heading, and what changed with it."""
    groups: dict[tuple[str, str], list[str]] = {}
    for change in found:
        words = str(CHANGED[change.what]) if change.number or change.what == What.ORDER else _head()
        groups.setdefault((change.number, change.heading), []).append(words)
    return [
        {"number": number, "heading": heading, "words": ", ".join(words)}
        for (number, heading), words in groups.items()
    ]


def _head() -> str:
    return _("time, place or who was there")
