"""What an agenda would say if it were published now, as everybody will see it or as members will."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from kkr.cases.models import Case, PaperVersion
from kkr.documents.showing import all_shown
from kkr.meetings.composing import Composed, Line
from kkr.meetings.models import Attachment, Exclusion, Meeting


@dataclass(frozen=True)
class Read:
    """One item as a reader meets it; where it is closed to them there is only its heading."""

    line: Line
    is_shown: bool
    attachments: list[Attachment]
    body: SafeString
    case: Case | None = None
    paper: PaperVersion | None = None
    excluded: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        return self.line.facts["title"] if self.is_shown else self.line.heading

    @property
    def is_new(self) -> bool:
        """Whether it gets its number with this edition."""
        return not self.line.item.number


@dataclass(frozen=True)
class Section:
    """A section with its items, also where it has none; `is_named` where it is told apart from them."""

    number: int
    title: str
    items: list[Read]
    is_named: bool


def sections(meeting: Meeting, composed: Composed, *, to_members: bool) -> list[Section]:
    """Every section with what a member, or else everybody, reads in it."""
    read = items_read(composed.lines, to_members=to_members)
    found = []
    template = meeting.template
    for number in template.numbers:
        own = [each for each in read if each.line.item.section == number]
        title = template.title_of(number)
        found.append(Section(number, title, own, is_named=not (template.is_plain and own)))
    return found


def items_read(lines: list[Line], *, to_members: bool) -> list[Read]:
    bodies = all_shown([line.body.html for line in lines], at=["" for _line in lines])
    kept_out = excluded(lines) if to_members else {}
    cases = readable_cases(lines)
    papers = PaperVersion.objects.public().filter(items__in=[line.item.pk for line in lines])
    released = set(papers.values_list("pk", flat=True))
    found = []
    for line, body in zip(lines, bodies, strict=True):
        is_shown = to_members or not line.is_closed
        paper = line.item.paper if line.item.paper_id in released else None
        found.append(
            Read(
                line=line,
                is_shown=is_shown,
                attachments=[each for each in line.attachments if to_members or each.is_open],
                body=mark_safe(body),  # noqa: S308 -- sanitised when it was written
                case=line.item.case if line.item.case_id in cases else None,
                paper=paper,
                excluded=tuple(kept_out.get(line.item.pk, ())),
            )
        )
    return found


def readable_cases(lines: list[Line]) -> set[Any]:
    """The cases of the items that everybody may read."""
    named = {line.item.case_id for line in lines if line.item.case_id}
    return set(Case.objects.public().filter(pk__in=named).values_list("pk", flat=True))


def excluded(lines: list[Line]) -> dict[int, list[str]]:
    """Who reads nothing of an item that is closed, by item."""
    found: dict[int, list[str]] = {}
    rows = Exclusion.objects.filter(item__in=[line.item.pk for line in lines])
    for each in rows.select_related("person").order_by("person__name"):
        found.setdefault(each.item_id, []).append(each.person.name)
    return found
