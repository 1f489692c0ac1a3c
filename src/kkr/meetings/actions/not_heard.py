"""Who of the members is not asked in a written hearing, as they are disqualified in the case."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.cases.models import Case
from kkr.common.text import one_line
from kkr.council.models import Council, Person
from kkr.council.models.roles import day_of
from kkr.documents.cpr import without_numbers
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, require
from kkr.meetings.actions.closing import exclude_member
from kkr.meetings.models import AgendaItem, Exclusion, HearingExclusion, WrittenHearing
from kkr.rounds.actions import seats_of
from kkr.rounds.models import Round, State, WrongState


@transaction.atomic
def leave_out(
    made: WrittenHearing, person: Person, *, why: str, by: Actor, at: datetime
) -> HearingExclusion:
    """Do not ask a member, so that they do not read what is asked and do not count; twice is once.

    Refuses an actor without `rounds.change_round` on the round, one that is out already, no reason, and
    somebody who is no member of the council that day.
    """
    require(by, "rounds.change_round", made.round)
    _drafted(made)
    if known := made.exclusions.filter(person=person).first():
        return known
    if not one_line(why):
        raise ValidationError({"why": _("Say why the member does not take part.")})
    if all(seat.person_id != person.pk for seat in seats_of(made.round.council, day_of(at))):
        raise ValidationError({"person": _("Choose a member of the council.")})
    return _left_out(made, person, why, by=by, at=at)


@transaction.atomic
def ask_after_all(exclusion: HearingExclusion, *, why: str, by: Actor, at: datetime) -> None:
    """Ask a member after all; the history keeps that they were not to be asked. Twice is once.

    Refuses an actor without `rounds.change_round` on the round, one that is out already, and no reason.
    """
    made = exclusion.hearing
    require(by, "rounds.change_round", made.round)
    _drafted(made)
    if not one_line(why):
        raise ValidationError({"why": _("Say why the member takes part after all.")})
    lifted, _kinds = made.exclusions.filter(pk=exclusion.pk).delete()
    if lifted:
        _recorded("hearing_exclusion_lifted", made, why=why, by=by, at=at)


def excluded_in(case: Case, council: Council, *, at: datetime) -> list[Exclusion]:
    """Of those who are members that day whoever was kept out of an item of the case in the council, each once. The
    people are held, for nobody may wait for them who has the ledger's head."""
    items = AgendaItem.objects.standing().filter(case=case, meeting__council=council)
    members = {seat.person_id for seat in seats_of(council, day_of(at))}
    rows = Exclusion.objects.filter(item__in=items.values("pk"), person__in=members)
    found = {row.person_id: row for row in rows.order_by("pk")}
    hold_people(found)
    return list(found.values())


def hold_people(keys: Iterable[int]) -> dict[int, Person]:
    """The people with these keys, held against being renamed or erased until this is done."""
    rows = Person.objects.select_for_update(of=("self",), no_key=True)
    return rows.order_by("pk").in_bulk(list(keys))


def leave_out_too(
    made: WrittenHearing, excluded: Iterable[Exclusion], *, by: Actor, at: datetime
) -> None:
    """Do not ask those who were kept out of an item, for the same reason."""
    for each in excluded:
        _left_out(made, each.person, each.why, by=by, at=at)


def exclude_from(item: AgendaItem, made: WrittenHearing, *, by: Actor, at: datetime) -> None:
    """Keep those who were not asked out of the item that a hearing ends in."""
    for each in made.exclusions.by_name():
        exclude_member(item, each.person, why=each.why, by=by, at=at)


def _drafted(made: WrittenHearing) -> None:
    """Hold the round, or refuse one that is out."""
    asked_round = Round.objects.select_for_update(of=("self",)).get(pk=made.round_id)
    if asked_round.state != State.DRAFT:
        raise WrongState(asked_round)


def _left_out(
    made: WrittenHearing, person: Person, why: str, *, by: Actor, at: datetime
) -> HearingExclusion:
    found = HearingExclusion(hearing=made, person=person, why=one_line(why), since=at)
    found.full_clean()
    found.save(force_insert=True)
    _recorded("hearing_member_excluded", made, by=by, at=at)
    return found


def _recorded(verb: str, made: WrittenHearing, *, why: str = "", by: Actor, at: datetime) -> None:
    """An entry that names nobody: who may read it reads it at the hearing."""
    record(
        verb=f"meetings.{verb}",
        subject=made,
        by=by,
        at=at,
        why=without_numbers(one_line(why)),
        scopes=made.round.scopes,
    )
