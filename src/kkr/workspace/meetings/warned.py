"""What to look at before a meeting ends, is cancelled or its minutes go out. None of it stands in the way."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kkr.accounts.models import User
from kkr.meetings.composing import items_to_publish, numbers_of
from kkr.meetings.models import Decision, Meeting, UnsavedDecision
from kkr.workspace.meetings.attendance import summary
from kkr.workspace.meetings.minuting import in_words


def too_few_there(meeting: Meeting) -> dict[str, Any] | None:
    """Who is there in a few words, where that is too few to decide; None where it is enough, or none is agreed on."""
    now = summary(meeting)
    return now if now["is_called"] and now["is_short"] else None


def begun_by_others(meeting: Meeting, viewer: User) -> list[str]:
    """Which colleagues have words on which items that they have not saved; a line each, and no word of it."""
    rows = UnsavedDecision.objects.begun_by_others(viewer).filter(item__meeting=meeting)
    begun: dict[str, set[int]] = {}
    for name, item in rows.values_list("user__name", "item"):
        begun.setdefault(name, set()).add(item)
    said = _("%(name)s has written something that is not saved, on %(items)s.")
    return [
        said % {"name": name, "items": numbered(meeting, keys)}
        for name, keys in sorted(begun.items())
    ]


def decided_already(meeting: Meeting, viewer: User) -> str:
    """What is lost to the public where a meeting is cancelled after something was decided; else nothing."""
    seen = Decision.objects.visible_to(viewer).filter(item__meeting=meeting)
    items = list(seen.values_list("item", flat=True))
    words = ngettext(
        "%(many)s decision is noted already, on %(items)s. A cancelled meeting has no minutes, so it will not be "
        "published.",
        "%(many)s decisions are noted already, on %(items)s. A cancelled meeting has no minutes, so they will not "
        "be published.",
        len(items),
    )
    return words % {"many": len(items), "items": numbered(meeting, items)} if items else ""


def numbered(meeting: Meeting, keys: Collection[int]) -> str:
    """The items with these keys by their numbers, as they stand on the agenda."""
    numbers = numbers_of(meeting, items_to_publish(meeting))
    return in_words(number for key, number in numbers.items() if key in keys)
