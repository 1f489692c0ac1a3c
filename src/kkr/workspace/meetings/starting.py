"""Where the button of each thing that can begin with a decision leads; what can begin, its own room says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from kkr.meetings.models import Decision
from kkr.meetings.registries import Starter, startable


@dataclass(frozen=True)
class Start:
    """The route of a button, and the arguments of it for a decision."""

    route: str
    arguments: Callable[[Decision], list[Any]]


def of_decision(decision: Decision) -> list[Any]:
    return [decision.public_id]


def at_council(decision: Decision) -> list[Any]:
    return [decision.item.meeting.council.slug, decision.public_id]


def with_case(decision: Decision) -> list[Any]:
    case = decision.item.case
    return [case.public_id if case else decision.public_id]


STARTS = {
    "meetings.answer_wishes": Start("case", with_case),
    "lines.establish": Start("line_establish", of_decision),
    "recommendations.recommend": Start("recommendation_new", at_council),
}
"""By the key of the starter, `room.what`."""


def buttons_of(decisions: Iterable[Decision], viewer: Any) -> dict[int, list[dict[str, Any]]]:
    """What the viewer can begin with each decision where a page begins it, by the decision's key."""
    rows = list(decisions)
    found = startable(rows, viewer)
    return {each.pk: buttons(each, found.get(each.pk, [])) for each in rows}


def buttons(decision: Decision, found: list[Starter]) -> list[dict[str, Any]]:
    return [
        {
            "label": starter.title,
            "href": reverse(f"workspace:{start.route}", args=start.arguments(decision)),
        }
        for starter in found
        if (start := STARTS.get(starter.key))
    ]
