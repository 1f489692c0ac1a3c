"""The mails of rounds: to whom, once for each reason, and with which links. Words come from the faces."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from kkr.council.models import Contact
from kkr.outbox.actions import enqueue
from kkr.outbox.letters import render
from kkr.rounds.actions.links import make_link
from kkr.rounds.actions.reminders import REMINDERS, reminder_token
from kkr.rounds.asking import Notice, letter_for
from kkr.rounds.models import Asked, SentNotice
from kkr.rounds.standing_for import accounts_of

WITH_LINKS = {"asked", "before14", "before3", "late"}


@dataclass(frozen=True)
class Hearer:
    """Somebody to write to: a contact, or without one a member who is asked, at the address of their account."""

    name: str
    email: str
    contact: Contact | None = None


Pairs = list[tuple[Asked, Hearer]]


def tell(what: str, asked: Iterable[Asked], *, at: datetime) -> int:
    """Write to every contact of these, and the members among them, once, all in one mail to each; gives how
    many mails were queued.

    Who was told the same before is not told again, and who wants no reminders gets none. Links are made
    anew for each mail, since none is kept.
    """
    return sum(write() for write in to_tell(what, asked, at=at))


def to_tell(what: str, asked: Iterable[Asked], *, at: datetime) -> list[Callable[[], bool]]:
    """What `tell` does, an act for each address, so that one that fails keeps no other mail back."""
    asked = list(asked)
    members = accounts_of(asked)
    by_address: dict[tuple[str, bool], Pairs] = {}
    for one in asked:
        user = members.get(one.pk)
        hearers = [Hearer(user.name, user.email)] if user else _contacts_of(one, what)
        for each in hearers:
            told = SentNotice.objects.filter(asked=one, contact=each.contact, what=what)
            if not told.exists():
                key = (each.email.lower(), each.contact is None)
                by_address.setdefault(key, []).append((one, each))
    return [partial(_write, what, pairs, at=at) for pairs in by_address.values()]


def _contacts_of(asked: Asked, what: str) -> list[Hearer]:
    """Whom to write to; no reminder to whoever wants none."""
    body = asked.reports_through_id or asked.municipality_id
    if body is None:  # a region, or a committee, whose officials find it on their desk
        return []
    found = Contact.objects.current().filter(municipality=body).exclude(email="")
    found = found.filter(stopped_reminders=None) if what in REMINDERS else found
    return [Hearer(each.name, each.email, each) for each in found]


@transaction.atomic
def _write(what: str, pairs: Pairs, *, at: datetime) -> bool:
    hearer = pairs[0][1]
    tokens = {}
    if what in WITH_LINKS:
        tokens = {one.pk: make_link(one, to.contact, at=at) for one, to in pairs if to.contact}
    asked = tuple(one for one, _hearer in pairs)
    stop = reminder_token(hearer.contact) if hearer.contact and what in REMINDERS else ""
    letter = letter_for(Notice(what, hearer.email, hearer.name, asked, tokens, stop))
    if letter is None:
        return False
    words = render(letter)
    mail = enqueue(
        to=hearer.email,
        subject=words["subject"],
        text=words["text"],
        html=words["html"],
        unsubscribe=letter.unsubscribe.href if letter.unsubscribe else "",
        about=asked[0],
        confidential=bool(tokens),
        at=at,
    )
    SentNotice.objects.bulk_create(
        SentNotice(asked=one, contact=each.contact, what=what, sent_at=at, mail=mail.pk)
        for one, each in pairs
    )
    return True
