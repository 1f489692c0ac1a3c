"""Who sat in the councils on a day."""

from collections.abc import Iterable
from datetime import datetime, time

from django.db.models import F
from django.urls import reverse
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from kkr.council.models import Membership
from kkr.opendata.kinds import Column, Dataset, Entry, Query, Row


def rows(query: Query) -> Iterable[Row]:
    """One row a seat that ran on the day, in one query."""
    seats = Membership.objects.public().running_on(query.day).with_names()
    # the two databases do not agree on where an empty code stands
    code = F("municipality__code").asc(nulls_last=True)
    for seat in seats.order_by("body", code, "role", "person__slug"):
        if query.council in {"", seat.body.slug}:
            yield {
                "council": seat.body.slug,
                "name": seat.person.name,
                "person": seat.person.slug,
                "role": seat.role,
                "role_name": seat.get_role_display(),
                "municipality_code": seat.municipality.code if seat.municipality else None,
                "party_letter": seat.party.letter if seat.party else None,
                "party": seat.party.name if seat.party else None,
                "starts_on": seat.starts_on,
                "start_basis": seat.start_basis,
                "ends_on": seat.ends_on,
                "end_basis": seat.end_basis,
                "source": seat.source,
            }


def entry(row: Row) -> Entry:
    path = reverse("website:person", args=[row["council"], row["person"]])
    return Entry(
        title=f"{row['name']} ({row['role_name']})",
        path=f"{path}#{row['council']}-{row['role']}-{row['starts_on']}",
        updated=make_aware(datetime.combine(row["starts_on"], time.min)),
    )


DATASET = Dataset(
    slug="medlemmer",
    title=_("Members"),
    description=_(
        "Who sat in the councils on a day, as far as it is known: mayors of the capital area as"
        " elected, and the chairs that could be found."
    ),
    columns=(
        Column("council", _("Council"), _("The address of the council.")),
        Column("name", _("Name"), _("The person's name.")),
        Column("person", _("Address"), _("The person's part of the address here.")),
        Column(
            "role",
            _("Role"),
            _(
                "member_by_office, supplementary, substitute, chair, vice_chair, or chairmanship: one of the last two."
            ),
        ),
        Column("role_name", _("Role in words"), _("The same in the language of the address.")),
        Column(
            "municipality_code",
            _("Municipality code"),
            _("Whom the person sits for; empty where not known."),
        ),
        Column("party_letter", _("Party letter"), _("The letter of the list at that time.")),
        Column("party", _("Party"), _("The list's name; empty where not known.")),
        Column("starts_on", _("From"), _("The first day.")),
        Column(
            "start_basis",
            _("Basis of the first day"),
            _(
                "exact; term: the election period's; evidence: the first day it is known for; inferred."
            ),
        ),
        Column(
            "ends_on",
            _("Until, not included"),
            _(
                "The first day after: the last day in the seat is the one before. Empty while it runs."
            ),
        ),
        Column("end_basis", _("Basis of the last day"), _("As for the first day.")),
        Column("source", _("Source"), _("Where it is known from.")),
    ),
    rows=rows,
    entry=entry,
    filters=("raad", "dato"),
)
