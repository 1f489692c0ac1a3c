"""Two texts beside each other, or one with the changes marked."""

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import mark_safe

from kkr.documents.comparison import Comparison, compare
from kkr.documents.models import DocumentVersion
from kkr.workspace.people import names_of


def chosen(
    versions: list[DocumentVersion], number: str | None, otherwise: DocumentVersion
) -> DocumentVersion:
    """The version with this number, or another where there is none."""
    return next((each for each in versions if str(each.number) == number), otherwise)


def rows(comparison: Comparison) -> list[tuple[str, Any, Any]]:
    """What changed, block by block; the comparison has sanitised both sides."""
    return [(row.kind, mark_safe(row.old), mark_safe(row.new)) for row in comparison.rows]  # noqa: S308


def clash_with(
    theirs: DocumentVersion, mine: str, fields: Sequence[tuple[Any, Any, Any]] = ()
) -> dict[str, Any]:
    """The text of a colleague who was faster beside mine, for `clash.html`; `fields` are those that differ too, each
    with its label, theirs and mine."""
    return {
        "who": names_of([theirs.author])[theirs.author],
        "at": theirs.at,
        "rows": rows(compare(theirs.html, mine)),
        "fields": fields,
    }


def inline(comparison: Comparison) -> Any:
    """The text with what was added and removed marked in it."""
    return mark_safe(comparison.inline)  # noqa: S308 -- sanitised by the comparison
