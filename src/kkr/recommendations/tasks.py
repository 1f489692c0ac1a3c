from datetime import datetime

from kkr.recommendations.actions import recount
from kkr.recommendations.models import Recommendation
from kkr.rounds.models import State


def recount_open(now: datetime) -> int:
    """Count what is open anew, so that nothing depends on whether a count came through; gives how many changed."""
    changed = 0
    rows = Recommendation.objects.filter(round__state=State.OPEN).select_related("round__council")
    for each in rows:
        before = each.outcomes.count()
        recount(each, at=now)
        changed += each.outcomes.count() != before
    return changed
