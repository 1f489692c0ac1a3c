"""The seats of a council and its committees as a table, which imported again has nothing to do."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _

from kkr.council.models import Committee, Council, Membership, Person
from kkr.council.models.memberships import Basis, EndReason, MembershipRole
from kkr.council.sheets.columns import heading, label_of, titles
from kkr.council.sheets.writing import Cell

WRITTEN = [column for column in titles() if column != "ends_on"]


def heads() -> list[str]:
    """The headings we write, in the active language."""
    return [heading(column) for column in WRITTEN]


def rows_of(council: Council) -> Iterator[list[Cell]]:
    """One row a seat, of every day; then the names of those who have no seat anywhere. Three queries."""
    committees = {each.pk: each for each in Committee.objects.of_council(council)}
    seats = Membership.objects.standing().filter(body__in=[council.pk, *committees]).with_names()
    for seat in seats.order_by("body", "starts_on", "role", "person__slug", "pk"):
        committee = committees.get(seat.body_id)
        yield row_of(seat, committee.name if committee else "")
    for person in Person.objects.named().exclude(
        pk__in=Membership.objects.standing().values("person")
    ):
        yield [person.name, person.slug, *[""] * (len(WRITTEN) - 2)]


def row_of(seat: Membership, committee: str) -> list[Cell]:
    return [
        seat.person.name,
        seat.person.slug,
        committee,
        label_of(MembershipRole, seat.role),
        seat.municipality.name if seat.municipality else "",
        seat.party.name if seat.party else "",
        seat.starts_on,
        label_of(Basis, seat.start_basis),
        seat.ends_on - timedelta(days=1) if seat.ends_on else None,
        label_of(Basis, seat.end_basis),
        label_of(EndReason, seat.end_reason),
        seat.term.label if seat.term else "",
        seat.source,
        str(seat.public_id),
    ]


def notes() -> list[str]:
    """What may stand in the columns, for the second sheet of the template."""
    roles = ", ".join(str(label) for _code, label in MembershipRole.choices)
    return [
        _("One row for each seat; the headings stay in the first row."),
        _(
            "Name, role and the first day must be filled in; a row with a name only enters the person."
        ),
        _("Roles: %(roles)s.") % {"roles": roles},
        _("Days are written 13.02.2017; the last day stays empty while the seat runs."),
        _("The municipality by its name or code, the party by its name or letter."),
        _("The committee stays empty for the council itself."),
        _("People without a seat anywhere stand last, with their name only."),
        _("Person address and seat id come from an export, and may stay empty."),
    ]
