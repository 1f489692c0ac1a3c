"""Who does what by when after the decisions of the councils."""

from collections.abc import Iterable
from datetime import datetime, time

from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from kkr.meetings.models import FollowUp
from kkr.opendata.columns import COUNCIL, HELD_ON, ILLUSTRATIVE, KNOWN_AS, MEETING, NUMBER, PATH
from kkr.opendata.kinds import Column, Dataset, Entry, Query, Row
from kkr.opendata.meetings import item_path, where_and_when


def rows(query: Query) -> Iterable[Row]:
    """One row a thing to be done, by the day it is due, in one query."""
    made = FollowUp.objects.public().select_related("body", "decision__item__meeting__council")
    if query.council:
        made = made.filter(decision__item__meeting__council__slug=query.council)
    for each in made.order_by("-due_on", "-pk"):
        item = each.decision.item
        yield {
            **where_and_when(item.meeting),
            "number": item.number,
            "what": each.what,
            "body": each.body.name,
            "due_on": each.due_on,
            "done_on": each.done_on,
            "outcome": each.outcome or None,
            "decision": each.decision.identifier,
            "illustrative": each.decision.illustrative,
            "path": item_path(item, item.number),
            "key": each.pk,
        }


def entry(row: Row) -> Entry:
    return Entry(
        title=f"{row['body']}: {row['what']}",
        path=f"{row['path']}#follow-up-{row['key']}",
        updated=make_aware(
            datetime.combine(row["done_on"] or row["held_on"] or row["due_on"], time.min)
        ),
        summary=" ".join(filter(None, [row["outcome"], row["illustrative"]])),
    )


DATASET = Dataset(
    slug="opfoelgninger",
    title=_("Follow-up"),
    description=_("Who does what by when after the decisions of the councils."),
    columns=(
        COUNCIL,
        HELD_ON,
        KNOWN_AS,
        MEETING,
        NUMBER,
        Column("what", _("What is to be done"), _("In Danish."), language="da"),
        Column("body", _("By whom"), _("The council, committee or municipality that does it.")),
        Column("due_on", _("Due"), _("The day by which it is to be done.")),
        Column("done_on", _("Done"), _("The day it was done; empty until then.")),
        Column("outcome", _("Outcome"), _("What came of it; may be empty."), language="da"),
        Column("decision", _("Decision"), _("The identifier of the decision it follows from.")),
        ILLUSTRATIVE,
        PATH,
    ),
    rows=rows,
    entry=entry,
    filters=("raad",),
)
