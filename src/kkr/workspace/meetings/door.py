"""Which meeting somebody prepares, and where each thing about it is done; for anybody else there is no such page."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format

from kkr.council.models import Council
from kkr.meetings.models import AgendaItem, Meeting
from kkr.workspace.door import Request, council_for
from kkr.workspace.pages import Step


def council_of(request: Request, slug: str) -> Council:
    """The council whose meetings the reader plans."""
    kept = council_for(request.user, slug, "meetings.plan_meeting")
    if kept is None:
        raise Http404
    return kept


def meeting_of(request: Request, council: str, slug: str) -> Meeting:
    """The meeting, if the reader prepares it."""
    kept = council_of(request, council)
    own = Meeting.objects.written_by(request.user).of_council(kept)
    return get_object_or_404(own.select_related("council", "opened_by"), slug=slug)


def item_of(request: Request, council: str, slug: str, public_id: UUID) -> AgendaItem:
    """The item, if the reader prepares its meeting."""
    meeting = meeting_of(request, council, slug)
    rows = AgendaItem.objects.written_by(request.user).filter(meeting=meeting)
    related = ("document", "case", "paper__paper", "paper__version", "about")
    item = get_object_or_404(rows.select_related(*related), public_id=public_id)
    item.meeting = meeting
    return item


def at(meeting: Meeting, route: str = "meeting", *more: Any) -> str:
    """Where something about a meeting is done."""
    return reverse(f"workspace:{route}", args=[meeting.council.slug, meeting.slug, *more])


def at_if_there(meeting: Meeting, route: str) -> str:
    """The same of a page that another part of the desk may have; empty where it has not."""
    try:
        return at(meeting, route)
    except NoReverseMatch:
        return ""


def item_at(item: AgendaItem, what: str = "", *more: Any) -> str:
    """Where an item is written, or with `what` something else is done with it."""
    route = f"agenda_item_{what}" if what else "agenda_item"
    return at(item.meeting, route, item.public_id, *more)


def place(item: AgendaItem) -> str:
    """Where an item stands on the page of its agenda."""
    return f"{at(item.meeting, 'agenda')}#{anchor(item)}"


def anchor(item: AgendaItem) -> str:
    return f"punkt-{item.public_id}"


def day_of(meeting: Meeting) -> str:
    """The day, or what is known of it, in words."""
    return date_format(meeting.held_on) if meeting.held_on else meeting.known_as


def named(meeting: Meeting) -> str:
    """The meeting in a heading, as in "Ordinary meeting, 6 February 2017"."""
    return f"{meeting.get_kind_display()}, {day_of(meeting)}"


def step_of(meeting: Meeting, question: str, button: str, *notes: str) -> Step:
    """A page about a meeting that leads back to it."""
    return Step(question, button, named(meeting), at(meeting), notes)
