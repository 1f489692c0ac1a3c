"""What was corrected in the minutes of the councils, by which meeting, and why."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kkr.common.languages import in_language
from kkr.meetings.models import Correction, Meeting
from kkr.opendata.columns import COUNCIL, HELD_ON, ILLUSTRATIVE, KNOWN_AS, MEETING, NUMBER, PATH
from kkr.opendata.kinds import Column, Dataset, Entry, Query, Row
from kkr.opendata.meetings import meeting_path, where_and_when


def rows(query: Query) -> Iterable[Row]:
    """One row a correction that everybody may read, newest first, in one query."""
    related = ("edition__meeting__council", "item", "decided_in__council")
    found = Correction.objects.public().filter(edition__meeting__in=Meeting.objects.public())
    if query.council:
        found = found.filter(edition__meeting__council__slug=query.council)
    newest = found.select_related(*related).order_by("-edition__published_at", "-pk")
    for each in newest[: query.at_most]:
        by = each.decided_in
        yield {
            **where_and_when(each.edition.meeting),
            "number": each.item.number if each.item else None,
            "what": each.what,
            "why": each.why,
            "decided_in": meeting_path(by) if by and by.is_public else None,
            "edition": each.edition.number,
            "published_at": each.edition.published_at,
            "illustrative": each.edition.head.get("illustrative", ""),
            "path": in_language(each.edition.path),
            "key": each.pk,
        }


def entry(row: Row) -> Entry:
    return Entry(
        title=row["what"],
        path=f"{row['path']}#correction-{row['key']}",
        updated=row["published_at"],
        summary=" ".join(filter(None, [row["why"], row["illustrative"]])),
    )


DATASET = Dataset(
    slug="rettelser",
    title=_("Corrections of minutes"),
    description=_(
        "What was corrected in published minutes, by which meeting, and why. The minutes as they were stay"
        " readable at their own address."
    ),
    columns=(
        COUNCIL,
        HELD_ON,
        KNOWN_AS,
        MEETING,
        Column(
            NUMBER.code,
            NUMBER.title,
            _("The number of the item; empty for time, place or who was there."),
        ),
        Column("what", _("What was corrected"), _("In Danish."), language="da"),
        Column("why", _("Why"), _("In Danish."), language="da"),
        Column(
            "decided_in",
            _("Corrected by"),
            _("The address of the meeting that corrected it; empty where the secretariat did."),
        ),
        Column("edition", _("Edition"), _("The number of the edition that corrects it.")),
        Column("published_at", _("Published"), _("The instant that edition came out.")),
        ILLUSTRATIVE,
        PATH,
    ),
    rows=rows,
    entry=entry,
    filters=("raad",),
)
