"""Who has answered, who has it on an agenda, who is late; what was sent to whom."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from kkr.ledger import clock
from kkr.recommendations.counting import standing_of, standings_of
from kkr.recommendations.models import Recommendation
from kkr.recommendations.presentation import base_in_words, rule_in_words
from kkr.rounds.models import State
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.pages import page_of
from kkr.workspace.recommendations import enclosing, followed
from kkr.workspace.recommendations.door import at, kept_council, made_at
from kkr.workspace.recommendations.questions import about_of, html_of

PER_PAGE = 20


@signed_in
def index(request: Request, council: str) -> HttpResponse:
    """What the council has recommended, the newest first."""
    found = kept_council(request, council)
    rows = Recommendation.objects.visible_to(request.user).of_council(found).newest_first()
    known = rows.select_related("round__council").prefetch_related("round__steps")
    shown = page_of(request, known, per_page=PER_PAGE)
    made = list(shown.object_list)
    standings = standings_of(made)
    lines = [
        {
            "made": each,
            "href": at(each),
            "standing": standings[each.pk],
            "last": list(each.round.steps.all())[-1].deadline_on,
        }
        for each in made
    ]
    context: dict[str, Any] = {"council": found, "lines": lines, "page": shown}
    return page(request, "workspace/recommendations/index.html", **context)


@signed_in
def show(request: Request, council: str, slug: str) -> HttpResponse:
    """One recommendation: before it is out what everybody will see, then who has answered."""
    made = made_at(request, council, slug)
    step = made.round.steps.order_by("-number")[0]
    where = partial(at, made)
    lines = followed.lines_of(request, made.round, where)
    is_late = made.round.state == State.OPEN and step.deadline_on < clock.today()
    context: dict[str, Any] = {
        "made": made,
        "round": made.round,
        "council": made.round.council,
        "html": html_of(made.round),
        "about": about_of(made.round),
        "enclosures": enclosing.lines_of(made.round, where),
        "steps": list(made.round.steps.all()),
        "step": step,
        "rule": rule_in_words(made.rule_of),
        "standing": (standing := standing_of(made)),
        "base": base_in_words(standing),
        "outcome": made.outcomes.order_by("-number").first(),
        "lines": lines,
        "map": followed.map_of(lines),
        "silent": [line for line in lines if not line["reports"][-1]["valid"]],
        "is_late": is_late,
        "remarks": [line for line in lines if line["valid"] and line["valid"]["reply"].remark],
        **followed.mails_of(request, made.round),
        "stopped": followed.stopped_of(request, made.round),
        "links": followed.links_of(request, made.round, where),
        "doable": followed.doable(made.round, where),
    }
    name = "draft" if made.round.state == State.DRAFT else "show"
    return page(request, f"workspace/recommendations/{name}.html", **context)


@signed_in
def answer(request: Request, council: str, slug: str, public_id: UUID) -> HttpResponse:
    """Enter an answer for a municipality, correct it, or say how far it is."""
    made = made_at(request, council, slug)
    return followed.answer(request, made.round, public_id, partial(at, made))


@signed_in
def revoke(request: Request, council: str, slug: str, number: int) -> HttpResponse:
    """Let a personal link open nothing any more."""
    made = made_at(request, council, slug)
    return followed.revoke(request, made.round, number, partial(at, made))
