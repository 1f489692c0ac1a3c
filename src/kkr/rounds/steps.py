"""Which report of a question is to be answered now, and what one who is asked has answered to each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.translation import gettext as _

from kkr.rounds.models import Asked, Reply, Round, RoundStep


@dataclass(frozen=True)
class Given:
    """All that one who is asked has answered, corrected replies too, with the reports in their order."""

    asked: Asked
    steps: list[RoundStep]
    replies: list[Reply]

    @property
    def due(self) -> RoundStep:
        """The first report that has no valid reply, else the last."""
        given = {each.step_id for each in self._valid}
        return next((step for step in self.steps if step.pk not in given), self.steps[-1])

    def step(self, number: int | None) -> RoundStep:
        """The report of that number; where there is none, the one that is due."""
        return next((step for step in self.steps if step.number == number), self.due)

    def valid(self, step: RoundStep) -> Reply | None:
        """What holds of that report: what another answer to it would correct."""
        return next((each for each in self._valid if each.step_id == step.pk), None)

    def others(self, step: RoundStep) -> list[Reply]:
        """What holds of the other reports, where there are several."""
        found = [each for each in self._valid if each.step_id != step.pk]
        return sorted(found, key=lambda each: each.step.number)

    @property
    def earlier(self) -> list[Reply]:
        """What was corrected, the newest first."""
        replaced = [each for each in self.replies if each.replaced_at is not None]
        return sorted(replaced, key=lambda each: (each.entered_at, each.pk), reverse=True)

    @property
    def _valid(self) -> list[Reply]:
        return [each for each in self.replies if each.replaced_at is None]


def given_by(asked: Asked) -> Given:
    """What one who is asked has answered, in two queries."""
    steps = list(asked.round.steps.order_by("number"))
    of = {step.pk: step for step in steps}
    replies = list(Reply.objects.filter(asked=asked).select_related("file"))
    for each in replies:
        each.asked, each.step = asked, of[each.step_id]  # known already
    return Given(asked, steps, replies)


def report_of(asked: Asked, number: int | None = None) -> RoundStep:
    """The report of that number, or the only one there is; refuses to guess which of several is meant."""
    steps = {step.number: step for step in asked.round.steps.all()}
    if number is None and len(steps) == 1:
        return next(iter(steps.values()))
    if number not in steps:
        there = ", ".join(map(str, sorted(steps)))
        raise ValidationError({"step": _("Say to which report: %(numbers)s.") % {"numbers": there}})
    return steps[number]


def step_of(asked: Asked) -> RoundStep:
    """The first report that has no valid reply, else the last."""
    steps = list(asked.round.steps.all())
    given = set(Reply.objects.valid().filter(asked=asked).values_list("step_id", flat=True))
    return next((step for step in steps if step.pk not in given), steps[-1])


def report_due(asked_round: Round) -> RoundStep:
    """The first report that somebody has not given, else the last."""
    steps = list(asked_round.steps.all())
    given = Reply.objects.valid().filter(asked__round=asked_round).values("step")
    counts = dict(given.order_by().annotate(many=Count("pk")).values_list("step", "many"))
    asked = asked_round.asked.count()
    return next((step for step in steps if counts.get(step.pk, 0) < asked), steps[-1])


def given_to(step: RoundStep, asked: Iterable[Asked]) -> dict[int, tuple[RoundStep, Reply | None]]:
    """That report and what holds of it, of many by their keys."""
    rows = list(asked)
    given = Reply.objects.valid().filter(step=step, asked__in=[each.pk for each in rows])
    replies = {each.asked_id: each for each in given.select_related("file")}
    for each in rows:
        if each.pk in replies:
            replies[each.pk].asked = each  # known already, with its round
    return {each.pk: (step, replies.get(each.pk)) for each in rows}


def due_of(asked: Iterable[Asked]) -> dict[int, tuple[RoundStep, Reply | None]]:
    """Both of many by their keys, in two queries however many they are."""
    rows = list(asked)
    steps: dict[int, list[RoundStep]] = {each.round_id: [] for each in rows}
    for step in RoundStep.objects.filter(round__in=steps).order_by("number"):
        steps[step.round_id].append(step)
    given = Reply.objects.valid().filter(asked__in=[each.pk for each in rows])
    given = given.select_related("file")
    replies = {(each.asked_id, each.step_id): each for each in given}
    found = {}
    for each in rows:
        of_round = steps[each.round_id]
        missing = (step for step in of_round if (each.pk, step.pk) not in replies)
        step = next(missing, of_round[-1])
        reply = replies.get((each.pk, step.pk))
        if reply:
            reply.asked = each  # known already, with its round
        found[each.pk] = (step, reply)
    return found
