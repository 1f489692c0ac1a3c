"""What is written of an item at once, and of the roll at once: all of it or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.common.text import one_line
from kkr.council.actions import add_person
from kkr.council.models import Person
from kkr.ledger.actors import Actor, require
from kkr.meetings.actions.attendance import note_attendance, refuse_two_in_one_seat, write_row
from kkr.meetings.actions.minutes import change_decision, decide
from kkr.meetings.actions.recording import held, locked, recorded
from kkr.meetings.actions.unsaved_decisions import forget_unsaved
from kkr.meetings.models import (
    AgendaItem,
    Attendance,
    Capacity,
    Decision,
    EditionKind,
    Meeting,
    Standing,
    State,
    WrongState,
)

Whereabouts = tuple[str, int | None, int | None]
"""Standing, and the primary keys of the items somebody came at and left at."""


@dataclass(frozen=True)
class Written:
    """What was written of one decision: of version `based_on` of one that is there, or with 0 of a new one."""

    public_id: UUID
    kind: str
    html: str
    dissent: str = ""
    is_newsworthy: bool = False
    wishes: Sequence[str] | None = None
    based_on: int = 0


@transaction.atomic
def minute_item(
    item: AgendaItem, *, written: Sequence[Written], by: Actor, at: datetime
) -> list[Decision]:
    """Write the decisions on an item, and throw away what `by` had not saved of it; twice is once.

    Raises StaleEdit, and changes nothing, if somebody wrote one of them meanwhile. Refuses an actor
    without `meetings.write_minutes` on the meeting, and what `decide` refuses.
    """
    require(by, "meetings.write_minutes", item.meeting)
    _meeting, item = held(item)
    known = {each.public_id: each for each in item.decisions.all()}
    made = [_written(item, known.get(each.public_id), each, by=by, at=at) for each in written]
    forget_unsaved(item, by=by)
    return made


def _written(
    item: AgendaItem, known: Decision | None, said: Written, *, by: Actor, at: datetime
) -> Decision:
    kind, html, dissent = said.kind, said.html, said.dissent
    if known is None:
        return decide(
            item,
            kind=kind,
            html=html,
            dissent=dissent,
            is_newsworthy=said.is_newsworthy,
            wishes=said.wishes or (),
            public_id=said.public_id,
            by=by,
            at=at,
        )
    return change_decision(
        known,
        based_on=said.based_on or 1,
        kind=kind,
        html=html,
        dissent=dissent,
        is_newsworthy=said.is_newsworthy,
        wishes=said.wishes,
        by=by,
        at=at,
    )


@dataclass(frozen=True)
class Noted:
    """What was noted of somebody on the roll; `over` is what stood there for whoever noted it."""

    row: Attendance
    standing: Standing
    came_at: AgendaItem | None
    left_at: AgendaItem | None
    over: Whereabouts

    @property
    def wanted(self) -> Whereabouts:
        return (
            self.standing,
            self.came_at.pk if self.came_at else None,
            self.left_at.pk if self.left_at else None,
        )


class StaleRoll(Exception):
    """Somebody noted something else of the same people meanwhile. Nothing was written; `theirs` is how it stands."""

    def __init__(self, theirs: Sequence[Attendance]) -> None:
        super().__init__(f"{len(theirs)} rows of the roll are newer")
        self.theirs = theirs


class RefusedRows(ValidationError):
    """What cannot be noted of some of the people, each named; `rows` has what is wrong by the row's primary key."""

    def __init__(self, rows: Mapping[int, ValidationError]) -> None:
        super().__init__([each for refusal in rows.values() for each in refusal.messages])
        self.rows = rows


def whereabouts(row: Attendance) -> Whereabouts:
    """What stands on the roll of somebody now."""
    return row.standing, row.came_at_id, row.left_at_id


@transaction.atomic
def note_roll(
    meeting: Meeting, *, noted: Sequence[Noted], by: Actor, at: datetime
) -> list[Attendance]:
    """Note of several people whether, from and to which item they are there.

    Raises StaleRoll, and changes nothing, if somebody else noted something of them meanwhile. Refuses
    an actor without `meetings.write_minutes` on the meeting, and what `note_attendance` refuses, with
    RefusedRows of whom.
    """
    require(by, "meetings.write_minutes", meeting)
    meeting = locked(meeting)
    rows = meeting.attendance.select_related("person", "municipality", "stands_in_for")
    now = rows.in_bulk([each.row.pk for each in noted])
    stale = [
        now[each.row.pk]
        for each in noted
        if whereabouts(now[each.row.pk]) not in (each.over, each.wanted)
    ]
    if stale:
        raise StaleRoll(stale)
    written, refused = [], {}
    for each in noted:
        try:
            written.append(_noted(meeting, now[each.row.pk], each, by=by, at=at))
        except ValidationError as refusal:
            refused[each.row.pk] = _of_whom(each.row, refusal)
    if refused:
        raise RefusedRows(refused)
    refuse_two_in_one_seat(meeting, written)
    return written


def _of_whom(row: Attendance, refusal: ValidationError) -> ValidationError:
    """The same with the name of the person before each reason."""
    named = _("%(name)s: %(reason)s")
    return ValidationError(
        {
            field: [named % {"name": row.person.name, "reason": each} for each in reasons]
            for field, reasons in refusal.message_dict.items()
        }
    )


def _noted(
    meeting: Meeting, row: Attendance, said: Noted, *, by: Actor, at: datetime
) -> Attendance:
    is_there = said.standing == Standing.PRESENT
    wanted = {
        "standing": said.standing,
        "capacity": Capacity(row.capacity),
        "municipality": row.municipality,
        "stands_in_for": row.stands_in_for,
        "came_at": said.came_at if is_there else None,
        "left_at": said.left_at if is_there else None,
    }
    return write_row(meeting, row.person, wanted, by=by, at=at)


class StaleGuests(Exception):
    """Somebody noted other guests meanwhile. Nothing was written; `theirs` is what they noted."""

    def __init__(self, theirs: str) -> None:
        super().__init__("the guests were noted meanwhile")
        self.theirs = theirs


@transaction.atomic
def note_guests(meeting: Meeting, guests: str, *, over: str, by: Actor, at: datetime) -> Meeting:
    """Note who is there and no member: officials and guests, divided by semicolons; the same leaves no trace.

    `over` is what stood there for the writer; raises StaleGuests, and changes nothing, if something else
    does. Refuses an actor without `meetings.write_minutes` on the meeting, and a cancelled one.
    """
    require(by, "meetings.write_minutes", meeting)
    meeting = locked(meeting)
    if meeting.state == State.CANCELLED:
        raise WrongState(meeting)
    wanted = one_line(guests)
    if meeting.also_present == wanted:
        return meeting
    if meeting.also_present != over:
        raise StaleGuests(meeting.also_present)
    meeting.also_present = wanted
    meeting.full_clean()
    meeting.save()
    recorded("guests_noted", meeting, meeting, by=by, at=at)
    return meeting


@transaction.atomic
def seat_substitute(
    meeting: Meeting,
    who: Person | str,
    *,
    stands_in_for: Person,
    came_at: AgendaItem | None = None,
    left_at: AgendaItem | None = None,
    by: Actor,
    at: datetime,
) -> Attendance:
    """Note who stands in for a member, for the member's municipality; a name enters somebody new; twice is once.

    Refuses an actor without `meetings.write_minutes` on the meeting, somebody who is not on the roll as
    a member, one for whom another stands in already, and what `note_attendance` refuses.
    """
    require(by, "meetings.write_minutes", meeting)
    meeting = locked(meeting)
    member = meeting.attendance.filter(person=stands_in_for, capacity=Capacity.MEMBER).first()
    if member is None:
        raise ValidationError({"stands_in_for": _("Choose a member of the roll.")})
    person = add_person(name=who, by=by, at=at) if isinstance(who, str) else who
    if person == stands_in_for:
        raise ValidationError({"name": _("Nobody stands in for themselves.")})
    other = meeting.attendance.filter(stands_in_for=stands_in_for).exclude(person=person).first()
    if other:
        message = _("%(other)s stands in for %(name)s already. Take them off the roll first.")
        names = {"other": other.person.name, "name": stands_in_for.name}
        raise ValidationError({"stands_in_for": message % names})
    return note_attendance(
        meeting,
        person,
        standing=Standing.PRESENT,
        capacity=Capacity.SUBSTITUTE,
        municipality=member.municipality,
        stands_in_for=stands_in_for,
        came_at=came_at,
        left_at=left_at,
        by=by,
        at=at,
    )


@transaction.atomic
def drop_substitute(row: Attendance, *, by: Actor, at: datetime) -> None:
    """Take a substitute off the roll who was noted by mistake; twice is once.

    Refuses an actor without `meetings.write_minutes` on the meeting, a member, and a roll that stands
    in published minutes.
    """
    require(by, "meetings.write_minutes", row.meeting)
    meeting = locked(row.meeting)
    found = meeting.attendance.filter(pk=row.pk).first()
    if found is None:
        return
    if found.capacity != Capacity.SUBSTITUTE:
        raise ValidationError(_("A member stays on the roll; note that they are absent."))
    if meeting.editions.filter(kind=EditionKind.MINUTES).exists():
        raise ValidationError(_("What stands in published minutes is corrected, not taken back."))
    recorded("substitute_dropped", meeting, meeting, by=by, at=at)
    found.delete()
