"""The items of one meeting of the table: section, number, kind, and what of each is made up."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import override

from kkr.meetings.kinds.sections import Template
from kkr.meetings.models import MeetingKind
from kkr.meetings.models.meetings import ORDINARY, TEMPLATES

ITEM = re.compile(r"(?P<section>\d+)(?:\.(?P<place>\d+|\?))? (?P<title>.+)")
NUMBER = "Nummeret er lavet til demonstrationen."
IN_SOURCE = "Nummeret er lavet til demonstrationen; i kilden har punktet nummer {number}."
FIXED = "Punktet står fast på hver dagsorden; kilden nævner det ikke, og nummeret er lavet til demonstrationen."
KINDS = {"Orientering": "orientation", "Temadrøftelse": "theme", "Udpegning": "appointment"}
"""What a title begins with says what kind of item it is; others are matters."""


@dataclass(frozen=True)
class More:
    """What else is known of an item; `missing` is what of it the source lost."""

    title: str = ""
    missing: str = ""
    text: str = ""
    case: str = ""
    version: int = 0
    decided: str = ""
    decision: str = ""
    decision_source: str = ""
    wishes: tuple[str, ...] = ()
    is_newsworthy: bool = False


@dataclass(frozen=True)
class Line:
    """One item: `number` is the source's or "", `is_fixed` where only the form of an agenda has it."""

    section: int
    number: str
    title: str
    kind: str
    illustrative: str
    more: More = More()
    is_fixed: bool = False


def lines_of(
    items: Iterable[str], known: Mapping[str, More], kind: MeetingKind, *, with_fixed: bool
) -> list[Line]:
    """The items as the table has them, and with `with_fixed` those that every agenda begins with."""
    template = TEMPLATES.get(kind, ORDINARY)
    fixed = _fixed(template) if with_fixed else []
    there: Counter[int] = Counter()
    found = [_line(text, known, template, there) for text in items]
    return sorted(fixed + found, key=lambda line: line.section)


def _fixed(template: Template) -> list[Line]:
    with override(settings.LANGUAGE_CODE):
        return [
            Line(number, "", str(section.title), kind, FIXED, is_fixed=True)
            for number, section in enumerate(template.sections, start=1)
            for kind in section.begins_with
        ]


def _line(text: str, known: Mapping[str, More], template: Template, there: Counter[int]) -> Line:
    match = ITEM.fullmatch(text)
    assert match is not None, text
    section, place, title = int(match["section"]), match["place"], match["title"]
    there[section] += 1
    number = str(section) if place is None else f"{section}.{place}"
    given = str(section) if template.is_plain else f"{section}.{there[section]}"
    is_known = place != "?"
    more = known.get(title, More())
    told = "" if number == given else IN_SOURCE.format(number=number) if is_known else NUMBER
    return Line(
        section=section,
        number=number if is_known else "",
        title=title,
        kind=_kind(section, title, template),
        illustrative=f"{told} {more.missing}".strip(),
        more=more,
    )


def _kind(section: int, title: str, template: Template) -> str:
    usual = template.sections[section - 1].begins_with
    if usual and not (template.is_plain and usual == ("matter",)):
        return usual[0]
    return next((kind for start, kind in KINDS.items() if title.startswith(start)), "matter")
