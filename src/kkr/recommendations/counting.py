"""Where a recommendation stands, counted from the replies that hold."""

from collections.abc import Iterator

from kkr.recommendations.answers import COUNTS
from kkr.recommendations.carrying import Counts, Standing, Vote, standing
from kkr.recommendations.models import Recommendation
from kkr.rounds.models import Reply


def standing_of(recommendation: Recommendation) -> Standing:
    """Counted now; of a hearing in two steps the last report counts."""
    return standing(recommendation.rule_of, _votes(recommendation))


def _votes(recommendation: Recommendation) -> Iterator[Vote]:
    last = recommendation.round.steps.order_by("-number").first()
    given = dict(Reply.objects.valid().filter(step=last).values_list("asked_id", "answer"))
    for key, weight in recommendation.round.asked.values_list("pk", "weight"):
        yield Vote(COUNTS[given[key]] if key in given else Counts.SILENT, weight)
