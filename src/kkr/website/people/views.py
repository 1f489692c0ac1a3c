from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kkr.common.days import day_in, with_iso_day
from kkr.common.text import shortened
from kkr.council.models import Council, Membership, Person
from kkr.council.sources import source_name
from kkr.ledger import clock
from kkr.website import trail
from kkr.website.municipalities.maps import danish_order
from kkr.website.people.lines import (
    chair_lines,
    chairs_unknown,
    municipality_cell,
    note_of_all,
    party_of,
    person_path,
    posts_unknown,
    seat_row_of_person,
    seat_table_columns,
    uncertainties,
    with_one_note,
)


@with_iso_day
def members(request: HttpRequest, council: str) -> HttpResponse:
    """Who sat in the council on a day (`?dato=2018-02-01`, today where nothing is said)."""
    found = get_object_or_404(Council.objects.public(), slug=council)
    day, refusal = asked_day(request)
    all_seats = Membership.objects.public().of_body(found)
    seats = list(all_seats.running_on(day).members().with_names())
    chairs = chair_lines(all_seats.running_on(day).chairmanship().with_names())
    context = {
        "council": found,
        "day": day,
        "refusal": refusal,
        "heading": heading(found, None if refusal else day),
        "later": later(day),
        "trail": trail.from_council(found),
        "chairs": with_one_note(chairs),
        "chairs_note": note_of_all(chairs),
        "posts_unknown": posts_unknown(chairs),
        "chairs_unknown": chairs_unknown(),
        "notes": member_notes(seats),
        "days": days_of_change(found, all_seats),
        **member_table(found, seats, chairs),
    }
    return render(request, "website/people/members.html", context, status=400 if refusal else 200)


def asked_day(request: HttpRequest) -> tuple[date, str]:
    """The day asked for, or today and a sentence about what is wrong with the question."""
    texts = request.GET.getlist("dato")
    text = " & ".join(texts)
    day = day_in(text) if text else clock.today()
    if day is None:
        refusal = _("“%(text)s” is not a day. Write it as 1.2.2018 or 2018-02-01.")
        return clock.today(), refusal % {"text": shortened(text)}
    return day, ""


def heading(council: Council, day: date | None) -> str:
    """What the page answers: of a day that is over, of one that is not, or of none yet."""
    if day is None:
        return _("Who sat in %(council)s?") % {"council": council.name}
    question = (
        _("Who sat in %(council)s on %(day)s?")
        if day < clock.today()
        else _("Who sits in %(council)s on %(day)s?")
    )
    return question % {"council": council.name, "day": date_format(day, "DATE_FORMAT")}


def later(day: date) -> str:
    """What is said of a day that has not come."""
    if day <= clock.today():
        return ""
    return _(
        "This day has not come yet; the list is of those whose seats are known to reach so far."
    )


def member_notes(seats: list[Membership]) -> list[str]:
    """What the list leaves out, and what of it is uncertain."""
    missing = [_("This is not the whole council: supplementary members were not found.")] * bool(
        seats
    )
    return [*missing, *uncertainties(seats)]


def member_table(
    council: Council, seats: list[Membership], chairs: list[dict[str, Any]]
) -> dict[str, Any]:
    """The members by municipality, as the minutes list them."""
    ordered = sorted(seats, key=lambda seat: (place_order(seat), seat.role, seat.person.slug))
    return {
        "table_caption": _("Members by municipality"),
        "table_columns": [_("Municipality"), _("Name"), _("Role"), _("Party")],
        "members_unknown": _("The other members on this day could not be found.")
        if chairs
        else _("Who sat here on this day could not be found."),
        "table_rows": [
            [
                municipality_cell(seat, council),
                {"text": seat.person.name, "href": person_path(seat)},
                seat.get_role_display(),
                party_of(seat) or _("not known"),
            ]
            for seat in ordered
        ],
    }


def place_order(seat: Membership) -> str:
    return danish_order(seat.municipality) if seat.municipality else "\uffff"


def days_of_change(council: Council, seats: Any) -> list[dict[str, Any]]:
    """The days from which the list is another one: a seat began, or was over; each a link."""
    periods = seats.order_by().values_list("starts_on", "ends_on").distinct()
    days = sorted({day for period in periods for day in period if day})
    address = reverse("website:members", args=[council.slug])
    today = clock.today()
    return [
        {"day": day, "href": f"{address}?dato={day.isoformat()}", "is_later": day > today}
        for day in days
    ]


def person(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """One person's seats, newest first, each with how well it is known and its source."""
    found = get_object_or_404(Council.objects.public(), slug=council)
    here = Membership.objects.public().of_body(found)
    who = get_object_or_404(
        Person.objects.public().filter(memberships__in=here).distinct(), slug=slug
    )
    theirs = Membership.objects.public().filter(person=who)
    seats = list(theirs.with_names().order_by("-starts_on", "role"))
    councils = {each.pk: each for each in Council.objects.public()}
    context = {
        "council": found,
        "person": who,
        "trail": trail.from_council(found, (_("Members"), "members")),
        "table_caption": _("Seats held by %(name)s") % {"name": who.name},
        "table_columns": [pgettext("column", "Council"), _("Municipality"), *seat_table_columns()],
        "table_rows": [
            seat_row_of_person(seat, councils[seat.body_id], clock.today()) for seat in seats
        ],
        "sources": sources(seats),
        "structured": structured(who, found),
    }
    return render(request, "website/people/person.html", context)


def sources(seats: list[Membership]) -> list[dict[str, str]]:
    """Where the seats are known from, each address once."""
    found = dict.fromkeys(seat.source for seat in seats if seat.source)
    return [{"href": address, "text": source_name(address)} for address in found]


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
