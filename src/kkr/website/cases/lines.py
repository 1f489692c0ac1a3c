"""The stops of a case's journey as lines of its public page, and its papers compared."""

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.safestring import mark_safe

from kkr.cases.journey import Stop
from kkr.cases.models import PaperVersion
from kkr.cases.presentation import LINES, Line, dated
from kkr.council.models import Council
from kkr.documents.comparison import compare


def line(stop: Stop, council: Council) -> Line:
    """One stop; `when` says so where the day is not known."""
    return dated(stop, LINES[stop.kind](stop, partial(version_path, council=council)))


def version_path(version: PaperVersion, council: Council) -> str:
    paper = version.paper
    where = [council.slug, paper.case.slug, paper.slug, version.version.number]
    return reverse("website:paper_version", args=where)


def side_by_side(old: PaperVersion, new: PaperVersion) -> list[tuple[str, Any, Any]]:
    """What changed, block by block; the comparison has sanitised both sides."""
    rows = compare(old.version.html, new.version.html).rows
    return [(row.kind, mark_safe(row.old), mark_safe(row.new)) for row in rows]  # noqa: S308


def in_one_text(old: PaperVersion, new: PaperVersion) -> Any:
    """The newer text with what was added and removed marked in it; the comparison has sanitised it."""
    return mark_safe(compare(old.version.html, new.version.html).inline)  # noqa: S308
