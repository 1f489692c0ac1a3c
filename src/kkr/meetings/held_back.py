"""What was to open by itself and did not, for a guard found something: it waits on the desk of who prepares it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.formats import date_format

from kkr.council.desk import DeskEntry, desk_entries
from kkr.meetings.models import AgendaItem, Attachment


@desk_entries.register
def held_back(viewer: Any, _now: datetime) -> Iterator[DeskEntry]:
    """To a secretary the closed items and files that would be open had nothing been found in them."""
    files = Prefetch("attachments", Attachment.objects.held_back(), to_attr="files_held_back")
    items = AgendaItem.objects.written_by(viewer).holding_back().prefetch_related(files)
    for item in items.select_related("meeting__council"):
        if item.held_at and not item.is_open:
            yield _entry("meetings.open", item, f"{item.number} {item.title}", item)
        for made in item.files_held_back:
            yield _entry("meetings.open_file", made, made.title, item)


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
