from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, TypedDict, Unpack
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kkr.common.locks import hold
from kkr.common.text import one_line
from kkr.council.actions import refuse_other_words
from kkr.council.models import Council, Membership, Person
from kkr.council.models.memberships import Basis
from kkr.documents.addresses import last_part
from kkr.documents.guarding import Looked, look_at, pass_guards, seen_of
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, require
from kkr.meetings.actions.recording import as_said, locked, recorded, tidied
from kkr.meetings.models import Meeting, MeetingKind, Procedure, State, WrongState
from kkr.meetings.publication import publication_of_place

NAMELESS = "moede"
BESIDE = {"aar", "uden-dato", "forretningsgang", "moedeplan", "nyt-moede"}
"""What else stands where the meetings of a council do, on its pages and at the desk."""


class StaleMeeting(Exception):
    """Somebody changed the meeting meanwhile. Nothing was written; `theirs` is how it stands now."""

    def __init__(self, theirs: Meeting) -> None:
        super().__init__(f"meeting {theirs.pk} was changed at {theirs.changed_at}")
        self.theirs = theirs


class Facts(TypedDict, total=False):
    """What is said of a meeting beside its day; `link` is only for those who take part."""

    starts_at: time | None
    ends_at: time | None
    place: str
    link: str
    opened_by: Person | None
    source_url: str
    illustrative: str


@transaction.atomic
def set_procedure(council: Council, *, by: Actor, at: datetime, **agreed: Any) -> Procedure:
    """Note what a council has agreed on how it meets, by the fields of `Procedure`; the same leaves no trace.

    The history says that the link is another, and not which. Refuses an actor without
    `meetings.set_procedure` on the council, a quorum over 100 percent, and an end before the beginning.
    """
    require(by, "meetings.set_procedure", council)
    hold(f"meetings.procedure.{council.pk}")
    found = Procedure.objects.filter(council=council).first() or Procedure(council=council)
    said = tidied(agreed)
    changed = {name: value for name, value in said.items() if getattr(found, name) != value}
    if found.pk and not changed:
        return found
    for name, value in changed.items():
        setattr(found, name, value)
    found.full_clean()
    found.save()
    record(
        verb="meetings.procedure_set",
        subject=found,
        by=by,
        at=at,
        content={name: _as_told(name, value) for name, value in changed.items()},
        public=True,
        scopes=[council.slug],
    )
    return found


def _as_told(name: str, value: Any) -> Any:
    """What everybody may read of it in the history."""
    if name == "link":
        return bool(value)
    return value if value is None or isinstance(value, int) else str(value)


@transaction.atomic
def plan_meeting(
    *,
    council: Council,
    kind: MeetingKind = MeetingKind.ORDINARY,
    held_on: date | None,
    by: Actor,
    at: datetime,
    known_as: str = "",
    public_id: UUID | None = None,
    **facts: Unpack[Facts],
) -> Meeting:
    """Plan a meeting, or with kind `written` a written procedure that ends on `held_on`.

    Nobody else sees it until it is announced. Whoever chooses the `public_id` may ask twice: the second
    time gives the first meeting back, or refuses where it says something else. A constituting meeting is
    opened by the mayor who has served longest, where the register can tell, unless `opened_by` is given. Refuses
    an actor without `meetings.plan_meeting` on the council, a meeting without a day (or words for it), one
    that constitutes after 31 January, and one opened by somebody who is no mayor in the council on its day.
    """
    require(by, "meetings.plan_meeting", council)
    if public_id:
        hold(str(public_id))  # who asks at the same time waits, and is given what the first one got
    public_id = public_id or uuid4()
    said = {"kind": kind, "held_on": held_on, "known_as": one_line(known_as), **tidied(facts)}
    if known := Meeting.objects.of_council(council).filter(public_id=public_id).first():
        refuse_other_words(known, **said)
        return known
    meeting = Meeting(public_id=public_id, council=council, changed_at=at, **said)
    if kind == MeetingKind.CONSTITUTING and meeting.opened_by is None and held_on:
        meeting.opened_by = longest_serving_mayor(council, held_on)
    _refuse_stranger(meeting)
    meeting.slug = _free_slug(meeting)
    meeting.full_clean()
    meeting.save(force_insert=True)
    recorded("planned", meeting, meeting, by=by, at=at)
    return meeting


@transaction.atomic
def plan_year(
    *, council: Council, days: Iterable[date], by: Actor, at: datetime, **facts: Unpack[Facts]
) -> list[Meeting]:
    """Plan an ordinary meeting on each of the days; a day that has one already gets no second.

    Refuses what `plan_meeting` refuses, and no day.
    """
    require(by, "meetings.plan_meeting", council)
    days = sorted(set(days))
    if not days:
        raise ValidationError({"days": _("Choose a day for at least one meeting.")})
    hold(f"meetings.year.{council.pk}")  # who presses twice waits, and finds the days taken
    there = Meeting.objects.of_council(council).standing().filter(held_on__in=days)
    taken = set(there.values_list("held_on", flat=True))
    return [
        plan_meeting(council=council, held_on=day, by=by, at=at, **facts)
        for day in days
        if day not in taken
    ]


def announce_meeting(meeting: Meeting, *, override: str = "", by: Actor, at: datetime) -> Meeting:
    """Let everybody see that there will be a meeting, on the page and in the calendar; twice is once.

    Refuses an actor without `meetings.change_meeting` on it, and a cancelled meeting that nobody knows of; raises
    Guarded where a guard finds something in its place and `override` gives no reason.
    """
    require(by, "meetings.change_meeting", meeting)
    looked = [] if meeting.is_public else [look_at(publication_of_place(meeting, meeting.place))]
    with transaction.atomic():
        meeting = locked(meeting)
        if meeting.is_public:
            return meeting
        if meeting.state == State.CANCELLED:
            raise WrongState(meeting)
        passed = as_said(
            pass_guards(seen_of(publication_of_place(meeting, meeting.place), looked), override)
        )
        meeting.announced_at = meeting.changed_at = at
        meeting.save()
        said = {"day": when(meeting)}
        recorded("announced", meeting, meeting, by=by, at=at, said=said, passed=passed, public=True)
        return meeting


def change_meeting(
    meeting: Meeting,
    *,
    held_on: date | None,
    based_on: datetime | None = None,
    override: str = "",
    by: Actor,
    at: datetime,
    **facts: Unpack[Facts],
) -> Meeting:
    """Say another day, time or place; the same again leaves no trace. The address stays.

    `based_on` is the `changed_at` that the writer had before them; raises StaleMeeting, and changes
    nothing, if there is another. Calendars are told with the next number of `sequence`. Refuses an actor without
    `meetings.change_meeting` on it, a cancelled meeting, another day for one that was held, and one who opens
    it and is no mayor on its day; raises Guarded where everybody reads it, a guard finds something in the place
    and `override` gives no reason.
    """
    require(by, "meetings.change_meeting", meeting)
    wanted: dict[str, Any] = {"held_on": held_on, **tidied(facts)}
    looked = _looked_at_place(meeting, wanted)
    with transaction.atomic():
        return _changed(locked(meeting), wanted, based_on, looked, override, by=by, at=at)


def _looked_at_place(meeting: Meeting, wanted: dict[str, Any]) -> list[Looked]:
    """What the guards say of a new place, where everybody will read it."""
    place = wanted.get("place", meeting.place)
    if not meeting.is_public or place == meeting.place:
        return []
    return [look_at(publication_of_place(meeting, place))]


def _changed(
    meeting: Meeting,
    wanted: dict[str, Any],
    based_on: datetime | None,
    looked: list[Looked],
    override: str,
    *,
    by: Actor,
    at: datetime,
) -> Meeting:
    changed = {name: value for name, value in wanted.items() if getattr(meeting, name) != value}
    is_over = meeting.state == State.HELD and "held_on" in changed
    if meeting.state == State.CANCELLED or is_over:
        raise WrongState(meeting)
    if not changed:
        return meeting
    if based_on and based_on != meeting.changed_at:
        raise StaleMeeting(meeting)
    for name, value in changed.items():
        setattr(meeting, name, value)
    if {"opened_by", "held_on"} & changed.keys():
        _refuse_stranger(meeting)
    if meeting.is_public:
        meeting.sequence += 1
    meeting.changed_at = at
    meeting.full_clean()
    passed: dict[str, Any] = {}
    if meeting.is_public and "place" in changed:
        seen = seen_of(publication_of_place(meeting, meeting.place), looked)
        passed = as_said(pass_guards(seen, override))
    meeting.save()
    said = {name: value for name, value in changed.items() if name != "link"}
    entry: dict[str, Any] = {"said": said, "passed": passed, "public": meeting.is_public}
    recorded("changed", meeting, meeting, by=by, at=at, **entry)
    return meeting


def longest_serving_mayor(council: Council, day: date) -> Person | None:
    """Who of the mayors of `day` has been one in the council for the longest time without a break.

    None where the register cannot tell: several began on the first day, or how it is known is not exact.
    """
    seats = Membership.objects.of_body(council).standing().mayors()
    since: dict[int, Membership] = {}
    until: dict[int, date | None] = {}
    for seat in seats.filter(starts_on__lte=day).order_by("starts_on"):
        if until.get(seat.person_id) != seat.starts_on:
            since[seat.person_id] = seat
        until[seat.person_id] = seat.ends_on
    sitting = mayors_of(council, day)
    began = sorted((since[each.pk] for each in sitting), key=lambda seat: seat.starts_on)
    first = [seat for seat in began if seat.starts_on == began[0].starts_on]
    if len(first) != 1 or first[0].start_basis != Basis.EXACT:
        return None
    return next(each for each in sitting if each.pk == first[0].person_id)


def mayors_of(council: Council, day: date) -> QuerySet[Person]:
    """The mayors who sit in the council on that day, by name."""
    seats = Membership.objects.of_body(council).running_on(day).mayors()
    return Person.objects.filter(pk__in=seats.values("person")).order_by("name")


def _refuse_stranger(meeting: Meeting) -> None:
    """Refuse that somebody opens it who is no mayor in the council on its day."""
    who, day = meeting.opened_by, meeting.held_on
    if who and day and not mayors_of(meeting.council, day).filter(pk=who.pk).exists():
        message = _("Choose a mayor who sits in the council on the day of the meeting.")
        raise ValidationError({"opened_by": message})


def when(meeting: Meeting) -> str:
    """The day in figures, or what is known of it."""
    return meeting.held_on.isoformat() if meeting.held_on else meeting.known_as


def _free_slug(meeting: Meeting) -> str:
    """The day; what is written says so, a second meeting of a day has its number."""
    wanted = meeting.held_on.isoformat() if meeting.held_on else last_part(meeting.known_as)
    wanted = wanted or NAMELESS
    if meeting.kind == MeetingKind.WRITTEN:
        wanted = f"{wanted}-skriftlig"
    hold(f"meetings.slugs.{meeting.council_id}")
    rows = Meeting.objects.filter(council=meeting.council, slug__startswith=wanted)
    taken = BESIDE | set(rows.values_list("slug", flat=True))
    number = 1
    while (free := wanted if number == 1 else f"{wanted}-{number}") in taken:
        number += 1
    return free
