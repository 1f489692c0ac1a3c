"""Reminding those who have not answered: by hand, and when it goes by itself next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kkr.council.models.roles import day_of
from kkr.ledger.actors import Actor, require
from kkr.rounds.actions.notices import ASKING, Hearer, Pairs, ToldBefore, hearers_of, write
from kkr.rounds.actions.recording import locked, recorded
from kkr.rounds.actions.reminders import REMINDERS
from kkr.rounds.asking import Told
from kkr.rounds.models import Asked, Round, RoundStep, SentNotice, State, WrongState
from kkr.rounds.steps import due_of

WHEN = {"before14": timedelta(days=-14), "before3": timedelta(days=-3), "late": timedelta(days=1)}
"""When somebody who has not answered is reminded, counted from the last day."""
LEEWAY = timedelta(days=2)
"""How late a reminder may still go, where the tick slept or the days were quiet."""


def is_quiet(day: date) -> bool:
    """Whether nobody is reminded that day: July, and from 23 December to 2 January."""
    is_christmas = (day.month, day.day) >= (12, 23) or (day.month, day.day) <= (1, 2)
    return day.month == 7 or is_christmas


@dataclass(frozen=True)
class Reminding:
    """Who would be reminded now, each with whom one writes to, and who would not, and why. Whoever came after it was
    asked gets the question, "asked"."""

    pairs: Pairs
    unwilling: list[tuple[Asked, Hearer]]
    written_to: list[tuple[Asked, Hearer]]
    unheard: list[Asked]

    @property
    def mails(self) -> list[Pairs]:
        """The same by address, as one mail goes to each."""
        found: dict[tuple[str, bool], Pairs] = {}
        for told, to in self.pairs:
            found.setdefault((to.email.lower(), told.what == "asked"), []).append((told, to))
        return list(found.values())


def reminding_of(asked_round: Round, *, at: datetime) -> Reminding:
    """Of those who have not answered: nobody is written to twice on one day, or reminded who wants no reminders."""
    silent = list(asked_round.asked.unanswered().with_names())
    for each in silent:
        each.round = asked_round  # known already
    due, hearers = due_of(silent), hearers_of(silent)
    before = ToldBefore.of(each.pk for each in silent)
    today = _written_today((to for each in hearers.values() for to in each), at)
    found = Reminding([], [], [], [each for each in silent if not hearers[each.pk]])
    for each in silent:
        step = due[each.pk][0]
        reminder = "now_late" if step.deadline_on < day_of(at) else "now"
        for to in hearers[each.pk]:
            told = Told(reminder if before.was_asked(each, to) else "asked", each, step)
            if told.what == reminder and not to.wants_reminders:
                found.unwilling.append((each, to))
            elif to.email.lower() in today:
                found.written_to.append((each, to))
            else:
                found.pairs.append((told, to))
    return found


def _written_today(hearers: Iterable[Hearer], at: datetime) -> set[str]:
    """Which of their addresses were asked or reminded of something that day."""
    contacts = {to.contact.pk: to.email.lower() for to in hearers if to.contact}
    start = timezone.make_aware(datetime.combine(day_of(at), time.min))
    rows = SentNotice.objects.filter(what__in=ASKING | REMINDERS, sent_at__gte=start)
    emails = set(contacts.values())
    sent = rows.filter(contact__isnull=False).values_list("contact__email", flat=True)
    return {email.lower() for email in sent.distinct()} & emails


@transaction.atomic
def remind_now(asked_round: Round, *, on_quiet_days: bool = False, by: Actor, at: datetime) -> int:
    """Write to the contacts of who has not answered; gives how many mails. No reminder goes by itself for some days
    then. A contact who came later gets the question.

    Refuses an actor without `rounds.change_round` on the round, a round that is not open, the days on which
    nobody is reminded unless `on_quiet_days`, and where nobody is left to write to that day.
    """
    require(by, "rounds.change_round", asked_round)
    asked_round = locked(asked_round)
    if asked_round.state != State.OPEN:
        raise WrongState(asked_round)
    if is_quiet(day_of(at)) and not on_quiet_days:
        words = _("Nobody is reminded in July and from 23 December to 2 January.")
        raise ValidationError({"on_quiet_days": words})
    mails = reminding_of(asked_round, at=at).mails
    if not mails:
        raise ValidationError(_("Nobody is left to remind today."))
    sent = sum(write(pairs, at=at) for pairs in mails)
    recorded("reminded", asked_round, asked_round, by=by, at=at)
    return sent


@dataclass(frozen=True)
class NextReminder:
    """When reminders go by themselves next, and about whom."""

    on: date
    asked: list[Asked]


def next_reminder(asked_round: Round, *, at: datetime) -> NextReminder | None:
    """As it stands now; None where no more go by themselves, or nobody would get one."""
    steps = list(asked_round.steps.all())
    silent = {step: list(asked_round.asked.unanswered(step).with_names()) for step in steps}
    everybody = {each.pk: each for rows in silent.values() for each in rows}
    known = hearers_of(everybody.values()), ToldBefore.of(everybody)
    return next_among(asked_round, silent, *known, at=at)


def next_among(
    asked_round: Round,
    silent: Mapping[RoundStep, list[Asked]],
    hearers: Mapping[int, list[Hearer]],
    before: ToldBefore,
    *,
    at: datetime,
) -> NextReminder | None:
    """The same where it is known who has not given which report, to whom one writes, and what they were told."""
    if asked_round.state != State.OPEN:
        return None
    ways: dict[date, list[tuple[str, RoundStep]]] = {}
    for step in silent:
        for what, apart in WHEN.items():
            for on in _goes_on(step.deadline_on + apart, day_of(at)):
                ways.setdefault(on, []).append((what, step))
    for on in sorted(ways):
        night = timezone.make_aware(datetime.combine(on, time.max))
        told = {
            each.pk: each
            for what, step in ways[on]
            for each in silent[step]
            if any(before.lets(Told(what, each, step), to, night) for to in hearers[each.pk])
        }
        if told:
            return NextReminder(on, list(told.values()))
    return None


def _goes_on(due: date, today: date) -> list[date]:
    """The days from now on which a reminder that is due then can go."""
    days = (due + timedelta(days=late) for late in range(LEEWAY.days + 1))
    return [day for day in days if day >= today and not is_quiet(day)]
