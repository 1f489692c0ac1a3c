from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.cases.models import PaperVersion
from kkr.common.locks import hold
from kkr.council.models import Area, Municipality
from kkr.council.models.roles import day_of
from kkr.documents.actions import create_document
from kkr.documents.addresses import last_part
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, require
from kkr.meetings.models import Decision, EditionDecision
from kkr.recommendations.models import ASKING, Recommendation, RuleChoice
from kkr.rounds.actions import Weight, ask, draft_round, members_of
from kkr.rounds.again import refuse_other_question
from kkr.rounds.models import Asked, Round

MOST_REPORTS = 2
"""A first one, and a final one."""


class RuleFacts(TypedDict, total=False):
    """What the rule needs, see `carrying.Rule`."""

    number: int
    percent: int
    of_inhabitants: int
    needs_everybody: bool


@transaction.atomic
def recommend(
    decision: Decision,
    *,
    title: str,
    html: str,
    deadlines: list[tuple[str, date]],
    rule: str,
    areas: Iterable[Area] | None = None,
    weights: Mapping[int, Weight] | None = None,
    through: Mapping[int, Municipality] | None = None,
    about: PaperVersion | None = None,
    illustrative: str = "",
    public_id: UUID | None = None,
    by: Actor,
    at: datetime,
    **facts: Unpack[RuleFacts],
) -> Recommendation:
    """Draft the question that a decision asks the municipal councils; `open_round` sends it out.

    All municipalities of the council are asked unless `areas` says whom. Two deadlines are a first and a
    final report, and the final one counts. Whoever chooses the `public_id` may ask twice: the second time gives
    the first one back, or refuses where it says something else. Refuses an actor without `rounds.ask` on the
    council, a decision that is in no published minutes or neither approves nor recommends, a text that not
    everybody may read or of another case, a rule without what it takes or by which nothing could be carried,
    and what `draft_round` refuses.
    """
    council = decision.item.meeting.council
    require(by, "rounds.ask", council)
    areas = members_of(council, day_of(at)) if areas is None else list(areas)
    words: dict[str, Any] = {"title": title, "deadlines": deadlines}
    kept: dict[str, Any] = {"decision": decision, "about": about, "rule": rule, **facts}
    public_id = public_id or uuid4()
    hold(str(public_id))  # who asks at the same time waits, and is given what the first one got
    if known := Recommendation.objects.of_council(council).filter(public_id=public_id).first():
        refuse_other_question(known, html=html, areas=areas, **words, **kept)
        return known
    _refuse_unfit(decision, about, deadlines)
    made_round = draft_round(
        council=council,
        kind="recommendation",
        illustrative=illustrative,
        by=by,
        at=at,
        **words,
    )
    asked = ask(made_round, areas, weights=weights, through=through, by=by, at=at)
    refuse_what_never_carries(rule, facts, asked)
    made = Recommendation(
        public_id=public_id,
        round=made_round,
        slug=_free_slug(made_round),
        question=create_document(html, by=by, at=at),
        **kept,
    )
    made.full_clean()
    made.save(force_insert=True)
    scopes = made_round.scopes
    record(verb="recommendations.drafted", subject=made, by=by, at=at, scopes=scopes)
    return made


def _refuse_unfit(
    decision: Decision, about: PaperVersion | None, deadlines: list[tuple[str, date]]
) -> None:
    if not decision.is_public:
        raise ValidationError(
            _("The decision is not public. Publish the minutes, and recommend then.")
        )
    if EditionDecision.objects.kind_told_of(decision) not in ASKING:
        raise ValidationError(
            _(
                "The municipal councils can be asked only with what the council approved or recommended."
            )
        )
    if len(deadlines) > MOST_REPORTS:
        raise ValidationError({"deadline_on": _("A recommendation has one report, or two.")})
    if about is None:
        return
    readable = PaperVersion.objects.public().filter(paper__case=decision.item.case_id)
    if not readable.filter(pk=about.pk).exists():
        words = _("Choose a text of the case that everybody may read. Release it first.")
        raise ValidationError({"about": words})


def refuse_what_never_carries(rule: str, facts: RuleFacts, asked: list[Asked]) -> None:
    """Refuse to count inhabitants where none are known, and to take more than are asked."""
    if rule in {RuleChoice.INHABITANTS, RuleChoice.DOUBLE} and not any(
        each.weight for each in asked
    ):
        words = _(
            "It is not known how many live with those who are asked. Choose another rule, or ask "
            "municipalities."
        )
        raise ValidationError({"of_inhabitants": words})
    if rule == RuleChoice.NUMBER and facts.get("number", 0) > len(asked):
        words = _("Write at most %(asked)s; no more are asked.") % {"asked": len(asked)}
        raise ValidationError({"number": words})


def _free_slug(made_round: Round) -> str:
    """The address of a title under its council, numbered from the second that has it."""
    wanted = last_part(made_round.title)
    if not wanted:
        raise ValidationError(
            {"title": _("The title needs a letter or a digit; the address is made of it.")}
        )
    hold(f"recommendations.slugs.{made_round.council_id}")
    rows = Recommendation.objects.of_council(made_round.council).filter(slug__startswith=wanted)
    taken = set(rows.values_list("slug", flat=True))
    number = 1
    while (free := wanted if number == 1 else f"{wanted}-{number}") in taken:
        number += 1
    return free
