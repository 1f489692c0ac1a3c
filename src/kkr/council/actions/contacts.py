"""The contacts of municipalities. Their addresses are not the public's, and stay out of the ledger."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.common.locks import hold
from kkr.common.text import one_line
from kkr.council.actions.stale import refuse_stale
from kkr.council.models import Contact, Municipality
from kkr.council.models.bodies import scopes_of
from kkr.council.models.roles import day_of
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, require


@transaction.atomic
def add_contact(
    *,
    municipality: Municipality,
    name: str,
    email: str = "",
    phone: str = "",
    replaces: Contact | None = None,
    by: Actor,
    at: datetime,
) -> Contact:
    """Note whom the secretariat writes to in a municipality; with `replaces` in somebody's stead.

    Asked the same twice, it is done once. Refuses an actor without `council.add_contact` on the
    municipality, somebody who can be reached neither by e-mail nor by telephone, an e-mail that a contact
    there has, and one to replace who is no longer contact.
    """
    require(by, "council.add_contact", municipality)
    hold(f"contacts of {municipality.pk}")
    wanted = _tidied(name, email, phone)
    same = Contact.objects.current().filter(municipality=municipality, **wanted)
    if replaces is not None:
        if replaces.municipality_id != municipality.pk:
            raise ValueError("the contact is of another municipality")
        if not same.exists():
            _refuse_ended(Contact.objects.select_for_update().get(pk=replaces.pk))
        remove_contact(replaces, by=by, at=at)
    if known := same.first():
        return known
    contact = Contact(municipality=municipality, named_at=at)
    return _keep(contact, wanted, "council.contact_added", by=by, at=at)


@transaction.atomic
def change_contact(
    contact: Contact,
    *,
    name: str,
    email: str = "",
    phone: str = "",
    based_on: int | None = None,
    by: Actor,
    at: datetime,
) -> Contact:
    """Put right how a contact is called or reached; what changes nothing leaves no trace.

    `based_on` is the position of the newest entry the writer had seen of it; raises
    StaleCorrection for a newer one. Refuses an actor without `council.change_contact` on it,
    somebody who is no longer contact, and what `add_contact` refuses.
    """
    require(by, "council.change_contact", contact)
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    _refuse_ended(contact)
    wanted = _tidied(name, email, phone)
    if _said_by(contact) == wanted:
        return contact
    refuse_stale(contact, based_on)
    return _keep(contact, wanted, "council.contact_changed", by=by, at=at)


@transaction.atomic
def remove_contact(contact: Contact, *, why: str = "", by: Actor, at: datetime) -> Contact:
    """Note that somebody is no longer contact; the name stays, e-mail and telephone go.

    Refuses an actor without `council.end_contact` on it. Asked twice, it is done once.
    """
    require(by, "council.end_contact", contact)
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    if contact.ended_at is not None:
        return contact
    contact.leave_address(contact.email)
    contact.ended_at, contact.email, contact.phone = at, "", ""
    contact.full_clean()
    contact.save()
    return _recorded(contact, "council.contact_removed", {}, by=by, at=at, why=why)


def _refuse_ended(contact: Contact) -> None:
    """Whoever has the form open sees what a colleague did meanwhile, and keeps what they wrote."""
    if contact.ended_at is None:
        return
    took_over = Contact.objects.current().filter(
        municipality=contact.municipality_id, named_at=contact.ended_at
    )
    told = {"name": contact.name, "new": ", ".join(each.name for each in took_over)}
    if told["new"]:
        words = _("A colleague was faster: %(name)s is no longer contact, %(new)s is.")
    else:
        words = _("A colleague was faster: %(name)s is no longer contact.")
    raise ValidationError(words % told)


def _tidied(name: str, email: str, phone: str) -> dict[str, str]:
    return {"name": one_line(name), "email": email.strip().lower(), "phone": one_line(phone)}


def _said_by(contact: Contact) -> dict[str, str]:
    return {"name": contact.name, "email": contact.email, "phone": contact.phone}


def _keep(
    contact: Contact, wanted: dict[str, str], verb: str, *, by: Actor, at: datetime
) -> Contact:
    before = _said_by(contact)
    if before["email"] != wanted["email"]:
        contact.leave_address(before["email"])
    changed = [field for field, value in wanted.items() if before[field] != value]
    for field, value in wanted.items():
        setattr(contact, field, value)
    if not (contact.email or contact.phone):
        message = _("Write an e-mail address or a telephone number, so that they can be reached.")
        raise ValidationError({"email": message})
    is_new = contact.pk is None
    contact.full_clean()
    contact.save()
    content = {} if is_new else {"changed": changed}
    return _recorded(contact, verb, content, by=by, at=at, why="")


def _recorded(
    contact: Contact, verb: str, content: Mapping[str, object], *, by: Actor, at: datetime, why: str
) -> Contact:
    record(
        verb=verb,
        subject=contact,
        by=by,
        at=at,
        why=why,
        content={"municipality": contact.municipality.code, "name": contact.name, **content},
        scopes=scopes_of(contact.municipality, day_of(at)),
    )
    return contact
