"""The lists of meetings: those to come, the past ones by year, and the items of those without a day."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import ExtractYear
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kkr.council.models import Council
from kkr.ledger import clock
from kkr.meetings.models import Edition, EditionItem, EditionKind, Meeting, Procedure, State
from kkr.website import trail
from kkr.website.cases.views import council_of
from kkr.website.meetings import lines
from kkr.website.meetings.reading import Told, meeting_path, procedure_of, told
from kkr.website.paging import page_of

PER_PAGE = 20
ITEMS_PER_PAGE = 50


def index(request: HttpRequest, council: str, year: int | None = None) -> HttpResponse:
    """The meetings of a council: those to come first, then the past ones; or those of one year."""
    found, today = council_of(council), clock.today()
    everything = Meeting.objects.public().of_council(found)
    years = years_of(everything.dated())
    if year is not None and year not in {today.year, *years}:
        raise Http404
    lined, is_over = with_editions(everything), over_on(today)
    dated = lined.filter(held_on__year=year) if year else lined.filter(is_over)
    page = page_of(request, dated.newest_first(), size=PER_PAGE)
    is_first = year is None and page.number == 1
    coming = lined.filter(held_on__gte=today).exclude(is_over) if is_first else lined.none()
    agreed = procedure_of(found)
    context: dict[str, Any] = {
        "council": found,
        "heading": heading(found, year),
        "here": str(year) if year else _("Meetings"),
        "trail": trail.from_council(found, *[(_("Meetings"), "meetings")] * bool(year)),
        "years": year_links(found, years, year),
        "year": year,
        "coming": in_lines(coming.order_by("held_on", "pk"), agreed),
        "past": by_year(in_lines(page.object_list, agreed)),
        "is_first": is_first,
        "page": page,
        "has_undated": everything.undated().exists(),
    }
    return render(request, "website/meetings/list.html", context)


def heading(council: Council, year: int | None) -> str:
    if year is None:
        return _("Meetings of %(council)s") % {"council": council.name}
    return _("Meetings of %(council)s in %(year)s") % {"council": council.name, "year": str(year)}


def years_of(meetings: Any) -> dict[int, int]:
    """How many meetings there were in each year, the newest first."""
    years = meetings.order_by().annotate(year=ExtractYear("held_on")).values("year")
    return dict(years.annotate(many=Count("pk")).order_by("-year").values_list("year", "many"))


def year_links(council: Council, years: dict[int, int], current: int | None) -> list[Any]:
    return [
        {
            "year": year,
            "count": count,
            "current": year == current,
            "href": reverse("website:meetings_of_year", args=[council.slug, year]),
        }
        for year, count in years.items()
    ]


def over_on(day: date) -> Q:
    """Of meetings with their editions those of before that day, and on the day itself those with minutes out."""
    return Q(held_on__lt=day) | Q(held_on=day, state=State.HELD, has_minutes=True)


def with_editions(meetings: Any) -> Any:
    """The meetings, each with whether its agenda and its minutes are out, and the minutes newer than approved."""
    out = Edition.objects.public().filter(meeting=OuterRef("pk"))
    return meetings.annotate(
        has_agenda=Exists(out.of_kind(EditionKind.AGENDA)),
        has_minutes=Exists(out.of_kind(EditionKind.MINUTES)),
        is_newer=Exists(out.after_approval()),
    )


def in_lines(meetings: Any, agreed: Procedure) -> list[lines.Line]:
    found, today = list(meetings), clock.today()
    for meeting in found:
        meeting.council = agreed.council  # known already
    return [lines.meeting_line(meeting, agreed, today) for meeting in found]


def by_year(found: list[lines.Line]) -> list[tuple[int, list[lines.Line]]]:
    """The lines under their years."""
    years: dict[int, list[lines.Line]] = {}
    for line in found:
        years.setdefault(line["meeting"].held_on.year, []).append(line)
    return list(years.items())


def undated(request: HttpRequest, council: str) -> HttpResponse:
    """Every item of a meeting whose day no source names, with what is known of the time."""
    found = council_of(council)
    editions = (
        Edition.objects.public()
        .telling()
        .filter(meeting__in=Meeting.objects.public().of_council(found).undated().values("pk"))
    )
    rows = EditionItem.objects.public().filter(edition__in=editions.values("pk"))
    rows = rows.select_related("edition__meeting__council")
    rows = rows.order_by("-edition__meeting__known_as", "-edition__meeting", "place")
    page = page_of(request, rows, size=ITEMS_PER_PAGE)
    groups: dict[Meeting, list[Told]] = {}
    for item in told(page.object_list):
        groups.setdefault(item.row.edition.meeting, []).append(item)
    context = {
        "council": found,
        "trail": trail.from_council(found, (_("Meetings"), "meetings")),
        "groups": [
            {"meeting": meeting, "href": meeting_path(meeting), "items": items}
            for meeting, items in groups.items()
        ],
        "page": page,
    }
    return render(request, "website/meetings/undated.html", context)
