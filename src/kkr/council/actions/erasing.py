"""What the register erases of somebody who has, or had, an account; public offices it keeps."""

from datetime import datetime

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from kkr.accounts.models import User
from kkr.council.models import Contact, RoleGrant
from kkr.ledger.actions import erase_payload
from kkr.ledger.actors import Actor, require
from kkr.ledger.models import Entry


def contacts_of(user: User) -> "models.QuerySet[Contact]":
    """Where they stand as a municipality's contact: under their address, or their name where they act."""
    bodies = RoleGrant.objects.filter(user=user).values("body_id")
    named = Q(name__iexact=user.name, municipality__in=bodies)
    return Contact.objects.filter(Q(email__iexact=user.email) | named)


@transaction.atomic
def erase_contacts(user: User, *, why: str, by: Actor, at: datetime) -> None:
    """Take a user's name, address and number from the contacts, and what the ledger says of them and of roles.

    Refuses an actor without `accounts.erase_user` on them.
    """
    require(by, "accounts.erase_user", user)
    contacts = list(contacts_of(user).values_list("pk", flat=True))
    grants = list(RoleGrant.objects.filter(user=user).values_list("pk", flat=True))
    for entry in _told_of(contacts, grants, user):
        erase_payload(entry, by=by, at=at, why=why)
    Contact.objects.filter(pk__in=contacts).update(
        name="", email="", phone="", ended_at=Coalesce("ended_at", at)
    )


def _told_of(contacts: list[int], grants: list[int], user: User) -> "models.QuerySet[Entry]":
    """All that the ledger says of the contacts, and what it says of the roles where that names them."""
    of_contacts = Q(subject_type="council.contact", subject_id__in=map(str, contacts))
    of_grants = Q(
        subject_type="council.rolegrant",
        subject_id__in=map(str, grants),
        payload__text__icontains=user.name,
    )
    return Entry.objects.filter(of_contacts | of_grants, payload__isnull=False).order_by("position")
