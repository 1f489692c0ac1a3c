"""What one can answer to a consultation: with a response, in words or as a file, or that there is nothing to say."""

from django.utils.translation import pgettext_lazy

from kkr.cases.models import Consultation
from kkr.rounds.asking import AnswerKind, RoundKind, round_kinds
from kkr.rounds.models import Round

RESPONSE = AnswerKind(
    "response", pgettext_lazy("reply", "Response"), "✎", needs_remark=True, or_file=True
)
NO_REMARKS = AnswerKind("no_remarks", pgettext_lazy("reply", "No remarks"), "–")


def consultation_of(asked_round: Round) -> Consultation | None:
    """The consultation that asks so."""
    rows = Consultation.objects.filter(round=asked_round)
    return rows.select_related("question", "case", "about__version", "about__paper").first()


CONSULTATION = round_kinds.register(
    RoundKind(
        "consultation",
        pgettext_lazy("round", "Consultation"),
        (RESPONSE, NO_REMARKS),
        asking=consultation_of,
        waits_as="cases.to_respond",
    )
)
