"""What was sent out as closed becomes public: by hand, or by itself on its day; the guards look at it first."""

from datetime import datetime
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.common.text import one_line
from kkr.council.models.roles import day_of
from kkr.documents.guarding import Guarded, Looked, look_at, pass_guards, seen_of
from kkr.ledger.actors import Actor, require
from kkr.meetings.actions.recording import as_said, held, recorded
from kkr.meetings.models import AgendaItem, Attachment, Meeting
from kkr.meetings.opening import opening_of, opening_of_file

Held = TypeVar("Held", AgendaItem, Attachment)


def open_item(item: AgendaItem, *, override: str = "", by: Actor, at: datetime) -> AgendaItem:
    """Open a closed item that was sent out to everybody, for good; twice is once.

    Refuses an actor without `meetings.publish_agenda` on the meeting, and an item that was not sent
    out; raises Guarded where a guard finds something in what is read then and `override` gives no reason.
    """
    require(by, "meetings.publish_agenda", item.meeting)
    if item.is_open:
        return item
    looked = look_at(opening_of(item))
    with transaction.atomic():
        meeting, item = held(item)
        if item.is_open:
            return item
        if item.published_at is None:
            words = _("The item is not sent out yet. Write it as open; nothing needs to be opened.")
            raise ValidationError(words)
        return _opened_item(item, meeting, [looked], override, by=by, at=at)


def open_attachment(made: Attachment, *, override: str = "", by: Actor, at: datetime) -> Attachment:
    """Open a closed file to everybody who reads its item, for good; twice is once.

    Refuses an actor without `meetings.publish_agenda` on the meeting; raises Guarded where everybody
    reads it at once, a guard finds something in it and `override` gives no reason.
    """
    require(by, "meetings.publish_agenda", made.item.meeting)
    looked = _looked_at_file(made)
    with transaction.atomic():
        made, meeting = _held_file(made)
        if made.is_open:
            return made
        return _opened_file(made, meeting, looked, override, by=by, at=at)


def open_due_item(item: AgendaItem, *, by: Actor, at: datetime) -> AgendaItem:
    """Open an item whose day has come; where a guard finds something it stays closed, and the desk says so.

    One that is no longer due stays as it is. Refuses an actor without `meetings.publish_agenda` on the
    meeting.
    """
    require(by, "meetings.publish_agenda", item.meeting)
    looked = look_at(opening_of(item))
    with transaction.atomic():
        meeting, item = held(item)
        if not AgendaItem.objects.due_to_open(day_of(at)).filter(pk=item.pk).exists():
            return item
        try:
            return _opened_item(item, meeting, [looked], by=by, at=at)
        except Guarded as found:
            return _held_back(item, meeting, found, by=by, at=at)


def open_due_attachment(made: Attachment, *, by: Actor, at: datetime) -> Attachment:
    """The same of a file."""
    require(by, "meetings.publish_agenda", made.item.meeting)
    looked = _looked_at_file(made)
    with transaction.atomic():
        made, meeting = _held_file(made)
        if not Attachment.objects.due_to_open(day_of(at)).filter(pk=made.pk).exists():
            return made
        try:
            return _opened_file(made, meeting, looked, by=by, at=at)
        except Guarded as found:
            return _held_back(made, meeting, found, by=by, at=at)


@transaction.atomic
def keep_closed(thing: Held, *, why: str, by: Actor, at: datetime) -> Held:
    """Let an item or a file that was held back stay closed: it no longer opens by itself; twice is once.

    Refuses an actor without `meetings.publish_agenda` on the meeting, and no reason.
    """
    item = thing if isinstance(thing, AgendaItem) else thing.item
    require(by, "meetings.publish_agenda", item.meeting)
    meeting, _item = held(item)
    thing = type(thing).objects.get(pk=thing.pk)
    if thing.held_at is None:
        return thing
    if not one_line(why):
        raise ValidationError({"why": _("Say why it is to stay closed.")})
    thing.opens_on, thing.held_at = None, None
    thing.save()
    recorded("kept_closed", thing, meeting, by=by, at=at, why=one_line(why))
    return thing


def _opened_item(
    item: AgendaItem,
    meeting: Meeting,
    looked: list[Looked],
    override: str = "",
    *,
    by: Actor,
    at: datetime,
) -> AgendaItem:
    passed = pass_guards(seen_of(opening_of(item), looked), override)
    item.opened_at, item.held_at = at, None
    item.save()
    said, let = {"number": item.number, "title": item.title}, as_said(passed)
    recorded("item_opened", item, meeting, by=by, at=at, said=said, passed=let, public=True)
    return item


def _opened_file(
    made: Attachment,
    meeting: Meeting,
    looked: list[Looked],
    override: str = "",
    *,
    by: Actor,
    at: datetime,
) -> Attachment:
    is_seen = _becomes_public(made)
    passed = pass_guards(seen_of(opening_of_file(made), looked), override) if is_seen else {}
    made.opened_at, made.held_at = at, None
    made.save()
    recorded("file_opened", made, meeting, by=by, at=at, passed=as_said(passed), public=is_seen)
    return made


def _held_back(thing: Held, meeting: Meeting, found: Guarded, *, by: Actor, at: datetime) -> Held:
    thing.held_at = at
    thing.save()
    verb = "item_held_back" if isinstance(thing, AgendaItem) else "file_held_back"
    recorded(verb, thing, meeting, by=by, at=at, passed={"guards": found.counts})
    return thing


def _looked_at_file(made: Attachment) -> list[Looked]:
    return [look_at(opening_of_file(made))] if _becomes_public(made) else []


def _becomes_public(made: Attachment) -> bool:
    """Whether everybody reads the file once it is open; else the guards look when it is sent out."""
    return made.published_at is not None and made.withdrawn_at is None and made.item.is_open


def _held_file(made: Attachment) -> tuple[Attachment, Meeting]:
    """A file as it stands now, with its meeting held."""
    meeting, item = held(made.item)
    made = Attachment.objects.select_related("file").get(pk=made.pk)
    made.item = item
    return made, meeting
