from datetime import datetime

from django.db import transaction

from kkr.ledger.actions import record
from kkr.ledger.actors import System
from kkr.recommendations.carrying import Standing
from kkr.recommendations.counting import outcome_of, standing_of
from kkr.recommendations.models import Outcome, OutcomeKind, Recommendation
from kkr.rounds.models import Reply, Round

COUNTER = System("count")


@transaction.atomic
def recount(
    recommendation: Recommendation, *, reply: Reply | None = None, at: datetime
) -> Standing:
    """Count anew under the lock of the round, and keep an outcome if one came or went with this reply.

    It asks for no permission: whoever replies makes it count. Carried twice is carried once; what a
    correction takes away is said by an outcome of its own.
    """
    made_round = Round.objects.select_for_update(of=("self",)).get(pk=recommendation.round_id)
    found = standing_of(recommendation)
    last = recommendation.outcomes.order_by("-number").first()
    kind = outcome_of(found, made_round)
    held = last.kind if last and last.kind != OutcomeKind.REOPENED else None
    if kind != held:
        _keep(recommendation, kind or OutcomeKind.REOPENED, last, reply, at=at)
    return found


def _keep(
    recommendation: Recommendation,
    kind: OutcomeKind,
    last: Outcome | None,
    reply: Reply | None,
    *,
    at: datetime,
) -> None:
    number = last.number + 1 if last else 1
    made = Outcome(recommendation=recommendation, number=number, kind=kind, at=at, reply=reply)
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
