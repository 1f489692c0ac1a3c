"""What was to open by itself and did not, for a guard found something: it waits on the desk of who prepares it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.formats import date_format

from kkr.council.desk import DeskEntry, desk_entries
from kkr.meetings.models import AgendaItem, Attachment


@desk_entries.register
def held_back(viewer: Any, _now: datetime) -> Iterator[DeskEntry]:
    """To a secretary the closed items and files that would be open had nothing been found in them."""
    items = AgendaItem.objects.written_by(viewer).held_back().select_related("meeting__council")
    for item in items:
        yield _entry("meetings.open", item, f"{item.number} {item.title}", item)
    files = Attachment.objects.written_by(viewer).held_back()
    for made in files.select_related("item__meeting__council"):
        yield _entry("meetings.open_file", made, made.title, made.item)


def _entry(kind: str, thing: AgendaItem | Attachment, title: str, item: AgendaItem) -> DeskEntry:
    meeting = item.meeting
    day = date_format(meeting.held_on) if meeting.held_on else meeting.known_as
    return DeskEntry(
        kind=kind,
        subject=thing,
        title=title,
        sender=f"{meeting.council.name}, {day}",
        since=thing.held_at or meeting.changed_at,
    )
