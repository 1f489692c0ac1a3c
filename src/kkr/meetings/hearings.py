"""Written hearings of the members: what one can answer, who reads what is asked, and what waits on a desk."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import pgettext_lazy

from kkr.council.desk import DeskEntry
from kkr.council.models.roles import day_of
from kkr.documents.gates import Gate, gates
from kkr.documents.models import DocumentVersion
from kkr.meetings.consent import Says
from kkr.meetings.models import WrittenHearing
from kkr.rounds.asking import AnswerKind, RoundKind, round_kinds
from kkr.rounds.joins import end_of
from kkr.rounds.models import Round


def hearing_of(asked_round: Round) -> WrittenHearing | None:
    """The written hearing that asks so; the one whose round it is, where that is how it was found."""
    if WrittenHearing.round.field.remote_field.is_cached(asked_round):
        return asked_round.written_hearing
    rows = WrittenHearing.objects.filter(round=asked_round)
    return rows.select_related("question", "case", "about__version", "about__paper").first()


def to_do(asked_round: Any, now: datetime) -> DeskEntry | None:
    """One that is not sent out, one that somebody wants a meeting on, and one that is over."""
    kind = _waits_as(asked_round, day_of(now))
    if not kind:
        return None
    return DeskEntry(
        kind=kind,
        subject=asked_round.written_hearing,
        title=asked_round.title,
        sender=asked_round.council.short_name,
        since=asked_round.opened_at or now,
        deadline=end_of(asked_round.last_on),
    )


def _waits_as(asked_round: Any, day: date) -> str:
    """The kind of its entry; "" while it only waits for answers."""
    if not asked_round.is_open:
        return "meetings.hearing_draft"
    if asked_round.stops:
        return "meetings.hearing_wanted"
    is_over = not asked_round.silent or asked_round.last_on < day
    return "meetings.hearing_over" if is_over else ""


AGREES = AnswerKind(Says.AGREES, pgettext_lazy("reply", "Agrees"), "✓")
REMARK = AnswerKind(
    Says.AGREES_WITH_REMARK, pgettext_lazy("reply", "Agrees with a remark"), "✓…", needs_remark=True
)
DISAGREES = AnswerKind(Says.DISAGREES, pgettext_lazy("reply", "Does not agree"), "✕")
MEETING = AnswerKind(
    Says.WANTS_A_MEETING,
    pgettext_lazy("reply", "Wants it taken up at a meeting"),
    "⇥",
    stops=True,
)
WRITTEN_HEARING = round_kinds.register(
    RoundKind(
        "written_hearing",
        pgettext_lazy("round", "Written hearing"),
        (AGREES, REMARK, DISAGREES, MEETING),
        asking=hearing_of,
        waits_as="meetings.to_answer",
        is_shared=True,
        to_do=to_do,
        subject="written_hearing",
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
