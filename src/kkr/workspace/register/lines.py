"""Seats, people and committees as rows of a table."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kkr.council.models import Committee, Council, Membership, Person
from kkr.council.models.bodies import Body, BodyKind


def at(council: Council, membership: Membership, what: str = "") -> str:
    """Where a membership is looked at, or with `what` changed."""
    name = f"membership_{what}" if what else "membership"
    return reverse(f"workspace:{name}", args=[council.slug, membership.public_id])


def body_address(council: Council, body: Body) -> str:
    """Where the members of the council, or of one of its committees, stand."""
    if body.kind == BodyKind.COMMITTEE:
        return reverse("workspace:committee", args=[council.slug, body.slug])
    return reverse("workspace:register_members", args=[council.slug])


def spelled(day: date | None) -> str:
    return date_format(day, "d.m.Y") if day else ""


def seat_columns() -> list[str]:
    return [
        _("Name"),
        _("Role"),
        _("Municipality"),
        _("Party"),
        _("From"),
        _("Until and including"),
    ]


def seat_rows(council: Council, seats: Iterable[Membership]) -> list[list[Any]]:
    """Who, as what, for whom; the name leads to the seat."""
    return [
        [{"text": seat.person.name, "href": at(council, seat)}, *seat_cells(seat)] for seat in seats
    ]


def seat_cells(seat: Membership) -> list[Any]:
    return [
        capfirst(seat.get_role_display()),
        seat.municipality.name if seat.municipality else "",
        party_of(seat),
        spelled(seat.starts_on),
        spelled(seat.last_day),
    ]


def party_of(seat: Membership) -> str:
    """The party with its letter, as in "Socialdemokratiet (A)"."""
    if seat.party is None:
        return ""
    return f"{seat.party.name} ({seat.party.letter})" if seat.party.letter else seat.party.name


def described(person: Person, day: date) -> str:
    """Who a person is, for somebody who must tell two of one name apart: by the seat of that day, else the newest.

    Wants their seats prefetched.
    """
    seats = sorted(person.memberships.all(), key=lambda seat: seat.starts_on, reverse=True)
    if not seats:
        return _("%(name)s, without a seat") % {"name": person.name}
    seat = next((each for each in seats if runs_on(each, day)), seats[0])
    return _("%(name)s, %(role)s, %(body)s from %(day)s") % {
        "name": f"{person.name} ({seat.municipality})" if seat.municipality else person.name,
        "role": seat.get_role_display(),
        "body": seat.body.name,
        "day": spelled(seat.starts_on),
    }


def runs_on(seat: Membership, day: date) -> bool:
    return seat.starts_on <= day and (seat.ends_on is None or day < seat.ends_on)


def person_rows(people: Iterable[Person]) -> list[list[Any]]:
    """Each person, and the seats that run or ran, in a few words."""
    return [
        [
            {
                "text": person.name,
                "href": reverse("workspace:register_person", args=[person.public_id]),
            },
            "; ".join(
                capfirst(f"{seat.get_role_display()}, {seat.body.name} ({years(seat)})")
                for seat in person.memberships.all()
            ),
        ]
        for person in people
    ]


def years(seat: Membership) -> str:
    """As in 2018-2022, or 2018- while it runs."""
    end = seat.last_day
    return f"{seat.starts_on.year}–{end.year if end else ''}"


def committee_rows(council: Council, committees: Iterable[Committee]) -> list[list[Any]]:
    """Name, whom it is made of, its chair today, and its days."""
    return [
        [
            {"text": committee.name, "href": body_address(council, committee)},
            capfirst(committee.get_composition_display()),
            ", ".join(seat.person.name for seat in committee.chairs_today),  # type: ignore[attr-defined]
            spelled(committee.starts_on),
            spelled(committee.last_day),
        ]
        for committee in committees
    ]
