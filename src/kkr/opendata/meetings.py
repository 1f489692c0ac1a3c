"""What the datasets about meetings share: where things stand, and as of when they are."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from kkr.meetings.models import AgendaItem, Edition, EditionKind, Meeting


def meeting_path(meeting: Meeting) -> str:
    return reverse("website:meeting", args=[meeting.council.slug, meeting.slug])


def item_path(item: AgendaItem, number: str) -> str:
    meeting = item.meeting
    return reverse("website:meeting_item", args=[meeting.council.slug, meeting.slug, number])


def where_and_when(meeting: Meeting) -> dict[str, Any]:
    """The first columns of a row about something at a meeting."""
    return {
        "council": meeting.council.slug,
        "held_on": meeting.held_on,
        "known_as": meeting.known_as or None,
        "meeting": meeting_path(meeting),
    }


def telling(council: str) -> Any:
    """The edition to read of each announced meeting, of one council or all."""
    meetings = Meeting.objects.public()
    if council:
        meetings = meetings.filter(council__slug=council)
    return Edition.objects.public().telling().filter(meeting__in=meetings.values("pk"))


def newest_minutes(council: str) -> Iterator[Edition]:
    """The newest minutes of each meeting, the newest meeting first."""
    rows = telling(council).filter(kind=EditionKind.MINUTES).select_related("meeting__council")
    yield from rows.order_by("-meeting__held_on", "-meeting")
