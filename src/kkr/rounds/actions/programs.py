"""What a municipality's own system does with its token."""

from datetime import datetime, timedelta

from django.db import transaction

from kkr.rounds.actions.links import find_token
from kkr.rounds.actions.recording import locked
from kkr.rounds.actions.replying import reply
from kkr.rounds.models import Asked, ProgramToken, Reply, Way
from kkr.rounds.saying import Said
from kkr.rounds.steps import report_of

NOTED_EVERY = timedelta(minutes=1)


def use_token(words: str, *, at: datetime) -> ProgramToken | None:
    """The token with these words if it opens anything, noting that it was used, at most once a minute."""
    token = find_token(words)
    if token is None:
        return None
    if token.used_at is None or not timedelta() <= at - token.used_at < NOTED_EVERY:
        token.used_at = at
        ProgramToken.objects.filter(pk=token.pk).update(used_at=at)
    return token


@transaction.atomic
def answer_by_program(
    asked: Asked,
    said: Said,
    *,
    number: int | None = None,
    why: str = "",
    by: ProgramToken,
    at: datetime,
) -> tuple[Reply, bool]:
    """Keep what a program answers; gives the reply, and whether it is the first to that report.

    The same again changes nothing, so where a question has several reports `number` must say which. A
    file that came with the answer before stays with it. Refuses what `reply` refuses.
    """
    locked(asked.round)
    step = report_of(asked, number)
    before = Reply.objects.valid().filter(asked=asked, step=step).select_related("file").first()
    file = before.file if before else None
    made = reply(asked, said, step=step, way=Way.API, file=file, why=why, by=by, at=at)
    return made, before is None
