"""What an edition would say if it were published now, as everybody will see it or as members will.

`design/components/agenda.html` shows it, as it shows what is published.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kkr.council.sources import source_name
from kkr.documents.models import DocumentVersion
from kkr.documents.showing import all_shown
from kkr.meetings.composing import Composed, Line
from kkr.meetings.leading import Link, decided_in_words, happened, leads_of
from kkr.meetings.models import Attachment, EditionKind, Exclusion, Meeting
from kkr.meetings.wording import without_said


@dataclass(frozen=True)
class Row:
    """What everybody reads of an item."""

    number: str
    withdrawn_why: str


@dataclass(frozen=True)
class Read:
    """One item as a reader meets it; without `content` it is closed to them, and there is only its heading.

    `texts` are those of the decisions as a page shows them, by what was written.
    """

    line: Line
    content: bool
    attachments: list[Attachment]
    body: SafeString
    texts: Mapping[str, str]
    kind: EditionKind
    only_for: str = ""

    @property
    def row(self) -> Row:
        return Row(self.line.number, self.line.item.withdrawn_why)

    @property
    def facts(self) -> dict[str, Any]:
        """What stands under it beside its text; nothing where it is closed to the reader."""
        return self.line.facts if self.content else {}

    @property
    def heading(self) -> str:
        return str(self.facts.get("title") or self.line.heading)

    @property
    def is_new(self) -> bool:
        """Whether it gets its number with this edition."""
        return not self.line.item.number

    @cached_property
    def decided(self) -> list[dict[str, Any]]:
        """Each decision in full."""
        told = self.line.decisions if self.content else ()
        return [
            decided_in_words(
                each.kind,
                self.texts[each.version.html],
                each.dissent,
                each.decision.illustrative,
                each.wishes,
            )
            for each in told
        ]

    @property
    def is_undecided(self) -> bool:
        """Whether a decision belongs here that these minutes would not tell."""
        is_asked = self.line.item.kind_of.is_decided and not self.line.item.withdrawn_why
        return is_asked and self.kind == EditionKind.MINUTES and not self.line.decisions

    @property
    def why_undecided(self) -> str:
        """What stands there before the reason is given with the minutes."""
        return _("Not decided")

    @property
    def since_last(self) -> list[Link]:
        return happened(self.facts)

    @property
    def without(self) -> str:
        """Who took no part in it, in words."""
        return without_said(self.facts)

    @property
    def source_name(self) -> str:
        return source_name(self.facts.get("source_url", ""))


@dataclass(frozen=True)
class Section:
    """A section, also where it has no items; `is_named` where it is told apart from them."""

    number: int
    title: str
    is_named: bool


def sections(
    meeting: Meeting, composed: Composed, kind: EditionKind, *, to_members: bool
) -> list[tuple[Section, list[tuple[Read, list[Link]]]]]:
    """Every section with what a member, or else everybody, reads in it, and where that leads."""
    read = items_read(composed.lines, kind, to_members=to_members)
    leads = leads_of(each.facts for each in read)
    found = []
    template = meeting.template
    for number in template.numbers:
        own = [each for each in read if each.line.item.section == number]
        is_named = not (template.is_plain and own)
        section = Section(number, template.title_of(number), is_named)
        found.append((section, [(each, leads.of(each.facts, meeting.council)) for each in own]))
    return found


def items_read(lines: list[Line], kind: EditionKind, *, to_members: bool) -> list[Read]:
    versions = [version for line in lines for version in versions_of(line)]
    written = list(dict.fromkeys(version.html for version in versions))
    texts = dict(zip(written, all_shown(written, at=["" for _text in written]), strict=True))
    kept_out = excluded(lines) if to_members else {}
    return [
        Read(
            line=line,
            content=to_members or not line.is_closed,
            attachments=[each for each in line.attachments if to_members or each.is_open],
            body=mark_safe(texts[line.body.html]),  # noqa: S308 -- sanitised when it was written
            texts=texts,
            kind=kind,
            only_for=only_for(line, kept_out.get(line.item.pk, [])) if line.is_closed else "",
        )
        for line in lines
    ]


def versions_of(line: Line) -> list[DocumentVersion]:
    """The text of an item, and those of its decisions."""
    return [line.body, *(each.version for each in line.decisions)]


def only_for(line: Line, kept_out: list[str]) -> str:
    """What everybody else reads of a closed item, and who does not read it."""
    words = _("everybody else reads “%(heading)s”") % {"heading": line.heading}
    if not kept_out:
        return words
    return f"{words} · " + _("not read by %(names)s") % {"names": ", ".join(kept_out)}


def excluded(lines: list[Line]) -> dict[int, list[str]]:
    """Who reads nothing of an item that is closed, by item."""
    found: dict[int, list[str]] = {}
    rows = Exclusion.objects.filter(item__in=[line.item.pk for line in lines])
    for each in rows.select_related("person").order_by("person__name"):
        found.setdefault(each.item_id, []).append(each.person.name)
    return found
