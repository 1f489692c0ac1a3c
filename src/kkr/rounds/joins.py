"""What waits on the desk of a contact and of a secretary; reminders go with the tick; files of replies."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from kkr.council.desk import DeskEntry, desk_entries
from kkr.council.models.roles import day_of
from kkr.documents.gates import FileGate, file_gates
from kkr.documents.models import File
from kkr.ledger.listeners import tick_jobs
from kkr.rounds.models import Asked, Reply, Round, RoundStep, State
from kkr.rounds.tasks import remind_unanswered

tick_jobs.register(remind_unanswered)


def _files(replies: Any) -> Any:
    return File.objects.filter(pk__in=replies.values("file"))


file_gates.register(
    FileGate(
        public=lambda: _files(Reply.objects.public()),
        visible_to=lambda viewer: _files(Reply.objects.visible_to(viewer)),
        kept=lambda: _files(Reply.objects.exclude(file=None)),
    )
)


@desk_entries.register
def to_answer(viewer: Any, _now: datetime) -> Iterator[DeskEntry]:
    """What the viewer's municipality is asked and has not answered, by the last day."""
    if not (viewer.is_authenticated and viewer.is_active):
        return
    rows = Asked.objects.answered_by(viewer).filter(round__state=State.OPEN)
    for asked in rows.select_related("round__council", "area").prefetch_related("round__steps"):
        given = set(asked.replies.valid().values_list("step_id", flat=True))
        left = [step for step in asked.round.steps.all() if step.pk not in given]
        if left:
            yield DeskEntry(
                kind="rounds.answer",
                subject=asked,
                title=asked.round.title,
                sender=asked.round.council.name,
                since=asked.round.opened_at or _noon(left[0].deadline_on),
                deadline=_noon(left[0].deadline_on),
            )


@desk_entries.register
def to_follow(viewer: Any, now: datetime) -> Iterator[DeskEntry]:
    """To a secretary the rounds that are past their day, or where all have answered, and are still open."""
    if not (viewer.is_authenticated and viewer.is_active):
        return
    rows = Round.objects.kept_by(viewer).filter(state=State.OPEN).select_related("council")
    for each in rows.prefetch_related("steps"):
        last: RoundStep = list(each.steps.all())[-1]
        is_over = last.deadline_on < day_of(now)
        if is_over or not each.asked.all().unanswered(last).exists():
            yield DeskEntry(
                kind="rounds.close",
                subject=each,
                title=each.title,
                sender=each.council.name,
                since=each.opened_at or now,
                deadline=_noon(last.deadline_on),
            )


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time().replace(hour=12)))
