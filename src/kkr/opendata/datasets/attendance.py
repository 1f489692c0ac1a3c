"""Who was at the meetings of the councils."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kkr.meetings.models import Standing
from kkr.meetings.wording import guests_of
from kkr.opendata.columns import COUNCIL, HELD_ON, ILLUSTRATIVE, KNOWN_AS, MEETING
from kkr.opendata.kinds import Column, Dataset, Entry, Query, Row
from kkr.opendata.meetings import newest_minutes, where_and_when

NO_SEAT = {
    "municipality": None,
    "capacity": "guest",
    "standing": Standing.PRESENT.value,
    "stands_in_for": None,
    "came_at": None,
    "left_at": None,
}


def rows(query: Query) -> Iterable[Row]:
    """One row a person and meeting, as the newest minutes have it, in one query."""
    for edition in newest_minutes(query.council):
        about = where_and_when(edition.meeting)
        for each in edition.head.get("attendance", []):
            yield {
                **about,
                "name": each["person"],
                "municipality": each["municipality"] or None,
                "capacity": each["capacity"],
                "standing": each["standing"],
                "standing_name": str(Standing(each["standing"]).label),
                "stands_in_for": each["stands_in_for"] or None,
                "came_at": each["came_at"] or None,
                "left_at": each["left_at"] or None,
                "illustrative": edition.head.get("illustrative", ""),
                "published_at": edition.published_at,
            }
        for name in guests_of(edition.head):
            yield {
                **about,
                **NO_SEAT,
                "name": name,
                "standing_name": str(Standing.PRESENT.label),
                "illustrative": edition.head.get("illustrative", ""),
                "published_at": edition.published_at,
            }


def entry(row: Row) -> Entry:
    place = ", ".join(filter(None, [row["name"], row["municipality"]]))
    return Entry(
        title=f"{place}: {row['standing_name']}",
        path=f"{row['meeting']}#attendance",
        updated=row["published_at"],
        summary=row["illustrative"],
    )


DATASET = Dataset(
    slug="deltagere",
    title=_("Attendance"),
    description=_("Who was at the meetings of the councils, as the newest minutes have it."),
    columns=(
        COUNCIL,
        HELD_ON,
        KNOWN_AS,
        MEETING,
        Column("name", _("Name"), _("The person's name; of a guest also where they come from.")),
        Column("municipality", _("Municipality"), _("Whom they sit for; empty where not known.")),
        Column("capacity", _("Capacity"), _("member, substitute, or guest.")),
        Column("standing", _("Attendance"), _("present, apologies, or absent.")),
        Column(
            "standing_name", _("Attendance in words"), _("The same in the language of the address.")
        ),
        Column("stands_in_for", _("Stands in for"), _("The member whose seat a substitute took.")),
        Column("came_at", _("Came at"), _("The number of the item; empty: from the beginning.")),
        Column("left_at", _("Left at"), _("The number of the item; empty: stayed to the end.")),
        Column("published_at", _("Published"), _("The instant the minutes were published.")),
        ILLUSTRATIVE,
    ),
    rows=rows,
    entry=entry,
    filters=("raad",),
)
