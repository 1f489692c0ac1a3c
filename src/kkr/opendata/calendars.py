"""The meetings of a council as iCalendar, RFC 5545; without the link by which one takes part."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from kkr.common.text import UNFIT_FOR_XML
from kkr.council.models import Council
from kkr.ledger import clock
from kkr.meetings.models import Meeting, MeetingKind, State
from kkr.opendata.meetings import meeting_path

CALENDAR = "text/calendar; charset=utf-8"
AGAIN_AFTER = timedelta(hours=6)
BACK = timedelta(days=731)
"""How far back it goes: whoever subscribes looks ahead, and the older meetings are on the page and in the dataset."""


def calendar_of(council: Council) -> bytes:
    """The announced meetings with a day, those of the last two years and all to come, also the cancelled ones,
    so that calendars strike them."""
    name = _("Meetings of %(council)s") % {"council": council.name}
    calendar = Calendar()
    calendar.add("prodid", "-//KKR//kkr//DA")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    calendar.add_component(copenhagen())
    meetings = (
        Meeting.objects.public().of_council(council).filter(held_on__gte=clock.today() - BACK)
    )
    for meeting in meetings.order_by("held_on", "pk"):
        meeting.council = council
        calendar.add_component(event_of(meeting))
    return bytes(calendar.to_ical())


def event_of(meeting: Meeting) -> Event:
    """One meeting. Its UID stays whatever changes; `DTSTAMP` is, without a method, when it was last revised."""
    event = Event()
    event.add("uid", meeting.identifier)
    event.add("sequence", meeting.sequence)
    for name in ("dtstamp", "last-modified"):
        event.add(name, in_utc(meeting.changed_at))
    event.add("summary", fit(f"{meeting.council.name}: {meeting.get_kind_display()}"))
    for name, value in when(meeting).items():
        event.add(name, value)
    event.add("status", "CANCELLED" if meeting.state == State.CANCELLED else "CONFIRMED")
    event.add("url", f"{settings.SITE_URL}{meeting_path(meeting)}")
    if meeting.place:
        event.add("location", fit(meeting.place))
    if told := description(meeting):
        event.add("description", fit(told))
    return event


def when(meeting: Meeting) -> dict[str, Any]:
    """From and until; the whole day, which nobody is busy with, where no time is known."""
    if meeting.begins is None or meeting.ends is None or meeting.kind == MeetingKind.WRITTEN:
        return {"dtstart": meeting.held_on, "transp": "TRANSPARENT"}
    return {"dtstart": meeting.begins, "dtend": meeting.ends}


def description(meeting: Meeting) -> str:
    """Why it is cancelled, when answers are due, and what was made up."""
    told = []
    if meeting.state == State.CANCELLED:
        told.append(_("Cancelled: %(why)s") % {"why": meeting.cancelled_why})
    if meeting.kind == MeetingKind.WRITTEN and meeting.held_on:
        told.append(_("It ends on %(day)s.") % {"day": date_format(meeting.held_on)})
    if meeting.illustrative:
        told.append(_("Illustrative: %(words)s") % {"words": meeting.illustrative})
    return "\n".join(told)


def in_utc(instant: datetime) -> datetime:
    """To the second, as calendars count."""
    return instant.astimezone(UTC).replace(microsecond=0)


def fit(text: str) -> str:
    """Without what no calendar can hold."""
    return UNFIT_FOR_XML.sub("", text)


def copenhagen() -> Timezone:
    """The rules of the European Union since 1996: last Sunday of March to last Sunday of October.

    Both begin at one o'clock UTC, and are written in the local time that holds until then (3.6.5).
    """
    zone = Timezone()
    zone.add("tzid", settings.TIME_ZONE)
    winter, summer = timedelta(hours=1), timedelta(hours=2)
    for part, name, before, after, begins in (
        (TimezoneDaylight(), "CEST", winter, summer, datetime(1996, 3, 31, 2)),  # noqa: DTZ001
        (TimezoneStandard(), "CET", summer, winter, datetime(1996, 10, 27, 3)),  # noqa: DTZ001
    ):
        part.add("tzname", name)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("dtstart", begins)
        part.add("rrule", {"freq": "yearly", "bymonth": begins.month, "byday": "-1su"})
        zone.add_component(part)
    return zone
