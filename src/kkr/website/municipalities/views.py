from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kkr.council.models import Council, Membership, Municipality
from kkr.ledger import clock
from kkr.website import trail
from kkr.website.municipalities import maps
from kkr.website.paging import page_of
from kkr.website.people.lines import seat_row_of_municipality, seat_table_columns
from kkr.website.recommendations import answers

ASKED_PER_PAGE = 10


def index(request: HttpRequest, council: str) -> HttpResponse:
    """The municipalities of a council as a map and a table."""
    found = get_object_or_404(Council.objects.public(), slug=council)
    local = maps.of_council(found, clock.today())
    context = {
        "council": found,
        "heading": local["map_heading"],
        "trail": trail.from_council(found),
        **local,
        "map_heading": _("The municipalities on the map"),
    }
    return render(request, "website/municipalities/list.html", context)


def show(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """One municipality; under another council's address it redirects to its own."""
    today = clock.today()
    municipality = get_object_or_404(Municipality.objects.public(), slug=slug)
    asked = get_object_or_404(Council.objects.public(), slug=council)
    own = Council.objects.public().of_municipality(municipality, today).first()
    if own is None:
        raise Http404
    if own != asked:
        return redirect(maps.path_of(municipality, own))
    seats = Membership.objects.public().filter(municipality=municipality)
    newest_first = list(seats.with_names().order_by("-starts_on", "role"))
    context = {
        "municipality": municipality,
        "sentence": sentence(municipality, own),
        "trail": trail.from_council(own, (_("Municipalities"), "municipalities")),
        "facts": facts(municipality, own, today),
        "table_caption": _("Who has sat for %(name)s") % {"name": municipality.full_name},
        "table_columns": [_("Name"), *seat_table_columns()],
        "table_rows": [seat_row_of_municipality(seat, today) for seat in newest_first],
        "members_unknown": _("Nobody's seat could be found yet. It will stand here."),
        "page": (page := page_of(request, answers.asked_of(municipality), size=ASKED_PER_PAGE)),
        "asked": answers.of_municipality(list(page)),
        "structured": structured(municipality, own),
        **neighbours(municipality, own, today),
    }
    return render(request, "website/municipalities/municipality.html", context)


def sentence(municipality: Municipality, council: Council) -> str:
    return _("%(name)s is one of the municipalities of %(council)s.") % {
        "name": municipality.full_name,
        "council": council.name,
    }


def facts(municipality: Municipality, council: Council, day: date) -> list[dict[str, Any]]:
    """Code, CVR number, council and region."""
    region = municipality.region_on(day)
    return [
        {"term": _("Municipality code"), "text": municipality.code},
        {"term": _("CVR number"), "text": municipality.cvr},
        {"term": _("Council"), "text": council.name, "href": trail.council_path(council)},
        *([{"term": _("Region"), "text": region.name}] if region else []),
    ]


def neighbours(municipality: Municipality, council: Council, day: date) -> dict[str, Any]:
    """The council's map, without the table that the facts of one municipality do not need."""
    local = maps.of_council(council, day, current=municipality)
    return {
        "tiles": local["tiles"],
        "legend": local["legend"],
        "map_heading": _("Where %(name)s lies in %(council)s")
        % {"name": municipality.name, "council": council.name},
        "map_description": local["map_description"],
    }


def structured(municipality: Municipality, council: Council) -> dict[str, Any]:
    """The municipality as schema.org knows it."""
    return {
        "@context": "https://schema.org",
        "@type": "GovernmentOrganization",
        "name": municipality.full_name,
        "identifier": municipality.code,
        "vatID": f"DK{municipality.cvr}",
        "url": f"{settings.SITE_URL}{maps.path_of(municipality, council)}",
        "memberOf": {"@type": "Organization", "name": council.name},
    }
