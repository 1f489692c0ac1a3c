"""Written hearings of the members: what one can answer, who reads what is asked, and what waits on a desk."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import pgettext_lazy

from kkr.council.desk import DeskEntry, desk_entries
from kkr.council.models.roles import day_of
from kkr.documents.gates import Gate, gates
from kkr.documents.models import DocumentVersion
from kkr.meetings.consent import Says
from kkr.meetings.models import WrittenHearing
from kkr.rounds.asking import AnswerKind, RoundKind, round_kinds
from kkr.rounds.joins import end_of
from kkr.rounds.models import Round, State


def hearing_of(asked_round: Round) -> WrittenHearing | None:
    """The written hearing that asks so."""
    rows = WrittenHearing.objects.filter(round=asked_round)
    return rows.select_related("question", "case", "about__version", "about__paper").first()


AGREES = AnswerKind(Says.AGREES, pgettext_lazy("reply", "Agrees"), "✓")
REMARK = AnswerKind(
    Says.AGREES_WITH_REMARK, pgettext_lazy("reply", "Agrees with a remark"), "✓…", needs_remark=True
)
DISAGREES = AnswerKind(Says.DISAGREES, pgettext_lazy("reply", "Does not agree"), "✕")
MEETING = AnswerKind(
    Says.WANTS_A_MEETING, pgettext_lazy("reply", "Wants it taken up at a meeting"), "⇥"
)
WRITTEN_HEARING = round_kinds.register(
    RoundKind(
        "written_hearing",
        pgettext_lazy("round", "Written hearing"),
        (AGREES, REMARK, DISAGREES, MEETING),
        asking=hearing_of,
        waits_as="meetings.to_answer",
        is_shared=True,
    )
)


def questions_for(viewer: Any) -> Any:
    """What is proposed, as it was sent out, and the text it is about, to those who ask and the members who are
    asked; to those who ask also what they wrote before."""
    rows = WrittenHearing.objects.visible_to(viewer)
    about = DocumentVersion.objects.filter(paper_version__in=rows.values("about"))
    return _proposals(rows).newest() | _proposals(WrittenHearing.objects.kept_by(viewer)) | about


def _proposals(hearings: Any) -> Any:
    return DocumentVersion.objects.filter(document__in=hearings.values("question"))


gates.register(Gate(public=DocumentVersion.objects.none, visible_to=questions_for))


@desk_entries.register
def to_end(viewer: Any, now: datetime) -> Iterator[DeskEntry]:
    """To the secretary the hearings not sent out, those somebody wants a meeting on, and those that are over."""
    rows = WrittenHearing.objects.kept_by(viewer).filter(round__state__in=[State.DRAFT, State.OPEN])
    valid = Q(round__asked__replies__isnull=False, round__asked__replies__replaced_at=None)
    wanted = valid & Q(round__asked__replies__answer=Says.WANTS_A_MEETING)
    known: Any = rows.with_rounds().annotate(
        asked=Count("round__asked", distinct=True),
        given=Count("round__asked", filter=valid, distinct=True),
        wanted=Count("round__asked", filter=wanted, distinct=True),
    )
    for each in known:
        if kind := _waits_as(each, now):
            yield DeskEntry(
                kind=kind,
                subject=each,
                title=each.round.title,
                sender=each.round.council.short_name,
                since=each.round.opened_at or now,
                deadline=end_of(each.due_on),
            )


def _waits_as(made: Any, now: datetime) -> str:
    """The kind of its entry; "" while it only waits for answers."""
    if made.round.state == State.DRAFT:
        return "meetings.hearing_draft"
    if made.wanted:
        return "meetings.hearing_wanted"
    is_over = made.given == made.asked or made.due_on < day_of(now)
    return "meetings.hearing_over" if is_over else ""
