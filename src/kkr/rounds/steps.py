"""Which report of a question is to be answered now."""

from collections.abc import Iterable

from kkr.rounds.models import Asked, Reply, RoundStep


def step_of(asked: Asked) -> RoundStep:
    """The first report that has no valid reply, else the last; which `reply` answers where none is named."""
    steps = list(asked.round.steps.all())
    given = set(Reply.objects.valid().filter(asked=asked).values_list("step_id", flat=True))
    return next((step for step in steps if step.pk not in given), steps[-1])


def valid_reply(asked: Asked) -> Reply | None:
    """What holds of the report that is answered now: what another answer would correct."""
    return Reply.objects.valid().filter(asked=asked, step=step_of(asked)).first()


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
