"""Who has answered, who has it on an agenda, who is late; what was sent to whom."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kkr.council.models.roles import day_of
from kkr.ledger import clock
from kkr.meetings.models import Decision
from kkr.recommendations.carrying import Standing
from kkr.recommendations.counting import counted, standings_of
from kkr.recommendations.joins import to_recommend
from kkr.recommendations.models import Recommendation
from kkr.recommendations.presentation import base_in_words, rule_in_words
from kkr.rounds.models import State
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.pages import page_of
from kkr.workspace.recommendations import enclosing, followed
from kkr.workspace.recommendations.door import at, kept_council, made_at
from kkr.workspace.recommendations.questions import asking_of
from kkr.workspace.recommendations.reminding import by_itself

PER_PAGE = 20


@signed_in
def index(request: Request, council: str) -> HttpResponse:
    """What the council has recommended, the newest first."""
    found = kept_council(request, council)
    rows = Recommendation.objects.visible_to(request.user).of_council(found).drafts_first()
    is_shown = Exists(Recommendation.objects.public().filter(pk=OuterRef("pk")))
    known = rows.select_related("round__council").annotate(is_shown=is_shown)
    shown = page_of(request, known.prefetch_related("round__steps", "outcomes"), per_page=PER_PAGE)
    lines = [line_of(*each) for each in with_standings(shown.object_list)]
    context: dict[str, Any] = {"council": found, "lines": lines, "page": shown}
    return page(request, "workspace/recommendations/index.html", **context)


def with_standings(rows: Any) -> Iterator[tuple[Any, Standing, date]]:
    """Each with where it stands, and its last day."""
    made = list(rows)
    last = {each.round_id: list(each.round.steps.all())[-1] for each in made}
    standings = standings_of(made, {key: step.pk for key, step in last.items()})
    for each in made:
        yield each, standings[each.pk], last[each.round_id].deadline_on


def line_of(made: Any, found: Standing, last_on: date) -> dict[str, Any]:
    """One line of the list: the way to where it is followed, and to its public page where there is one."""
    return {
        "made": made,
        "href": at(made),
        "shown": made.path if made.is_shown else "",
        "standing": found,
        "stands": standing_in_words(made, found, last_on),
        "is_draft": made.round.state == State.DRAFT,
        "last": last_on,
    }


def standing_in_words(made: Recommendation, found: Standing, last_on: date) -> str:
    """What is true of it now, in a few words: what came of it before whether it takes answers."""
    if made.round.state == State.DRAFT:
        return _("Not sent out yet")
    if made.is_withdrawn:
        return str(made.round.get_state_display())
    is_open, silent = made.round.state == State.OPEN, found.asked - found.answered
    if held := made.held:
        facts = {"outcome": held.words, "day": date_format(day_of(held.at))}
        told = _("%(outcome)s on %(day)s") % facts
        return _("%(told)s, still takes answers") % {"told": told} if is_open and silent else told
    if not is_open:
        return str(made.round.get_state_display())
    if silent and last_on < clock.today():
        return ngettext("%(count)s answer is late", "%(count)s answers are late", silent) % {
            "count": silent
        }
    return made.newest.words if made.newest else str(made.round.get_state_display())


@signed_in
def begin(request: Request, council: str) -> HttpResponse:
    """From which decision to begin: those that recommend something and of which nobody asked yet, the newest first."""
    found = kept_council(request, council)
    rows = Decision.objects.visible_to(request.user).filter(item__meeting__council=found)
    asked = Recommendation.objects.standing().filter(decision=OuterRef("pk"))
    fit = to_recommend(rows, request.user).exclude(Exists(asked)).newest_first()
    shown = page_of(request, fit.select_related("item__meeting__council"), per_page=PER_PAGE)
    context: dict[str, Any] = {"council": found, "decisions": shown.object_list, "page": shown}
    return page(request, "workspace/recommendations/begin.html", **context)


@signed_in
def show(request: Request, council: str, slug: str) -> HttpResponse:
    """One recommendation: before it is out what everybody will see, then who has answered."""
    made = made_at(request, council, slug)
    steps = list(made.round.steps.all())
    step, where = steps[-1], partial(at, made)
    lines = followed.lines_of(request, made.round, where, steps)
    mails = followed.mails_of(request, made.round, lines)
    is_late = made.round.state == State.OPEN and step.deadline_on < clock.today()
    answers = [each["reports"][-1]["valid"] for each in lines]
    told = [each["reply"].answer if each else None for each in answers]
    weights = [each["asked"].weight for each in lines]
    standing = counted(made.rule_of, zip(told, weights, strict=True))
    context: dict[str, Any] = {
        "made": made,
        "round": made.round,
        "council": made.round.council,
        **asking_of(made),
        "enclosures": enclosing.lines_of(made.round, where),
        "steps": steps,
        "step": step,
        "rule": rule_in_words(made.rule_of),
        "standing": standing,
        "base": base_in_words(standing),
        "outcome": made.outcomes.order_by("-number").first(),
        "lines": lines,
        "map": followed.map_of(lines),
        "silent": [line for line in lines if not line["reports"][-1]["valid"]],
        "is_late": is_late,
        "remarks": [line for line in lines if line["valid"] and line["valid"]["reply"].remark],
        **mails,
        **by_itself(made.round, lines, mails["notices"]),
        "stopped": followed.stopped_of(request, lines),
        "links": followed.links_of(request, made.round, where),
        "doable": [*followed.public_page(made), *followed.doable(made.round, where)],
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
