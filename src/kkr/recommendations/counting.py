"""Where a recommendation stands, counted from the replies that hold."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum

from kkr.recommendations.answers import COUNTS
from kkr.recommendations.carrying import Counts, Rule, Standing, Vote, standing
from kkr.recommendations.models import Because, OutcomeKind, Recommendation
from kkr.rounds.models import Asked, Reply, Round, RoundStep, State


def standing_of(recommendation: Recommendation) -> Standing:
    """Counted now; of a hearing in two steps the last report counts."""
    return standings_of([recommendation])[recommendation.pk]


def standings_of(
    recommendations: Iterable[Recommendation], last: dict[int, int] | None = None
) -> dict[int, Standing]:
    """The same of many by their keys, however many they are in two queries; in one where `last`, the last step
    of each round, is known."""
    rules = {each.round_id: (each.pk, each.rule_of) for each in recommendations}
    if last is None:
        steps = RoundStep.objects.filter(round__in=rules).order_by("round", "number")
        last = dict(steps.values_list("round_id", "pk"))
    votes: dict[int, list[Vote]] = {each: [] for each in rules}
    asked = Asked.objects.filter(round__in=rules).order_by().answering([*last.values()])
    alike = asked.values("round_id", "given__answer").annotate(
        many=Count("pk"), people=Sum("weight")
    )
    for made_round, answer, many, people in alike.values_list(
        "round_id", "given__answer", "many", "people"
    ):
        votes[made_round].append(Vote(counts_as(answer), people, many))
    return {key: standing(rule, votes[each]) for each, (key, rule) in rules.items()}


def first_given(recommendations: Iterable[Recommendation]) -> dict[int, int]:
    """By the round of those that ask for several reports, how many have given an earlier one, in one query."""
    later = RoundStep.objects.filter(round=OuterRef("round"), number__gt=OuterRef("number"))
    earlier = RoundStep.objects.filter(
        Exists(later), round__in=[each.round_id for each in recommendations]
    )
    given = Count("replies__asked", filter=Q(replies__replaced_at=None), distinct=True)
    return dict(
        earlier.order_by().values("round").annotate(many=given).values_list("round", "many")
    )


def replies_that_count() -> Any:
    """The answers that hold to the last report of their question."""
    steps = RoundStep.objects.filter(round=OuterRef("asked__round")).order_by("-number")
    return Reply.objects.valid().filter(step=Subquery(steps.values("pk")[:1]))


def counted(rule: Rule, answers: Iterable[tuple[str | None, int]]) -> Standing:
    """Where it stands by what each has answered to the last report, None for nothing, and how many live there."""
    return standing(
        rule,
        [Vote(counts_as(answer), inhabitants) for answer, inhabitants in answers],
    )


def counts_as(answer: str | None) -> Counts:
    """How an answer counts; none is silence."""
    return COUNTS[answer] if answer else Counts.SILENT


def outcome_of(found: Standing, made_round: Round) -> OutcomeKind | None:
    """What a count makes of a question; None while it can still become either."""
    if found.is_carried:
        return OutcomeKind.CARRIED
    return OutcomeKind.LOST if found.is_lost or made_round.state == State.CLOSED else None


def lost_because(found: Standing) -> str:
    """Why it is not carried: it concerns nobody, no more answers are taken, or else what was answered."""
    if found.concerns_nobody:
        return Because.NOBODY
    return "" if found.is_lost else Because.CLOSED
