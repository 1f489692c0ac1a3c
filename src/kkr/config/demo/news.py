"""The news of the five councils, each text with its source; see the head of `news.toml`."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from kkr.council.models import Council
from kkr.documents.addresses import last_part, resolve
from kkr.ledger.actors import Actor
from kkr.meetings.models import Decision
from kkr.news.actions import draft_news, publish_news, schedule_news
from kkr.news.models import NewsItem, Precision

TABLE = Path(__file__).with_name("news.toml")
NOTE = "Teksten er skrevet til demonstrationen ud fra kilden, {publisher}."
MORNING = time(9, 0)


@dataclass(frozen=True)
class Told:
    """One row of the table."""

    on: str
    title: str
    source: str
    teaser: str
    body: str
    council: str = ""
    slug: str = ""
    label: str = ""
    publisher: str = "KL"
    decided_in: str = ""
    item: str = ""

    @property
    def last_of_path(self) -> str:
        return self.slug or last_part(self.title)

    @property
    def precision(self) -> Precision:
        return Precision.DAY if len(self.on) == len("2017-02-13") else Precision.MONTH

    @property
    def at(self) -> datetime:
        """09:00 in Copenhagen on its day, or on the first of its month."""
        day = date.fromisoformat(self.on if self.precision == Precision.DAY else f"{self.on}-01")
        return datetime.combine(day, MORNING, ZoneInfo(settings.TIME_ZONE))

    @property
    def html(self) -> str:
        """The paragraphs, and that the text was written for the demo; the page itself names the source."""
        paragraphs = [escape(text.strip(), quote=False) for text in self.body.split("\n\n")]
        note = NOTE.format(publisher=escape(self.publisher, quote=False))
        return "".join(f"<p>{text}</p>" for text in [*paragraphs, note])


def told() -> Iterator[Told]:
    """The rows of the table, the oldest first."""
    rows = tomllib.loads(TABLE.read_text(encoding="utf-8"))["news"]
    return (Told(**row) for row in rows)


def load(*, by: Actor, at: datetime) -> int:
    """Publish what is missing as on its day, schedule what lies ahead; gives how many were missing."""
    councils = {"": None, **{council.slug: council for council in Council.objects.all()}}
    missing = [row for row in told() if not is_loaded(row, councils[row.council])]
    for row in missing:
        load_one(row, councils[row.council], by=by, at=at)
    return len(missing)


def is_loaded(row: Told, council: Council | None) -> bool:
    """Whether it stands, or stood, at its address, or waits for its day."""
    place = f"/{row.council}" if row.council else ""
    if resolve(f"{place}/nyheder/{row.at.year}/{row.last_of_path}/"):
        return True
    return NewsItem.objects.filter(council=council, publish_at=row.at, title=row.title).exists()


@transaction.atomic
def load_one(row: Told, council: Council | None, *, by: Actor, at: datetime) -> NewsItem:
    """Draft one row, and publish it as of its day or schedule it."""
    item = draft_news(
        council=council,
        title=row.title,
        slug=row.last_of_path,
        html=row.html,
        teaser=row.teaser,
        label=row.label,
        source_url=row.source,
        date_precision=row.precision,
        decision=decision_of(row),
        by=by,
        at=min(row.at, at),
    )
    if row.at > at:
        return schedule_news(item, publish_at=row.at, by=by, at=at)
    return publish_news(item, by=by, at=row.at)


def decision_of(row: Told) -> Decision | None:
    """What the row tells of: the decision on its `item`, or on the one of its title, in that meeting."""
    if not row.decided_in:
        return None
    where = {"item__meeting__council__slug": row.council, "item__meeting__slug": row.decided_in}
    title = row.item or row.title
    return Decision.objects.public().filter(**where, item__title=title).order_by("pk").first()
