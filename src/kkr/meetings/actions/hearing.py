"""The members answer in writing between two meetings, and what comes of it. Sending reminders and answering are
acts of `rounds`."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kkr.cases.models import Case, PaperVersion
from kkr.common.locks import hold
from kkr.common.text import one_line
from kkr.council.actions import refuse_other_words
from kkr.council.models import Council
from kkr.council.models.roles import day_of
from kkr.documents.actions import create_document
from kkr.documents.models import File
from kkr.documents.richtext import sanitise
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, require
from kkr.meetings.actions.agenda import add_item
from kkr.meetings.actions.closing import attach_file
from kkr.meetings.actions.minutes import decide
from kkr.meetings.actions.not_heard import (
    exclude_from,
    excluded_in,
    hold_people,
    leave_out_too,
)
from kkr.meetings.actions.planning import plan_meeting
from kkr.meetings.actions.recording import recorded
from kkr.meetings.consent import Heard, Stops, heard, what_stops
from kkr.meetings.models import (
    AgendaItem,
    Attendance,
    Capacity,
    Meeting,
    MeetingKind,
    Procedure,
    Standing,
    WrittenHearing,
)
from kkr.rounds.actions import (
    ask_members,
    close_round,
    draft_round,
    looked_as,
    open_round,
    refuse_unlooked,
    seats_of,
)
from kkr.rounds.again import refuse_other_question
from kkr.rounds.models import Asked, Reply, Round, State, WrongState

WHY_NOT = {
    Stops.WANTED: gettext_lazy(
        "A member wants it on a meeting, so it is not decided in writing. Put it on an agenda."
    ),
    Stops.TOO_EARLY: gettext_lazy(
        "Some have not answered, and the last day is not over: they may still want it on a meeting."
    ),
    Stops.TOO_FEW: gettext_lazy(
        "Too few agree. Who has not answered has not agreed: give more time, or put it on an agenda."
    ),
}


class EndedOtherwise(ValidationError):
    """Somebody else ended the hearing meanwhile, with another decision or on another agenda."""

    def __init__(self, item: AgendaItem) -> None:
        if item.meeting.kind == MeetingKind.WRITTEN:
            words = _("A colleague was faster: it is decided in writing already, in other words.")
        else:
            words = _("A colleague was faster: it is on the agenda of a meeting already.")
        super().__init__(words, code="ended_otherwise")


@transaction.atomic
def hear_members(
    case: Case,
    *,
    council: Council,
    title: str,
    html: str,
    deadline_on: date,
    about: PaperVersion | None = None,
    public_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> WrittenHearing:
    """Draft a written hearing of a council's members on a case; `send_hearing` sends it out. Who was kept out
    of an item of the case is not asked, unless somebody says so.

    Whoever chooses the `public_id` may ask twice: the second time gives the first one back, or refuses where it
    says something else. Refuses an actor without `meetings.plan_meeting` and `rounds.ask` on the council, a case
    that is not before it, a text of another case, and what `draft_round` refuses.
    """
    require(by, "meetings.plan_meeting", council)
    public_id, deadlines = public_id or uuid4(), [("", deadline_on)]
    hold(str(public_id))  # who asks at the same time waits, and is given what the first one got
    if known := case.written_hearings.filter(public_id=public_id).first():
        said: dict[str, Any] = {
            "title": title,
            "html": html,
            "deadlines": deadlines,
            "about": about,
        }
        refuse_other_question(known, areas=(), **said)
        refuse_other_words(known.round, council=council)
        return known
    if not case.councils.filter(council=council).exists():
        raise ValidationError({"council": _("Choose a council that the case is before.")})
    if about and about.paper.case_id != case.pk:
        raise ValidationError({"about": _("Choose a text of this case.")})
    excluded = excluded_in(case, council, at=at)
    made = WrittenHearing(
        public_id=public_id,
        round=draft_round(
            council=council,
            kind="written_hearing",
            title=title,
            deadlines=deadlines,
            is_public=False,
            by=by,
            at=at,
        ),
        case=case,
        about=about,
        question=create_document(html, by=by, at=at),
    )
    made.full_clean()
    made.save(force_insert=True)
    _recorded("hearing_drafted", made, by=by, at=at)
    leave_out_too(made, excluded, by=by, at=at)
    return made


@transaction.atomic
def send_hearing(
    made: WrittenHearing, *, looked_at: str | None = None, by: Actor, at: datetime
) -> WrittenHearing:
    """Ask everybody who is a member of the council that day and not left out; twice is once. `looked_at` is what
    `hearing_looked_as` gave to whoever sends it. Refuses what `open_round` refuses."""
    require(by, "rounds.change_round", made.round)
    made = _held(made)
    if made.round.state == State.DRAFT:
        if looked_at is not None:
            refuse_unlooked(hearing_looked_as(made, day_of(at)), looked_at)
        left_out = set(made.exclusions.values_list("person", flat=True))
        ask_members(made.round, without=left_out, by=by, at=at)
        open_round(made.round, by=by, at=at)
    return made


def hearing_looked_as(made: WrittenHearing, day: date) -> str:
    """All that stands of a hearing that is not sent out, who would be asked on `day` too, for a form to say what was
    looked at."""
    left_out = set(made.exclusions.values_list("person", flat=True))
    seats = {seat.person_id for seat in seats_of(made.round.council, day)}
    return looked_as(made.round, sorted(left_out), sorted(seats - left_out))


@transaction.atomic
def decide_in_writing(
    made: WrittenHearing,
    *,
    kind: str = "approved",
    html: str = "",
    dissent: str = "",
    by: Actor,
    at: datetime,
) -> AgendaItem:
    """End a hearing with a decision, on a written procedure of that day that has its minutes still to be published.

    Who has answered was there, who has not was not. The same twice is once. Refuses an actor without
    `rounds.change_round` on the round, one that is not open, what `what_stops` names, and what `decide` refuses;
    raises EndedOtherwise where somebody was faster.
    """
    require(by, "rounds.change_round", made.round)
    made = _held(made)
    if made.item:
        return _refuse_other_words(made.item, kind=kind, html=html, dissent=dissent)
    if stops := what_stops(heard_in(made), today=day_of(at), last_day=last_day_of(made)):
        raise ValidationError(str(WHY_NOT[stops]))
    _open(made.round)
    council, day = made.round.council, day_of(at)
    meeting = plan_meeting(council=council, kind=MeetingKind.WRITTEN, held_on=day, by=by, at=at)
    _note_who_answered(made, meeting, by=by, at=at)
    item = _item_on(meeting, made, by=by, at=at)
    decide(item, kind=kind, html=html, dissent=dissent, by=by, at=at)
    return _ended(made, item, "hearing_decided", by=by, at=at)


@transaction.atomic
def take_to_meeting(
    made: WrittenHearing, meeting: Meeting, *, by: Actor, at: datetime
) -> AgendaItem:
    """End a hearing without a decision, and put its matter on the agenda of a meeting; the same twice is once.

    Refuses an actor without `rounds.change_round` on the round, one that is not open, a meeting of another
    council or another written procedure, and what `add_item` refuses; raises EndedOtherwise where somebody was
    faster.
    """
    require(by, "rounds.change_round", made.round)
    made = _held(made)
    if made.item:
        if made.item.meeting_id != meeting.pk:
            raise EndedOtherwise(made.item)
        return made.item
    if meeting.council_id != made.round.council_id or meeting.kind == MeetingKind.WRITTEN:
        raise ValidationError({"meeting": _("Choose a meeting of the council.")})
    _open(made.round)
    item = _item_on(meeting, made, by=by, at=at)
    return _ended(made, item, "hearing_taken_to_meeting", by=by, at=at)


def heard_in(made: WrittenHearing) -> Heard:
    """What the members have answered so far, and how many must agree."""
    return heard_among(made, made.round.asked.count(), _given(made).values())


def heard_among(made: WrittenHearing, asked: int, answers: Iterable[str]) -> Heard:
    """The same where it is known how many are asked and what they answered."""
    agreed = Procedure.objects.filter(council=made.round.council).first() or Procedure()
    return heard(asked, answers, quorum=agreed.quorum_of(asked))


def last_day_of(made: WrittenHearing) -> date:
    (step,) = made.round.steps.all()
    return step.deadline_on


def _given(made: WrittenHearing) -> dict[int, str]:
    """What each who answered answers now, by the key of who is asked."""
    rows = Reply.objects.valid().filter(asked__round=made.round)
    return dict(rows.values_list("asked_id", "answer"))


def _held(made: WrittenHearing) -> WrittenHearing:
    """The hearing as it stands now, its round held: no answer comes while it ends. Whom and which files its item
    will name are held too, for nobody may wait for them who has the ledger's head."""
    asked_round = Round.objects.select_for_update(of=("self",)).get(pk=made.round_id)
    hold_people(made.exclusions.values_list("person", flat=True))
    files = File.objects.filter(enclosures__round=asked_round).order_by("pk")
    list(files.select_for_update(of=("self",), no_key=True).values_list("pk"))
    rows = WrittenHearing.objects.select_related("case", "about", "item__meeting")
    found = rows.get(pk=made.pk)
    found.round = asked_round
    return found


def _refuse_other_words(item: AgendaItem, *, kind: str, html: str, dissent: str) -> AgendaItem:
    """The item where just this is decided; refuses another decision, or none."""
    found = item.decisions.order_by("position").first()
    said = (kind, sanitise(html), one_line(dissent))
    if found is None or (found.kind, found.document.latest.html, found.dissent) != said:
        raise EndedOtherwise(item)
    return item


def _open(asked_round: Round) -> Round:
    if asked_round.state != State.OPEN:
        raise WrongState(asked_round)
    return asked_round


def _note_who_answered(made: WrittenHearing, meeting: Meeting, *, by: Actor, at: datetime) -> None:
    given = _given(made)
    asked: Iterable[Asked] = made.round.asked.select_related("member__municipality")
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting,
            person_id=each.member.person_id,
            municipality=each.member.municipality,
            capacity=Capacity.MEMBER,
            standing=Standing.PRESENT if each.pk in given else Standing.ABSENT,
        )
        for each in asked
        if each.member
    )
    recorded("roll_called", meeting, meeting, by=by, at=at)


def _item_on(meeting: Meeting, made: WrittenHearing, *, by: Actor, at: datetime) -> AgendaItem:
    """What was asked, as an item of the first section that has none of its own; closed where the case is,
    or the text it is about."""
    template = meeting.template
    free = (n for n in template.numbers if not template.sections[n - 1].begins_with)
    with override(settings.LANGUAGE_CODE):
        heading = _("A matter that is not public")
    is_about_closed = made.about is not None and made.about.released_at is None
    is_closed = not made.case.is_public or is_about_closed
    item = add_item(
        meeting,
        section=next(free),
        title=made.round.title,
        html=made.question.latest.html,
        case=made.case,
        paper=made.about,
        is_closed=is_closed,
        public_heading=heading if is_closed else "",
        by=by,
        at=at,
    )
    _enclose(item, made, by=by, at=at)
    exclude_from(item, made, by=by, at=at)
    return item


def _enclose(item: AgendaItem, made: WrittenHearing, *, by: Actor, at: datetime) -> None:
    """The files that came with the question, under the item: the same ones, closed; once the agenda is out whoever
    reads what is closed in the council reads them too."""
    for each in made.round.enclosures.in_order():
        attach_file(item, each.file, title=each.title, is_closed=True, by=by, at=at)


def _ended(
    made: WrittenHearing, item: AgendaItem, verb: str, *, by: Actor, at: datetime
) -> AgendaItem:
    close_round(
        made.round, by=by, at=at
    )  # recorded last: whoever is at the ledger's head waits for nobody
    made.item = item
    made.save()
    _recorded(verb, made, by=by, at=at)
    return item


def _recorded(verb: str, made: WrittenHearing, *, by: Actor, at: datetime) -> None:
    """An entry that says no word of it: who may read it reads it there."""
    record(verb=f"meetings.{verb}", subject=made, by=by, at=at, scopes=made.round.scopes)
