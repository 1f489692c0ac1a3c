from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from kkr.council.models.roles import day_of
from kkr.documents.showing import shown
from kkr.ledger import clock
from kkr.meetings.models import EditionDecision
from kkr.recommendations.counting import counted, first_given, standings_of
from kkr.recommendations.models import Recommendation
from kkr.recommendations.presentation import base_in_words, rule_in_words
from kkr.rounds.models import RoundStep, State
from kkr.website import trail
from kkr.website.cases.views import council_of
from kkr.website.lines.lines import decision_link
from kkr.website.paging import page_of
from kkr.website.recommendations import answers, lines

PER_PAGE = 20


def index(request: HttpRequest, council: str) -> HttpResponse:
    """What a council recommended, what can still be answered first, and where each stands."""
    found = council_of(council)
    everything = Recommendation.objects.public().of_council(found)
    page = page_of(request, everything.open_first().with_sources(), size=PER_PAGE)
    rows = rows_of(list(page.object_list))
    context: dict[str, Any] = {
        "council": found,
        "heading": _("What %(council)s recommended the municipalities") % {"council": found.name},
        "here": _("Recommendations"),
        "trail": trail.from_council(found),
        "groups": [
            (name, heading, [row for row in rows if row["made"].is_settled == is_settled])
            for name, heading, is_settled in (
                ("open", _("Not settled yet"), False),
                ("settled", _("Settled"), True),
            )
        ],
        "rows": rows,
        "page": page,
    }
    return render(request, "website/recommendations/list.html", context)


def rows_of(found: list[Any]) -> list[lines.Line]:
    """A line for each, in four queries."""
    standings, first, today = standings_of(found), first_given(found), clock.today()
    return [
        lines.row(each, standings[each.pk], each.due_on, today, first.get(each.round_id))
        for each in found
    ]


def of_item(item: int) -> list[lines.Line]:
    """What the decisions on an item recommended, and what came of it, in two queries."""
    return linked(Recommendation.objects.public().filter(decision__item=item))


def of_decision(decision: int) -> list[lines.Line]:
    """What one decision recommended, and by how many it is carried."""
    found = linked(Recommendation.objects.public().filter(decision=decision))
    return [{**row, "carried_by": lines.carried_by(row["made"])} for row in found]


def linked(rows: Any) -> list[lines.Line]:
    """The way to each, and where it is; how many have answered is said there."""
    found = list(rows.with_sources().newest_first())
    return [lines.link(each, each.due_on, clock.today()) for each in found]


def show(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """One recommendation: the question, where it stands, what each has answered, what it takes."""
    found = council_of(council)
    rows = Recommendation.objects.public().of_council(found).with_sources()
    made = get_object_or_404(
        rows.select_related("decision__item__case", "about__paper__case", "about__version"),
        slug=slug,
    )
    steps = list(RoundStep.objects.public().filter(round=made.round_id))
    last = steps[-1] if steps else None
    told = answers.told(made.round, last)
    standing = counted(
        made.rule_of,
        [(each.reply.answer if each.reply else None, each.asked.weight) for each in told],
    )
    first = answers.first_given(told, steps)
    deadline = last.deadline_on if last else None
    context: dict[str, Any] = {
        "council": found,
        "made": made,
        "title": made.round.title,
        "trail": trail.from_council(found, (_("Recommendations"), "recommendations")),
        "state": lines.state_in_words(made, deadline, clock.today()),
        "is_withdrawn": made.round.state == State.WITHDRAWN,
        "illustrative": made.round.illustrative,
        "stands": lines.stands(standing, first),
        "heading": lines.answered_heading(standing, first),
        "base": base_in_words(standing),
        "question": mark_safe(shown(made.question.latest.html)),  # noqa: S308 -- sanitised
        "enclosures": answers.enclosures(made.round),
        "facts": facts(made, steps, weighed_by(told)),
        "moved": lines.moved(made.round, steps),
        "outcomes": [outcome(each) for each in made.outcomes.select_related("reply__asked__area")],
        "tiles": answers.tiles(told, found),
        "legend": answers.legend(told),
        "table": answers.table(told, found),
        "more": [each for each in told if each.has_more],
        "corrections": answers.corrections(told),
    }
    return render(request, "website/recommendations/recommendation.html", context)


def weighed_by(told: list[answers.Told]) -> str:
    """Where the numbers of inhabitants are from; empty where nobody counted them."""
    return ", ".join(dict.fromkeys(each.asked.weighed for each in told if each.asked.weighed))


def facts(made: Recommendation, steps: list[RoundStep], weighed: str) -> list[dict[str, Any]]:
    """When it was sent out, by when answers are due, what it takes, and what it comes from."""
    kind = EditionDecision.objects.kind_told_of(made.decision)
    decision, case = decision_link(made.decision, kind), made.decision.item.case
    sent_at = made.round.opened_at
    assert sent_at is not None  # it is public
    by = "; ".join(lines.deadlines(steps))
    if made.round.state == State.CLOSED:
        by = " ".join([f"{by}.", _("It takes no more responses.")])
    told: list[dict[str, Any]] = [
        {"term": _("Sent out"), "text": date_format(day_of(sent_at))},
        {"term": _("Answers by"), "text": by},
        {"term": _("Rule"), "text": rule_in_words(made.rule_of)},
    ]
    if weighed:
        told.append({"term": _("Inhabitants"), "text": weighed})
    if about := answers.about(made.about, made.round.council):
        told.append(about)
    if decision:
        told.append({"term": _("Decision"), "text": decision["words"], "href": decision["href"]})
    if case is not None and case.is_public:
        href = f"{trail.council_path(made.round.council)}sager/{case.slug}/"
        told.append({"term": _("Case"), "text": case.title, "href": href})
    return told


def outcome(made: Any) -> dict[str, str]:
    """What came of it, and with whose corrected answer."""
    whose = made.reply.asked.name if made.reply and made.reply.why else ""
    words = _("with the answer of %(municipality)s") % {"municipality": whose} if whose else ""
    return {"words": lines.outcome_in_words(made), "whose": words}
