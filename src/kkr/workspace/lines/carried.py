"""Whether the municipal councils carried what a decision recommended them, for whoever keeps the common lines."""

from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kkr.council.models.roles import day_of
from kkr.recommendations.models import OutcomeKind, Recommendation
from kkr.rounds.models import State


def hints(decisions: Iterable[int], viewer: Any) -> dict[int, str]:
    """By the key of a decision what keeps one from calling it common, in two queries; nothing where it was
    carried, or the municipal councils were not asked."""
    rows = Recommendation.objects.visible_to(viewer).filter(decision__in=set(decisions))
    made: dict[int, list[Recommendation]] = {}
    known = rows.exclude(round__state=State.DRAFT).newest_first().select_related("round")
    for each in known.prefetch_related("outcomes"):
        made.setdefault(each.decision_id, []).append(each)
    return {key: hint(asked[0]) for key, asked in made.items() if not any(map(is_carried, asked))}


def is_carried(made: Recommendation) -> bool:
    held = None if made.is_withdrawn else made.held
    return held is not None and held.kind == OutcomeKind.CARRIED


def hint(made: Recommendation) -> str:
    """Of one that is not carried: that it is lost or withdrawn, and when, or that it can still become either."""
    if gone := made.withdrawn_at:
        facts = {"day": date_format(day_of(gone))}
        return _("The recommendation to the municipalities was withdrawn on %(day)s.") % facts
    if held := made.held:
        facts = {"day": date_format(day_of(held.at))}
        return _("The municipalities did not carry the recommendation (%(day)s).") % facts
    return _("The municipalities have not carried the recommendation yet.")
