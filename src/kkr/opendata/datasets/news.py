"""What the councils have told the public."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kkr.council.models import Council
from kkr.documents.models import Document, DocumentVersion
from kkr.documents.showing import all_shown
from kkr.news.models import NewsItem
from kkr.news.presentation import address, sender
from kkr.opendata.kinds import Column, Dataset, Entry, Query, Row

NEWEST = 500
WHOLE = 20
"""So many of the newest stand in a feed with their whole text."""


def rows(query: Query) -> Iterable[Row]:
    """One row an item, newest first, the newest 500; of a council with what KL told all five."""
    items: Any = NewsItem.objects.public().newest_first().with_changes().select_related("council")
    if query.council:
        items = items.of_council(Council.objects.public().get(slug=query.council))
    found = list(items[:NEWEST])
    whole = texts_of(found[:WHOLE]) if query.with_texts else {}
    for item in found:
        day = timezone.localdate(item.published_at)
        yield {
            "council": item.council.slug if item.council else None,
            "sender": sender(item),
            "title": item.title,
            "teaser": item.teaser,
            "label": item.label,
            "subject": item.subject,
            "press_contact": item.press_contact,
            "published_on": day.strftime("%Y-%m") if item.date_precision == "month" else day,
            "published_at": item.published_at,
            "changed_at": item.changed_at,
            "path": address(item),
            "identifier": item.identifier,
            "source": item.source_url,
            "html": whole.get(item.pk, ""),
        }


def texts_of(items: list[NewsItem]) -> dict[int, str]:
    """The whole text of each by its key, with whole addresses; in two queries."""
    newest = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by("-number")
    keys = [item.document_id for item in items]
    documents = Document.objects.filter(pk__in=keys).annotate(
        html=Subquery(newest.values("html")[:1])
    )
    html = dict(documents.values_list("pk", "html"))
    whole = [f"{settings.SITE_URL}{address(item)}" for item in items]
    shown = all_shown([html[key] for key in keys], at=whole)
    return {item.pk: text for item, text in zip(items, shown, strict=True)}


def entry(row: Row) -> Entry:
    """An entry must have an instant (RFC 4287), so where only the month is known its words say that."""
    only_month = "" if isinstance(row["published_on"], date) else in_danish(row["published_at"])
    return Entry(
        title=row["title"],
        path=row["path"],
        updated=row["changed_at"],
        summary=" ".join(filter(None, [only_month, row["teaser"]])),
        author=row["sender"],
        identifier=row["identifier"],
        published=None if only_month else row["published_at"],
        html=row["html"],
    )


def in_danish(instant: datetime) -> str:
    """`Januar 2015, dagen kendes ikke.`: in the language of the entry, whoever reads it."""
    with translation.override("da"):
        month = date_format(timezone.localdate(instant), "YEAR_MONTH_FORMAT")
        return gettext("%(month)s; the day is not known.") % {"month": month.capitalize()}


DATASET = Dataset(
    slug="nyheder",
    title=_("News"),
    description=_("What the councils have published, newest first; at most the newest 500."),
    columns=(
        Column(
            "council",
            _("Council"),
            _("The address of the council; empty where it is from KL to all five."),
        ),
        Column("sender", _("Sender"), _("The council's name, or that it is from all five.")),
        Column("title", _("Title"), _("In Danish."), language="da"),
        Column("teaser", _("Teaser"), _("One sentence, in Danish."), language="da"),
        Column("label", _("Label"), _("A short word about its kind; often empty."), language="da"),
        Column("subject", _("Subject"), _("What it is about; often empty."), language="da"),
        Column("press_contact", _("Press contact"), _("Whom journalists turn to."), language="da"),
        Column(
            "published_on", _("Date"), _("The day, or only the month where the day is not known.")
        ),
        Column("published_at", _("Published"), _("The instant it was published here.")),
        Column(
            "changed_at",
            _("Changed"),
            _("The instant it was last rewritten or corrected, or else published."),
        ),
        Column("path", _("Address"), _("Where it stands on this site, for ever.")),
        Column("identifier", _("Identifier"), _("The same in every language and for ever.")),
        Column("source", _("Source"), _("Where the facts come from.")),
    ),
    rows=rows,
    entry=entry,
    filters=("raad",),
)
