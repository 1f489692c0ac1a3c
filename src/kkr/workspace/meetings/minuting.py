"""Which meeting somebody takes minutes of, or reads; for anybody else there is no such page."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kkr.meetings.models import AgendaItem, Decision, Edition, EditionKind, Meeting, State
from kkr.workspace.door import Request

Links = list[dict[str, Any]]


def meeting_of(request: Request, council: str, slug: str) -> Meeting:
    """The meeting, if the reader may know of it."""
    seen = Meeting.objects.visible_to(request.user).select_related("council", "approved_in")
    return get_object_or_404(seen, council__slug=council, slug=slug)


def to_minute(request: Request, council: str, slug: str) -> Meeting:
    """The meeting, if the reader takes minutes of it."""
    meeting = meeting_of(request, council, slug)
    if not request.user.has_perm("meetings.write_minutes", meeting):
        raise Http404
    return meeting


def item_of(request: Request, meeting: Meeting, public_id: UUID) -> AgendaItem:
    items = AgendaItem.objects.visible_to(request.user).filter(meeting=meeting)
    return get_object_or_404(items.select_related("meeting__council"), public_id=public_id)


def decision_of(request: Request, meeting: Meeting, public_id: UUID) -> Decision:
    seen = Decision.objects.visible_to(request.user).filter(item__meeting=meeting)
    return get_object_or_404(seen.select_related("item__meeting__council"), public_id=public_id)


def editions_of(meeting: Meeting) -> list[Edition]:
    """The published minutes, the newest first."""
    return list(Edition.objects.filter(meeting=meeting).of_kind(EditionKind.MINUTES).newest_first())


def at(meeting: Meeting, route: str, *more: Any) -> str:
    """The address of one of the pages about a meeting."""
    return reverse(f"workspace:{route}", args=[meeting.council.slug, meeting.slug, *more])


def anchor(item: AgendaItem) -> str:
    """Where an item stands on a page of the whole meeting."""
    return f"punkt-{item.public_id}"


def called(meeting: Meeting) -> str:
    """The meeting in a heading, as in "KKR Hovedstaden, 6. februar 2017"."""
    day = date_format(meeting.held_on) if meeting.held_on else meeting.known_as
    return f"{meeting.council.name}, {day}"


def ways(meeting: Meeting, here: str, *, is_out: bool) -> Links:
    """The other pages of whoever takes the minutes, in the order they are needed."""
    routes = {
        "minute": _("Take minutes"),
        "attendance": _("Attendance"),
        "meeting_end": _("End the meeting"),
        "minutes_preview": _("See the minutes"),
        "minutes_publish": _("Correct visibly") if is_out else _("Publish the minutes"),
        "minutes_editions": _("Editions of the minutes"),
        "follow_ups": _("Follow-up"),
        "papers": _("The papers as members read them"),
    }
    left = without(meeting, is_out=is_out) | {here}
    return [
        {"label": label, "href": at(meeting, route)}
        for route, label in routes.items()
        if route not in left
    ]


def without(meeting: Meeting, *, is_out: bool) -> set[str]:
    """The pages that lead nowhere yet, or no more."""
    left = set() if is_out else {"minutes_editions"}
    if meeting.state != State.CALLED:
        left.add("meeting_end")
    if meeting.state != State.HELD:
        left.add("minutes_publish")
    return left


def frame(meeting: Meeting, here: str = "") -> dict[str, Any]:
    """What every page about a meeting shows around its own."""
    editions = editions_of(meeting)
    return {
        "meeting": meeting,
        "called": called(meeting),
        "editions": editions,
        "home": at(meeting, "meeting"),
        "minute": at(meeting, "minute"),
        "doable": ways(meeting, here, is_out=bool(editions)),
    }


def done(request: Request, said: str, address: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(address)


def in_words(names: Iterable[str]) -> str:
    """Names in a row, as in "3.1, 3.2"."""
    return ", ".join(names)
