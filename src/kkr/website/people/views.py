from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kkr.council.models import Council, Membership, Person
from kkr.ledger import clock
from kkr.website import trail
from kkr.website.municipalities.maps import danish_order
from kkr.website.people.lines import (
    chair_lines,
    chairs_unknown,
    party_of,
    person_path,
    seat_row,
    seat_table_columns,
    uncertainties,
)


def members(request: HttpRequest, council: str) -> HttpResponse:
    """Who sat in the council on a day (`?dato=2018-02-01`, today where nothing is said)."""
    found = get_object_or_404(Council.objects.public(), slug=council)
    day, refusal = asked_day(request)
    all_seats = Membership.objects.public().of_body(found)
    seats = list(all_seats.running_on(day).members().with_names())
    context = {
        "council": found,
        "day": day,
        "refusal": refusal,
        "heading": _("Who sat in %(council)s on %(day)s")
        % {"council": found.name, "day": date_format(day, "DATE_FORMAT")},
        "trail": trail.from_council(found),
        "chairs": chair_lines(all_seats.running_on(day).chairmanship().with_names(), found),
        "chairs_unknown": chairs_unknown(),
        "notes": member_notes(seats),
        "days": days_of_change(found, all_seats),
        **member_table(found, seats),
    }
    return render(request, "website/people/members.html", context, status=400 if refusal else 200)


def asked_day(request: HttpRequest) -> tuple[date, str]:
    """The day asked for, or today and a sentence about what is wrong with the question."""
    text = request.GET.get("dato", "")
    if not text:
        return clock.today(), ""
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        refusal = _("“%(text)s” is not a day. Write it as year, month and day: 2018-02-01.")
        return clock.today(), refusal % {"text": text[:40]}
    return day, ""


def member_notes(seats: list[Membership]) -> list[str]:
    """What the list leaves out, and what of it is uncertain."""
    missing = _(
        "The council had more members than can be named here: supplementary members were not found."
    )
    return [missing, *uncertainties(seats)] if seats else []


def member_table(council: Council, seats: list[Membership]) -> dict[str, Any]:
    """The members by municipality, as the minutes list them."""
    ordered = sorted(seats, key=lambda seat: (place_order(seat), seat.role, seat.person.slug))
    return {
        "table_caption": _("Members by municipality"),
        "table_columns": [_("Municipality"), _("Name"), _("Role"), _("Party")],
        "members_unknown": _("Who sat here on this day could not be found."),
        "table_rows": [
            [
                seat.municipality.name if seat.municipality else _("not known"),
                {"text": seat.person.name, "href": person_path(seat, council)},
                seat.get_role_display(),
                party_of(seat) or _("not known"),
            ]
            for seat in ordered
        ],
    }


def place_order(seat: Membership) -> str:
    return danish_order(seat.municipality) if seat.municipality else "\uffff"


def days_of_change(council: Council, seats: Any) -> list[dict[str, Any]]:
    """The days on which a seat began, each a link."""
    days = seats.order_by("starts_on").values_list("starts_on", flat=True).distinct()
    address = reverse("website:members", args=[council.slug])
    return [{"day": day, "href": f"{address}?dato={day.isoformat()}"} for day in days]


def person(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """One person's seats, newest first, each with how well it is known and its source."""
    found = get_object_or_404(Council.objects.public(), slug=council)
    who = get_object_or_404(
        Person.objects.public().filter(memberships__body=found).distinct(), slug=slug
    )
    seats = list(
        Membership.objects.public().filter(person=who).with_names().order_by("-starts_on", "role")
    )
    councils = {each.pk: each for each in Council.objects.public()}
    context = {
        "council": found,
        "person": who,
        "trail": trail.from_council(found, (_("Members"), "members")),
        "table_caption": _("Seats held by %(name)s") % {"name": who.name},
        "table_columns": [_("Council"), *seat_table_columns()],
        "table_rows": [
            seat_row(seat, councils.get(seat.body_id, found), with_person=False) for seat in seats
        ],
        "notes": uncertainties(seats),
        "sources": sources(seats),
        "structured": structured(who, found),
    }
    return render(request, "website/people/person.html", context)


def sources(seats: list[Membership]) -> list[dict[str, str]]:
    """Where the seats are known from, each address once."""
    found = dict.fromkeys(seat.source for seat in seats if seat.source)
    return [{"href": address, "text": address.split("/")[2]} for address in found]


def structured(who: Person, council: Council) -> dict[str, Any]:
    """The person as schema.org knows one."""
    address = reverse("website:person", args=[council.slug, who.slug])
    return {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": who.name,
        "url": f"{settings.SITE_URL}{address}",
        "memberOf": {"@type": "Organization", "name": council.name},
    }
