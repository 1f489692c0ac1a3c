"""A seat in a council is public, and so is what the ledger says of it: `why` holds nothing private."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kkr.common.locks import hold
from kkr.common.text import one_line
from kkr.council.actions.people import add_person, councils_of
from kkr.council.actions.stale import refuse_other_words, refuse_stale
from kkr.council.models import Body, Membership, Municipality, Party, Person, Term
from kkr.council.models.bodies import BodyKind, scopes_of
from kkr.council.models.guards import overlaps
from kkr.council.models.memberships import BY_OFFICE, HELD_BY_ONE, Basis, EndReason
from kkr.council.models.roles import day_of
from kkr.ledger.actions import Parts, tell
from kkr.ledger.actors import Actor, require

CORRECTABLE = {
    "starts_on",
    "ends_on",
    "start_basis",
    "end_basis",
    "end_reason",
    "role",
    "municipality",
    "party",
    "term",
    "source",
}


@transaction.atomic
def start_membership(
    *,
    body: Body,
    person: Person | str,
    role: str,
    starts_on: date,
    ends_on: date | None = None,
    start_basis: str = Basis.EXACT,
    end_basis: str = Basis.EXACT,
    end_reason: str = EndReason.UNKNOWN,
    municipality: Municipality | None = None,
    party: Party | None = None,
    term: Term | None = None,
    source: str = "",
    public_id: UUID | None = None,
    why: str = "",
    within: Parts | None = None,
    by: Actor,
    at: datetime,
) -> Membership:
    """Seat a person in a body, e.g. as its chair from the day of the election; a name enters somebody new.

    Whoever chooses the `public_id` may ask twice: the second time gives the first membership back, or
    refuses where it says something else. `within` are the parts of the larger act that this is one
    of, which has the entry then. Refuses an actor without `council.start_membership` on the body, an end
    that is not later than the start, a second holder of one post, and a member by office of no municipality.
    """
    require(by, "council.start_membership", body)
    public_id = public_id or uuid4()
    hold_committee(body)
    hold(str(public_id))  # who asks at the same time waits, and is given what the first one got
    said = {
        "role": role,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "municipality": municipality,
        "party": party,
    }
    if known := Membership.objects.of_body(body).filter(public_id=public_id).first():
        _refuse_another_seat(known, person, **said)
        return known
    membership = Membership(
        public_id=public_id,
        body_id=body.pk,
        person=_somebody(person, by=by, at=at),
        start_basis=start_basis,
        end_basis=end_basis,
        end_reason=end_reason,
        term=term,
        source=source,
        **said,
    )
    return _keep(membership, "council.membership_started", within=within, by=by, at=at, why=why)


@transaction.atomic
def end_membership(
    membership: Membership,
    *,
    on: date,
    reason: str,
    basis: str = Basis.EXACT,
    why: str = "",
    by: Actor,
    at: datetime,
) -> Membership:
    """End a membership on a day, which is the first one without it; roles that follow from it end too.

    Asked the same twice, it is done once. Refuses an actor without `council.end_membership`, a day
    before it began, and one after its end.
    """
    require(by, "council.end_membership", membership)
    membership = _locked(membership)
    _refuse_end_outside(membership, on)
    if (membership.ends_on, membership.end_basis, membership.end_reason) == (on, basis, reason):
        return membership
    membership.ends_on, membership.end_basis, membership.end_reason = on, basis, reason
    return _keep(membership, "council.membership_ended", by=by, at=at, why=why)


@transaction.atomic
def replace_member(
    membership: Membership,
    *,
    person: Person | str,
    on: date,
    reason: str = EndReason.REPLACED,
    municipality: Municipality | None = None,
    party: Party | None = None,
    source: str = "",
    why: str = "",
    by: Actor,
    at: datetime,
) -> Membership:
    """Let another person take over a place on a day, for as long as it was to run; gives the new membership.

    A name enters somebody new. A member by office is followed by one of the same municipality;
    anybody else sits for the one given. Asked the same twice, it is done once. Refuses what
    `end_membership` and `start_membership` refuse, the same person, and an actor without `council.replace_member`.
    """
    require(by, "council.replace_member", membership)
    hold_committee(membership.body)
    old = _locked(membership)
    if (done := _replaced_already(old, person, on)) is not None:
        return done
    _refuse_second_successor(old)
    _refuse_end_outside(old, on)
    successor = _somebody(person, by=by, at=at)
    if successor == old.person:
        raise ValidationError({"name": _("This is who leaves; write who takes over.")})
    new = Membership(
        body_id=old.body_id,
        person=successor,
        role=old.role,
        municipality=old.municipality if old.role == BY_OFFICE else municipality,
        party=party,
        term=old.term,
        starts_on=on,
        ends_on=old.ends_on,
        end_basis=old.end_basis,
        source=source,
        replaces=old,
    )
    old.ends_on, old.end_basis, old.end_reason = on, Basis.EXACT, reason
    _keep(old, "council.membership_ended", by=by, at=at, why=why)
    return _keep(new, "council.membership_started", by=by, at=at, why=why)


@transaction.atomic
def correct_membership(
    membership: Membership,
    changes: Mapping[str, Any],
    *,
    why: str,
    based_on: int | None = None,
    within: Parts | None = None,
    by: Actor,
    at: datetime,
) -> Membership:
    """Put right what was entered wrongly, e.g. `{"starts_on": date(2018, 1, 29)}`, with the reason.

    Whose membership of which body it is cannot be corrected. `based_on` is the position of the
    newest entry the writer had seen of it, `within` as in `start_membership`. Refuses an actor without
    `council.correct_membership`, an empty reason, and what `start_membership` refuses; raises
    StaleCorrection where there is a newer entry. What changes nothing leaves no trace.
    """
    require(by, "council.correct_membership", membership)
    _refuse_without_reason(why)
    if unknown := sorted(set(changes) - CORRECTABLE):
        raise ValueError(f"cannot be corrected: {', '.join(unknown)}")
    hold_committee(membership.body)
    membership = _locked(membership)
    before = facts(membership)
    refuse_stale(membership, based_on)
    for name, value in changes.items():
        setattr(membership, name, value)
    if facts(membership) == before:
        return membership
    return _keep(
        membership,
        "council.membership_corrected",
        by=by,
        at=at,
        why=why,
        content={"before": before},
        within=within,
    )


@transaction.atomic
def strike_membership(membership: Membership, *, why: str, by: Actor, at: datetime) -> Membership:
    """Strike out a membership that was entered by mistake; it stays for the history and is shown nowhere.

    Roles that follow from it end. Refuses an actor without `council.strike_membership` on it, and
    an empty reason. Asked twice, it is done once.
    """
    require(by, "council.strike_membership", membership)
    _refuse_without_reason(why)
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if membership.struck_at is not None:
        return membership
    membership.struck_at = at
    return _keep(membership, "council.membership_struck", by=by, at=at, why=why)


def hold_committee(body: Body) -> None:
    """Let nobody close a committee while somebody is seated in it, nor the other way round."""
    if body.kind == BodyKind.COMMITTEE:
        hold(f"committee {body.pk}")


def facts(membership: Membership) -> dict[str, Any]:
    """What a membership says, as the ledger keeps it."""
    return {
        "body": membership.body.slug,
        "person": membership.person.slug,
        "role": membership.role,
        "municipality": membership.municipality and membership.municipality.code,
        "party": membership.party and membership.party.slug,
        "starts_on": membership.starts_on,
        "start_basis": membership.start_basis,
        "ends_on": membership.ends_on,
        "end_basis": membership.end_basis,
        "end_reason": membership.end_reason,
        "term": membership.term and membership.term.label,
        "source": membership.source,
        "replaces": membership.replaces_id and str(membership.replaces_id),
    }


def _keep(
    membership: Membership,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    why: str,
    content: Mapping[str, Any] | None = None,
    within: Parts | None = None,
) -> Membership:
    _refuse_end_before_start(membership)
    _refuse_post_of_another(membership)
    membership.full_clean()
    membership.save()
    tell(
        within,
        verb=verb,
        subject=membership,
        by=by,
        at=at,
        why=why,
        content={**(content or {}), "membership": facts(membership)},
        public=membership.body.kind == BodyKind.COUNCIL,
        scopes={
            *scopes_of(membership.body, membership.starts_on),
            *councils_of(membership.person),  # a person's page in each shows all their seats
            *_where_its_page_stands(membership.municipality, at),
        },
    )
    return membership


def _where_its_page_stands(municipality: Municipality | None, at: datetime) -> list[str]:
    """The council it lies in now, where it has moved since the seat began."""
    return scopes_of(municipality, day_of(at)) if municipality else []


def _somebody(person: Person | str, *, by: Actor, at: datetime) -> Person:
    """Who is seated, entered or held as they stand now; refuses somebody erased meanwhile."""
    if isinstance(person, str):
        return add_person(name=person, by=by, at=at)
    found = Person.objects.select_for_update().get(pk=person.pk)
    if not found.name:
        raise ValidationError({"name": _("They were erased from the register meanwhile.")})
    return found


def _refuse_another_seat(known: Membership, person: Person | str, **said: Any) -> None:
    refuse_other_words(known, **said)
    name = one_line(person) if isinstance(person, str) else person.name
    refuse_other_words(known.person, name=name)


def _locked(membership: Membership) -> Membership:
    """The membership as it is now, held until the act is done; refuses one that was struck out."""
    found = Membership.objects.select_for_update().get(pk=membership.pk)
    if found.struck_at is not None:
        raise ValidationError(_("It was struck out, and can be changed no more."))
    return found


def _replaced_already(old: Membership, person: Person | str, on: date) -> Membership | None:
    same = {"person__name": person.strip()} if isinstance(person, str) else {"person": person}
    done = Membership.objects.standing().filter(replaces=old, starts_on=on, **same)
    return done.first() if old.ends_on == on else None


def _refuse_second_successor(old: Membership) -> None:
    """Two who hand over the same place: the second must see what the first wrote."""
    if first := Membership.objects.standing().filter(replaces=old).select_related("person").first():
        told = {"name": first.person.name, "day": date_format(first.starts_on)}
        words = _("A colleague was faster: %(name)s takes over on %(day)s. Nothing was changed.")
        raise ValidationError(words % told)


def _refuse_without_reason(why: str) -> None:
    if not why.strip():
        raise ValidationError({"why": _("Say why; the reason is kept in the history.")})


def _refuse_end_before_start(membership: Membership) -> None:
    last = membership.last_day
    if last is not None and last < membership.starts_on:
        words = _("The last day, %(last)s, is before the first, %(first)s.")
        told = {"last": date_format(last), "first": date_format(membership.starts_on)}
        raise ValidationError({"ends_on": words % told})


def _refuse_post_of_another(membership: Membership) -> None:
    """The database keeps one holder of a post at a time; here it is said who that is, and how long."""
    if membership.role not in HELD_BY_ONE or membership.struck_at is not None:
        return
    period = overlaps(membership.starts_on, membership.ends_on)
    posts = Membership.objects.standing().filter(body=membership.body_id, role=membership.role)
    others = posts.exclude(pk=membership.pk).select_related("person")
    other = others.filter(period).order_by("starts_on").first()
    if other is None or other.person_id == membership.person_id:
        return
    told = {"name": other.person, "role": str(other.get_role_display()).lower()}
    told["first"], last = date_format(other.starts_on), other.last_day
    words = _("%(name)s is %(role)s from %(first)s on; end that membership first.")
    if last is not None:
        words = _("%(name)s is %(role)s from %(first)s to %(last)s; end that membership first.")
        told["last"] = date_format(last)
    raise ValidationError({"role": ValidationError(words % told, code="overlap")})


def _refuse_end_outside(membership: Membership, on: date) -> None:
    if on <= membership.starts_on:
        message = _("It began on %(day)s; the end must be later.")
        raise ValidationError({"ends_on": message % {"day": date_format(membership.starts_on)}})
    last = membership.last_day
    if last is not None and on > last + timedelta(days=1):
        message = _("The last day was %(day)s already; correct that instead.")
        raise ValidationError({"ends_on": message % {"day": date_format(last)}})
