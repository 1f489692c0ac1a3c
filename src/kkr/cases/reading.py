"""The rows of a case that a viewer may read; a page that tells them in several places asks for them once."""

from typing import Any

from kkr.cases.models import Case, Commission, PaperVersion, Wish
from kkr.council.models.roles import once


def seen(rows: Any, viewer: Any) -> Any:
    """Those that this viewer may read, None for everybody."""
    return rows.public() if viewer is None else rows.visible_to(viewer)


def commissions_read_by(viewer: Any, case: Case) -> list[Commission]:
    """With who asked whom."""
    rows = Commission.objects.filter(case=case).select_related("asked_by", "asked_of")
    return once(viewer, ("commissions", case.pk), lambda: list(seen(rows, viewer)))


def versions_read_by(viewer: Any, case: Case) -> list[PaperVersion]:
    """Paper by paper, the first version first."""
    rows = PaperVersion.objects.filter(paper__case=case)
    wanted = rows.in_order().select_related("version", "author", "paper__case")
    return once(viewer, ("versions", case.pk), lambda: list(seen(wanted, viewer)))


def wishes_read_by(viewer: Any, case: Case) -> list[Any]:
    """With the version that answers each, and `is_told_here`, whether no room above tells it."""
    rows: Any = Wish.objects.filter(case=case)
    answers = ("answered_in__version", "answered_in__paper__case")
    told = rows.annotate(is_told_here=Wish.objects.is_told_by_itself())
    wanted = told.select_related("wanted_by", *answers)
    return once(viewer, ("wishes", case.pk), lambda: list(seen(wanted, viewer)))
