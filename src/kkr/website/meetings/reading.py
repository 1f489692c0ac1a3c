"""What an edition says to everybody, put together in a handful of queries however long it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from kkr.council.models import Council
from kkr.council.sources import source_name
from kkr.documents.showing import shown
from kkr.meetings.kinds.base import item_kinds
from kkr.meetings.leading import decided_in_words, happened
from kkr.meetings.models import (
    Attachment,
    Edition,
    EditionContent,
    EditionDecision,
    EditionItem,
    EditionKind,
    Meeting,
    Procedure,
)
from kkr.meetings.presentation import in_words
from kkr.meetings.wording import without_said


@dataclass(frozen=True)
class Told:
    """One item as an edition tells it to everybody; without `content` it is closed."""

    row: EditionItem
    content: EditionContent | None

    @property
    def facts(self) -> dict[str, Any]:
        """What stands under it beside its text; nothing where it is closed."""
        return self.content.facts if self.content else {}

    @property
    def heading(self) -> str:
        return self.facts.get("title") or self.row.heading

    @property
    def decisions(self) -> list[EditionDecision]:
        return list(self.content.decisions.all()) if self.content else []

    @property
    def attachments(self) -> list[Attachment]:
        """Those that everybody may read, in their order."""
        return list(self.content.attachments.all()) if self.content else []

    @property
    def outcome(self) -> str:
        """In words what the council did with it; empty where nothing is known of that."""
        return in_words(each.kind for each in self.decisions)

    @property
    def is_undecided(self) -> bool:
        """Whether a decision belongs here that these minutes do not tell."""
        kind = item_kinds().get(self.facts.get("kind", ""))
        is_asked = kind is not None and kind.is_decided and not self.row.withdrawn_why
        return is_asked and self.row.edition.kind == EditionKind.MINUTES and not self.decisions

    @property
    def why_undecided(self) -> str:
        """Why these minutes have none, in Danish; empty where they do not tell."""
        return str(self.row.edition.head.get("undecided", ""))

    @property
    def body(self) -> SafeString:
        """Its text as the edition has it; it has been sanitised."""
        html = self.content.body.html if self.content else ""
        return mark_safe(shown(html))  # noqa: S308

    @property
    def href(self) -> str:
        meeting = self.row.edition.meeting
        where = [meeting.council.slug, meeting.slug, self.row.number]
        return reverse("website:meeting_item", args=where)

    @property
    def since_last(self) -> list[dict[str, str]]:
        return happened(self.facts)

    @property
    def without(self) -> str:
        """Who took no part in it, in words."""
        return without_said(self.facts)

    @property
    def source_name(self) -> str:
        return source_name(self.facts.get("source_url", ""))

    @property
    def decided(self) -> list[dict[str, Any]]:
        """Each decision in full."""
        return [
            decided_in_words(
                each.kind,
                shown(each.version.html),
                each.dissent,
                each.decision.illustrative,
                each.wishes,
            )
            for each in self.decisions
        ]


def told(rows: Iterable[EditionItem]) -> list[Told]:
    """The items with all of each that everybody may read; in four queries."""
    rows = list(rows)
    decisions = EditionDecision.objects.public().select_related("version", "decision")
    files = Attachment.objects.public().select_related("file").order_by("position", "pk")
    contents = (
        EditionContent.objects.public()
        .filter(row__in=[row.pk for row in rows])
        .select_related("body")
        .prefetch_related(
            Prefetch("decisions", decisions.order_by("place")), Prefetch("attachments", files)
        )
    )
    open_ = {content.row_id: content for content in contents}
    return [Told(row, open_.get(row.pk)) for row in rows]


def rows_of(edition: Edition) -> Any:
    """The items of an edition in their order."""
    return EditionItem.objects.public().filter(edition=edition).order_by("place")


def items_of(edition: Edition) -> list[Told]:
    """All that an edition says to everybody."""
    rows = list(rows_of(edition))
    for row in rows:
        row.edition = edition  # known already, with its meeting
    return told(rows)


@dataclass(frozen=True)
class Section:
    """A section with its items, also where it has none; `is_named` where it is told apart from them."""

    number: int
    title: str
    items: list[Told]
    is_named: bool = True


def sections(meeting: Meeting, items: Sequence[Told]) -> list[Section]:
    """The fixed sections of the agenda, each with what stands in it."""
    template = meeting.template
    found = []
    for number in template.numbers:
        own = [item for item in items if item.row.section == number]
        is_named = not (template.is_plain and own)
        found.append(Section(number, template.title_of(number), own, is_named))
    return found


def meeting_path(meeting: Meeting) -> str:
    return reverse("website:meeting", args=[meeting.council.slug, meeting.slug])


def edition_path(edition: Edition) -> str:
    """Its address for good, in the reader's language."""
    meeting = edition.meeting
    name = "agenda_edition" if edition.kind == EditionKind.AGENDA else "minutes_edition"
    where = [meeting.council.slug, meeting.slug, edition.number]
    return reverse(f"website:{name}", args=where)


def procedure_of(council: Council) -> Procedure:
    """What the council has agreed on, or what holds until it does."""
    agreed = Procedure.objects.filter(council=council).first() or Procedure()
    agreed.council = council
    return agreed
