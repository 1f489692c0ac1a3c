"""The answers a municipal council can give, as real councils give them, and how each counts."""

from datetime import datetime
from typing import Any

from django.utils.translation import ngettext, pgettext_lazy

from kkr.council.desk import DeskEntry
from kkr.council.models.roles import day_of
from kkr.recommendations.carrying import Counts
from kkr.recommendations.models import Recommendation
from kkr.rounds.asking import AnswerKind, RoundKind, round_kinds
from kkr.rounds.joins import end_of
from kkr.rounds.models import Round

APPROVED = AnswerKind("approved", pgettext_lazy("reply", "Approved"), "✓", state="approved")
REMARKS = AnswerKind(
    "approved_with_remarks",
    pgettext_lazy("reply", "Approved with remarks"),
    "✓…",
    needs_remark=True,
    state="approved-with-remarks",
)
NOTED = AnswerKind("noted", pgettext_lazy("reply", "Noted"), "–")
NOT_APPROVED = AnswerKind(
    "not_approved", pgettext_lazy("reply", "Not approved"), "✕", state="not-approved"
)
NOT_RELEVANT = AnswerKind(
    "not_relevant", pgettext_lazy("reply", "Not relevant"), "○", state="not-relevant"
)
COUNTS = {
    APPROVED.key: Counts.FOR,
    REMARKS.key: Counts.FOR,
    NOTED.key: Counts.NEITHER,
    NOT_APPROVED.key: Counts.AGAINST,
    NOT_RELEVANT.key: Counts.OUT,
}


def recommendation_of(asked_round: Round) -> Recommendation | None:
    """The recommendation that asks so."""
    rows = Recommendation.objects.filter(round=asked_round)
    return rows.select_related(
        "question", "decision__item__meeting", "about__paper", "about__version"
    ).first()


def to_do(asked_round: Any, now: datetime) -> DeskEntry | None:
    """One that is not sent out yet, or where answers are late."""
    count = asked_round.silent if asked_round.is_open else 0
    if asked_round.is_open and not (count and asked_round.last_on < day_of(now)):
        return None
    words = ngettext("%(count)s answer", "%(count)s answers", count) % {"count": count}
    return DeskEntry(
        kind="recommendations.late" if count else "recommendations.draft",
        subject=asked_round.recommendation,
        title=f"{asked_round.title}: {words}" if count else asked_round.title,
        sender=asked_round.council.short_name,
        since=asked_round.opened_at or now,
        deadline=end_of(asked_round.last_on),
    )


RECOMMENDATION = round_kinds.register(
    RoundKind(
        "recommendation",
        pgettext_lazy("round", "Recommendation"),
        (APPROVED, REMARKS, NOTED, NOT_APPROVED, NOT_RELEVANT),
        asking=recommendation_of,
        opens_again=True,
        to_do=to_do,
        subject="recommendation",
    )
)
