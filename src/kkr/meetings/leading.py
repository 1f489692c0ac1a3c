"""What an item leads to and everybody may read: its case, the paper it was about, the minutes it approves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from kkr.cases.models import Case, PaperVersion
from kkr.common.languages import in_language
from kkr.council.models import Council
from kkr.meetings.kinds.base import decision_kinds
from kkr.meetings.models import AgendaItem, Edition, EditionContent, EditionItem, Meeting
from kkr.meetings.wording import minutes_named

Facts = Mapping[str, Any]
Link = dict[str, str]


@dataclass(frozen=True)
class Leads:
    """The things that items name, by primary key, as far as everybody may read them."""

    cases: dict[int, Case] = field(default_factory=dict)
    papers: dict[int, PaperVersion] = field(default_factory=dict)
    meetings: dict[int, Meeting] = field(default_factory=dict)
    editions: dict[int, Edition] = field(default_factory=dict)

    def of(self, facts: Facts, council: Council) -> list[Link]:
        """What one item leads to, by what stands under it."""
        found = (
            self._about(facts),
            self._attached(facts),
            self._case_of(facts, council),
            self._paper_of(facts, council),
        )
        return [each for each in found if each]

    def _case_of(self, facts: Facts, council: Council) -> Link:
        case = self.cases.get(facts.get("case", 0))
        if case is None:
            return {}
        href = in_language(case.path_in(council))
        return {"kind": _("Case:"), "title": case.title, "href": href}

    def _paper_of(self, facts: Facts, council: Council) -> Link:
        version = self.papers.get(facts.get("paper", 0))
        if version is None:
            return {}
        paper, number = version.paper, version.version.number
        words = _("%(paper)s, version %(number)s") % {"paper": paper.title, "number": number}
        href = in_language(f"{paper.case.path_in(council)}{paper.slug}/{number}/")
        return {"kind": _("Paper:"), "title": words, "href": href}

    def _about(self, facts: Facts) -> Link:
        meeting = self.meetings.get(facts.get("about", 0))
        if meeting is None:
            return {}
        when = date_format(meeting.held_on) if meeting.held_on else meeting.known_as
        words = _("The minutes of the meeting of %(day)s") % {"day": when}
        return {"kind": "", "title": words, "href": in_language(meeting.path)}

    def _attached(self, facts: Facts) -> Link:
        """The minutes themselves, as everybody's print of the edition that was sent out."""
        edition = self.editions.get(facts.get("approves", 0))
        if edition is None:
            return {}
        href = in_language(edition.paper_path)
        return {"kind": _("Attachment:"), "title": f"{minutes_named(edition)} (PDF)", "href": href}


def leads_of(items: Iterable[Facts]) -> Leads:
    """What the items name; a query for each kind that is named at all. A paper is public with its case."""
    facts = list(items)
    cases, papers, meetings, editions = (
        {each[name] for each in facts if each.get(name)}
        for name in ("case", "paper", "about", "approves")
    )
    papers_of = PaperVersion.objects.public().select_related("paper__case", "version")
    meetings_of = Meeting.objects.public().select_related("council")
    editions_of = Edition.objects.public().select_related("meeting__council")
    versions = papers_of.in_bulk(papers) if papers else {}
    known = {each.paper.case_id: each.paper.case for each in versions.values()}
    others = cases - known.keys()
    return Leads(
        known | (Case.objects.public().in_bulk(others) if others else {}),
        versions,
        meetings_of.in_bulk(meetings) if meetings else {},
        editions_of.in_bulk(editions) if editions else {},
    )


def papers_read_by(viewer: Any, contents: Iterable[EditionContent]) -> dict[int, PaperVersion]:
    """The papers that contents of one edition are about, by primary key: the released ones, and to those to
    whom the items were sent the others too; contents are those the viewer may read."""
    found = list(contents)
    named = {each.facts["paper"] for each in found if each.facts.get("paper")}
    if not named:
        return {}
    sent = AgendaItem.objects.sent_to(viewer).filter(in_editions__content__in=found)
    keys = {each.row_id: each.facts.get("paper") for each in found}
    rows = EditionItem.objects.filter(item__in=sent.values("pk"), pk__in=keys)
    own = {keys[row] for row in rows.values_list("pk", flat=True)}
    released = PaperVersion.objects.public().filter(pk__in=named).values("pk")
    readable = PaperVersion.objects.filter(Q(pk__in=released) | Q(pk__in=own - {None}))
    return readable.select_related("paper", "version").in_bulk()


def happened(facts: Facts) -> list[Link]:
    """What has happened since the meeting before, each with its address in the reader's language."""
    lines = facts.get("since_last", [])
    return [{**line, "path": in_language(line["path"]) if line["path"] else ""} for line in lines]


def decided_in_words(
    kind: str, body: str, dissent: str, illustrative: str, wishes: Iterable[str] = ()
) -> dict[str, Any]:
    """A decision in full: the word, the text as a page shows it, its wishes, what somebody wanted written, what
    is made up."""
    return {
        "words": decision_kinds()[kind].title,
        "body": mark_safe(body),  # noqa: S308 -- sanitised when it was written
        "wishes": list(wishes),
        "dissent": dissent,
        "illustrative": illustrative,
    }
