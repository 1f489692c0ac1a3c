"""What the register hands out and erases of contacts, with an account or without; public offices it keeps."""

import re
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from kkr.accounts.holdings import Holding, Row, holdings
from kkr.accounts.models import User
from kkr.council.models import Contact, RoleGrant
from kkr.ledger.actions import erase_payload, record
from kkr.ledger.actors import Actor, require
from kkr.ledger.models import Entry
from kkr.outbox.actions import erase_mail_to


def contacts_of(user: User) -> "models.QuerySet[Contact]":
    """Where they stand as a municipality's contact: under their address, or their name where they act."""
    bodies = RoleGrant.objects.filter(user=user).values("body_id")
    there = Contact.objects.filter(municipality__in=bodies).values_list("pk", "name")
    # not the database's: SQLite knows no capital of æ, ø and å
    named = [key for key, name in there if name.casefold() == user.name.casefold()]
    return Contact.objects.filter(Q(email__iexact=user.email) | Q(pk__in=named))


@transaction.atomic
def erase_contacts(user: User, *, why: str, by: Actor, at: datetime) -> None:
    """Take a user's name, address and number from the contacts, and what the ledger says of them and of roles.

    Refuses an actor without `accounts.erase_user` on them.
    """
    require(by, "accounts.erase_user", user)
    grants = list(RoleGrant.objects.filter(user=user).values_list("pk", flat=True))
    for entry in _naming(user, grants):
        erase_payload(entry, by=by, at=at, why=why)
    _blank(contacts_of(user), why=why, by=by, at=at)


@transaction.atomic
def hand_out_contact(
    contact: Contact, *, why: str, by: Actor, at: datetime
) -> list[tuple[Holding, list[Row]]]:
    """Everything held about a contact who has no account, by kind; that it was asked for is an entry.

    Refuses an actor without `council.erase_contact`, and no reason.
    """
    require(by, "council.erase_contact", contact)
    refuse_no_reason(why)
    record(verb="council.contact_handed_out", subject=contact, by=by, at=at, why=why.strip())
    rows: list[Row] = [
        {
            "municipality": each.municipality.name,
            "name": each.name,
            "email": each.email,
            "phone": each.phone,
            "named_at": each.named_at,
            "ended_at": each.ended_at,
        }
        for each in same_contacts(contact).select_related("municipality")
    ]
    told = as_told(_about(same_contacts(contact)))
    kinds = {holding.key: holding for holding in holdings}
    mails = list(kinds["mail"].rows(contact)) if contact.email else []  # type: ignore[arg-type]
    return [(kinds["contacts"], rows), (kinds["mail"], mails), (kinds["ledger"], told)]


@transaction.atomic
def erase_contact(contact: Contact, *, why: str, by: Actor, at: datetime, now: datetime) -> None:
    """Erase a contact who has no account, the mails to them and what the ledger says of them.

    `now` is the real time. Refuses an actor without `council.erase_contact`, no reason, one that
    names them, and somebody with an account: that is erased as a whole.
    """
    require(by, "council.erase_contact", contact)
    refuse_no_reason(why)
    refuse_naming(why, contact.name, contact.email)
    if contact.email and User.objects.filter(email__iexact=contact.email).exists():
        raise ValidationError(_("They have an account. Erase that; what stands here goes with it."))
    if contact.email:
        erase_mail_to(contact.email, by=by, at=at, now=now)
    _blank(same_contacts(contact), why=why, by=by, at=at)
    record(verb="council.contact_erased", subject=contact, by=by, at=at, why=why)


def as_told(entries: "models.QuerySet[Entry]") -> list[Row]:
    """What the history says, as rows of the kind `ledger`; what was erased of it is not there."""
    return [
        {
            "position": entry.position,
            "at": entry.at,
            "verb": entry.verb,
            "subject": f"{entry.subject_type}:{entry.subject_id}",
            "by_oneself": False,
            "content": entry.payload.content,
        }
        for entry in entries.filter(payload__isnull=False).select_related("payload")
    ]


def same_contacts(contact: Contact) -> "models.QuerySet[Contact]":
    """The rows of one person: this one, and those with the same e-mail."""
    same = Q(pk=contact.pk) | (Q(email__iexact=contact.email) if contact.email else Q())
    return Contact.objects.filter(same)


def refuse_no_reason(why: str) -> None:
    """What was done about somebody's data is to be understood afterwards."""
    if not why.strip():
        raise ValidationError({"why": _("Say why; the reason is kept in the history.")})


def refuse_naming(why: str, *theirs: str) -> None:
    """A reason that says whom it was about would keep what is erased."""
    said = (re.escape(each) for each in theirs if each)
    if any(re.search(rf"(?<!\w){each}(?!\w)", why, re.IGNORECASE) for each in said):
        raise ValidationError({"why": _("Write neither name nor e-mail here: the reason stays.")})


def _about(contacts: "models.QuerySet[Contact]") -> "models.QuerySet[Entry]":
    """What the ledger says of these contacts, oldest first."""
    ids = [str(pk) for pk in contacts.values_list("pk", flat=True)]
    told = Entry.objects.filter(subject_type="council.contact", subject_id__in=ids)
    return told.filter(payload__isnull=False).order_by("position")


def _blank(contacts: "models.QuerySet[Contact]", *, why: str, by: Actor, at: datetime) -> None:
    ids = list(contacts.values_list("pk", flat=True))
    for entry in _about(Contact.objects.filter(pk__in=ids)):
        erase_payload(entry, by=by, at=at, why=why)
    Contact.objects.filter(pk__in=ids).update(
        name="", email="", phone="", ended_at=Coalesce("ended_at", at)
    )


def _naming(user: User, grants: list[int]) -> "models.QuerySet[Entry]":
    """What the ledger says of the roles where that names them."""
    of_grants = Q(
        subject_type="council.rolegrant",
        subject_id__in=map(str, grants),
        payload__text__icontains=user.name,
    )
    return Entry.objects.filter(of_grants, payload__isnull=False).order_by("position")
