from datetime import date, datetime, timedelta

from kkr.common.one_by_one import all_done
from kkr.council.models.roles import day_of
from kkr.rounds.actions import to_tell
from kkr.rounds.asking import Told
from kkr.rounds.models import Asked, RoundStep, State, UnconfirmedReply

WHEN = {"before14": timedelta(days=-14), "before3": timedelta(days=-3), "late": timedelta(days=1)}
"""When somebody who has not answered is reminded, counted from the last day."""
LEEWAY = timedelta(days=2)
"""How late a reminder may still go, where the tick slept or the days were quiet."""


def remind_unanswered(now: datetime) -> int:
    """Write to the contacts of who has not answered, all of a contact's in one mail, whichever reminders they
    are; gives how many mails.

    Nobody is reminded of the same twice, on quiet days, or before the last day of what was asked just now.
    A mail that cannot be written keeps no other back; it is raised when they are queued.
    """
    day = day_of(now)
    if is_quiet(day):
        return 0
    due = [told for what, apart in WHEN.items() for told in _due(what, day - apart)]
    return all_done(to_tell(due, at=now), failing="reminders that could not be written")


def _due(what: str, last_day: date) -> list[Told]:
    days = (last_day - LEEWAY, last_day)
    steps = RoundStep.objects.filter(round__state=State.OPEN, deadline_on__range=days)
    found: list[Told] = []
    for step in steps:
        rows = Asked.objects.filter(round=step.round_id).unanswered(step)
        rows = rows.with_names().select_related("round__council")
        found += [Told(what, each, step) for each in rows]
    return found


def is_quiet(day: date) -> bool:
    """Whether nobody is reminded that day: July, and from 23 December to 2 January."""
    is_christmas = (day.month, day.day) >= (12, 23) or (day.month, day.day) <= (1, 2)
    return day.month == 7 or is_christmas


def forget_unconfirmed(now: datetime) -> int:
    """Forget what was answered by a link and not confirmed in time, with its words; gives how many."""
    late = UnconfirmedReply.objects.filter(confirmed_at=None, expires_at__lte=now)
    return late.delete()[0]
