"""Who is there: the roll, and of each of them for whom, from and to which item."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.council.models import Membership, Municipality, Person
from kkr.ledger.actors import Actor, require
from kkr.meetings.actions.recording import locked, recorded
from kkr.meetings.attendance import sharing_a_seat
from kkr.meetings.models import (
    AgendaItem,
    Attendance,
    Capacity,
    Meeting,
    Standing,
    State,
    WrongState,
)


@transaction.atomic
def call_roll(meeting: Meeting, *, by: Actor, at: datetime) -> list[Attendance]:
    """Note every member of that day as present, but those of whom something is noted; gives who is new.

    Refuses an actor without `meetings.write_minutes` on the meeting, and a meeting without a day.
    """
    require(by, "meetings.write_minutes", meeting)
    meeting = locked(meeting)
    if meeting.held_on is None or meeting.state == State.CANCELLED:
        raise WrongState(meeting)
    noted = set(meeting.attendance.values_list("person_id", flat=True))
    seats = Membership.objects.of_body(meeting.council).running_on(meeting.held_on).members()
    made = {
        seat.person_id: Attendance(
            meeting=meeting,
            person=seat.person,
            municipality=seat.municipality,
            capacity=Capacity.MEMBER,
            standing=Standing.PRESENT,
        )
        for seat in seats.with_names()
        if seat.person_id not in noted
    }
    Attendance.objects.bulk_create(made.values())
    if made:
        recorded("roll_called", meeting, meeting, by=by, at=at)
    return list(made.values())


@transaction.atomic
def note_attendance(
    meeting: Meeting,
    person: Person,
    *,
    standing: Standing,
    capacity: Capacity = Capacity.MEMBER,
    municipality: Municipality | None = None,
    stands_in_for: Person | None = None,
    came_at: AgendaItem | None = None,
    left_at: AgendaItem | None = None,
    by: Actor,
    at: datetime,
) -> Attendance:
    """Note whether somebody is there, for whom they stand in, and from and to which item; again changes it.

    Refuses an actor without `meetings.write_minutes` on the meeting, an item of another meeting, who
    leaves before coming, and two who sit in one seat at the same time: a member and who stands in for them.
    """
    require(by, "meetings.write_minutes", meeting)
    meeting = locked(meeting)
    wanted = {
        "standing": standing,
        "capacity": capacity,
        "municipality": municipality,
        "stands_in_for": stands_in_for,
        "came_at": came_at,
        "left_at": left_at,
    }
    row = write_row(meeting, person, wanted, by=by, at=at)
    refuse_two_in_one_seat(meeting, [row])
    return row


def write_row(
    meeting: Meeting, person: Person, wanted: Mapping[str, Any], *, by: Actor, at: datetime
) -> Attendance:
    """The row of somebody on the roll of a meeting that is held, as it is wanted; the same leaves no trace."""
    found = meeting.attendance.filter(person=person).first()
    row = found or Attendance(meeting=meeting, person=person)
    _refuse_wrong_items(meeting, wanted["came_at"], wanted["left_at"])
    if found and all(getattr(row, name) == value for name, value in wanted.items()):
        return row
    for name, value in wanted.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    recorded("attendance_noted", row, meeting, by=by, at=at)
    return row


def _refuse_wrong_items(meeting: Meeting, came: AgendaItem | None, left: AgendaItem | None) -> None:
    order = list(meeting.items.in_order().values_list("pk", flat=True))
    for name, item in {"came_at": came, "left_at": left}.items():
        if item is not None and item.pk not in order:
            raise ValidationError({name: _("Choose an item of this meeting.")})
    if came and left and order.index(left.pk) < order.index(came.pk):
        raise ValidationError({"left_at": _("They cannot have left before they came.")})


def refuse_two_in_one_seat(meeting: Meeting, rows: Iterable[Attendance]) -> None:
    """Refuse a roll on which two sit at the same time in a seat that one of these rows is about."""
    seats = {seat for each in rows if (seat := each.seat_id)}
    if pair := sharing_a_seat(meeting, seats):
        message = _(
            "%(one)s and %(other)s cannot sit in the same seat at the same time. Note first when one of "
            "them leaves, or that they are not there."
        )
        one, other = (each.person.name for each in pair)
        raise ValidationError({"stands_in_for": message % {"one": one, "other": other}})
