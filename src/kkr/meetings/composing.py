"""What an edition says, put together from the rows as they stand; `publish_*` keeps it, a preview shows it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Exists, OuterRef
from django.utils.translation import override

from kkr.documents.models import DocumentVersion
from kkr.ledger.chain import canonical, sha256
from kkr.meetings.attendance import attendance_lines
from kkr.meetings.models import (
    AgendaItem,
    Attachment,
    Decision,
    DecisionWish,
    Edition,
    EditionContent,
    EditionKind,
    Exclusion,
    Meeting,
    MeetingKind,
)
from kkr.meetings.numbering import numbered
from kkr.meetings.registries import happened_since


@dataclass(frozen=True)
class Decided:
    """A decision as it is told now."""

    decision: Decision
    version: DocumentVersion
    kind: str
    dissent: str
    wishes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One item as an edition has it: what everybody reads, and what stands under it."""

    item: AgendaItem
    number: str
    heading: str
    is_closed: bool
    facts: dict[str, Any]
    body: DocumentVersion
    attachments: tuple[Attachment, ...] = ()
    decisions: tuple[Decided, ...] = ()

    @property
    def said(self) -> tuple[Any, ...]:
        """All of it as values, to tell whether two are the same."""
        files = tuple(each.pk for each in self.attachments)
        told = tuple(
            (each.version.pk, each.kind, each.dissent, each.wishes) for each in self.decisions
        )
        shown = (self.number, self.heading, self.is_closed, self.item.withdrawn_why)
        return (self.item.pk, *shown, self.facts, self.body.pk, files, told)


@dataclass(frozen=True)
class Composed:
    """What an edition would say if it were published now."""

    head: dict[str, Any]
    lines: list[Line] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """A digest of all of it, to tell later whether it still says the same."""
        said = [self.head, [line.said for line in self.lines]]
        return sha256(canonical(said))


def compose(meeting: Meeting, kind: EditionKind) -> Composed:
    """The agenda, or the minutes with who was there and what was decided; in the language of the site."""
    with override(settings.LANGUAGE_CODE):
        return Composed(as_kept(_head(meeting, kind)), list(_lines(meeting, kind)))


def said_by(edition: Edition) -> tuple[dict[str, Any], list[tuple[Any, ...]]]:
    """What a published edition says, in the form of `Line.said`."""
    rows = edition.items.select_related("content", "item").order_by("place")
    found: list[tuple[Any, ...]] = []
    for row in rows.prefetch_related("content__attachments", "content__decisions"):
        content = row.content
        files = tuple(each.pk for each in content.attachments.all())
        told = tuple(
            (each.version_id, each.kind, each.dissent, tuple(each.wishes))
            for each in content.decisions.all()
        )
        shown = (row.number, row.heading, row.is_closed, row.withdrawn_why)
        found.append((row.item_id, *shown, content.facts, content.body_id, files, told))
    return edition.head, found


def _head(meeting: Meeting, kind: EditionKind) -> dict[str, Any]:
    head: dict[str, Any] = {
        "kind": meeting.kind,
        "held_on": meeting.held_on,
        "known_as": meeting.known_as,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "place": meeting.place,
        "illustrative": meeting.illustrative,
        "opened_by": meeting.opened_by.name if meeting.opened_by else "",
    }
    if kind == EditionKind.MINUTES:
        head |= {"attendance": attendance_lines(meeting), "also_present": meeting.also_present}
    return head


def _lines(meeting: Meeting, kind: EditionKind) -> Iterator[Line]:
    items = items_to_publish(meeting)
    numbers = numbers_of(meeting, items)
    keys = [item.pk for item in items]
    files: dict[int, list[Attachment]] = {}
    for each in Attachment.objects.standing().filter(item__in=keys):
        files.setdefault(each.item_id, []).append(each)
    bodies = latest_of([item.document_id for item in items])
    is_minutes = kind == EditionKind.MINUTES
    decided = decided_on(keys) if is_minutes else {}
    minuted = told_in_minutes(meeting) if is_minutes else {}
    without = left_out(meeting, decided) if is_minutes else {}
    approves = minutes_sent(meeting) if is_minutes else minutes_to_send(items)
    for item in items:
        yield Line(
            item=item,
            number=numbers[item.pk],
            heading=item.heading,
            is_closed=not item.is_open,
            facts=facts_of(item) | told_of(item.pk, minuted, approves, without),
            body=bodies[item.document_id],
            attachments=tuple(files.get(item.pk, ())),
            decisions=tuple(decided.get(item.pk, ())),
        )


def told_of(item: int, *sources: Mapping[int, dict[str, Any]]) -> dict[str, Any]:
    """All that is said of one item."""
    return {name: said for each in sources for name, said in each.get(item, {}).items()}


def decided_on(items: list[int]) -> dict[int, list[Decided]]:
    """What was decided on each item, as it stands now."""
    made = list(Decision.objects.filter(item__in=items).in_order())
    texts = latest_of([one.document_id for one in made])
    wishes: dict[int, list[str]] = {}
    for each in DecisionWish.objects.filter(decision__in=made).standing():
        wishes.setdefault(each.decision_id, []).append(each.text)
    found: dict[int, list[Decided]] = {}
    for one in made:
        own = tuple(wishes.get(one.pk, ()))
        told = Decided(one, texts[one.document_id], one.kind, one.dissent, own)
        found.setdefault(one.item_id, []).append(told)
    return found


def left_out(meeting: Meeting, decided: Mapping[int, list[Decided]]) -> dict[int, dict[str, Any]]:
    """Who took no part in each item, by name; why is nobody's business. What is decided in writing may name them."""
    is_written = meeting.kind == MeetingKind.WRITTEN
    found: dict[int, dict[str, Any]] = {}
    rows = Exclusion.objects.filter(item__meeting=meeting).select_related("person")
    for each in rows.order_by("person__name", "pk"):
        name = each.person.name
        if is_written and any(name in one.version.text for one in decided.get(each.item_id, ())):
            continue
        found.setdefault(each.item_id, {"without": []})["without"].append(name)
    return found


def told_in_minutes(meeting: Meeting) -> dict[int, dict[str, Any]]:
    """What the first minutes told of the time before the meeting, by item: what is done later is told later."""
    first = meeting.editions.filter(kind=EditionKind.MINUTES).order_by("number").first()
    rows = EditionContent.objects.filter(row__edition=first, facts__has_key="since_last")
    return {
        each.row.item_id: {"since_last": each.facts["since_last"]}
        for each in rows.select_related("row")
    }


def minutes_to_send(items: list[AgendaItem]) -> dict[int, dict[str, Any]]:
    """The edition of the minutes that each item has attached by itself, by item: the newest there is."""
    about = {item.about_id for item in items} - {None}
    if not about:
        return {}
    current = Edition.objects.of_kind(EditionKind.MINUTES).current().filter(meeting__in=about)
    found = dict(current.values_list("meeting", "pk"))
    return {item.pk: {"approves": found[item.about_id]} for item in items if item.about_id in found}


def minutes_sent(meeting: Meeting) -> dict[int, dict[str, Any]]:
    """The same as the agenda had it: a meeting approves what was sent to it."""
    last = meeting.editions.filter(kind=EditionKind.AGENDA).newest_first().first()
    rows = EditionContent.objects.filter(row__edition=last, facts__has_key="approves")
    return {
        each.row.item_id: {"approves": each.facts["approves"]}
        for each in rows.select_related("row")
    }


def has_newer_minutes(meeting: Meeting) -> bool:
    """Whether minutes that it approves came, or were corrected, after its agenda went out."""
    return minutes_to_send(items_to_publish(meeting)) != minutes_sent(meeting)


def latest_of(documents: list[int]) -> dict[int, DocumentVersion]:
    """The version that holds now of each document, in one query."""
    newer = DocumentVersion.objects.filter(
        document=OuterRef("document"), number__gt=OuterRef("number")
    )
    rows = DocumentVersion.objects.filter(~Exists(newer), document__in=documents)
    return {version.document_id: version for version in rows}


def items_to_publish(meeting: Meeting) -> list[AgendaItem]:
    """What stands on the agenda in its order: drafts that were withdrawn never did, published ones stay."""
    related = ("document", "case", "about", "paper__version", "paper__paper")
    rows = AgendaItem.objects.filter(meeting=meeting).in_order().select_related(*related)
    items = [item for item in rows if item.number or item.withdrawn_at is None]
    for item in items:
        item.meeting = meeting  # known already, with its council
    return items


def numbers_of(meeting: Meeting, items: list[AgendaItem]) -> dict[int, str]:
    """The number that each item has, or gets when it is published now."""
    found: dict[int, str] = {}
    template = meeting.template
    for section in template.numbers:
        own = [item for item in items if item.section == section]
        known = [item.number for item in own]
        numbers = numbered(section, known, is_plain=template.is_plain)
        found |= {item.pk: number for item, number in zip(own, numbers, strict=True)}
    return found


def facts_of(item: AgendaItem) -> dict[str, Any]:
    """What stands under an item beside its text, decisions and attachments."""
    facts: dict[str, Any] = {
        "title": item.title,
        "kind": item.kind,
        "proposal": item.proposal,
        "presenter": item.presenter,
        "minutes": item.minutes,
        "illustrative": item.illustrative,
        "source_url": item.source_url,
    }
    if item.case:
        facts["case"] = item.case.pk
    if item.paper:
        facts["paper"] = item.paper.pk
    if item.about:
        facts["about"] = item.about.pk
    if item.kind == "since_last":
        facts["since_last"] = [
            vars(line) for line in happened_since(item.meeting, previous_of(item.meeting))
        ]
    return as_kept(facts)


def as_kept(values: dict[str, Any]) -> dict[str, Any]:
    """The values as the database gives them back: days and times as text."""
    kept: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return kept


def previous_of(meeting: Meeting) -> Meeting | None:
    """The meeting before this one that was not cancelled, written procedures aside."""
    if meeting.held_on is None:
        return None
    earlier = Meeting.objects.of_council(meeting.council).standing().exclude(kind="written")
    rows = earlier.filter(held_on__lt=meeting.held_on)
    return rows.newest_first().first()
