"""What is, or was, on the agendas of the councils."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from kkr.cases.models import Case
from kkr.meetings.models import Edition, EditionContent, EditionItem
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
from kkr.opendata.meetings import telling, where_and_when

AT_ONCE = 2000
"""So many items are read together."""


def rows(query: Query) -> Iterable[Row]:
    """One row an item as it was last published; of a closed one only that it is there.

    Three queries for every 2,000, and one for which they are.
    """
    items = EditionItem.objects.public().filter(edition__in=telling(query.council).values("pk"))
    items = items.order_by("-edition__meeting__held_on", "-edition__meeting", "place")
    keys = list(items.values_list("pk", flat=True)[: query.at_most])
    for start in range(0, len(keys), AT_ONCE):
        yield from some_of(keys[start : start + AT_ONCE])


def some_of(keys: list[int]) -> Iterator[Row]:
    """The rows of these items in this order."""
    found = EditionItem.objects.public().select_related("item").in_bulk(keys)
    editions = Edition.objects.public().filter(pk__in={each.edition_id for each in found.values()})
    known = editions.select_related("meeting__council").in_bulk()
    where = {key: where_and_when(each.meeting) for key, each in known.items()}
    contents = EditionContent.objects.public().filter(row__in=keys)
    facts = dict(contents.values_list("row", "facts"))
    named = {told["case"] for told in facts.values() if told.get("case")}
    cases = dict(Case.objects.public().filter(pk__in=named).values_list("pk", "number"))
    for key in keys:
        row = found[key]
        row.edition = known[row.edition_id]
        there = where[row.edition_id]
        yield {**there, **item_row(row, facts.get(key), cases, there["meeting"])}


def item_row(
    row: EditionItem, facts: dict[str, Any] | None, cases: dict[int, str], meeting: str
) -> dict[str, Any]:
    """What a row says of the item itself; without `facts` it is closed."""
    told: dict[str, Any] = facts or {}
    return {
        "section": row.section,
        "number": row.number,
        "title": told.get("title") or row.heading,
        "kind": told.get("kind"),
        "is_closed": int(facts is None),
        "proposal": told.get("proposal") or None,
        "case": cases.get(told.get("case", 0)),
        "without": "; ".join(told.get("without", [])) or None,
        "withdrawn_why": row.withdrawn_why or None,
        "published_at": row.edition.published_at,
        "illustrative": told.get("illustrative", ""),
        "path": f"{meeting}{row.number}/",
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
            "without",
            _("Took no part"),
            _(
                "The members who took no part in the item, divided by semicolons, as minutes name them."
            ),
        ),
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
