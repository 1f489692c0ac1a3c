"""What is put on an agenda, in which order, and what is taken off."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from kkr.cases.models import Case, PaperVersion
from kkr.common.text import one_line
from kkr.documents.actions import create_document, write_version
from kkr.ledger.actors import Actor, require
from kkr.meetings.actions.recording import (
    held,
    locked,
    recorded,
    refuse_day_that_is_over,
    tidied,
)
from kkr.meetings.actions.unsaved import forget_unsaved_item
from kkr.meetings.composing import previous_of
from kkr.meetings.kinds.base import decision_kinds, item_kinds
from kkr.meetings.models import (
    AgendaItem,
    EditionKind,
    Meeting,
    State,
    WrongState,
)

GAP = 10


class StaleItem(Exception):
    """Somebody changed the item meanwhile. Nothing was written; `theirs` is how it stands now."""

    def __init__(self, theirs: AgendaItem) -> None:
        super().__init__(f"item {theirs.pk} is at revision {theirs.revision}")
        self.theirs = theirs


class ItemFacts(TypedDict, total=False):
    """What is said of an item beside its title and text."""

    is_closed: bool
    public_heading: str
    opens_on: date | None
    opens_when: str
    case: Case | None
    paper: PaperVersion | None
    about: Meeting | None
    proposal: str
    presenter: str
    minutes: int | None
    source_url: str
    illustrative: str


@transaction.atomic
def draft_agenda(
    meeting: Meeting, *, like: Meeting | None = None, by: Actor, at: datetime
) -> list[AgendaItem]:
    """Put on the agenda what every agenda begins with and what was left over last time; again adds nothing.

    The item on the minutes is about the meeting before. With `like` the other items of that meeting
    come along as drafts. Refuses an actor without `meetings.write_agenda` on the meeting.
    """
    require(by, "meetings.write_agenda", meeting)
    meeting = _writable(locked(meeting))
    made = []
    for section, kind in _fixed(meeting):
        if not meeting.items.filter(section=section, kind=kind).exists():
            made.append(_standing_item(meeting, section, kind, by=by, at=at))
    before = previous_of(meeting)
    if before and before.template == meeting.template:
        made += _copied(meeting, _left_over(before), by=by, at=at)
    if like and like.template == meeting.template:
        fixed = set(_fixed(like))
        others = [each for each in like.items.standing() if (each.section, each.kind) not in fixed]
        made += _copied(meeting, others, by=by, at=at)
    return made


def _fixed(meeting: Meeting) -> list[tuple[int, str]]:
    sections = enumerate(meeting.template.sections, start=1)
    return [(number, kind) for number, section in sections for kind in section.begins_with]


def _standing_item(
    meeting: Meeting, section: int, kind: str, *, by: Actor, at: datetime
) -> AgendaItem:
    about = previous_of(meeting) if kind == "approval_of_minutes" else None
    with override(settings.LANGUAGE_CODE):  # it is written down, whatever the writer's own language
        title = meeting.template.title_of(section)
    return add_item(meeting, section=section, kind=kind, title=title, about=about, by=by, at=at)


def _left_over(meeting: Meeting) -> list[AgendaItem]:
    """What the meeting postponed or sent back, and what it did not reach, where its minutes say so."""
    open_kinds = [key for key, kind in decision_kinds().items() if not kind.is_settled]
    left = Q(decisions__kind__in=open_kinds)
    minutes = meeting.editions.filter(kind=EditionKind.MINUTES).newest_first().first()
    if minutes and minutes.head.get("undecided"):
        fixed = {kind for _section, kind in _fixed(meeting)}
        kinds = {key for key, kind in item_kinds().items() if kind.is_decided} - fixed
        left |= Q(decisions=None, kind__in=kinds)
    return list(meeting.items.standing().filter(left).in_order().distinct())


def _newest(version: PaperVersion | None) -> PaperVersion | None:
    """The newest version of the same paper that was released after it, or the same one."""
    if version is None:
        return None
    released = PaperVersion.objects.filter(paper=version.paper_id, released_at__isnull=False)
    newer = released.filter(version__number__gt=version.version.number)
    return newer.order_by("-version__number").first() or version


def _copied(
    meeting: Meeting, items: Iterable[AgendaItem], *, by: Actor, at: datetime
) -> list[AgendaItem]:
    made = []
    for item in items:
        if meeting.items.filter(title=item.title, section=item.section).exists():
            continue
        facts: ItemFacts = {
            "is_closed": item.is_closed,
            "public_heading": item.public_heading,
            "case": item.case,
            "paper": _newest(item.paper),
            "proposal": item.proposal,
            "presenter": item.presenter,
            "minutes": item.minutes,
        }
        copy = add_item(
            meeting,
            section=item.section,
            kind=item.kind,
            title=item.title,
            html=item.document.latest.html,
            by=by,
            at=at,
            **facts,
        )
        made.append(copy)
    return made


@transaction.atomic
def add_item(
    meeting: Meeting,
    *,
    section: int,
    kind: str = "matter",
    title: str,
    html: str = "",
    public_id: UUID | None = None,
    unsaved: int | None = None,
    by: Actor,
    at: datetime,
    **facts: Unpack[ItemFacts],
) -> AgendaItem:
    """Put an item at the end of a section; nobody else sees it until the agenda is published.

    Whoever chooses the `public_id` may ask twice: the second time gives the first item back, and with
    the first what they had not saved of it is forgotten, of `unsaved` only that revision. Refuses an actor without
    `meetings.write_agenda` on the meeting, a meeting that is over, a section or kind that is not there,
    a closed item without a heading for everybody, and a case that is not before the council.
    """
    require(by, "meetings.write_agenda", meeting)
    meeting = locked(meeting)
    if public_id and (known := meeting.items.filter(public_id=public_id).first()):
        return known
    meeting = _writable(meeting)
    last = meeting.items.filter(section=section).order_by("-position").first()
    item = AgendaItem(
        public_id=public_id or uuid4(),
        meeting=meeting,
        section=section,
        kind=kind,
        title=one_line(title),
        position=last.position + GAP if last else GAP,
        document=create_document(html, by=by, at=at),
    )
    _set(item, facts)
    refuse_day_that_is_over(item, None, at)
    item.full_clean()
    item.save(force_insert=True)
    if public_id:
        forget_unsaved_item(meeting, None, revision=unsaved, by=by)
    recorded("item_added", item, meeting, by=by, at=at)
    return item


@transaction.atomic
def edit_item(
    item: AgendaItem,
    *,
    based_on: int,
    title: str,
    html: str,
    kind: str = "",
    unsaved: int | None = None,
    by: Actor,
    at: datetime,
    **facts: Unpack[ItemFacts],
) -> AgendaItem:
    """Say something else of an item, as somebody who read its revision `based_on`; the same leaves no trace.

    What is published stays as it was until the agenda is published anew. `unsaved` is the revision of the
    writer's unsaved words that this saves; what they wrote in another window stays kept. Raises StaleItem, and
    changes nothing, if somebody changed it meanwhile. Refuses an actor without
    `meetings.write_agenda` on the meeting, what `add_item` refuses, and opening what was published as
    closed, which `open_item` does.
    """
    require(by, "meetings.write_agenda", item.meeting)
    meeting, item = held(item)
    _writable(meeting)
    before = _said(item)
    was_closed = item.published_at is not None and not item.is_open
    item.title, item.kind = one_line(title), kind or item.kind
    _set(item, facts)
    refuse_day_that_is_over(item, before["opens_on"], at)
    if was_closed and not item.is_closed:
        message = _(
            "It is published as closed. Open it by the step for that; then all of it is open."
        )
        raise ValidationError({"is_closed": message})
    latest = item.document.latest
    if item.revision != based_on:
        theirs = AgendaItem.objects.get(pk=item.pk)
        raise StaleItem(theirs)
    version = write_version(item.document, html, based_on=latest.number, by=by, at=at)
    forget_unsaved_item(meeting, item, revision=unsaved, by=by)
    if _said(item) == before and version == latest:
        return item
    item.revision += 1
    item.held_at = None  # somebody has looked to it; where its day has come, it is looked at again
    item.full_clean()
    item.save()
    is_shut = item.published_at is not None and before["is_closed"] != item.is_closed
    recorded("item_edited", item, meeting, by=by, at=at, public=is_shut)
    return item


@transaction.atomic
def arrange_agenda(
    meeting: Meeting, *, order: Sequence[tuple[int, int]], by: Actor, at: datetime
) -> Meeting:
    """Put items in another order, given as (section, primary key) for each item of the agenda.

    Refuses an actor without `meetings.write_agenda` on the meeting, an order that is not of the items
    there are now, and one that moves what has its number already.
    """
    require(by, "meetings.write_agenda", meeting)
    meeting = _writable(locked(meeting))
    items = {item.pk: item for item in meeting.items.all()}
    if sorted(key for _section, key in order) != sorted(items):
        raise ValidationError(_("Somebody changed the agenda meanwhile. Look at it again."))
    before = _numbered(meeting.items.in_order())
    after = _numbered(items[key] for section, key in sorted(order, key=lambda each: each[0]))
    moved = any(items[key].number and items[key].section != section for section, key in order)
    if moved or before != after or _before_a_number(order, items):
        raise ValidationError(_("What is published keeps its number and its place."))
    for place, (section, key) in enumerate(order, start=1):
        item = items[key]
        item.section, item.position = section, place * GAP
        item.full_clean(exclude=["meeting"])
        item.save()
    recorded("agenda_arranged", meeting, meeting, by=by, at=at)
    return meeting


def _before_a_number(order: Sequence[tuple[int, int]], items: dict[int, AgendaItem]) -> bool:
    """Whether something without a number stands before the first number of its section."""
    standing = [(section, items[key]) for section, key in order if items[key].withdrawn_at is None]
    first: dict[int, AgendaItem] = {}
    for section, item in standing:
        first.setdefault(section, item)
    return any(item.number and not first[section].number for section, item in standing)


def _numbered(items: Iterable[AgendaItem]) -> list[str]:
    return [item.number for item in items if item.number]


@transaction.atomic
def withdraw_item(item: AgendaItem, *, why: str, by: Actor, at: datetime) -> AgendaItem:
    """Take an item off; a published one keeps its number and says why with the next edition; twice is once.

    Refuses an actor without `meetings.write_agenda` on the meeting, no reason for a published one, one
    that something is decided on, and what `edit_item` does of a meeting that is over.
    """
    require(by, "meetings.write_agenda", item.meeting)
    meeting, item = held(item)
    if item.withdrawn_at is not None:
        return item
    _writable(meeting)
    if item.decisions.exists():
        message = _("Something is decided on the item. Take the decision back first.")
        raise ValidationError(message)
    if item.number and not one_line(why):
        raise ValidationError({"why": _("Say why the item is withdrawn; readers will see it.")})
    item.withdrawn_at, item.withdrawn_why = at, one_line(why)
    item.revision += 1
    item.full_clean()
    item.save()
    recorded("item_withdrawn", item, meeting, by=by, at=at)
    return item


def _writable(meeting: Meeting) -> Meeting:
    """Refuse what is cancelled, and what has minutes already."""
    has_minutes = meeting.editions.filter(kind=EditionKind.MINUTES).exists()
    if meeting.state == State.CANCELLED or has_minutes:
        raise WrongState(meeting)
    return meeting


def _set(item: AgendaItem, facts: ItemFacts) -> None:
    for name, value in tidied(facts).items():
        setattr(item, name, value)
    if item.paper and item.case is None:
        item.case = item.paper.paper.case
    if item.case and not item.case.councils.filter(council=item.meeting.council_id).exists():
        message = _("The case is not before this council. Bring it there first.")
        raise ValidationError({"case": message})
    if item.paper and item.paper.paper.case_id != item.case_id:
        raise ValidationError({"paper": _("Choose a paper of the case.")})
    if item.kind not in item_kinds():
        raise ValidationError({"kind": _("Choose one of the kinds.")})


def _said(item: AgendaItem) -> dict[str, Any]:
    names = [*ItemFacts.__annotations__, "title", "kind"]
    return {name: getattr(item, name) for name in names}
