from datetime import datetime

from kkr.recommendations.actions import recount
from kkr.recommendations.counting import outcome_of, standings_of
from kkr.recommendations.models import Recommendation
from kkr.rounds.models import State


def recount_missed(now: datetime) -> int:
    """Count anew, so that nothing depends on whether a count came through; gives how many changed.

    What is closed is looked at too: a count that failed then would never be made up for.
    """
    counted = Recommendation.objects.filter(round__state__in=[State.OPEN, State.CLOSED])
    rows = list(counted.select_related("round__council").prefetch_related("outcomes"))
    standings = standings_of(rows)
    missed = [
        each
        for each in rows
        if outcome_of(standings[each.pk], each.round) != (each.held.kind if each.held else None)
    ]
    for each in missed:
        recount(each, at=now)
    return len(missed)
