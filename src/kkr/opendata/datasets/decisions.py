"""What the councils decided."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kkr.documents.richtext import plain_text
from kkr.documents.showing import all_shown
from kkr.meetings.kinds.base import decision_kinds
from kkr.meetings.models import Edition, EditionDecision, EditionKind
from kkr.opendata.answers import AT_ONCE, chunks
from kkr.opendata.columns import (
    COUNCIL,
    HELD_ON,
    IDENTIFIER,
    ILLUSTRATIVE,
    KNOWN_AS,
    MEETING,
    NUMBER,
    PATH,
)
from kkr.opendata.kinds import Column, Dataset, Entry, Query, Row
from kkr.opendata.meetings import item_path, where_and_when

FIRST_MEETINGS = 12
"""Of so many a feed reads the minutes first, as it is full of the first few, and then of twice as many."""


def rows(query: Query) -> Iterable[Row]:
    """One row a decision as the newest minutes tell it, newest first; in a feed the newest 50.

    The minutes of some meetings are read together, and no more of them than are wanted.
    """
    minutes = Edition.objects.public().current().of_kind(EditionKind.MINUTES)
    if query.council:
        minutes = minutes.filter(meeting__council__slug=query.council)
    keys = list(minutes.order_by("-meeting__held_on", "-meeting").values_list("pk", flat=True))
    together = chunks(keys, FIRST_MEETINGS if query.at_most else AT_ONCE)
    told = (row for chunk in together for row in rows_of(chunk, query))
    yield from islice(told, query.at_most)


def rows_of(minutes: list[int], query: Query) -> Iterator[Row]:
    """The rows of these minutes."""
    decisions: Any = EditionDecision.objects.public().in_full()
    meeting = "content__row__item__meeting"
    decisions = decisions.filter(content__row__edition__in=minutes).order_by(
        f"-{meeting}__held_on", f"-{meeting}", "content__row", "place"
    )
    found = list(decisions[: query.at_most])
    html = texts_of(found) if query.with_texts else [""] * len(found)
    for each, text in zip(found, html, strict=True):
        yield {**decision_row(each), "html": text}


def decision_row(each: EditionDecision) -> dict[str, Any]:
    row = each.content.row
    facts = each.content.facts
    made_up = dict.fromkeys([each.decision.illustrative, facts.get("illustrative", "")])
    return {
        **where_and_when(row.item.meeting),
        "number": row.number,
        "title": facts["title"],
        "kind": each.kind,
        "kind_name": str(decision_kinds()[each.kind].title),
        "text": plain_text(each.version.html),
        "dissent": each.dissent or None,
        "published_at": each.decision.published_at,
        "changed_at": row.edition.published_at,
        "illustrative": " ".join(filter(None, made_up)),
        "path": item_path(row.item, row.number),
        "identifier": each.decision.identifier,
        "council_name": row.item.meeting.council.name,
    }


def texts_of(found: list[EditionDecision]) -> list[str]:
    """The whole text of each, with whole addresses."""
    rows = [each.content.row for each in found]
    whole = [f"{settings.SITE_URL}{item_path(row.item, row.number)}" for row in rows]
    return all_shown([each.version.html for each in found], at=whole)


def entry(row: Row) -> Entry:
    told = [row["text"], row["dissent"], row["illustrative"]]
    return Entry(
        title=f"{row['title']}: {row['kind_name']}",
        path=row["path"],
        updated=row["changed_at"],
        summary=" ".join(filter(None, told)),
        author=row["council_name"],
        identifier=row["identifier"],
        published=row["published_at"],
        html=row["html"],
    )


DATASET = Dataset(
    slug="beslutninger",
    title=_("Decisions"),
    description=_("What the councils decided, as their newest minutes tell it, newest first."),
    columns=(
        COUNCIL,
        HELD_ON,
        KNOWN_AS,
        MEETING,
        NUMBER,
        Column("title", _("Title"), _("In Danish."), language="da"),
        Column("kind", _("Kind"), _("What the council did with the item, as a code.")),
        Column("kind_name", _("Kind in words"), _("The same in the language of the address.")),
        Column("text", _("Text"), _("The words of the minutes, in Danish."), language="da"),
        Column(
            "dissent",
            _("Statement"),
            _("What somebody wanted written in the minutes; may be empty."),
            language="da",
        ),
        Column("published_at", _("Published"), _("The instant it was first published.")),
        Column("changed_at", _("Changed"), _("The instant of the minutes that tell it now.")),
        ILLUSTRATIVE,
        PATH,
        IDENTIFIER,
    ),
    rows=rows,
    entry=entry,
    filters=("raad",),
)
