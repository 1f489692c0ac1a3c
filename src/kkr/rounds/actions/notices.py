"""The mails of rounds: to whom, once for each reason, and with which links. Words come from the faces."""

from collections.abc import Callable, Iterable
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

WITH_LINKS = {"asked", "before14", "before3", "late"}


def tell(what: str, asked: Iterable[Asked], *, at: datetime) -> int:
    """Write to every contact of these once, all in one mail to each; gives how many mails were queued.

    Who was told the same before is not told again, and who wants no reminders gets none. Links are made
    anew for each mail, since none is kept.
    """
    return sum(write() for write in to_tell(what, asked, at=at))


def to_tell(what: str, asked: Iterable[Asked], *, at: datetime) -> list[Callable[[], bool]]:
    """What `tell` does, an act for each address, so that one that fails keeps no other mail back."""
    by_address: dict[str, list[tuple[Asked, Contact]]] = {}
    for one in asked:
        for contact in _contacts_of(one, what):
            if not SentNotice.objects.filter(asked=one, contact=contact, what=what).exists():
                by_address.setdefault(contact.email.lower(), []).append((one, contact))
    return [partial(_write, what, pairs, at=at) for pairs in by_address.values()]


def _contacts_of(asked: Asked, what: str) -> list[Contact]:
    """Whom to write to; no reminder to whoever wants none."""
    body = asked.reports_through_id or asked.municipality_id
    if body is None:  # a region, or a committee, whose officials find it on their desk
        return []
    found = Contact.objects.current().filter(municipality=body).exclude(email="")
    return list(found.filter(stopped_reminders=None) if what in REMINDERS else found)


@transaction.atomic
def _write(what: str, pairs: list[tuple[Asked, Contact]], *, at: datetime) -> bool:
    contact = pairs[0][1]
    tokens = {}
    if what in WITH_LINKS:
        tokens = {one.pk: make_link(one, each, at=at) for one, each in pairs}
    asked = tuple(one for one, _contact in pairs)
    stop = reminder_token(contact) if what in REMINDERS else ""
    letter = letter_for(Notice(what, contact.email, contact.name, asked, tokens, stop))
    if letter is None:
        return False
    words = render(letter)
    mail = enqueue(
        to=contact.email,
        subject=words["subject"],
        text=words["text"],
        html=words["html"],
        unsubscribe=letter.unsubscribe.href if letter.unsubscribe else "",
        about=asked[0],
        confidential=bool(tokens),
        at=at,
    )
    SentNotice.objects.bulk_create(
        SentNotice(asked=one, contact=each, what=what, sent_at=at, mail=mail.pk)
        for one, each in pairs
    )
    return True
