from datetime import datetime

from django.db import transaction

from kkr.ledger.actions import record
from kkr.ledger.actors import System
from kkr.recommendations.carrying import Standing
from kkr.recommendations.counting import lost_because, outcome_of, standing_of
from kkr.recommendations.models import Because, Outcome, OutcomeKind, Recommendation
from kkr.rounds.models import Reply, Round

COUNTER = System("count")


@transaction.atomic
def recount(
    recommendation: Recommendation,
    *,
    reply: Reply | None = None,
    has_moved: bool = False,
    at: datetime,
) -> Standing:
    """Count anew under the lock of the round, and keep an outcome if one came or went with this reply.

    It asks for no permission: whoever replies makes it count. Carried twice is carried once; what a
    correction takes away, or a last day that `has_moved`, is said by an outcome of its own.
    """
    made_round = Round.objects.select_for_update(of=("self",)).get(pk=recommendation.round_id)
    found = standing_of(recommendation)
    last = recommendation.outcomes.order_by("-number").first()
    kind = outcome_of(found, made_round)
    held = last if last and last.kind != OutcomeKind.REOPENED else None
    because = lost_because(found) if kind == OutcomeKind.LOST else ""
    if kind is None:
        because = Because.CORRECTED if reply else Because.MOVED if has_moved else ""
    before = (held.kind, held.because) if held else None
    if before != ((kind, because) if kind else None):
        _keep(recommendation, kind or OutcomeKind.REOPENED, because, last, reply, at=at)
    return found


def _keep(
    recommendation: Recommendation,
    kind: OutcomeKind,
    because: str,
    last: Outcome | None,
    reply: Reply | None,
    *,
    at: datetime,
) -> None:
    number = last.number + 1 if last else 1
    made = Outcome(
        recommendation=recommendation,
        number=number,
        kind=kind,
        because=because,
        at=at,
        reply=reply,
    )
    made.full_clean()
    made.save(force_insert=True)
    record(
        verb=f"recommendations.{kind}",
        subject=recommendation,
        by=COUNTER,
        at=at,
        public=recommendation.round.is_seen,
        scopes=recommendation.round.scopes,
    )
