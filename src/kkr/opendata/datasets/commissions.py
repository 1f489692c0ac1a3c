"""What one body asked another for in the cases of the councils."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from kkr.cases.models import Commission
from kkr.opendata.cases import OF_CASE, as_of, councils_of_cases, in_feed, of_case
from kkr.opendata.columns import ILLUSTRATIVE, PATH
from kkr.opendata.kinds import Column, Dataset, Entry, Query, Row


def rows(query: Query) -> Iterable[Row]:
    """One row a thing asked for, newest first; of a case before several councils one under each."""
    return in_feed(_rows(query), query)


def _rows(query: Query) -> Iterator[Row]:
    councils = councils_of_cases(query)
    made = Commission.objects.public().select_related("asked_by", "asked_of", "case")
    for each in made.order_by("-case__opened_on", "-case", "-pk"):
        for before in councils.get(each.case_id, ()):
            yield {
                **of_case(before),
                "asked_by": each.asked_by.name,
                "asked_of": each.asked_of.name,
                "what": each.what,
                "asked_on": each.asked_on,
                "due_on": each.due_on,
                "delivered_on": each.delivered_on,
                "opened_on": each.case.opened_on,
                "key": each.pk,
            }


def entry(row: Row) -> Entry:
    return Entry(
        title=f"{row['asked_of']}: {row['what']}",
        path=f"{row['path']}#commission-{row['key']}",
        updated=as_of(row["delivered_on"], row["asked_on"], row["opened_on"]),
        summary=" ".join(filter(None, [row["case_title"], row["illustrative"]])),
        author=row["asked_by"],
    )


DATASET = Dataset(
    slug="bestillinger",
    title=_("Commissions"),
    description=_(
        "What a council or committee asked another body for in a case, by when, and when it came."
    ),
    columns=(
        *OF_CASE,
        Column("asked_by", _("Asked by"), _("The body that asked.")),
        Column("asked_of", _("Asked of"), _("The body that was to deliver it.")),
        Column("what", _("What was asked for"), _("In Danish."), language="da"),
        Column("asked_on", _("Asked for on"), _("The day; empty where it is not known.")),
        Column("due_on", _("Due"), _("The day by which it was to come; may be empty.")),
        Column("delivered_on", _("Delivered"), _("The day it came; empty until then.")),
        ILLUSTRATIVE,
        PATH,
    ),
    rows=rows,
    entry=entry,
    filters=("raad",),
)
