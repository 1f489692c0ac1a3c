"""Where a recommendation stands, counted from the replies that hold."""

from collections.abc import Iterable

from kkr.recommendations.answers import COUNTS
from kkr.recommendations.carrying import Counts, Standing, Vote, standing
from kkr.recommendations.models import Recommendation
from kkr.rounds.models import Asked, Reply, RoundStep


def standing_of(recommendation: Recommendation) -> Standing:
    """Counted now; of a hearing in two steps the last report counts."""
    return standings_of([recommendation])[recommendation.pk]


def standings_of(recommendations: Iterable[Recommendation]) -> dict[int, Standing]:
    """The same of many by their keys, in three queries however many they are."""
    rules = {each.round_id: (each.pk, each.rule_of) for each in recommendations}
    steps = RoundStep.objects.filter(round__in=rules).order_by("round", "number")
    last = dict(steps.values_list("round_id", "pk"))
    replies = Reply.objects.valid().filter(step__in=last.values())
    given = dict(replies.values_list("asked_id", "answer"))
    votes: dict[int, list[Vote]] = {each: [] for each in rules}
    asked = Asked.objects.filter(round__in=rules).order_by()
    for key, made_round, weight in asked.values_list("pk", "round_id", "weight"):
        counts = COUNTS[given[key]] if key in given else Counts.SILENT
        votes[made_round].append(Vote(counts, weight))
    return {key: standing(rule, votes[each]) for each, (key, rule) in rules.items()}
