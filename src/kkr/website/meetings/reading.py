"""What an edition says to everybody, put together in a handful of queries however long it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.urls import LocalePrefixPattern, reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kkr.cases.models import Case, PaperVersion
from kkr.council.models import Council
from kkr.council.sources import source_name
from kkr.documents.showing import shown
from kkr.meetings.kinds.base import decision_kinds, item_kinds
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
        """What has happened since the meeting before, each with its address in the reader's language."""
        happened = self.facts.get("since_last", [])
        return [{**line, "path": in_language(line["path"])} for line in happened]

    @property
    def source_name(self) -> str:
        return source_name(self.facts.get("source_url", ""))

    @property
    def decided(self) -> list[dict[str, Any]]:
        """Each decision in full: the word, the text, what somebody wanted written, what is made up."""
        return [
            {
                "words": decision_kinds()[each.kind].title,
                "body": mark_safe(shown(each.version.html)),  # noqa: S308 -- sanitised
                "dissent": each.dissent,
                "illustrative": each.decision.illustrative,
            }
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


@dataclass(frozen=True)
class Links:
    """What items lead to and everybody may read, by primary key."""

    cases: dict[int, Case] = field(default_factory=dict)
    papers: dict[int, PaperVersion] = field(default_factory=dict)
    meetings: dict[int, Meeting] = field(default_factory=dict)

    def case_of(self, item: Told) -> dict[str, str]:
        """The case of an item: what it is called, and where it stands."""
        case = self.cases.get(item.facts.get("case", 0))
        if case is None:
            return {}
        slug = item.row.edition.meeting.council.slug
        href = reverse("website:case", args=[slug, case.slug])
        return {"kind": _("Case:"), "title": case.title, "href": href}

    def paper_of(self, item: Told) -> dict[str, str]:
        """The version of a paper that was before the council."""
        version = self.papers.get(item.facts.get("paper", 0))
        if version is None:
            return {}
        paper, number = version.paper, version.version.number
        slug = item.row.edition.meeting.council.slug
        words = _("%(paper)s, version %(number)s") % {"paper": paper.title, "number": number}
        where = [slug, paper.case.slug, paper.slug, number]
        href = reverse("website:paper_version", args=where)
        return {"kind": _("Paper:"), "title": words, "href": href}

    def about(self, item: Told) -> dict[str, str]:
        """The meeting whose minutes an item is about."""
        meeting = self.meetings.get(item.facts.get("about", 0))
        if meeting is None:
            return {}
        when = date_format(meeting.held_on) if meeting.held_on else meeting.known_as
        words = _("The minutes of the meeting of %(day)s") % {"day": when}
        return {"kind": "", "title": words, "href": meeting_path(meeting)}


def links_of(items: Iterable[Told]) -> Links:
    """What the items lead to; a query for each kind that is named at all."""
    facts = [item.facts for item in items]
    cases, papers, meetings = (
        {each[name] for each in facts if each.get(name)} for name in ("case", "paper", "about")
    )
    papers_of = PaperVersion.objects.public().select_related("paper__case", "version")
    meetings_of = Meeting.objects.public().select_related("council")
    return Links(
        Case.objects.public().in_bulk(cases) if cases else {},
        papers_of.in_bulk(papers) if papers else {},
        meetings_of.in_bulk(meetings) if meetings else {},
    )


def meeting_path(meeting: Meeting) -> str:
    return reverse("website:meeting", args=[meeting.council.slug, meeting.slug])


def edition_path(edition: Edition) -> str:
    """Its address for good, in the reader's language."""
    meeting = edition.meeting
    name = "agenda_edition" if edition.kind == EditionKind.AGENDA else "minutes_edition"
    where = [meeting.council.slug, meeting.slug, edition.number]
    return reverse(f"website:{name}", args=where)


def in_language(path: str) -> str:
    """A path without a language as one in the reader's; empty where there is none."""
    language = LocalePrefixPattern(prefix_default_language=False).language_prefix
    return f"/{language}{path.removeprefix('/')}" if path else ""


def procedure_of(council: Council) -> Procedure:
    """What the council has agreed on, or what holds until it does."""
    agreed = Procedure.objects.filter(council=council).first() or Procedure()
    agreed.council = council
    return agreed
