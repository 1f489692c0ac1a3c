"""The meetings of the councils in which somebody acts: what came out of each, closed parts they may read included."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404, HttpResponse

from kkr.meetings.models import Edition, EditionKind, Meeting
from kkr.meetings.models.who import councils_read_by
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.meetings.minuting import at, called
from kkr.workspace.pages import page_of

ON_A_PAGE = 20


@signed_in
def index(request: Request) -> HttpResponse:
    """The meetings of which an agenda or minutes came out, the newest first."""
    councils = councils_read_by(request.user)
    if not councils.exists():
        raise Http404
    shown = page_of(request, meetings_of(request, councils), per_page=ON_A_PAGE)
    context: dict[str, Any] = {"page": shown, "rows": [row(each) for each in shown]}
    return page(request, "workspace/meetings/past.html", **context)


def meetings_of(request: Request, councils: Any) -> Any:
    """Those with something to read, each with the newest of each kind that came out."""
    out = Edition.objects.visible_to(request.user)
    seen = Meeting.objects.visible_to(request.user).filter(
        Exists(out.filter(meeting=OuterRef("pk"))), council__in=councils.values("pk")
    )
    newest = Prefetch("editions", out.current().order_by("kind"), to_attr="out")
    return seen.select_related("council").prefetch_related(newest).newest_first()


def row(meeting: Any) -> dict[str, Any]:
    """A meeting with what came out of it, and where each is read."""
    minutes = [each for each in meeting.out if each.kind == EditionKind.MINUTES]
    return {
        "meeting": meeting,
        "title": called(meeting),
        "told": (minutes or meeting.out)[0],
        "is_minuted": bool(minutes),
        "href": at(meeting, "papers"),
        "prints": [
            {
                "kind": each.get_kind_display(),
                "href": at(meeting, "meeting_print", EditionKind(each.kind)),
            }
            for each in meeting.out
        ],
    }
