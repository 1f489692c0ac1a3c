"""The meetings of the councils and what was on their agendas, each with its source; see `meetings.toml`.

Nobody is said to have been there and nothing to have been decided that no source tells.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from kkr.cases.models import Case, PaperVersion
from kkr.config.demo.meetings_items import Line, More, lines_of
from kkr.council.models import Council
from kkr.ledger.actors import Actor
from kkr.meetings.actions import (
    add_item,
    announce_meeting,
    change_meeting,
    decide,
    end_meeting,
    plan_meeting,
    publish_agenda,
    publish_minutes,
)
from kkr.meetings.composing import previous_of
from kkr.meetings.models import AgendaItem, Meeting, MeetingKind

TABLE = Path(__file__).with_name("meetings.toml")
MORNING = time(9, 0)
WEEK = timedelta(days=7)
MADE_UP = (
    "Udgaverne af dagsorden og referat er lavet til demonstrationen ud fra kilden. Hvornår de blev "
    "offentliggjort, og hvem der deltog, blev ikke fundet; her står ingen deltagere."
)
NOT_PUBLISHED = "Beslutningens ordlyd er ikke offentliggjort her."
WITHOUT = "Beslutningen er ikke offentliggjort i kilderne."
RETOLD = "Gengivet efter {source}. {not_published}"
NO_FILES = "Bilagene er ikke offentliggjort i kilderne."


@dataclass(frozen=True)
class Told:
    """One meeting of the table."""

    council: str
    source: str
    kind: str = "ordinary"
    on: str = ""
    known_as: str = ""
    before: str = ""
    is_announced: bool = False
    with_fixed: bool = False
    items: tuple[str, ...] = ()
    more: tuple[dict[str, str | int | bool], ...] = ()

    @property
    def held_on(self) -> date | None:
        return date.fromisoformat(self.on) if self.on else None

    @property
    def day(self) -> date:
        """The day it was held on, or before."""
        return self.held_on or date.fromisoformat(self.before)

    @property
    def called_at(self) -> datetime:
        return morning(self.day - WEEK)

    @property
    def minuted_at(self) -> datetime:
        return morning(self.day + WEEK if self.held_on else self.day)

    @property
    def lines(self) -> list[Line]:
        """Its items in their order, with what else is known of each."""
        known = {str(more["title"]): More(**more) for more in self.more}  # type: ignore[arg-type]
        return lines_of(self.items, known, MeetingKind(self.kind), with_fixed=self.with_fixed)


def morning(day: date) -> datetime:
    """09:00 in Copenhagen."""
    return datetime.combine(day, MORNING, ZoneInfo(settings.TIME_ZONE))


def told() -> Iterator[Told]:
    """The meetings of the table, the earliest first."""
    rows = tomllib.loads(TABLE.read_text(encoding="utf-8"))["meeting"]
    return (
        Told(**row | {name: tuple(row.get(name, ())) for name in ("items", "more")}) for row in rows
    )


def load(*, by: Actor, at: datetime) -> int:
    """Hold the meetings that are missing as on their days, and announce the next; gives how many."""
    councils = {council.slug: council for council in Council.objects.all()}
    due = [row for row in told() if row.minuted_at <= at or row.is_announced]
    missing = [row for row in due if not is_loaded(row, councils[row.council])]
    for row in missing:
        load_one(row, councils[row.council], by=by, at=at)
    return len(missing)


def is_loaded(row: Told, council: Council) -> bool:
    meetings = Meeting.objects.of_council(council)
    return meetings.filter(held_on=row.held_on, known_as=row.known_as).exists()


@transaction.atomic
def load_one(row: Told, council: Council, *, by: Actor, at: datetime) -> Meeting:
    """Announce one meeting, and if it is over by then take it to its minutes."""
    meeting = planned(row, council, by=by, at=min(row.called_at, at))
    if row.minuted_at > at:
        return meeting
    for line in row.lines:
        put_on_agenda(meeting, line, row, by=by, at=row.called_at)
    publish_agenda(meeting, override=NO_FILES, by=by, at=row.called_at)
    items = {item.title: item for item in meeting.items.all()}
    for line in row.lines:
        if line.more.decided:
            decide_on(items[line.title], line.more, by=by, at=row.minuted_at)
    end_meeting(meeting, undecided=WITHOUT, by=by, at=row.minuted_at)
    at = row.minuted_at
    publish_minutes(meeting, undecided=WITHOUT, override=NO_FILES, by=by, at=at)
    return meeting


def planned(row: Told, council: Council, *, by: Actor, at: datetime) -> Meeting:
    """The meeting, announced; who opened one that constituted a council was not found."""
    meeting = plan_meeting(
        council=council,
        kind=MeetingKind(row.kind),
        held_on=row.held_on,
        known_as=row.known_as,
        source_url=row.source,
        illustrative="" if row.is_announced else MADE_UP,
        by=by,
        at=at,
    )
    if meeting.opened_by:
        meeting = change_meeting(meeting, held_on=row.held_on, opened_by=None, by=by, at=at)
    return announce_meeting(meeting, by=by, at=at)


def put_on_agenda(
    meeting: Meeting, line: Line, row: Told, *, by: Actor, at: datetime
) -> AgendaItem:
    case = Case.objects.filter(title=line.more.case).first() if line.more.case else None
    version = {"paper__case": case, "version__number": line.more.version}
    paper = PaperVersion.objects.filter(**version).first() if line.more.version else None
    return add_item(
        meeting,
        section=line.section,
        kind=line.kind,
        title=line.title,
        html=f"<p>{line.more.text}</p>" if line.more.text else "",
        about=previous_of(meeting) if line.kind == "approval_of_minutes" else None,
        case=case,
        paper=paper,
        source_url="" if line.is_fixed else row.source,
        illustrative=line.illustrative,
        by=by,
        at=at,
    )


def decide_on(item: AgendaItem, more: More, *, by: Actor, at: datetime) -> None:
    retold = RETOLD.format(source=more.decision_source, not_published=NOT_PUBLISHED)
    decide(
        item,
        kind=more.decided,
        html=f"<p>{more.decision}</p>",
        wishes=more.wishes,
        is_newsworthy=more.is_newsworthy,
        illustrative=retold,
        by=by,
        at=at,
    )
