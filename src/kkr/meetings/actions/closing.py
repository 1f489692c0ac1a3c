"""The files under an item, and who is kept out of it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import File as Upload
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.common.text import one_line
from kkr.council.models import Person
from kkr.documents.actions import store_file
from kkr.documents.guarding import look_at, pass_guards, seen_of
from kkr.documents.models import File
from kkr.ledger.actors import Actor, require
from kkr.meetings.actions.recording import as_said, held, recorded, refuse_day_that_is_over
from kkr.meetings.models import AgendaItem, Attachment, Exclusion
from kkr.meetings.publication import publication_of_withdrawal


@transaction.atomic
def attach_upload(
    item: AgendaItem,
    upload: "Upload[bytes]",
    *,
    public_id: UUID,
    title: str = "",
    is_closed: bool = False,
    opens_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Attachment:
    """Keep a file that somebody brings, and put it under an item; asked twice with one `public_id` it is once.

    Refuses an actor without `meetings.write_agenda` on the meeting, and in words a file that is too
    large or of another kind than may be attached.
    """
    require(by, "meetings.write_agenda", item.meeting)
    _meeting, item = held(item)
    if known := item.attachments.filter(public_id=public_id).first():
        return known
    try:
        file = store_file(upload, by=by, at=at)
    except ValidationError as refusal:
        raise ValidationError({"file": refusal.messages}) from refusal
    return attach_file(
        item,
        file,
        public_id=public_id,
        title=title,
        is_closed=is_closed,
        opens_on=opens_on,
        by=by,
        at=at,
    )


@transaction.atomic
def attach_file(
    item: AgendaItem,
    file: File,
    *,
    public_id: UUID | None = None,
    title: str = "",
    is_closed: bool = False,
    opens_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Attachment:
    """Put a file under an item, closed or not; it is sent out with the next edition.

    Refuses an actor without `meetings.write_agenda` on the meeting, and a file they may not see.
    """
    require(by, "meetings.write_agenda", item.meeting)
    require(by, "meetings.attach_file", file)
    meeting, item = held(item)
    last = item.attachments.order_by("-position").first()
    made = Attachment(
        public_id=public_id or uuid4(),
        item=item,
        file=file,
        title=one_line(title) or file.name,
        is_closed=is_closed,
        opens_on=opens_on,
        position=last.position + 1 if last else 1,
    )
    refuse_day_that_is_over(made, None, at)
    made.full_clean()
    made.save(force_insert=True)
    recorded("file_attached", made, meeting, by=by, at=at)
    return made


def withdraw_attachment(
    made: Attachment, *, why: str, override: str = "", by: Actor, at: datetime
) -> Attachment:
    """Take a file away from under an item, at once and for everybody but who writes; twice is once.

    Refuses an actor without `meetings.write_agenda` on the meeting, and no reason for a published one;
    raises Guarded where everybody reads it, a guard finds something in it and `override` gives no reason.
    """
    require(by, "meetings.write_agenda", made.item.meeting)
    said = one_line(why)
    looked = [look_at(publication_of_withdrawal(made, said))] if made.is_seen else []
    with transaction.atomic():
        meeting, item = held(made.item)
        made = Attachment.objects.get(pk=made.pk)
        if made.withdrawn_at is not None:
            return made
        if made.published_at and not said:
            raise ValidationError({"why": _("Say why the file is withdrawn.")})
        made.item = item
        passed: dict[str, Any] = {}
        if is_seen := made.is_seen:
            seen = seen_of(publication_of_withdrawal(made, said), looked)
            passed = as_said(pass_guards(seen, override))
        made.withdrawn_at, made.withdrawn_why = at, said
        made.save()
        entry: dict[str, Any] = {"why": why, "passed": passed, "public": is_seen}
        recorded("file_withdrawn", made, meeting, by=by, at=at, **entry)
        return made


@transaction.atomic
def exclude_member(
    item: AgendaItem, person: Person, *, why: str, by: Actor, at: datetime
) -> Exclusion:
    """Keep a member out of one item, so that they no longer read what of it is closed; twice is once.

    Refuses an actor without `meetings.write_agenda` on the meeting, and no reason.
    """
    require(by, "meetings.write_agenda", item.meeting)
    meeting, item = held(item)
    if known := item.exclusions.filter(person=person).first():
        return known
    if not one_line(why):
        raise ValidationError({"why": _("Say why the member does not take part.")})
    made = Exclusion(item=item, person=person, why=one_line(why), since=at)
    made.full_clean()
    made.save(force_insert=True)
    recorded("member_excluded", made, meeting, by=by, at=at)
    return made


@transaction.atomic
def lift_exclusion(exclusion: Exclusion, *, why: str, by: Actor, at: datetime) -> None:
    """Let a member take part in an item again; the history keeps that they were excluded.

    Refuses an actor without `meetings.write_agenda` on the meeting, and no reason.
    """
    require(by, "meetings.write_agenda", exclusion.item.meeting)
    meeting, item = held(exclusion.item)
    if not one_line(why):
        raise ValidationError({"why": _("Say why the member takes part after all.")})
    recorded("exclusion_lifted", item, meeting, by=by, at=at, why=one_line(why))
    item.exclusions.filter(pk=exclusion.pk).delete()
