"""Who asks, and who answers for whom, as conditions on rounds and on those who are asked."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from kkr.accounts.models import User
from kkr.council.models import Contact, RoleGrant
from kkr.council.models.roles import Role, acted_on, holds, sits_as

OF_A_MEMBER = (Role.MEMBER, Role.CHAIR)


def kept_by(viewer: Any, path: str = "") -> Q:
    """The condition that the council that asks is one whose secretary the viewer is; an administrator has all."""
    if holds(viewer, Role.ADMINISTRATOR):
        return Q((f"{path}council__isnull", False))
    return Q((f"{path}council__in", acted_on(viewer, Role.SECRETARY)))


def answered_by(viewer: Any) -> Q:
    """The condition on one who is asked that the viewer answers for them, or for whom they report through.

    For a municipality its contacts answer, for a committee its officials, and a member alone for themselves.
    """
    own = acted_on(viewer, Role.CONTACT)
    committees = acted_on(viewer, Role.OFFICIAL)
    of_municipality = Q(municipality__in=own, reports_through=None)
    others = Q(committee__in=committees) | sits_as(viewer, "member", *OF_A_MEMBER)
    return of_municipality | Q(reports_through__in=own) | others


def accounts_of(asked: Iterable[Any]) -> dict[int, User]:
    """With which account each member who is asked answers, by the key of who is asked; in one query."""
    members = {(each.member.body_id, each.member.person_id): each for each in asked if each.member}
    if not members:
        return {}
    acting = RoleGrant.objects.running_now().with_role(*OF_A_MEMBER)
    people = {person for _body, person in members}
    rows = acting.filter(membership__person__in=people).select_related("user", "membership")
    seats = {
        (each.body_id, each.membership.person_id): each.user for each in rows if each.membership
    }
    return {each.pk: seats[seat] for seat, each in members.items() if seat in seats}


def contacts_who_are(viewer: Any) -> Any:
    """The contacts as whom the viewer is written to: of a municipality they answer for, at their own address."""
    address = getattr(viewer, "email", "")
    if not address:
        return Contact.objects.none()
    found = Contact.objects.current().filter(municipality__in=acted_on(viewer, Role.CONTACT))
    return found.filter(email__iexact=address)
