"""The stops that meetings add to a case's way: put on an agenda, decided, followed up."""

from collections.abc import Iterator
from typing import Any

from kkr.cases.journey import Stop, stops
from kkr.cases.models import Case, Wish
from kkr.cases.reading import seen, wishes_read_by
from kkr.common.among import among
from kkr.meetings.models import (
    DecisionWish,
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
    nobody else knows the case. What it says there stands with it."""
    out = Edition.objects.telling().of_kind(EditionKind.AGENDA)
    coming = out.exclude(meeting__state=State.CANCELLED)
    contents = seen(EditionContent.objects.filter(facts__case=case.pk), viewer)
    rows = contents.filter(row__edition__in=coming.values("pk"), row__withdrawn_why="")
    for content in rows.select_related("row__item__meeting__council", "row__edition"):
        item = content.row.item
        yield Stop("meetings.scheduled", item.meeting.held_on, item, order=3, others=(content,))


@stops.register
def decided(case: Case, viewer: Any) -> Iterator[Stop]:
    """What each council decided, as its minutes tell it now; several decisions on one item are one stop, and
    the wishes they set stand under it."""
    contents = seen(EditionContent.objects.filter(row__item__case=case), viewer)
    rows = EditionDecision.objects.current().filter(among(contents, "content")).in_full()
    groups: dict[int, list[EditionDecision]] = {}
    for each in rows.order_by("content", "place"):
        groups.setdefault(each.content_id, []).append(each)
    has_wishes = any(each.wishes for found in groups.values() for each in found)
    set_by = wishes_by_decision(case, viewer) if has_wishes else {}
    for found in groups.values():
        meeting = found[0].content.row.item.meeting
        wanted = [wish for each in found for wish in set_by.get(each.decision_id, ())]
        others = (*found, *wanted)
        yield Stop("meetings.decided", meeting.held_on, found[0], order=3, others=others)


def wishes_by_decision(case: Case, viewer: Any) -> dict[int, list[Wish]]:
    """What each decision wanted otherwise, as the case has it since the minutes came out."""
    wishes = {wish.pk: wish for wish in wishes_read_by(viewer, case)}
    told = DecisionWish.objects.filter(wish__in=wishes, dropped_at=None)
    rows = told.order_by("decision", "place", "pk").values_list("decision_id", "wish_id")
    found: dict[int, list[Wish]] = {}
    for decision, wish in rows:
        found.setdefault(decision, []).append(wishes[wish])
    return found


@stops.register
def followed_up(case: Case, viewer: Any) -> Iterator[Stop]:
    """What was done after a decision, on the day it was done, and what is still to be done by when."""
    rows = seen(FollowUp.objects.filter(decision__item__case=case), viewer)
    for each in rows.select_related("body", "decision__item__meeting__council"):
        yield Stop("meetings.followed_up", each.done_on or each.due_on, each, order=4)
