from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from kkr.common.days import with_iso_day
from kkr.council.models import Council
from kkr.documents.showing import shown
from kkr.ledger import clock
from kkr.lines.models import CommonLine
from kkr.website import trail
from kkr.website.lines.lines import decision_link, replaced_by_it, row, state_on, successor_of
from kkr.website.people.views import asked_day
from kkr.website.recommendations.views import of_decision


@with_iso_day
def index(request: HttpRequest, council: str) -> HttpResponse:
    """What the municipalities stood for on a day (`?dato=2018-02-01`), and what held before it."""
    found = get_object_or_404(Council.objects.public(), slug=council)
    day, refusal = asked_day(request)
    lines = CommonLine.objects.public().of_council(found).with_sources().newest_first()
    context: dict[str, Any] = {
        "council": found,
        "day": day,
        "refusal": refusal,
        "heading": _("What the municipalities of %(council)s stand for together")
        % {"council": found.name},
        "here": _("Common lines"),
        "trail": trail.from_council(found),
        "in_force_heading": _("In force on %(day)s") % {"day": date_format(day)},
        "in_force": [row(line, day) for line in lines.in_force_on(day)],
        "over": [row(line, day) for line in lines.over_on(day)],
    }
    return render(request, "website/lines/list.html", context, status=400 if refusal else 200)


def show(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """One line: what was agreed, by which decision, and whether it still holds."""
    found = get_object_or_404(Council.objects.public(), slug=council)
    lines = CommonLine.objects.public().of_council(found).with_sources()
    line = get_object_or_404(lines.select_related("decision__item__case"), slug=slug)
    today = clock.today()
    context: dict[str, Any] = {
        "council": found,
        "line": line,
        "trail": trail.from_council(found, (_("Common lines"), "lines")),
        "state": state_on(line, today),
        "is_over": line.ends_on is not None and line.ends_on <= today,
        "body": mark_safe(shown(line.document.latest.html)),  # noqa: S308 -- sanitised
        "decision": decision_link(line.decision, line.decision_kind),
        "ended_by": decision_link(line.ended_by, line.ended_kind),
        "successor": successor_of(line),
        "replaces": replaced_by_it(line),
        "case": case_of(line),
        "recommendations": of_decision(line.decision_id),
    }
    return render(request, "website/lines/line.html", context)


def case_of(line: CommonLine) -> dict[str, str]:
    """The case it came of; {} where there is none that everybody may read."""
    case = line.decision.item.case
    if case is None or not case.is_public:
        return {}
    return {"title": case.title, "slug": case.slug}
