from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from kkr.cases.journey import journey_of
from kkr.cases.models import Case, CaseBefore, PaperVersion, SubjectClass, titled
from kkr.council.models import Council
from kkr.council.sources import source_name
from kkr.documents.showing import shown
from kkr.meetings.presentation import before_councils
from kkr.meetings.presented import presented_at
from kkr.website import trail
from kkr.website.cases.lines import in_one_text, line, side_by_side, version_path
from kkr.website.paging import page_of

PER_PAGE = 20


def council_of(slug: str) -> Council:
    return get_object_or_404(Council.objects.public(), slug=slug)


def index(request: HttpRequest, council: str) -> HttpResponse:
    """The cases before a council, the newest first."""
    found = council_of(council)
    page = page_of(request, Case.objects.public().before(found).newest_first(), size=PER_PAGE)
    context: dict[str, Any] = {
        "council": found,
        "heading": _("Cases before %(council)s") % {"council": found.name},
        "here": _("Cases"),
        "trail": trail.from_council(found),
        "cases": [
            {"case": each, "href": reverse("website:case", args=[found.slug, each.slug])}
            for each in page.object_list
        ],
        "page": page,
    }
    return render(request, "website/cases/list.html", context)


def show(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """One case: what it is about, and its journey."""
    placed = CaseBefore.objects.public().select_related("council", "case__committee")
    placed = placed.annotate(subject=SubjectClass.objects.public().title_at("case__kle"))
    where: list[Any] = list(placed.filter(case__slug=slug).order_by("since", "pk"))
    here = next((each for each in where if each.council.slug == council), None)
    if here is None:
        raise Http404
    found, case = here.council, here.case
    context: dict[str, Any] = {
        "council": found,
        "case": case,
        "trail": trail.from_council(found, (_("Cases"), "cases")),
        "facts": facts(case, here.subject, [each.council for each in where if each is not here]),
        "source_name": source_name(case.source_url),
        "stops": [line(stop, found) for stop in journey_of(case)],
    }
    return render(request, "website/cases/case.html", context)


def facts(case: Case, subject: str | None, others: list[Council]) -> list[tuple[str, str]]:
    """What stands beside the summary: number, subject class, who prepares it, where else it is."""
    told = [
        (_("Case number"), case.number),
        (_("KLE number"), titled(case.kle, subject) if case.kle else ""),
        (_("Prepared by"), case.committee.name if case.committee else ""),
        (_("Also before"), ", ".join(each.name for each in others)),
    ]
    return [(title, value) for title, value in told if value]


def version(request: HttpRequest, council: str, slug: str, paper: str, number: int) -> HttpResponse:
    """One version of a paper, and beside it what is changed since another: `?fra=`, or the one before."""
    found = council_of(council)
    case = get_object_or_404(Case.objects.public().before(found), slug=slug)
    versions = list(
        PaperVersion.objects.public()
        .filter(paper__case=case, paper__slug=paper)
        .in_order()
        .select_related("paper__case")
    )
    this = next((each for each in versions if each.version.number == number), None)
    if this is None:
        raise Http404
    before = compared_with(request.GET.get("fra"), this, versions)
    is_inline = before is not None and request.GET.get("vis") == "samlet"
    presented = presented_at(case)
    met = {each: before_councils(presented.get(each.pk, ())) for each in versions}
    context: dict[str, Any] = {
        "council": found,
        "case": case,
        "version": this,
        "before": before,
        "trail": [
            *trail.from_council(found, (_("Cases"), "cases")),
            {"label": case.title, "href": reverse("website:case", args=[found.slug, case.slug])},
        ],
        "before_councils": met[this],
        "versions": [(each, version_path(each, found), met[each]) for each in versions],
        "body": mark_safe(shown(this.version.html)),  # noqa: S308 -- sanitised when it was written
        "is_inline": is_inline,
        "inline": in_one_text(before, this) if before and is_inline else "",
        "rows": side_by_side(before, this) if before and not is_inline else [],
    }
    return render(request, "website/cases/version.html", context)


def compared_with(
    asked: str | None, this: PaperVersion, versions: list[PaperVersion]
) -> PaperVersion | None:
    """The version asked for, else the one before; of the first none. 404 for one that is not there."""
    others = {str(each.version.number): each for each in versions if each != this}
    if asked is None:
        earlier = [each for each in versions if each.version.number < this.version.number]
        return earlier[-1] if earlier else None
    if asked not in others:
        raise Http404
    return others[asked]
