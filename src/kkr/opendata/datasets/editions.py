"""The agendas and minutes of the councils as they were published, each with the PDF that is kept of it."""

from collections.abc import Iterable

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from kkr.common.languages import in_language
from kkr.meetings.models import Edition, EditionKind, Meeting
from kkr.opendata.columns import COUNCIL, HELD_ON, ILLUSTRATIVE, KNOWN_AS, MEETING, PATH
from kkr.opendata.kinds import Column, Dataset, Entry, Query, Row
from kkr.opendata.meetings import where_and_when
from kkr.printing.models import Audience, Print


def rows(query: Query) -> Iterable[Row]:
    """One row an edition, newest first, in two queries; the digest is that of everybody's newest print."""
    found = Edition.objects.public().filter(meeting__in=Meeting.objects.public())
    if query.council:
        found = found.filter(meeting__council__slug=query.council)
    newest = found.select_related("meeting__council").order_by("-published_at", "-pk")
    editions = newest[: query.at_most]
    prints = Print.objects.public().filter(audience=Audience.PUBLIC).order_by("pk")
    printed = {each.edition_id: each for each in prints.only("edition", "sha256", "size")}
    for each in editions:
        made = printed.get(each.pk)
        yield {
            **where_and_when(each.meeting),
            "kind": each.kind,
            "kind_name": each.get_kind_display(),
            "number": each.number,
            "published_at": each.published_at,
            "why": (each.why if each.kind == EditionKind.AGENDA else "") or None,
            "pdf": in_language(each.paper_path),
            "sha256": made.sha256 if made else None,
            "size": made.size if made else None,
            "illustrative": each.head.get("illustrative", ""),
            "path": in_language(each.path),
            "council_name": each.meeting.council.name,
        }


def entry(row: Row) -> Entry:
    facts = {"kind": row["kind_name"], "number": row["number"]}
    title = say("%(kind)s, edition %(number)s") % facts
    return Entry(
        title=f"{row['council_name']}, {row['held_on'] or row['known_as']}: {title}",
        path=row["path"],
        updated=row["published_at"],
        summary=" ".join(filter(None, [row["why"], row["illustrative"]])),
        author=row["council_name"],
    )


DATASET = Dataset(
    slug="udgaver",
    title=_("Editions of agendas and minutes"),
    description=_(
        "Every agenda and all minutes as they were published, with the PDF of each and its SHA-256."
    ),
    columns=(
        COUNCIL,
        HELD_ON,
        KNOWN_AS,
        MEETING,
        Column("kind", _("Kind"), _("agenda or minutes.")),
        Column("kind_name", _("Kind in words"), _("The same in the language of the address.")),
        Column("number", _("Edition"), _("1 for the first of its kind.")),
        Column("published_at", _("Published"), _("The instant it came out.")),
        Column(
            "why",
            _("Why there is a new edition"),
            _("Of a later agenda, in Danish; of minutes it stands with each correction."),
            language="da",
        ),
        Column("pdf", _("PDF"), _("Where it is read as PDF.")),
        Column("sha256", _("SHA-256"), _("The digest of the PDF; empty until it is made.")),
        Column("size", _("Size"), _("Of the PDF, in bytes.")),
        ILLUSTRATIVE,
        PATH,
    ),
    rows=rows,
    entry=entry,
    filters=("raad",),
)
