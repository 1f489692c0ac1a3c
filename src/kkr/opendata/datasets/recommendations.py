"""What the councils recommended the municipal councils, and where each recommendation stands."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from kkr.common.languages import in_language
from kkr.council.models.roles import day_of
from kkr.opendata.answers import entry_saying, newest_answers
from kkr.opendata.columns import COUNCIL, IDENTIFIER, ILLUSTRATIVE, PATH
from kkr.opendata.kinds import Column, Dataset, Entry, Query, Row
from kkr.recommendations.carrying import Standing
from kkr.recommendations.counting import standings_of
from kkr.recommendations.models import Recommendation


def rows(query: Query) -> Iterable[Row]:
    """One row a recommendation that was sent out, newest first, in six queries; in a feed the newest 50."""
    everything = Recommendation.objects.public().with_sources().newest_first()
    if query.council:
        everything = everything.filter(round__council__slug=query.council)
    found = list(everything[: query.at_most])
    standings, answered = standings_of(found), newest_answers(each.round_id for each in found)
    for each in found:
        yield row(each, standings[each.pk], answered.get(each.round_id))


def row(made: Any, found: Standing, answered_at: datetime | None) -> dict[str, Any]:
    """One `with_sources()`; `answered_at` is when its newest answer or correction came."""
    held, sent_at = made.held, made.round.opened_at
    assert sent_at is not None  # it is public
    outcomes = [each.at for each in made.outcomes.all()]
    return {
        "council": made.round.council.slug,
        "title": made.round.title,
        "state": state_of(made),
        "came_of_it": came_of(made),
        "sent_out_on": day_of(sent_at),
        "answers_by": made.due_on,
        "outcome_on": day_of(held.at) if held else None,
        "rule": made.rule,
        "number": made.number or None,
        "percent": made.percent or None,
        "of_inhabitants": made.of_inhabitants or None,
        "needs_everybody": int(made.needs_everybody),
        "asked": found.asked,
        "answered": found.answered,
        "approved": found.in_favour,
        "not_approved": found.against,
        "not_relevant": found.outside,
        "inhabitants_approved": found.share_of_inhabitants if found.inhabitants else None,
        "decision": made.decision.identifier,
        "decided_at": in_language(made.decision.item.path),
        "changed_at": max(filter(None, [sent_at, made.round.closed_at, answered_at, *outcomes])),
        "illustrative": made.round.illustrative,
        "path": in_language(made.path),
        "identifier": made.identifier,
        "council_name": made.round.council.name,
        "withdrawn_why": made.round.withdrawn_why or None,
    }


def state_of(made: Recommendation) -> str:
    """Withdrawn before all else, then what came of it, then whether it can be answered."""
    if made.is_withdrawn:
        return "withdrawn"
    return str(made.held.kind) if made.held else "open"


def came_of(made: Recommendation) -> str:
    """What came of it in words; empty where nothing has yet."""
    if made.is_withdrawn:
        return str(_("Withdrawn"))
    return made.newest.words if made.newest else ""


def entry(row: Row) -> Entry:
    """As any question in a feed, with what came of it in its title."""
    found = entry_of(row)
    return (
        replace(found, title=f"{found.title}: {row['came_of_it']}") if row["came_of_it"] else found
    )


entry_of = entry_saying(_("%(answered)s of %(asked)s have answered, %(approved)s approved."))


DATASET = Dataset(
    slug="anbefalinger",
    title=_("Recommendations"),
    description=_(
        "What the councils recommended the municipal councils to approve, and where each stands now,"
        " newest first."
    ),
    columns=(
        COUNCIL,
        Column("title", _("Title"), _("In Danish."), language="da"),
        Column("state", _("State"), _("open, carried, lost or withdrawn.")),
        Column("came_of_it", _("What came of it"), _("In words; empty where nothing has yet.")),
        Column("sent_out_on", _("Sent out"), _("The day.")),
        Column("answers_by", _("Answers by"), _("The last day for the last report.")),
        Column(
            "outcome_on", _("Carried or lost on"), _("The day; empty while neither is certain.")
        ),
        Column(
            "rule",
            _("Rule"),
            _(
                "When it is carried: all, number, municipalities, inhabitants, or double (both shares)."
            ),
        ),
        Column("number", _("How many it takes"), _("Empty where the rule needs none.")),
        Column(
            "percent", _("Percent of those asked"), _("At least; empty where the rule needs none.")
        ),
        Column(
            "of_inhabitants",
            _("Percent of the inhabitants"),
            _("At least; empty where the rule needs none."),
        ),
        Column(
            "needs_everybody", _("Needs everybody"), _("1 where all must have answered, else 0.")
        ),
        Column("asked", _("Asked"), _("How many.")),
        Column("answered", _("Answered"), _("How many of those.")),
        Column("approved", _("Approved"), _("How many of those, with or without remarks.")),
        Column("not_approved", _("Not approved"), _("How many of those.")),
        Column(
            "not_relevant",
            _("Not relevant"),
            _("How many of those; the rule counts among the others asked."),
        ),
        Column(
            "inhabitants_approved",
            _("Inhabitants of who approved"),
            _(
                "In whole percent of those it concerns, rounded down; empty where nobody counted them."
            ),
        ),
        Column(
            "withdrawn_why", _("Why it is withdrawn"), _("Empty where it is not."), language="da"
        ),
        Column("decision", _("Decision"), _("The identifier of the decision it comes from.")),
        Column("decided_at", _("Where it was decided"), _("The address of the item here.")),
        Column(
            "changed_at",
            _("Changed"),
            _(
                "The instant it was sent out, answered, closed, carried or lost, whichever was last."
            ),
        ),
        ILLUSTRATIVE,
        PATH,
        IDENTIFIER,
    ),
    rows=rows,
    entry=entry,
    filters=("raad",),
)
