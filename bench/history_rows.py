"""Five councils' twenty years as rows, in bulk: what the pages read, and nothing in the ledger."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

YEARS, MONTHS, ITEMS, CASES = range(1997, 2017), (2, 4, 6, 9, 11), 24, 400
FILLING, A_FEW = range(2007, 2017), 4
TEXT = "<p>Det indstilles, at rådet drøfter sagen og godkender det videre arbejde.</p>" * 5
DECIDED = "<p>KKR godkendte indstillingen.</p>"
BATCH = 500


def write_history() -> dict[str, int]:
    """Write it all; gives how many there are of each."""
    from django.db import transaction

    from kkr.cases.models import Case
    from kkr.council.models import Council
    from kkr.meetings.models import AgendaItem, Meeting

    with transaction.atomic():
        for council in Council.objects.order_by("pk"):
            cases = write_cases(council)
            for year in YEARS:
                for month in MONTHS:
                    write_meeting(council, date(year, month, 3), cases)
    kinds = {"meetings": Meeting, "items": AgendaItem, "cases": Case}
    return {name: kind.objects.count() for name, kind in kinds.items()}


def fill_history() -> None:
    """So much of one council that every list of it and every feed has its first page full."""
    from django.db import transaction

    from kkr.council.models import Council

    council = Council.objects.get(slug="hovedstaden")
    with transaction.atomic():
        cases = write_cases(council, 40)
        for year in FILLING:
            for month in MONTHS:
                write_meeting(council, date(year, month, 3), cases, A_FEW)


def write_cases(council: Any, many: int = CASES) -> list[Any]:
    """Public cases, opened over the years."""
    from kkr.cases.models import Case, CaseBefore

    days = [date(1997, 1, 1) + timedelta(days=18 * number) for number in range(many)]
    cases = bulk(
        Case(
            number=f"BENCH-{council.pk}-{number:05}",
            slug=f"bench-{council.slug}-{number}",
            title=f"Sag {number} om samarbejdet i {council.name}",
            summary="Kommunerne samarbejder om en fælles opgave.",
            opened_on=day,
            published_at=noon(day),
        )
        for number, day in enumerate(days)
    )
    bulk(CaseBefore(case=case, council=council, since=case.opened_on) for case in cases)
    return cases


def write_meeting(council: Any, day: date, cases: list[Any], many: int = ITEMS) -> None:
    """A meeting that was held, with its agenda and its minutes out, a decision on each item."""
    from kkr.meetings.composing import facts_of
    from kkr.meetings.models import (
        AgendaItem,
        Decision,
        Edition,
        EditionContent,
        EditionDecision,
        EditionItem,
        Meeting,
    )

    at = noon(day)
    facts = {"council": council, "kind": "ordinary", "state": "held", "held_on": day}
    meeting = Meeting.objects.create(**facts, slug=f"{day}-h", announced_at=at, changed_at=at)
    numbers = [(3, f"3.{number}") for number in range(1, many + 1)]
    bodies, decided = versions(TEXT, at, many), versions(DECIDED, at, many)
    items = bulk(
        AgendaItem(
            meeting=meeting,
            section=section,
            position=10 * place,
            number=number,
            kind="matter",
            title=f"Punkt {number} på mødet den {day}",
            case=cases[(day.toordinal() + place) % len(cases)] if cases and place % 2 else None,
            document=bodies[place].document,
            published_at=at,
        )
        for place, (section, number) in enumerate(numbers)
    )
    decisions = bulk(
        Decision(item=item, position=1, kind="approved", document=told.document, published_at=at)
        for item, told in zip(items, decided, strict=True)
    )
    for kind in ("agenda", "minutes"):
        head = {"kind": "ordinary", "held_on": str(day), "attendance": [], "place": ""}
        edition = Edition.objects.create(
            meeting=meeting, kind=kind, number=1, published_at=at, head=head
        )
        rows = bulk(
            EditionItem(
                edition=edition,
                item=item,
                place=place,
                section=item.section,
                number=item.number,
                heading=item.title,
                is_closed=False,
            )
            for place, item in enumerate(items)
        )
        contents = bulk(
            EditionContent(row=row, facts=facts_of(row.item), body=body)
            for row, body in zip(rows, bodies, strict=True)
        )
        if kind == "minutes":
            bulk(
                EditionDecision(
                    content=content, decision=decision, version=told, kind="approved", place=1
                )
                for content, decision, told in zip(contents, decisions, decided, strict=True)
            )


def versions(html: str, at: datetime, many: int = ITEMS) -> list[Any]:
    """So many documents, each with one version."""
    from kkr.documents.models import Document, DocumentVersion

    documents = bulk(Document(begun_at=at) for _ in range(many))
    told = {"number": 1, "html": html, "text": "Kort.", "author": "system:bench", "at": at}
    return bulk(DocumentVersion(document=each, **told) for each in documents)


def bulk(rows: Iterable[Any]) -> list[Any]:
    found = list(rows)
    return type(found[0]).objects.bulk_create(found, batch_size=BATCH)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
