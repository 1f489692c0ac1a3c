"""What the councils have told the public."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kkr.council.models import Council
from kkr.documents.models import DocumentVersion
from kkr.documents.showing import shown
from kkr.news.models import NewsItem
from kkr.news.presentation import sender
from kkr.opendata.kinds import Column, Dataset, Entry, Query, Row

NEWEST = 500
WHOLE = 20
"""So many of the newest stand in a feed with their whole text."""


def rows(query: Query) -> Iterable[Row]:
    """One row an item, newest first, the newest 500; of a council with what KL told all five."""
    newest = DocumentVersion.objects.filter(document=OuterRef("document")).order_by("-number")
    items = NewsItem.objects.public().newest_first().select_related("council")
    if query.council:
        items = items.of_council(Council.objects.public().get(slug=query.council))
    found = items.annotate(html=Subquery(newest.values("html")[:1]))[:NEWEST]
    for place, item in enumerate(found):
        day = timezone.localdate(item.published_at)
        yield {
            "council": item.council.slug if item.council else None,
            "sender": sender(item),
            "title": item.title,
            "teaser": item.teaser,
            "label": item.label,
            "published_on": day.strftime("%Y-%m") if item.date_precision == "month" else day,
            "published_at": item.published_at,
            "path": path_of(item.council.slug if item.council else "", day.year, item.slug),
            "source": item.source_url,
            "html": shown(item.html, site=settings.SITE_URL) if place < WHOLE else "",
        }


def path_of(council: str, year: int, slug: str) -> str:
    if council:
        return reverse("website:news_item", args=[council, year, slug])
    return reverse("website:all_news_item", args=[year, slug])


def entry(row: Row) -> Entry:
    return Entry(
        row["title"],
        row["path"],
        row["published_at"],
        row["teaser"],
        author=row["sender"],
        html=row["html"],
    )


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
        Column(
            "published_on", _("Date"), _("The day, or only the month where the day is not known.")
        ),
        Column("published_at", _("Published"), _("The instant it was published here.")),
        Column("path", _("Address"), _("Where it stands on this site, for ever.")),
        Column("source", _("Source"), _("Where the facts come from.")),
    ),
    rows=rows,
    entry=entry,
    filters=("raad",),
)
