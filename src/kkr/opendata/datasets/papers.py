"""The papers of the cases in their versions, each from the day it was released."""

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kkr.cases.models import PaperVersion
from kkr.opendata.cases import OF_CASE, councils_of_cases, in_feed, of_case
from kkr.opendata.columns import ILLUSTRATIVE, PATH
from kkr.opendata.kinds import Column, Dataset, Entry, Query, Row


def rows(query: Query) -> Iterable[Row]:
    """One row a released version, newest first; of a case before several councils one under each."""
    return in_feed(_rows(query), query)


def _rows(query: Query) -> Iterator[Row]:
    councils = councils_of_cases(query)
    versions = PaperVersion.objects.public().select_related("paper", "version", "author")
    for each in versions.order_by("-released_at", "-pk"):
        for before in councils.get(each.paper.case_id, ()):
            where = [before.council.slug, before.case.slug, each.paper.slug, each.version.number]
            yield {
                **of_case(before),
                "paper": each.paper.title,
                "number": each.version.number,
                "author": each.author.name if each.author else None,
                "dated_on": each.dated_on,
                "changes": each.version.change_note or None,
                "is_before_council": int(each.is_before_council),
                "released_at": each.released_at,
                "path": reverse("website:paper_version", args=where),
            }


def entry(row: Row) -> Entry:
    return Entry(
        title=f"{row['case_title']}: {row['paper']}, {row['number']}",
        path=row["path"],
        updated=row["released_at"],
        summary=" ".join(filter(None, [row["changes"], row["illustrative"]])),
        author=row["author"] or "",
    )


DATASET = Dataset(
    slug="papirer",
    title=_("Papers of cases"),
    description=_("The papers of the cases, each released version with what was changed in it."),
    columns=(
        *OF_CASE,
        Column("paper", _("Paper"), _("Its title, in Danish."), language="da"),
        Column("number", _("Version"), _("Which version of the paper it is.")),
        Column("author", _("Author"), _("The body that wrote it; empty where none is named.")),
        Column("dated_on", _("Dated"), _("The day the version is of.")),
        Column(
            "changes",
            _("What is changed"),
            _("Since the version before, in Danish; may be empty."),
            language="da",
        ),
        Column(
            "is_before_council",
            _("Before the council"),
            _("1 for the version that was put before the council."),
        ),
        Column("released_at", _("Released"), _("The instant from which everybody could read it.")),
        ILLUSTRATIVE,
        PATH,
    ),
    rows=rows,
    entry=entry,
    filters=("raad",),
)
