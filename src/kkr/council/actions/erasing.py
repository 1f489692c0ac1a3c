"""What the register hands out and erases of contacts, with an account or without; public offices it keeps."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from kkr.accounts.holdings import Holding, Row, holdings
from kkr.accounts.models import User
from kkr.council.models import Contact, RoleGrant
from kkr.council.models.contacts import ContactQuerySet, address_keys
from kkr.ledger.actions import erase_payload, record
from kkr.ledger.actors import Actor, require
from kkr.ledger.models import Entry, EntryQuerySet
from kkr.outbox.actions import erase_mail_to
from kkr.outbox.models import Mail

ADDRESS = re.compile(r"[^\s<>()\[\],;:]+@[\w.-]+\w")
"""What in a reason may be somebody's address."""


def contacts_of(user: User) -> ContactQuerySet:
    """Where they stand or stood as a municipality's contact: under their address, or their name where they act."""
    acting = set(RoleGrant.objects.filter(user=user).values_list("body_id", flat=True))
    rows = _rows_of(user.name, user.email, set(address_keys(user.email)), acting)
    return Contact.objects.filter(pk__in=rows)


def written_to_as_contact(user: User) -> list[str]:
    """The addresses they have, or had, as contacts, where a mail still names them."""
    return _theirs(contacts_of(user), _written_to()) if user.pk else []


def hold_contacts(user: User) -> None:
    """Let nobody change the contacts that are theirs until this is done."""
    _held(contacts_of(user))


@transaction.atomic
def erase_contacts(user: User, *, why: str, by: Actor, at: datetime, now: datetime) -> None:
    """Take a user's name, address and number from the contacts, and what the ledger says of them and of roles.

    The mails to the addresses they had there go with them; `now` is the real time. Refuses an actor
    without `accounts.erase_user` on them.
    """
    require(by, "accounts.erase_user", user)
    grants = list(RoleGrant.objects.filter(user=user).values_list("pk", flat=True))
    held = _held(contacts_of(user))
    erase_mail_to(*_theirs(held, _written_to()), by=by, at=at, now=now)
    for entry in _naming(user, grants):
        erase_payload(entry, by=by, at=at, why=why)
    _blank(held, why=why, by=by, at=at)


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
    written_to = _theirs(list(same_contacts(contact)), _written_to())
    mails = [row for email in written_to for row in kinds["mail"].rows(User(email=email))]
    return [(kinds["contacts"], rows), (kinds["mail"], mails), (kinds["ledger"], told)]


@transaction.atomic
def erase_contact(contact: Contact, *, why: str, by: Actor, at: datetime, now: datetime) -> None:
    """Erase a contact who has no account, the mails to them and what the ledger says of them.

    `now` is the real time. Refuses an actor without `council.erase_contact`, no reason, one that
    names them, and somebody with an account: that is erased as a whole.
    """
    require(by, "council.erase_contact", contact)
    held = _held(same_contacts(contact))
    refuse_no_reason(why)
    refuse_naming(why, *(each.name for each in held), *_theirs(held, ADDRESS.findall(why)))
    if _theirs(held, User.objects.values_list("email", flat=True)):
        raise ValidationError(_("They have an account. Erase that; what stands here goes with it."))
    erase_mail_to(*_theirs(held, _written_to()), by=by, at=at, now=now)
    _blank(held, why=why, by=by, at=at)
    record(verb="council.contact_erased", subject=contact, by=by, at=at, why=why)


def as_told(entries: EntryQuerySet) -> list[Row]:
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


def same_contacts(contact: Contact) -> ContactQuerySet:
    """The rows of one person: this one, those with the same e-mail, and those that have the same name too.

    Of one name are those in one municipality, and those that had an e-mail which this has or had. An
    e-mail alone that others left is nobody's: it may be the office's, and have been handed on.
    """
    now = Contact.objects.get(pk=contact.pk)
    rows = _rows_of(now.name, now.email, now.keys, {now.municipality_id})
    return Contact.objects.filter(pk__in=[now.pk, *rows])


def _rows_of(name: str, email: str, keys: set[str], municipalities: set[int]) -> list[int]:
    """The rows with this e-mail, and those of this name that had one of `keys` or stand in one of these."""

    def is_theirs(row: Contact) -> bool:
        if email and row.email.lower() == email.lower():
            return True
        # not the database's: SQLite knows no capital of æ, ø and å
        is_namesake = bool(name) and row.name.casefold() == name.casefold()
        return is_namesake and (row.municipality_id in municipalities or bool(row.keys & keys))

    return [row.pk for row in Contact.objects.all() if is_theirs(row)]


def _theirs(contacts: Iterable[Contact], addresses: Iterable[str]) -> list[str]:
    """Which of these addresses they have or had, each once; not what another contact has by now."""
    mine = list(contacts)
    keys = {key for each in mine for key in each.keys}
    others = Contact.objects.exclude(pk__in=[each.pk for each in mine]).exclude(email="")
    taken = {email.lower() for email in others.values_list("email", flat=True)}
    known = {address.lower() for address in addresses} - taken
    return sorted(address for address in known if keys.intersection(address_keys(address)))


def _written_to() -> Iterable[str]:
    """Every address that a mail still says it went to, or asks to be answered at."""
    to = Mail.objects.exclude(to="").values_list("to")
    return (
        address
        for (address,) in to.union(Mail.objects.exclude(reply_to="").values_list("reply_to"))
    )


def _held(contacts: ContactQuerySet) -> list[Contact]:
    """The rows as they stand, kept from being changed until this is done."""
    return list(contacts.order_by("pk").select_for_update())


def refuse_no_reason(why: str) -> None:
    """What was done about somebody's data is to be understood afterwards."""
    if not why.strip():
        raise ValidationError({"why": _("Say why; the reason is kept in the history.")})


def refuse_naming(why: str, *theirs: str) -> None:
    """A reason that says whom it was about would keep what is erased."""
    said = (re.escape(each) for each in theirs if each)
    if any(re.search(rf"(?<!\w){each}(?!\w)", why, re.IGNORECASE) for each in said):
        raise ValidationError({"why": _("Write neither name nor e-mail here: the reason stays.")})


def _about(contacts: Iterable[Contact]) -> EntryQuerySet:
    """What the ledger says of these contacts, oldest first."""
    ids = [str(each.pk) for each in contacts]
    told = Entry.objects.filter(subject_type="council.contact", subject_id__in=ids)
    return told.filter(payload__isnull=False).order_by("position")


def _blank(contacts: list[Contact], *, why: str, by: Actor, at: datetime) -> None:
    for entry in _about(contacts):
        erase_payload(entry, by=by, at=at, why=why)
    Contact.objects.filter(pk__in=[each.pk for each in contacts]).update(
        name="", email="", phone="", address_keys=[], ended_at=Coalesce("ended_at", at)
    )


def _naming(user: User, grants: list[int]) -> EntryQuerySet:
    """What the ledger says of the roles where that names them."""
    of_grants = Q(
        subject_type="council.rolegrant",
        subject_id__in=map(str, grants),
        payload__text__icontains=user.name,
    )
    return Entry.objects.filter(of_grants, payload__isnull=False).order_by("position")
