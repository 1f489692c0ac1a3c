"""Which meetings had which version of a paper before them: what was sent out tells it, and stays."""

from typing import Any

from kkr.cases.models import Case
from kkr.cases.reading import seen
from kkr.meetings.models import AgendaItem, Edition, EditionContent, State


def presented_at(case: Case, viewer: Any = None) -> dict[int, list[AgendaItem]]:
    """The published items that were about each version of the case's papers, by the version's key, the first
    meeting first; of what is closed to the viewer (None for everybody) nothing."""
    telling = Edition.objects.telling().exclude(meeting__state=State.CANCELLED)
    about = EditionContent.objects.filter(facts__case=case.pk, facts__has_key="paper")
    rows = seen(about, viewer).filter(row__edition__in=telling.values("pk"), row__withdrawn_why="")
    ordered = rows.order_by("row__item__meeting__held_on", "row__item", "pk")
    found: dict[int, list[AgendaItem]] = {}
    for each in ordered.select_related("row__item__meeting__council"):
        found.setdefault(each.facts["paper"], []).append(each.row.item)
    return found
