"""The stops that meetings add to a case's way: put on an agenda, decided, followed up."""

from collections.abc import Iterator
from typing import Any

from kkr.cases.journey import Stop, seen, stops
from kkr.cases.models import Case
from kkr.meetings.models import (
    Edition,
    EditionContent,
    EditionDecision,
    EditionKind,
    FollowUp,
    State,
)


@stops.register
def on_agendas(case: Case, viewer: Any) -> Iterator[Stop]:
    """Each meeting whose agenda has it, as it was published, and that has no minutes yet; of what is closed
    nobody else knows the case."""
    out = Edition.objects.telling().of_kind(EditionKind.AGENDA)
    coming = out.exclude(meeting__state=State.CANCELLED)
    contents = seen(EditionContent.objects.filter(facts__case=case.pk), viewer)
    rows = contents.filter(row__edition__in=coming.values("pk"), row__withdrawn_why="")
    for content in rows.select_related("row__item__meeting__council"):
        item = content.row.item
        yield Stop("meetings.scheduled", item.meeting.held_on, item, order=3)


@stops.register
def decided(case: Case, viewer: Any) -> Iterator[Stop]:
    """What each council decided, as its minutes tell it now; several decisions on one item are one stop."""
    contents = seen(EditionContent.objects.filter(row__item__case=case), viewer)
    rows = EditionDecision.objects.current().filter(content__in=contents.values("pk")).in_full()
    groups: dict[int, list[EditionDecision]] = {}
    for each in rows.order_by("content", "place"):
        groups.setdefault(each.content_id, []).append(each)
    for found in groups.values():
        meeting = found[0].content.row.item.meeting
        yield Stop("meetings.decided", meeting.held_on, found[0], order=3, others=tuple(found))


@stops.register
def followed_up(case: Case, viewer: Any) -> Iterator[Stop]:
    """What was done after a decision, on the day it was done, and what is still to be done by when."""
    rows = seen(FollowUp.objects.filter(decision__item__case=case), viewer)
    for each in rows.select_related("body", "decision__item__meeting__council"):
        yield Stop("meetings.followed_up", each.done_on or each.due_on, each, order=4)
