"""What is, or was, on the agendas of the councils."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from kkr.cases.models import Case
from kkr.meetings.models import EditionContent, EditionItem
from kkr.opendata.columns import (
    COUNCIL,
    HELD_ON,
    IDENTIFIER,
    ILLUSTRATIVE,
    KNOWN_AS,
    MEETING,
    NUMBER,
    PATH,
    SOURCE,
)
from kkr.opendata.kinds import Column, Dataset, Entry, Query, Row
from kkr.opendata.meetings import item_path, telling, where_and_when


def rows(query: Query) -> Iterable[Row]:
    """One row an item as it was last published, in three queries; of a closed one only that it is there."""
    editions = telling(query.council).values("pk")
    items = EditionItem.objects.public().filter(edition__in=editions)
    items = items.select_related("edition", "item__meeting__council")
    items = items.order_by("-item__meeting__held_on", "-item__meeting", "place")
    open_ = EditionContent.objects.public().filter(row__edition__in=editions)
    facts = dict(open_.values_list("row", "facts"))
    cases = dict(Case.objects.public().values_list("pk", "number"))
    for row in items[: query.at_most]:
        yield item_row(row, facts.get(row.pk), cases)


def item_row(row: EditionItem, facts: dict[str, Any] | None, cases: dict[int, str]) -> Row:
    """The row of an item; without `facts` it is closed."""
    told: dict[str, Any] = facts or {}
    return {
        **where_and_when(row.item.meeting),
        "section": row.section,
        "number": row.number,
        "title": told.get("title") or row.heading,
        "kind": told.get("kind"),
        "is_closed": int(facts is None),
        "proposal": told.get("proposal") or None,
        "case": cases.get(told.get("case", 0)),
        "withdrawn_why": row.withdrawn_why or None,
        "published_at": row.edition.published_at,
        "illustrative": told.get("illustrative", ""),
        "path": item_path(row.item, row.number),
        "identifier": row.item.public_id.urn,
        "source": told.get("source_url", ""),
    }


def entry(row: Row) -> Entry:
    told = [row["proposal"], row["withdrawn_why"], row["illustrative"]]
    return Entry(
        title=f"{row['number']} {row['title']}",
        path=row["path"],
        updated=row["published_at"],
        summary=" ".join(filter(None, told)),
        identifier=row["identifier"],
    )


DATASET = Dataset(
    slug="dagsordenspunkter",
    title=_("Agenda items"),
    description=_(
        "What is, or was, on the agendas of the councils, as last published; of closed items only number and heading."
    ),
    columns=(
        COUNCIL,
        HELD_ON,
        KNOWN_AS,
        MEETING,
        Column("section", _("Section"), _("The number of the section of the agenda.")),
        NUMBER,
        Column("title", _("Title"), _("In Danish."), language="da"),
        Column("kind", _("Kind"), _("What kind of item it is; empty where it is closed.")),
        Column(
            "is_closed", _("Is closed"), _("1 where only number and heading are public, else 0.")
        ),
        Column("proposal", _("Proposal"), _("In Danish; may be empty."), language="da"),
        Column("case", _("Case number"), _("The case it belongs to; may be empty.")),
        Column(
            "withdrawn_why",
            _("Why it was withdrawn"),
            _("In Danish; empty where it was not."),
            language="da",
        ),
        Column("published_at", _("Published"), _("The instant the edition was published.")),
        ILLUSTRATIVE,
        PATH,
        IDENTIFIER,
        SOURCE,
    ),
    rows=rows,
    entry=entry,
    filters=("raad",),
)
