"""What changed from one edition to the next, told only of what the viewer may read."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from kkr.meetings.composing import Composed, Line, said_by
from kkr.meetings.models import Attachment, Edition, EditionContent, Exclusion

Rows = dict[int, dict[str, Any]]


class What(StrEnum):
    ADDED = "added"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    OPENED = "opened"
    HEADING = "heading"
    TEXT = "text"
    PROPOSAL = "proposal"
    ATTACHMENTS = "attachments"
    DECISION = "decision"
    WITHOUT = "without"
    ORDER = "order"
    OTHER = "other"


@dataclass(frozen=True)
class Change:
    """One thing that changed with an item; `number` is "" for what stands above the items."""

    number: str
    heading: str
    what: What


def changes(old: Edition, new: Edition, viewer: Any = None) -> list[Change]:
    """What is new in `new`; without a viewer what everybody may be told."""
    return _changes(old.head, _rows(old, viewer), new.head, _rows(new, viewer))


def changes_to_come(old: Edition, composed: Composed, writer: Any) -> list[Change]:
    """What an edition would say anew if it were published now, told to whoever writes the meeting."""
    after = {line.item.pk: _row_of(line) for line in composed.lines}
    return _changes(old.head, _rows(old, writer), composed.head, after)


def corrected(last: Edition, composed: Composed) -> list[Line]:
    """The lines of minutes that say something else than in their last edition; to open an item corrects nothing."""
    before = {said[0]: said for said in said_by(last)[1]}
    untold = _untold(last)
    return [
        line
        for line in composed.lines
        if not _is_same(before.get(line.item.pk), line, is_untold=line.item.pk in untold)
    ]


def _untold(last: Edition) -> set[int]:
    """The items of which the minutes did not say who took no part though it was known: before they said it at all."""
    if EditionContent.objects.filter(row__edition=last, facts__has_key="without").exists():
        return set()
    known = Exclusion.objects.filter(item__meeting=last.meeting_id)
    later = known.filter(since__gte=last.published_at).values("item")
    return set(known.exclude(item__in=later).values_list("item", flat=True))


def _is_same(before: tuple[Any, ...] | None, line: Line, *, is_untold: bool) -> bool:
    """Whether it says what it said; an item that was opened may have its title for the heading."""
    if before is None:
        return False
    if is_untold:
        line = replace(
            line, facts={name: said for name, said in line.facts.items() if name != "without"}
        )
    key, number, heading, was_closed, *rest = before
    if was_closed and line.item.opened_at is not None:
        heading, was_closed = line.heading, False
    return (key, number, heading, was_closed, *rest) == line.said


def _changes(
    old_head: dict[str, Any], before: Rows, new_head: dict[str, Any], after: Rows
) -> list[Change]:
    found = [Change("", "", What.OTHER)] if old_head != new_head else []
    for key, row in after.items():
        found += [
            Change(row["number"], row["heading"], what) for what in _between(before.get(key), row)
        ]
    order = [key for key in after if key in before]
    if order != [key for key in before if key in after]:
        found.append(Change("", "", What.ORDER))
    return found


def _between(old: dict[str, Any] | None, new: dict[str, Any]) -> Iterator[What]:
    if old is None:
        yield What.ADDED
        return
    if old["withdrawn"] != new["withdrawn"]:
        yield What.WITHDRAWN
    if old["is_closed"] != new["is_closed"]:
        yield What.CLOSED if new["is_closed"] else What.OPENED
        return
    for name in ("heading", "text", "proposal", "attachments", "decision", "without", "other"):
        if old[name] != new[name]:
            yield What(name)


def _rows(edition: Edition, viewer: Any) -> Rows:
    """Each item of an edition as the viewer may compare it; of what is closed to them only the row."""
    contents = _seen(EditionContent.objects.filter(row__edition=edition), viewer)
    files = _seen(Attachment.objects.filter(in_contents__row__edition=edition), viewer)
    seen = set(files.values_list("pk", flat=True))
    read = {each.row_id: each for each in contents.prefetch_related("attachments", "decisions")}
    return {row.item_id: _row(row, read.get(row.pk), seen) for row in edition.items.all()}


def _seen(rows: Any, viewer: Any) -> Any:
    return rows.public() if viewer is None else rows.visible_to(viewer)


def _row(row: Any, content: EditionContent | None, seen: set[int]) -> dict[str, Any]:
    values = dict(content.facts) if content else {}
    files = content.attachments.all() if content else []
    decisions = content.decisions.all() if content else []
    return {
        "number": row.number,
        "heading": values.pop("title", row.heading),
        "withdrawn": row.withdrawn_why,
        "is_closed": row.is_closed,
        "text": content.body_id if content else None,
        "proposal": values.pop("proposal", ""),
        "attachments": ({each.pk for each in files} & seen, values.pop("approves", None)),
        "decision": [
            (each.version_id, each.kind, each.dissent, [*each.wishes]) for each in decisions
        ],
        "without": values.pop("without", []),
        "other": values,
    }


def _row_of(line: Line) -> dict[str, Any]:
    """A line that is not published, as `_row` has those that are."""
    values = dict(line.facts)
    return {
        "number": line.number,
        "heading": values.pop("title", line.heading),
        "withdrawn": line.item.withdrawn_why,
        "is_closed": line.is_closed,
        "text": line.body.pk,
        "proposal": values.pop("proposal", ""),
        "attachments": ({each.pk for each in line.attachments}, values.pop("approves", None)),
        "decision": [
            (each.version.pk, each.kind, each.dissent, [*each.wishes]) for each in line.decisions
        ],
        "without": values.pop("without", []),
        "other": values,
    }
