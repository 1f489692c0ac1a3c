"""The five councils."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kkr.council.models import AreaPlacement, Council
from kkr.opendata.kinds import REFORM, Column, Dataset, Entry, Query, Row


def rows(query: Query) -> Iterable[Row]:
    """One row a council, with how many municipalities it had on the day; in two queries.

    None before the reform.
    """
    if query.day < REFORM:
        return
    placed = AreaPlacement.objects.public().running_on(query.day).filter(within_kind="council")
    counts = Counter(placed.values_list("within_id", flat=True))
    for council in Council.objects.public().select_related("association"):
        yield {
            "slug": council.slug,
            "name": council.name,
            "association": council.association.name,
            "municipalities": counts[council.area_id],
        }


def entry(row: Row) -> Entry:
    return Entry(row["name"], reverse("website:council", args=[row["slug"]]), LOADED)


LOADED = datetime(2007, 1, 1, tzinfo=UTC)  # the councils are as old as the regions
DATASET = Dataset(
    slug="kommunekontaktraad",
    title=_("Councils"),
    description=_(
        "KL's five regional councils and how many municipalities belong to each; from 1 January 2007 on."
    ),
    columns=(
        Column("slug", _("Address"), _("The council's part of its address here.")),
        Column("name", _("Name"), _("The name in full.")),
        Column("association", _("Association"), _("Whose regional body it is.")),
        Column("municipalities", _("Municipalities"), _("How many belonged on the day asked for.")),
    ),
    rows=rows,
    entry=entry,
    filters=("dato",),
)
