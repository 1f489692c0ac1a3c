"""The 98 municipalities, their council and region."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kkr.council.models import AreaPlacement, Council
from kkr.opendata.kinds import REFORM, Column, Dataset, Entry, Query, Row


def rows(query: Query) -> Iterable[Row]:
    """One row a municipality that belonged to a council on the day, by code; in three queries.

    None before the reform.
    """
    if query.day < REFORM:
        return
    running = AreaPlacement.objects.public().running_on(query.day)
    regions = dict(running.filter(within_kind="region").values_list("area_id", "within__name"))
    councils = {council.area_id: council for council in Council.objects.public()}
    placed = running.filter(within_kind="council").select_related("area__municipality")
    for placement in placed.order_by("area__municipality__code"):
        council, municipality = councils[placement.within_id], placement.area.municipality
        if query.council in {"", council.slug}:
            yield {
                "code": municipality.code,
                "name": municipality.name,
                "full_name": municipality.full_name,
                "slug": municipality.slug,
                "cvr": municipality.cvr,
                "council": council.slug,
                "region": regions.get(municipality.area_id),
            }


def entry(row: Row) -> Entry:
    path = reverse("website:municipality", args=[row["council"], row["slug"]])
    return Entry(row["full_name"], path, LOADED, summary=row["code"])


LOADED = datetime(2007, 1, 1, tzinfo=UTC)  # the municipalities of today are those of the reform
DATASET = Dataset(
    slug="kommuner",
    title=_("Municipalities"),
    description=_(
        "The 98 municipalities with code, CVR number, council and region on a day; from 1 January 2007 on."
    ),
    columns=(
        Column("code", _("Code"), _("The four digits of the municipality in public registers.")),
        Column("name", _("Name"), _("The short name.")),
        Column("full_name", _("Full name"), _("The name on its letters.")),
        Column("slug", _("Address"), _("The municipality's part of its address here.")),
        Column("cvr", _("CVR number"), _("Its number in the central business register.")),
        Column("council", _("Council"), _("The address of its council.")),
        Column("region", _("Region"), _("The region it lay in on the day.")),
    ),
    rows=rows,
    entry=entry,
    filters=("raad", "dato"),
)
