"""A membership is public, and so is what the ledger says of it: `why` holds nothing private."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kkr.council.models import Body, Membership, Municipality, Party, Person, Term
from kkr.council.models.bodies import scopes_of
from kkr.council.models.memberships import Basis, EndReason
from kkr.ledger.actions import record
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
    person: Person,
    role: str,
    starts_on: date,
    ends_on: date | None = None,
    start_basis: str = Basis.EXACT,
    end_basis: str = Basis.EXACT,
    municipality: Municipality | None = None,
    party: Party | None = None,
    term: Term | None = None,
    source: str = "",
    why: str = "",
    by: Actor,
    at: datetime,
) -> Membership:
    """Seat a person in a body, e.g. as its chair from the day of the election.

    Refuses an actor without `council.start_membership` on the body, an end that is not later than
    the start, a second holder of one post, and a member by office of no municipality.
    """
    require(by, "council.start_membership", body)
    membership = Membership(
        body_id=body.pk,
        person=person,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        start_basis=start_basis,
        end_basis=end_basis,
        municipality=municipality,
        party=party,
        term=term,
        source=source,
    )
    return _keep(membership, "council.membership_started", by=by, at=at, why=why)


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

    Refuses an actor without `council.end_membership`, a day before it began, and one after its end.
    """
    require(by, "council.end_membership", membership)
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    _refuse_end_after(membership, on)
    membership.ends_on, membership.end_basis, membership.end_reason = on, basis, reason
    return _keep(membership, "council.membership_ended", by=by, at=at, why=why)


@transaction.atomic
def replace_member(
    membership: Membership,
    *,
    person: Person,
    on: date,
    reason: str = EndReason.REPLACED,
    party: Party | None = None,
    source: str = "",
    why: str = "",
    by: Actor,
    at: datetime,
) -> Membership:
    """Let another person take over a place on a day, for as long as it was to run; gives the new membership.

    Refuses what `end_membership` and `start_membership` refuse, and an actor without
    `council.replace_member`.
    """
    require(by, "council.replace_member", membership)
    old = Membership.objects.select_for_update().get(pk=membership.pk)
    _refuse_end_after(old, on)
    new = Membership(
        body_id=old.body_id,
        person=person,
        role=old.role,
        municipality=old.municipality,
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
    membership: Membership, changes: Mapping[str, Any], *, why: str, by: Actor, at: datetime
) -> Membership:
    """Put right what was entered wrongly, e.g. `{"starts_on": date(2018, 1, 29)}`, with the reason.

    Whose membership of which body it is cannot be corrected. Refuses an actor without
    `council.correct_membership`, an empty reason, and what `start_membership` refuses.
    """
    require(by, "council.correct_membership", membership)
    if not why.strip():
        raise ValidationError({"why": _("Say why it is corrected; the reason is kept.")})
    if unknown := sorted(set(changes) - CORRECTABLE):
        raise ValueError(f"cannot be corrected: {', '.join(unknown)}")
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    before = facts(membership)
    for name, value in changes.items():
        setattr(membership, name, value)
    return _keep(
        membership,
        "council.membership_corrected",
        by=by,
        at=at,
        why=why,
        content={"before": before},
    )


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
) -> Membership:
    membership.full_clean()
    membership.save()
    record(
        verb=verb,
        subject=membership,
        by=by,
        at=at,
        why=why,
        content={**(content or {}), "membership": facts(membership)},
        public=True,
        scopes=scopes_of(membership.body, membership.starts_on),
    )
    return membership


def _refuse_end_after(membership: Membership, on: date) -> None:
    if membership.ends_on is not None and on > membership.ends_on:
        message = _("It ended on %(day)s already; correct that instead.")
        raise ValidationError({"ends_on": message % {"day": date_format(membership.ends_on)}})
