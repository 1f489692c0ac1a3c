"""When the councils meet, and what there is to read of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from kkr.meetings.models import Edition, EditionKind, Meeting
from kkr.opendata.columns import COUNCIL, HELD_ON, IDENTIFIER, ILLUSTRATIVE, KNOWN_AS, PATH, SOURCE
from kkr.opendata.kinds import Column, Dataset, Entry, Query, Row
from kkr.opendata.meetings import meeting_path


def rows(query: Query) -> Iterable[Row]:
    """One row a meeting that is announced, the newest first, in two queries; in a feed the newest 50."""
    meetings = (
        Meeting.objects.public().newest_first().select_related("council", "approved_in__council")
    )
    if query.council:
        meetings = meetings.filter(council__slug=query.council)
    meetings = meetings[: query.at_most]
    out = newest_editions(meetings if query.at_most else None)
    for meeting in meetings:
        agenda, minutes = (out.get((meeting.pk, kind)) for kind in EditionKind)
        approved = meeting.approved_in
        yield {
            "council": meeting.council.slug,
            "kind": meeting.kind,
            "kind_name": meeting.get_kind_display(),
            "state": meeting.state,
            "state_name": meeting.get_state_display(),
            "held_on": meeting.held_on,
            "known_as": meeting.known_as or None,
            "starts_at": meeting.starts_at,
            "ends_at": meeting.ends_at,
            "place": meeting.place or None,
            "cancelled_why": meeting.cancelled_why or None,
            "agenda_published_at": agenda,
            "minutes_published_at": minutes,
            "approved_in": meeting_path(approved) if approved and approved.is_public else None,
            "changed_at": max(filter(None, [meeting.changed_at, agenda, minutes])),
            "illustrative": meeting.illustrative,
            "path": meeting_path(meeting),
            "identifier": meeting.identifier,
            "source": meeting.source_url,
            "council_name": meeting.council.name,
        }


def newest_editions(meetings: Iterable[Meeting] | None) -> dict[tuple[int, str], datetime]:
    """When the newest edition of each kind was published, of these meetings or of every one."""
    newest: Any = Edition.objects.public().order_by().values_list("meeting", "kind")
    if meetings is not None:
        newest = newest.filter(meeting__in=[each.pk for each in meetings])
    return {(meeting, kind): at for meeting, kind, at in newest.annotate(Max("published_at"))}


def entry(row: Row) -> Entry:
    when = row["held_on"] or row["known_as"]
    told = [row["place"], row["cancelled_why"], row["illustrative"]]
    return Entry(
        title=f"{row['council_name']}: {row['kind_name']} {when} ({row['state_name']})",
        path=row["path"],
        updated=row["changed_at"],
        summary=" ".join(filter(None, told)),
        author=row["council_name"],
        identifier=row["identifier"],
    )


DATASET = Dataset(
    slug="moeder",
    title=_("Meetings"),
    description=_(
        "The meetings of the councils that are announced, held or cancelled, newest first."
    ),
    columns=(
        COUNCIL,
        Column("kind", _("Kind"), _("ordinary, extraordinary, constituting, or written.")),
        Column("kind_name", _("Kind in words"), _("The same in the language of the address.")),
        Column("state", _("State"), _("planned, called, held, or cancelled.")),
        Column("state_name", _("State in words"), _("The same in the language of the address.")),
        HELD_ON,
        KNOWN_AS,
        Column("starts_at", _("From"), _("The time in Copenhagen; empty where not known.")),
        Column("ends_at", _("Until"), _("The time in Copenhagen; empty where not known.")),
        Column("place", _("Place"), _("Where; empty where not known."), language="da"),
        Column(
            "cancelled_why", _("Why it is cancelled"), _("Empty where it is not."), language="da"
        ),
        Column(
            "agenda_published_at",
            _("Agenda published"),
            _("The instant of its newest edition; empty where there is none."),
        ),
        Column(
            "minutes_published_at",
            _("Minutes published"),
            _("The instant of its newest edition; empty where there is none."),
        ),
        Column(
            "approved_in",
            _("Approved by"),
            _("The address of the meeting that approved the minutes; empty until one has."),
        ),
        Column("changed_at", _("Changed"), _("The instant something of it was last changed.")),
        ILLUSTRATIVE,
        PATH,
        IDENTIFIER,
        SOURCE,
    ),
    rows=rows,
    entry=entry,
    filters=("raad",),
)
