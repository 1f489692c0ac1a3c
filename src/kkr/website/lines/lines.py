"""A common line as its pages tell it: since when, until when, by which decision, what came after."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kkr.common.languages import in_language
from kkr.lines.models import CommonLine
from kkr.lines.presentation import state_on
from kkr.meetings.kinds.base import decision_kinds
from kkr.meetings.models import Decision


def row(line: CommonLine, day: date) -> dict[str, Any]:
    """One line of the register as it stood on a day."""
    return {
        "line": line,
        "href": in_language(line.path),
        "state": state_on(line, day),
        "decision": decision_link(line.decision, line.decision_kind),
        "successor": successor_of(line),
    }


def decision_link(decision: Decision | None, kind: str | None) -> dict[str, str]:
    """What the council decided, where and when, and the way to it; {} where not everybody may know.

    `kind` is as the minutes tell it: the decision itself may have been changed and not published yet.
    """
    if decision is None or not kind or not decision.is_public:
        return {}
    item = decision.item
    meeting = item.meeting
    day = date_format(meeting.held_on) if meeting.held_on else meeting.known_as
    facts = {"number": item.number, "day": day, "kind": decision_kinds()[kind].title}
    words = _("%(kind)s at the meeting of %(day)s, item %(number)s") % facts
    return {"words": words, "href": in_language(item.path)}


def successor_of(line: CommonLine) -> dict[str, str]:
    """The line that stands in its place; {} where none does that everybody may read."""
    successor = line.replaced_by
    if successor is None or not successor.is_public:
        return {}
    return {"title": successor.title, "href": in_language(successor.path)}


def replaced_by_it(line: CommonLine) -> list[dict[str, str]]:
    """The lines in whose place it stands."""
    before = CommonLine.objects.public().filter(replaced_by=line).select_related("council")
    return [{"title": each.title, "href": in_language(each.path)} for each in before.newest_first()]
