from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kkr.common.locks import hold
from kkr.common.text import one_line, slug
from kkr.council.actions.memberships import correct_membership, end_membership, hold_committee
from kkr.council.actions.stale import refuse_stale
from kkr.council.models import Committee, Council, Membership
from kkr.council.models.bodies import BodyKind
from kkr.council.models.memberships import EndReason
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, require

LONGEST = 80


@transaction.atomic
def add_committee(
    *,
    council: Council,
    name: str,
    composition: str,
    starts_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Committee:
    """Set up a committee of a council, of its officials or of politicians.

    Refuses an actor without `council.add_committee` on the council, and the name of a committee
    the council has.
    """
    require(by, "council.add_committee", council)
    hold(f"committees of {council.pk}")
    committee = Committee(
        kind=BodyKind.COMMITTEE, council=council, composition=composition, starts_on=starts_on
    )
    return _named(committee, name, "council.committee_added", by=by, at=at)


@transaction.atomic
def rename_committee(
    committee: Committee,
    *,
    name: str,
    why: str = "",
    based_on: int | None = None,
    by: Actor,
    at: datetime,
) -> Committee:
    """Give a committee another name; its address stays, and the same name leaves no trace.

    `based_on` is the position of the newest entry the writer had seen of it. Refuses an actor
    without `council.change_committee` on it, and the name of another of its council; raises
    StaleCorrection for a newer entry.
    """
    require(by, "council.change_committee", committee)
    hold(f"committees of {committee.council_id}")
    committee = Committee.objects.select_for_update().get(pk=committee.pk)
    if one_line(name) == committee.name:
        return committee
    refuse_stale(committee, based_on)
    return _named(committee, name, "council.committee_renamed", by=by, at=at, why=why)


@transaction.atomic
def close_committee(
    committee: Committee, *, on: date, why: str = "", by: Actor, at: datetime
) -> Committee:
    """Close a committee on a day, the first one without it, and end its memberships with it.

    Closed again on another day, it and what ended with it move to that day. Refuses an actor
    without `council.end_committee` on it, a day that is not later than its beginning, and one
    before somebody in it begins.
    """
    require(by, "council.end_committee", committee)
    hold(f"committees of {committee.council_id}")
    hold_committee(committee)
    committee = Committee.objects.select_for_update().get(pk=committee.pk)
    if committee.ends_on == on:
        return committee
    before = facts(committee)
    with_it = _memberships_it_ends(committee, on)
    if committee.ends_on is not None and committee.ends_on < on:
        _save(committee, on)
    for membership in with_it:
        _end_with_it(membership, on, by=by, at=at)
    _save(committee, on)
    return _recorded(committee, "council.committee_closed", before, by=by, at=at, why=why)


def facts(committee: Committee) -> dict[str, Any]:
    """What a committee says, as the ledger keeps it."""
    return {
        "name": committee.name,
        "slug": committee.slug,
        "composition": committee.composition,
        "starts_on": committee.starts_on,
        "ends_on": committee.ends_on,
    }


def _memberships_it_ends(committee: Committee, on: date) -> list[Membership]:
    """Those that run past the day, and those an earlier closing ended."""
    inside = Membership.objects.standing().of_body(committee)
    if later := inside.filter(starts_on__gte=on).first():
        message = _("%(name)s is a member from a later day; correct or strike that out first.")
        raise ValidationError({"on": message % {"name": later.person.name}})
    past = Q(ends_on=None) | Q(ends_on__gt=on)
    moved = Q(end_reason=EndReason.CLOSED, ends_on=committee.ends_on)
    return list(inside.filter(past | moved if committee.ends_on else past))


def _end_with_it(membership: Membership, on: date, *, by: Actor, at: datetime) -> None:
    if membership.ends_on is not None and membership.ends_on < on:
        why = _("The committee was closed on another day.")
        correct_membership(membership, {"ends_on": on}, why=why, by=by, at=at)
    else:
        end_membership(membership, on=on, reason=EndReason.CLOSED, by=by, at=at)


def _save(committee: Committee, on: date) -> None:
    committee.ends_on = on
    committee.full_clean()
    committee.save()


def _named(
    committee: Committee, name: str, verb: str, *, by: Actor, at: datetime, why: str = ""
) -> Committee:
    before = facts(committee) if committee.pk else None
    committee.name = one_line(name)
    _refuse_a_namesake(committee)
    committee.slug = committee.slug or _free_slug(committee)
    committee.full_clean()
    committee.save()
    return _recorded(committee, verb, before, by=by, at=at, why=why)


def _refuse_a_namesake(committee: Committee) -> None:
    """Two names that differ only in capitals or signs are one to a reader."""
    others = Committee.objects.of_council(committee.council).exclude(pk=committee.pk)
    if slug(committee.name) in {slug(name) for name in others.values_list("name", flat=True)}:
        raise ValidationError({"name": _("The council has a committee of this name.")})


def _free_slug(committee: Committee) -> str:
    """The address of a new committee, numbered where one that is called otherwise now had its name."""
    wanted = slug(f"{committee.council.slug} {committee.name}")[: LONGEST - 3].rstrip("-")
    number = 1
    while Committee.objects.filter(slug=(free := wanted if number == 1 else f"{wanted}-{number}")):
        number += 1
    return free


def _recorded(
    committee: Committee,
    verb: str,
    before: dict[str, Any] | None,
    *,
    by: Actor,
    at: datetime,
    why: str,
) -> Committee:
    after = facts(committee)
    record(
        verb=verb,
        subject=committee,
        by=by,
        at=at,
        why=why,
        content={"before": before, "after": after} if before else after,
        scopes=[committee.council.slug],
    )
    return committee
