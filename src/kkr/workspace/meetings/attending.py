"""Who was there, as minutes say it: a line a person, by municipality."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kkr.meetings.wording import by_municipality, guests_of

Line = dict[str, Any]


def attendance_words(head: Mapping[str, Any]) -> list[Line]:
    """The lines of an edition's head by municipality, each with what is said of the person."""
    told = by_municipality(head).items()
    lines = [{"municipality": name, "people": people} for name, people in told]
    guests = guests_of(head)
    return [*lines, {"municipality": _("Also present"), "people": guests}] if guests else lines
