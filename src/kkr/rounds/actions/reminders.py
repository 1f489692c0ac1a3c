"""Whether a contact wants reminders: ended with one press from any of them, and turned on again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import transaction

from kkr.council.models import Contact
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, require
from kkr.rounds.actions.links import NoSuchLink
from kkr.rounds.models import StoppedReminders

SIGNER = Signer(sep=".", salt="kkr.rounds.reminders")
BY_HAND = frozenset({"now", "now_late"})
"""Reminders that somebody sends, before the last day and after it."""
REMINDERS = BY_HAND | {"before14", "before3", "late"}
"""The mails that a contact can do without: all that remind, of one question or of many."""


@dataclass(frozen=True)
class ByReminder:
    """Whoever has the link of a reminder: may choose for the contact it went to, and nothing else."""

    contact: Contact

    @property
    def actor_key(self) -> str:
        return f"contact:{self.contact.pk}"

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return perm == "rounds.choose_reminders" and obj is not None and obj.pk == self.contact.pk


def reminder_token(contact: Contact) -> str:
    """With which whoever got a reminder ends them; it is good for as long as the contact is one."""
    return SIGNER.sign(contact.public_id.hex)


def find_reminded(token: str) -> Contact:
    """The contact of a token; raises NoSuchLink alike whatever is wrong with it."""
    try:
        key = UUID(hex=SIGNER.unsign(token))
    except (BadSignature, ValueError):
        raise NoSuchLink from None
    rows = Contact.objects.current().exclude(email="").select_related("municipality")
    found = rows.filter(public_id=key).first()
    if found is None:
        raise NoSuchLink
    return found


def without_reminders(contact: Contact) -> bool:
    """Whether the contact wants none."""
    return StoppedReminders.objects.filter(contact=contact).exists()


@transaction.atomic
def stop_reminders(contact: Contact, *, by: Actor, at: datetime) -> None:
    """Send a contact no more reminders, for whichever municipality it is written to; twice is once.

    Refuses an actor without `rounds.choose_reminders` on the contact.
    """
    require(by, "rounds.choose_reminders", contact)
    for each in at_the_same_address(contact):
        _row, is_new = StoppedReminders.objects.get_or_create(
            contact=each, defaults={"stopped_at": at}
        )
        if is_new:
            record(verb="rounds.reminders_stopped", subject=each, by=by, at=at)


@transaction.atomic
def resume_reminders(contact: Contact, *, by: Actor, at: datetime) -> None:
    """Send the contact reminders again; twice is once. Refuses an actor without `rounds.choose_reminders`."""
    require(by, "rounds.choose_reminders", contact)
    for each in at_the_same_address(contact):
        count, _rows = StoppedReminders.objects.filter(contact=each).delete()
        if count:
            record(verb="rounds.reminders_resumed", subject=each, by=by, at=at)


def at_the_same_address(contact: Contact) -> list[Contact]:
    """One mail goes to all of these, so one choice is for all of them."""
    rows = Contact.objects.current().filter(email__iexact=contact.email)
    return list(rows.select_for_update(of=("self",)).order_by("pk"))
