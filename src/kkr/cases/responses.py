"""What one can answer to a consultation: with a response, in words or as a file, or that there is nothing to say."""

from datetime import datetime
from typing import Any

from django.utils.translation import ngettext, pgettext_lazy

from kkr.cases.models import Consultation
from kkr.council.desk import DeskEntry
from kkr.rounds.asking import AnswerKind, RoundKind, round_kinds
from kkr.rounds.joins import end_of
from kkr.rounds.models import Round

RESPONSE = AnswerKind(
    "response", pgettext_lazy("reply", "Response"), "✎", needs_remark=True, or_file=True
)
NO_REMARKS = AnswerKind("no_remarks", pgettext_lazy("reply", "No remarks"), "–")


def consultation_of(asked_round: Round) -> Consultation | None:
    """The consultation that asks so."""
    rows = Consultation.objects.filter(round=asked_round)
    return rows.select_related("question", "case", "about__version", "about__paper").first()


def to_do(asked_round: Any, now: datetime) -> DeskEntry | None:
    """One that is not sent out yet, or where responses are late."""
    made, count = asked_round.consultation, asked_round.late if asked_round.is_open else 0
    if asked_round.is_open and not count:
        return None
    words = ngettext("%(count)s response", "%(count)s responses", count) % {"count": count}
    return DeskEntry(
        kind="cases.late_responses" if count else "cases.consultation_draft",
        subject=made,
        title=f"{asked_round.title}: {words}" if count else asked_round.title,
        sender=made.case.title,
        since=asked_round.opened_at or now,
        deadline=end_of(asked_round.first_on),
    )


CONSULTATION = round_kinds.register(
    RoundKind(
        "consultation",
        pgettext_lazy("round", "Consultation"),
        (RESPONSE, NO_REMARKS),
        asking=consultation_of,
        waits_as="cases.to_respond",
        to_do=to_do,
        subject="consultation__case",
    )
)
