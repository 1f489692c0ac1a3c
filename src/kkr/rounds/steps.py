"""Which report of a question is to be answered now."""

from kkr.rounds.models import Asked, Reply, RoundStep


def step_of(asked: Asked) -> RoundStep:
    """The first report that has no valid reply, else the last; which `reply` answers where none is named."""
    steps = list(asked.round.steps.all())
    given = set(Reply.objects.valid().filter(asked=asked).values_list("step_id", flat=True))
    return next((step for step in steps if step.pk not in given), steps[-1])


def valid_reply(asked: Asked) -> Reply | None:
    """What holds of the report that is answered now: what another answer would correct."""
    return Reply.objects.valid().filter(asked=asked, step=step_of(asked)).first()
