from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.common.text import one_line
from kkr.council.models import Area, Committee, Council, Membership, Municipality
from kkr.council.models.areas import AreaKind, AreaPlacement
from kkr.council.models.roles import day_of
from kkr.documents.actions import write_version
from kkr.documents.cpr import cpr_numbers
from kkr.documents.guarding import pass_guards
from kkr.documents.models import DocumentVersion
from kkr.ledger.actors import Actor, require
from kkr.rounds.actions.notices import all_told, tell
from kkr.rounds.actions.recording import drafted, locked, recorded
from kkr.rounds.asking import Told, kind_named
from kkr.rounds.models import Asked, Round, RoundStep, State, WrongState
from kkr.rounds.publication import publication_of_reason


@dataclass(frozen=True)
class Weight:
    """How many live in an area, and as of when by which source."""

    inhabitants: int
    as_of: str


@transaction.atomic
def draft_round(
    *,
    council: Council,
    kind: str,
    title: str,
    deadlines: Sequence[tuple[str, date]],
    is_public: bool = True,
    illustrative: str = "",
    by: Actor,
    at: datetime,
) -> Round:
    """Begin a round; nobody else sees it until it is opened. `deadlines` has a name and a day for each report.

    Refuses an actor without `rounds.ask` on the council, no day, days that do not follow each other, and
    a title for everybody with a personal number in it: addresses are made of it.
    """
    require(by, "rounds.ask", council)
    kind_named(kind)
    refuse_title(title, is_public=is_public)
    refuse_days([day for _title, day in deadlines])
    made = Round(
        council=council,
        kind=kind,
        title=one_line(title),
        is_public=is_public,
        illustrative=one_line(illustrative),
    )
    made.full_clean()
    made.save(force_insert=True)
    for number, (name, day) in enumerate(deadlines, start=1):
        step = RoundStep(round=made, number=number, title=one_line(name), deadline_on=day)
        step.full_clean()
        step.save(force_insert=True)
    recorded("drafted", made, made, by=by, at=at)
    return made


def refuse_title(title: str, *, is_public: bool) -> None:
    """Refuse a personal number in a title for everybody."""
    if is_public and cpr_numbers(title):
        words = _("It holds what looks like a personal number, and everybody will read it.")
        raise ValidationError({"title": words})


def refuse_days(days: Sequence[date]) -> None:
    """Refuse no day, and days that do not follow each other, at the first of them."""
    if not days:
        raise ValidationError({"deadline_on": _("Write the day, e.g. 13.02.2017.")})
    if list(days) != sorted(set(days)):
        raise ValidationError({"first_on": _("Choose a day before that of the final report.")})


def members_of(council: Council, day: date) -> list[Area]:
    """The areas of the municipalities that lie in the council on `day`: who is asked where nothing else is said."""
    inside = Municipality.objects.in_council(council, day)
    return list(Area.objects.filter(municipality__in=inside).order_by("name"))


def regions_of(council: Council, day: date) -> list[Area]:
    """The region in which the municipalities of a council lie on `day`; it can be asked too, and has no contact."""
    inside = AreaPlacement.objects.running_on(day).filter(area__in=members_of(council, day))
    return list(Area.objects.of_kind(AreaKind.REGION).filter(contents__in=inside).distinct())


@transaction.atomic
def ask(
    asked_round: Round,
    areas: Iterable[Area],
    *,
    weights: Mapping[int, Weight] | None = None,
    through: Mapping[int, Municipality] | None = None,
    by: Actor,
    at: datetime,
) -> list[Asked]:
    """Put areas on the list of who is asked, each once; weights and reporters by the key of the area.

    Refuses an actor without `rounds.change_round` on the round, one that is out already, and what is
    neither a municipality nor a region.
    """
    require(by, "rounds.change_round", asked_round)
    asked_round = drafted(asked_round)
    there = set(asked_round.asked.values_list("area_id", flat=True))
    made = []
    for area in areas:
        if area.pk in there:
            continue
        there.add(area.pk)
        if area.kind not in {AreaKind.MUNICIPALITY, AreaKind.REGION}:
            raise ValidationError({"areas": _("Only municipalities and regions can be asked.")})
        made.append(_asked(asked_round, area, weights or {}, through or {}))
    Asked.objects.bulk_create(made)
    if made:
        recorded("asked", asked_round, asked_round, by=by, at=at)
    return made


@transaction.atomic
def ask_committees(
    asked_round: Round, committees: Iterable[Committee], *, by: Actor, at: datetime
) -> list[Asked]:
    """Put committees of the council that asks on the list, each once; their officials answer, signed in.

    Refuses an actor without `rounds.change_round` on the round, one that is out already, and a committee
    of another council or one that is closed.
    """
    require(by, "rounds.change_round", asked_round)
    asked_round = drafted(asked_round)
    there = set(asked_round.asked.values_list("committee_id", flat=True))
    made = []
    for each in committees:
        if each.council_id != asked_round.council_id or not each.runs_on(day_of(at)):
            raise ValidationError({"committees": _("Choose among the council's own committees.")})
        if each.pk not in there:
            there.add(each.pk)
            made.append(Asked(round=asked_round, committee=each))
    Asked.objects.bulk_create(made)
    if made:
        recorded("asked", asked_round, asked_round, by=by, at=at)
    return made


def seats_of(council: Council, day: date) -> list[Membership]:
    """The seats of those who are members of a council on `day`, each person once, by name."""
    seats = Membership.objects.of_body(council).running_on(day).members().with_names()
    return list({each.person_id: each for each in seats.order_by("person__name", "pk")}.values())


@transaction.atomic
def ask_members(
    asked_round: Round, *, without: Collection[int] = (), by: Actor, at: datetime
) -> list[Asked]:
    """Put everybody who is a member of the council that asks that day on the list, `without` people by their
    keys; each answers, signed in.

    Refuses an actor without `rounds.change_round` on the round, one that is out already, and one that
    everybody may follow: what members answer between meetings is not for all.
    """
    require(by, "rounds.change_round", asked_round)
    asked_round = drafted(asked_round)
    if asked_round.is_public:
        raise ValidationError(_("What members are asked in writing is not public."))
    there = set(asked_round.asked.values_list("member__person", flat=True)) | set(without)
    seats = seats_of(asked_round.council, day_of(at))
    made = [Asked(round=asked_round, member=seat) for seat in seats if seat.person_id not in there]
    Asked.objects.bulk_create(made)
    if made:
        recorded("asked", asked_round, asked_round, by=by, at=at)
    return made


def _asked(
    asked_round: Round,
    area: Area,
    weights: Mapping[int, Weight],
    through: Mapping[int, Municipality],
) -> Asked:
    weight = weights.get(area.pk)
    return Asked(
        round=asked_round,
        area=area,
        municipality=Municipality.objects.filter(area=area).first(),
        reports_through=through.get(area.pk),
        weight=weight.inhabitants if weight else 0,
        weighed=weight.as_of if weight else "",
    )


@transaction.atomic
def reword(
    asked_round: Round, *, html: str, based_on: int, by: Actor, at: datetime
) -> DocumentVersion:
    """Write the question anew before it is sent out; what was asked is never reworded.

    Raises StaleEdit if somebody wrote meanwhile. Refuses an actor without `rounds.change_round` on the
    round, and one that is out already.
    """
    require(by, "rounds.change_round", asked_round)
    asked_round = drafted(asked_round)
    question = asked_round.kind_of.asking(asked_round).question
    before = question.latest
    version = write_version(question, html, based_on=based_on, by=by, at=at)
    if version != before:
        recorded("reworded", asked_round, asked_round, by=by, at=at)
    return version


@transaction.atomic
def close_round(asked_round: Round, *, by: Actor, at: datetime) -> Round:
    """Take no more answers; who has not answered has not, and silence is no answer; twice is once.

    Refuses an actor without `rounds.change_round` on the round.
    """
    require(by, "rounds.change_round", asked_round)
    asked_round = locked(asked_round)
    if asked_round.state == State.CLOSED:
        return asked_round
    asked_round.step(State.CLOSED)
    asked_round.closed_at = at
    asked_round.save()
    recorded("closed", asked_round, asked_round, by=by, at=at)
    return asked_round


@transaction.atomic
def withdraw_round(
    asked_round: Round, *, why: str, override: str = "", by: Actor, at: datetime
) -> Round:
    """Take the question back; what was answered stays readable, and the contacts are told why.

    Refuses an actor without `rounds.change_round` on the round, and no reason; raises Guarded where
    readers see it, a guard finds something in it and `override` gives no reason.
    """
    require(by, "rounds.change_round", asked_round)
    why = one_line(why)
    if not why:
        raise ValidationError({"why": _("Say why the question is withdrawn; readers will see it.")})
    asked_round = locked(asked_round)
    was_out = asked_round.state == State.OPEN
    asked_round.step(State.WITHDRAWN)
    passed = pass_guards(publication_of_reason(asked_round, why), override)
    asked_round.withdrawn_why, asked_round.closed_at = why, at
    asked_round.save()
    if was_out:
        tell(all_told("withdrawn", asked_round.asked.with_names()), at=at)
    recorded("withdrawn", asked_round, asked_round, by=by, at=at, passed=passed, why=why)
    return asked_round


@transaction.atomic
def move_deadline(
    asked_round: Round,
    step: RoundStep,
    *,
    to: date,
    why: str,
    override: str = "",
    by: Actor,
    at: datetime,
) -> RoundStep:
    """Give more time, or less, and tell whoever has not answered; the same day leaves no trace. The history
    says why, and from which day to which.

    What is closed takes answers again where its kind opens again and the last day is still to come.
    Refuses an actor without `rounds.change_round` on the round, one that is closed for good or withdrawn, no
    reason for one that is out, and a day that is over or out of order; raises Guarded as `withdraw_round` does.
    """
    require(by, "rounds.change_round", asked_round)
    asked_round = locked(asked_round)
    if asked_round.state not in {State.DRAFT, State.OPEN} and not asked_round.opens_again:
        raise WrongState(asked_round)
    step = asked_round.steps.get(pk=step.pk)
    if step.deadline_on == to:
        return step
    _refuse_day(asked_round, step, to, at)
    if asked_round.state != State.DRAFT and not one_line(why):
        raise ValidationError({"why": _("Say why the day is moved; readers will see it.")})
    why = one_line(why)
    passed = pass_guards(publication_of_reason(asked_round, why), override)
    said = {"step": step.number, "from": step.deadline_on, "to": to}
    step.deadline_on = to
    step.save()
    if asked_round.opens_again:
        asked_round.state, asked_round.closed_at = State.OPEN, None
        asked_round.save()
    if asked_round.state == State.OPEN:
        silent = asked_round.asked.unanswered(step).with_names()
        tell([Told("moved", each, step) for each in silent], at=at)
    entry: dict[str, Any] = {"said": said, "passed": passed, "why": why}
    recorded("deadline_moved", asked_round, asked_round, by=by, at=at, **entry)
    return step


def _refuse_day(asked_round: Round, step: RoundStep, to: date, at: datetime) -> None:
    """Refuse a last day that is over, and one that does not follow the day of the report before it."""
    if to < day_of(at):
        raise ValidationError({"to": _("That day is over; choose one to come.")})
    days = [to if each == step else each.deadline_on for each in asked_round.steps.all()]
    if days != sorted(set(days)):
        raise ValidationError({"to": _("Give each report a day later than the one before.")})
