"""What the municipalities stand for together, and what they no longer do."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from kkr.common.languages import in_language
from kkr.lines.models import CommonLine
from kkr.opendata.kinds import Column, Dataset, Entry, Query, Row


def rows(query: Query) -> Iterable[Row]:
    """One row a line that had come into force by the day, in one query."""
    lines = CommonLine.objects.public().filter(in_force_from__lte=query.day).with_sources()
    for line in lines.newest_first():
        if query.council in {"", line.council.slug}:
            after = line.replaced_by
            yield {
                "council": line.council.slug,
                "title": line.title,
                "state": state_on(line, query.day),
                "in_force_from": line.in_force_from,
                "ends_on": line.ends_on,
                "decision": line.decision.identifier,
                "decided_at": in_language(line.decision.item.path),
                "replaced_by": after.identifier if after and after.is_public else None,
                "illustrative": line.illustrative,
                "path": in_language(line.path),
                "identifier": line.identifier,
            }


def state_on(line: CommonLine, day: date) -> str:
    """What of a line that had begun by then stood on the day."""
    if line.is_in_force_on(day):
        return "in_force"
    return "replaced" if line.replaced_by else "ended"


def entry(row: Row) -> Entry:
    return Entry(
        title=row["title"],
        path=row["path"],
        updated=make_aware(datetime.combine(row["ends_on"] or row["in_force_from"], time.min)),
        summary=row["illustrative"],
        identifier=row["identifier"],
    )


DATASET = Dataset(
    slug="faelles-linjer",
    title=_("Common lines"),
    description=_(
        "What the municipalities of the councils have agreed to stand for, each with the decision it comes"
        " from; also what no longer holds on the day."
    ),
    columns=(
        Column("council", _("Council"), _("The address of the council.")),
        Column("title", _("Title"), _("In Danish."), language="da"),
        Column("state", _("State"), _("On the day: in_force, replaced or ended.")),
        Column("in_force_from", _("In force from"), _("The first day.")),
        Column(
            "ends_on",
            _("No longer in force from"),
            _("The first day on which it no longer holds; empty while none is known."),
        ),
        Column("decision", _("Decision"), _("The identifier of the decision it comes from.")),
        Column("decided_at", _("Where it was decided"), _("The address of the item here.")),
        Column(
            "replaced_by",
            _("Replaced by"),
            _("The identifier of the line in its place; may be empty."),
        ),
        Column(
            "illustrative",
            _("Illustrative"),
            _("What of it was made up for a demonstration; empty where nothing was."),
            language="da",
        ),
        Column("path", _("Address"), _("Where it stands on this site, for ever.")),
        Column("identifier", _("Identifier"), _("The same in every language and for ever.")),
    ),
    rows=rows,
    entry=entry,
    filters=("raad", "dato"),
)
