from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Unpack

from django.db import transaction

from kkr.council.models import Area
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, require
from kkr.recommendations.actions.recommending import RuleFacts, refuse_what_never_carries
from kkr.recommendations.models import Recommendation
from kkr.rounds.actions import Weight, change_draft, draft_of, refuse_unseen
from kkr.rounds.actions.recording import drafted

RULE = ("rule", "number", "percent", "of_inhabitants", "needs_everybody")


def seen_as(made: Recommendation) -> str:
    """How a recommendation that is not sent out stands now, for a form to say what was seen."""
    return draft_of(made.round).seen_as(*_rule_of(made))


@transaction.atomic
def change_recommendation(
    made: Recommendation,
    *,
    title: str,
    days: Sequence[date],
    areas: Iterable[Area],
    rule: str,
    weights: Mapping[int, Weight] | None = None,
    over: str | None = None,
    by: Actor,
    at: datetime,
    **facts: Unpack[RuleFacts],
) -> Recommendation:
    """Change a recommendation that is not sent out, its rule too; the same leaves no trace, and the address stays.

    `over` is what `seen_as` gave to the writer. Refuses an actor without `rounds.change_round` on its round, a
    rule without what it takes or by which nothing could be carried, and what `change_draft` refuses.
    """
    require(by, "rounds.change_round", made.round)
    drafted(made.round)
    made = Recommendation.objects.select_related("round__council").get(pk=made.pk)
    refuse_unseen(seen_as(made), over)
    before = _rule_of(made)
    asks: dict[str, Any] = {"title": title, "days": days, "areas": areas, "weights": weights}
    made.round = change_draft(made.round, **asks, by=by, at=at)
    wanted = {"number": 0, "percent": 0, "of_inhabitants": 0, "needs_everybody": False}
    for name, value in {**wanted, **facts, "rule": rule}.items():
        setattr(made, name, value)
    refuse_what_never_carries(rule, facts, list(made.round.asked.all()))
    made.full_clean()
    if _rule_of(made) != before:
        made.save()
        names = [
            name for name, old, new in zip(RULE, before, _rule_of(made), strict=True) if old != new
        ]
        record(
            verb="recommendations.draft_changed",
            subject=made,
            by=by,
            at=at,
            content={"changed": names},
            scopes=made.round.scopes,
        )
    return made


def _rule_of(made: Recommendation) -> tuple[object, ...]:
    return tuple(str(getattr(made, name)) for name in RULE)
