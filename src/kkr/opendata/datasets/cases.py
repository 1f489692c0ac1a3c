"""The matters that are, or were, before the councils."""

from collections.abc import Iterable
from datetime import datetime, time

from django.urls import reverse
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from kkr.cases.models import CaseBefore
from kkr.opendata.kinds import Column, Dataset, Entry, Query, Row


def rows(query: Query) -> Iterable[Row]:
    """One row a case and council, in one query; a case before several councils has several."""
    before = CaseBefore.objects.public().select_related("case__committee", "council")
    for each in before.order_by("-case__opened_on", "-case__pk", "council__slug"):
        if query.council in {"", each.council.slug}:
            case = each.case
            yield {
                "council": each.council.slug,
                "number": case.number,
                "title": case.title,
                "summary": case.summary,
                "kle": case.kle or None,
                "committee": case.committee.name if case.committee else None,
                "opened_on": case.opened_on,
                "illustrative": case.illustrative,
                "path": reverse("website:case", args=[each.council.slug, case.slug]),
                "identifier": case.identifier,
                "source": case.source_url,
            }


def entry(row: Row) -> Entry:
    return Entry(
        title=row["title"],
        path=row["path"],
        updated=make_aware(datetime.combine(row["opened_on"], time.min)),
        summary=" ".join(filter(None, [row["summary"], row["illustrative"]])),
    )


DATASET = Dataset(
    slug="sager",
    title=_("Cases"),
    description=_("The matters that are, or were, before the councils, newest first."),
    columns=(
        Column("council", _("Council"), _("The address of the council.")),
        Column("number", _("Case number"), _("The year, and which case of that year.")),
        Column("title", _("Title"), _("In Danish."), language="da"),
        Column("summary", _("Summary"), _("In Danish."), language="da"),
        Column("kle", _("KLE number"), _("The subject class of the municipalities; may be empty.")),
        Column("committee", _("Committee"), _("Who prepares it; may be empty.")),
        Column("opened_on", _("Opened"), _("The day the case was opened.")),
        Column(
            "illustrative",
            _("Illustrative"),
            _("What of it was made up for a demonstration; empty where nothing was."),
            language="da",
        ),
        Column("path", _("Address"), _("Where it stands on this site, for ever.")),
        Column("identifier", _("Identifier"), _("The same in every language and for ever.")),
        Column("source", _("Source"), _("Where the facts come from.")),
    ),
    rows=rows,
    entry=entry,
    filters=("raad",),
)
