from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kkr.ledger import clock
from kkr.meetings.models import Edition, EditionKind, Meeting
from kkr.printing.answers import answer
from kkr.printing.models import Print
from kkr.printing.prints import public_print, why_withdrawn
from kkr.website import trail


def edition_of(council: str, slug: str, kind: EditionKind, number: int | None = None) -> Edition:
    """The edition with this number, else the newest; 404 where nothing of the kind is out."""
    meetings = Meeting.objects.public().filter(council__slug=council, slug=slug)
    meeting = get_object_or_404(meetings.select_related("council"))
    editions = Edition.objects.public().filter(meeting=meeting, kind=kind)
    editions = editions.current() if number is None else editions.filter(number=number)
    return get_object_or_404(editions.select_related("meeting__council"))


@require_safe
def newest(request: HttpRequest, council: str, slug: str, kind: EditionKind) -> HttpResponseBase:
    """The newest agenda, or minutes, as it is to be read now."""
    return answer(request, public_print(edition_of(council, slug, kind), at=clock.now()))


@require_safe
def edition(
    request: HttpRequest, council: str, slug: str, kind: EditionKind, number: int
) -> HttpResponseBase:
    """One edition, as it is to be read now."""
    return answer(request, public_print(edition_of(council, slug, kind, number), at=clock.now()))


@require_safe
def frozen(request: HttpRequest, digest: str, **place: Any) -> HttpResponseBase:
    """The very print that has this digest: for ever, or 410 with the reason since a file in it was withdrawn."""
    found = edition_of(**place)
    prints = Print.objects.of_edition(found).filter(sha256=digest)
    withdrawn = prints.withdrawn().first()
    if withdrawn:
        return gone(request, withdrawn)
    return answer(request, get_object_or_404(prints.public()))


def gone(request: HttpRequest, made: Print) -> HttpResponse:
    """410: that it is not shown any more, why, and where the edition is read instead."""
    meeting = made.edition.meeting
    place = [meeting.council.slug, meeting.slug, made.edition.kind, made.edition.number]
    context: dict[str, Any] = {
        "council": meeting.council,
        "here": _("Withdrawn"),
        "trail": trail.from_council(meeting.council),
        "digest": made.sha256,
        "reasons": why_withdrawn(made),
        "instead": reverse("website:edition_print", args=place),
    }
    response = render(request, "website/prints/withdrawn.html", context, status=410)
    response["Cache-Control"] = "no-cache"
    return response
