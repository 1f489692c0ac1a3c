"""The mails of rounds: to whom, once for each reason, and with which links. Words come from the faces."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.council.models import Contact
from kkr.ledger.actors import Actor, require
from kkr.outbox.actions import enqueue
from kkr.outbox.letters import render
from kkr.rounds.actions.links import make_link
from kkr.rounds.actions.recording import locked, recorded
from kkr.rounds.actions.reminders import BY_HAND, REMINDERS, reminder_token
from kkr.rounds.asking import Notice, Told, letter_for
from kkr.rounds.models import AS_OFTEN_AS_DONE, Asked, SentNotice, State, WrongState
from kkr.rounds.standing_for import accounts_of
from kkr.rounds.steps import due_of

ASKING = frozenset({"asked", "again", "moved"})
WITH_LINKS = ASKING | REMINDERS
OF_A_REPORT = REMINDERS | {"moved"}
"""What is told of one report and its last day: of the next report, and of another day, it is told anew."""
TOO_SOON = {"before14": timedelta(days=5), "before3": timedelta(days=3)}
"""How long before a reminder somebody must have been asked; who just was needs none."""
REST = timedelta(days=3)
"""For how long after a reminder by hand none goes by itself."""


@dataclass(frozen=True)
class Hearer:
    """Somebody to write to: a contact, or without one a member who is asked, at the address of their account."""

    name: str
    email: str
    contact: Contact | None = None
    wants_reminders: bool = True


Pairs = list[tuple[Told, Hearer]]


def all_told(what: str, asked: Iterable[Asked]) -> list[Told]:
    """The same told of each, with the report that is to be answered now."""
    rows = list(asked)
    due = due_of(rows)
    return [Told(what, each, due[each.pk][0]) for each in rows]


def tell(told: Iterable[Told], *, at: datetime) -> int:
    """Write to every contact of these, and the members among them, all in one mail to each; gives how many
    mails were queued.

    Who was told the same before is not told again, but what is told as often as it is done. Who wants no
    reminders gets none, nor who was never asked. Links are made anew for each mail, since none is kept.
    """
    return sum(act() for act in to_tell(told, at=at))


def to_tell(told: Iterable[Told], *, at: datetime) -> list[Callable[[], bool]]:
    """What `tell` does, an act for each address, so that one that fails keeps no other mail back."""
    rows = list(told)
    hearers = hearers_of(each.asked for each in rows)
    before = ToldBefore.of(each.asked.pk for each in rows)
    by_address: dict[tuple[str, bool], Pairs] = {}
    for each in rows:
        for hearer in hearers[each.asked.pk]:
            if each.what in REMINDERS and not before.was_asked(each.asked, hearer):
                continue
            if before.lets(each, hearer, at):
                key = (hearer.email.lower(), hearer.contact is None)
                by_address.setdefault(key, []).append((each, hearer))
    return [partial(write, pairs, at=at) for pairs in by_address.values()]


def hearers_of(asked: Iterable[Asked]) -> dict[int, list[Hearer]]:
    """To whom one writes about each of these, by its key; nobody for a region, or a committee, whose
    officials find it on their desk."""
    rows = list(asked)
    found = {each: [Hearer(user.name, user.email)] for each, user in accounts_of(rows).items()}
    bodies = {each.pk: each.reports_through_id or each.municipality_id for each in rows}
    contacts = Contact.objects.current().filter(municipality__in=set(bodies.values()) - {None})
    of_body: dict[int | None, list[Hearer]] = {}
    for each in contacts.exclude(email="").select_related("stopped_reminders").order_by("pk"):
        wants = not hasattr(each, "stopped_reminders")
        hearer = Hearer(each.name, each.email, each, wants)
        of_body.setdefault(each.municipality_id, []).append(hearer)
    return {key: found.get(key) or of_body.get(body, []) for key, body in bodies.items()}


@dataclass(frozen=True)
class ToldBefore:
    """What was told before of some who are asked, looked up once."""

    said: frozenset[tuple[object, ...]]
    asked_at: Mapping[tuple[int, int | None], datetime]
    reminded_at: Mapping[tuple[int, int | None], datetime]

    @classmethod
    def of(cls, asked: Iterable[int]) -> "ToldBefore":
        return cls.by(SentNotice.objects.filter(asked__in=set(asked)))

    @classmethod
    def by(cls, notices: Iterable[SentNotice]) -> "ToldBefore":
        """By the mails that were sent, in whatever order they come."""
        notices = sorted(notices, key=lambda each: each.sent_at)
        return cls(
            frozenset(
                (each.asked_id, each.contact_id, each.what, each.step_id, each.deadline_on)
                for each in notices
            ),
            {
                (each.asked_id, each.contact_id): each.sent_at
                for each in notices
                if each.what in ASKING
            },
            {
                (each.asked_id, each.contact_id): each.sent_at
                for each in notices
                if each.what in BY_HAND
            },
        )

    def was_asked(self, asked: Asked, hearer: Hearer) -> bool:
        """Whether the hearer got the question: whoever came later did not, and needs it before any reminder."""
        return _key(asked, hearer) in self.asked_at

    def lets(self, told: Told, hearer: Hearer, at: datetime) -> bool:
        """Whether the hearer is to be told of it now."""
        if told.what in REMINDERS and not hearer.wants_reminders:
            return False
        if told.what in AS_OFTEN_AS_DONE:
            return True
        key = _key(told.asked, hearer)
        by_hand = self.reminded_at.get(key)
        if by_hand and told.what in REMINDERS and at < by_hand + REST:
            return False
        if told.what == "asked" and key in self.asked_at:
            return False
        asked_at, apart = self.asked_at.get(key), TOO_SOON.get(told.what)
        if asked_at and apart and at < asked_at + apart:
            return False
        return (*key, told.what, *_report_of(told).values()) not in self.said


def _key(asked: Asked, hearer: Hearer) -> tuple[int, int | None]:
    return asked.pk, hearer.contact.pk if hearer.contact else None


def _report_of(told: Told) -> dict[str, object]:
    """Of which report and which last day it is told; None of what is told of the whole question."""
    of_it = told.what in OF_A_REPORT
    return {
        "step_id": told.step.pk if of_it else None,
        "deadline_on": told.step.deadline_on if of_it else None,
    }


@transaction.atomic
def ask_again(asked: Asked, contact: Contact | None, *, by: Actor, at: datetime) -> Asked:
    """Send the question once more to one contact, or with None to the member who is asked, with a new link.

    Refuses an actor without `rounds.change_round` on the round, a round that is not open, and a contact who
    is not written to about it.
    """
    require(by, "rounds.change_round", asked.round)
    asked_round = locked(asked.round)
    if asked_round.state != State.OPEN:
        raise WrongState(asked_round)
    asked = Asked.objects.with_names().get(pk=asked.pk)
    asked.round = asked_round
    hearers = [each for each in hearers_of([asked])[asked.pk] if each.contact == contact]
    if not hearers:
        raise ValidationError({"contact": _("Choose somebody who is written to about it.")})
    write([(told, hearers[0]) for told in all_told("again", [asked])], at=at)
    recorded("asked_again", asked, asked_round, by=by, at=at)
    return asked


@transaction.atomic
def write(pairs: Pairs, *, at: datetime) -> bool:
    """Queue the one mail with all of these, which go to one address; nothing where nobody has words for it."""
    hearer = pairs[0][1]
    tokens: dict[int, str] = {}
    for each, to in pairs:
        if to.contact and each.what in WITH_LINKS and each.asked.pk not in tokens:
            tokens[each.asked.pk] = make_link(each.asked, to.contact, at=at)
    lines = {(each.what, each.asked.pk, each.step.pk): each for each, _hearer in pairs}
    told = tuple(replace(each, token=tokens.get(each.asked.pk, "")) for each in lines.values())
    reminds = hearer.contact and any(each.what in REMINDERS for each in told)
    stop = reminder_token(hearer.contact) if hearer.contact and reminds else ""
    letter = letter_for(Notice(hearer.email, hearer.name, told, stop))
    if letter is None:
        return False
    words = render(letter)
    mail = enqueue(
        to=hearer.email,
        subject=words["subject"],
        text=words["text"],
        html=words["html"],
        unsubscribe=letter.unsubscribe.href if letter.unsubscribe else "",
        about=told[0].asked,
        confidential=bool(tokens),
        at=at,
    )
    SentNotice.objects.bulk_create(
        SentNotice(
            asked=each.asked, contact=to.contact, what=each.what, sent_at=at, mail=mail.pk,
            **_report_of(each),
        )
        for each, to in pairs
    )  # fmt: skip
    return True
