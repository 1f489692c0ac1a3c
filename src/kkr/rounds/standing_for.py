"""Who asks, and who answers for whom, as conditions on rounds and on those who are asked."""

from typing import Any

from django.db.models import Q

from kkr.council.models import Contact
from kkr.council.models.roles import Role, acted_on, holds


def kept_by(viewer: Any, path: str = "") -> Q:
    """The condition that the council that asks is one whose secretary the viewer is; an administrator has all."""
    if holds(viewer, Role.ADMINISTRATOR):
        return Q((f"{path}council__isnull", False))
    return Q((f"{path}council__in", acted_on(viewer, Role.SECRETARY)))


def answered_by(viewer: Any) -> Q:
    """The condition on one who is asked that the viewer answers for them, or for whom they report through.

    For a municipality its contacts answer, for a committee its officials.
    """
    own = acted_on(viewer, Role.CONTACT)
    committees = acted_on(viewer, Role.OFFICIAL)
    of_municipality = Q(municipality__in=own, reports_through=None)
    return of_municipality | Q(reports_through__in=own) | Q(committee__in=committees)


def contacts_who_are(viewer: Any) -> Any:
    """The contacts as whom the viewer is written to: of a municipality they answer for, at their own address."""
    address = getattr(viewer, "email", "")
    if not address:
        return Contact.objects.none()
    found = Contact.objects.current().filter(municipality__in=acted_on(viewer, Role.CONTACT))
    return found.filter(email__iexact=address)
