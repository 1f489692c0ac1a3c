from datetime import date, datetime

from kkr.common.one_by_one import all_done
from kkr.council.models.roles import day_of
from kkr.rounds.actions import hearers_of, to_tell
from kkr.rounds.actions.notices import ToldBefore
from kkr.rounds.actions.reminding import LEEWAY, WHEN, is_quiet
from kkr.rounds.asking import Told
from kkr.rounds.models import Asked, RoundStep, State, UnconfirmedReply


def remind_unanswered(now: datetime) -> int:
    """Write to the contacts of who has not answered, all of a contact's in one mail, whichever reminders they
    are; gives how many mails.

    Nobody is reminded of the same twice, on quiet days, or before the last day of what was asked just now.
    Whoever could not be written to when it was asked gets the question first, and is reminded from the next
    day on. A mail that cannot be written keeps no other back; it is raised when they are queued.
    """
    day = day_of(now)
    if is_quiet(day):
        return 0
    due = [told for what, apart in WHEN.items() for told in _due(what, day - apart)]
    acts = [*to_tell(_never_asked(due), at=now), *to_tell(due, at=now)]
    return all_done(acts, failing="mails about questions that could not be written")


def _never_asked(due: list[Told]) -> list[Told]:
    """The question, for those of whom somebody could be told of it now and never was: they came later."""
    everybody = {each.asked.pk: each for each in due}
    before = ToldBefore.of(everybody)
    hearers = hearers_of(each.asked for each in everybody.values())
    return [
        Told("asked", each.asked, each.step)
        for key, each in everybody.items()
        if not all(before.was_asked(each.asked, to) for to in hearers[key])
    ]


def _due(what: str, last_day: date) -> list[Told]:
    days = (last_day - LEEWAY, last_day)
    steps = RoundStep.objects.filter(round__state=State.OPEN, deadline_on__range=days)
    found: list[Told] = []
    for step in steps:
        rows = Asked.objects.filter(round=step.round_id).unanswered(step)
        rows = rows.with_names().select_related("round__council")
        found += [Told(what, each, step) for each in rows]
    return found


def forget_unconfirmed(now: datetime) -> int:
    """Forget what was answered by a link and not confirmed in time, with its words; gives how many."""
    late = UnconfirmedReply.objects.filter(confirmed_at=None, expires_at__lte=now)
    return late.delete()[0]
