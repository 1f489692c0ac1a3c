"""Who was there, as minutes say it: a line a person, by municipality."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kkr.meetings.models import Capacity, Standing

Line = dict[str, Any]


def attendance_words(head: Mapping[str, Any]) -> list[Line]:
    """The lines of an edition's head by municipality, each with what is said of the person."""
    found: dict[str, list[str]] = {}
    for each in head.get("attendance", []):
        found.setdefault(each["municipality"], []).append(in_words(each))
    return [{"municipality": name, "people": people} for name, people in found.items()]


def in_words(said: Mapping[str, str]) -> str:
    """As in "Jannich Petersen stood in for Steen Christiansen, left at 3.1"."""
    told = [whole(said)]
    if said["standing"] == Standing.PRESENT:
        if said["came_at"]:
            told.append(_("came at %(number)s") % {"number": said["came_at"]})
        if said["left_at"]:
            told.append(_("left at %(number)s") % {"number": said["left_at"]})
    return ", ".join(told)


def whole(said: Mapping[str, str]) -> str:
    names = {"name": said["person"], "member": said["stands_in_for"]}
    if said["standing"] == Standing.APOLOGIES:
        return _("%(name)s (sent apologies)") % names
    if said["standing"] == Standing.ABSENT:
        return _("%(name)s (absent)") % names
    if said["stands_in_for"]:
        return _("%(name)s stood in for %(member)s") % names
    if said["capacity"] == Capacity.SUBSTITUTE:
        return _("%(name)s (substitute)") % names
    return said["person"]
