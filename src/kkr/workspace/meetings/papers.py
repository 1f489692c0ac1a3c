"""What stands under each item of an edition, as a page shows it to whoever reads."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from kkr.cases.models import Case
from kkr.documents.showing import all_shown
from kkr.meetings.kinds.base import decision_kinds
from kkr.meetings.leading import Leads, Link, leads_of, papers_read_by
from kkr.meetings.models import (
    Attachment,
    Edition,
    EditionContent,
    EditionItem,
    EditionKind,
    Meeting,
)
from kkr.meetings.wording import minutes_named, without_said
from kkr.workspace.meetings.minuting import anchor, at

Paper = dict[str, Any]


def of_row(row: EditionItem, said: EditionContent | None, files: Iterable[Attachment]) -> Paper:
    """One item as an edition has it, with its content where it may be read."""
    found: Paper = {
        "row": row,
        "item": row.item,
        "number": row.number,
        "heading": row.heading,
        "section": row.section,
        "anchor": anchor(row.item),
        "is_closed": not row.item.is_open,
        "is_hidden": said is None,
        "withdrawn_why": row.withdrawn_why,
    }
    if said is None:
        return found
    decided = [
        decision(each.kind, each.version.html, each.dissent) | {"wishes": each.wishes}
        for each in said.decisions.all()
    ]
    own = content(said.facts, said.body.html, files)
    return {**found, "heading": said.facts.get("title") or row.heading, **own, "decisions": decided}


def content(facts: dict[str, Any], html: str, files: Iterable[Attachment]) -> Paper:
    """What stands under an item beside its decisions."""
    return {
        "proposal": facts.get("proposal", ""),
        "presenter": facts.get("presenter", ""),
        "minutes": facts.get("minutes"),
        "illustrative": facts.get("illustrative", ""),
        "source_url": facts.get("source_url", ""),
        "since_last": facts.get("since_last", []),
        "without": without_said(facts),
        "case": facts.get("case"),
        "html": html,
        "files": [
            {"title": each.title, "href": each.file.path, "is_closed": not each.is_open}
            for each in files
        ],
    }


def decision(kind: str, html: str, dissent: str) -> Paper:
    return {"kind": decision_kinds()[kind].title, "html": html, "dissent": dissent}


def dressed(papers: list[Paper]) -> list[Paper]:
    """The papers with all their texts as a page shows them."""
    parts = [
        part
        for paper in papers
        for part in (paper, paper.get("about", {}), *paper.get("decisions", ()))
        if "html" in part
    ]
    texts = all_shown([part["html"] for part in parts], at=["" for _part in parts])
    for part, html in zip(parts, texts, strict=True):
        part["html"] = mark_safe(html)  # noqa: S308 -- sanitised when it was written
    return papers


def with_cases(papers: list[Paper], meeting: Meeting) -> list[Paper]:
    """The papers with the way to their case, where it is public."""
    keys = {paper["case"] for paper in papers if paper.get("case")}
    cases = Case.objects.public().before(meeting.council).in_bulk(keys) if keys else {}
    for paper in papers:
        if case := cases.get(paper.get("case") or 0):
            href = reverse("website:case", args=[meeting.council.slug, case.slug])
            paper["of_case"] = {"title": case.title, "href": href}
    return papers


def in_sections(meeting: Meeting, papers: list[Paper]) -> list[dict[str, Any]]:
    """The fixed sections, the empty ones too, each with its papers."""
    template = meeting.template
    return [
        {
            "number": number,
            "title": template.title_of(number),
            "papers": [paper for paper in papers if paper["section"] == number],
        }
        for number in template.numbers
    ]


def read(edition: Edition, meeting: Meeting, viewer: Any) -> list[Paper]:
    """Every item of an edition, with the content and the files the viewer may read."""
    edition.meeting = meeting
    seen = EditionContent.objects.visible_to(viewer).filter(row__edition=edition)
    contents = {
        each.row_id: each
        for each in seen.select_related("body").prefetch_related("decisions__version")
    }
    files: dict[int, list[Attachment]] = {}
    readable = Attachment.objects.visible_to(viewer).filter(in_contents__row__edition=edition)
    for each in readable.standing():
        files.setdefault(each.item_id, []).append(each)
    rows = edition.items.select_related("item__meeting__council").order_by("place")
    found = [of_row(row, contents.get(row.pk), files.get(row.item_id, [])) for row in rows]
    return dressed(with_what_they_are_about(found, contents, viewer, meeting))


def with_what_they_are_about(
    papers: list[Paper], contents: dict[int, EditionContent], viewer: Any, meeting: Meeting
) -> list[Paper]:
    """The papers with the text an item is about, also before everybody may read it, and the minutes it approves."""
    versions = papers_read_by(viewer, contents.values())
    leads = leads_of(minutes_in(each) for each in contents.values())
    for paper in papers:
        said = contents.get(paper["row"].pk)
        if said is None:
            continue
        paper["leads"] = led_to(leads, said, meeting)
        if version := versions.get(said.facts.get("paper") or 0):
            paper["about"] = {
                "title": version.paper.title,
                "number": version.version.number,
                "day": version.dated_on,
                "is_closed": version.released_at is None,
                "html": version.version.html,
            }
    return papers


def led_to(leads: Leads, said: EditionContent, meeting: Meeting) -> list[Link]:
    """The minutes an item approves: their page, and their print as the reader may read it, closed parts included."""
    found = leads.of({"about": said.facts.get("about")}, meeting.council)
    minutes = leads.editions.get(said.facts.get("approves") or 0)
    if minutes:
        title = _("%(minutes)s, with all that you may read (PDF)")
        href = at(minutes.meeting, "meeting_print", EditionKind(minutes.kind))
        facts = {"minutes": minutes_named(minutes)}
        found.append({"kind": _("Attachment:"), "title": title % facts, "href": href})
    return found


def minutes_in(said: EditionContent) -> dict[str, Any]:
    """What an item says of the minutes it approves; its case and paper are shown otherwise."""
    return {name: said.facts.get(name) for name in ("about", "approves")}
