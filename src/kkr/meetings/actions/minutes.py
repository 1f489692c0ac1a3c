"""What is written while a council meets: what is decided, and that the meeting is over."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.common.text import one_line
from kkr.documents.actions import create_document, write_version
from kkr.ledger.actors import Actor, require
from kkr.meetings.actions.recording import held, locked, recorded
from kkr.meetings.actions.wishes import list_wishes, refuse_to_send_back, wishes_in
from kkr.meetings.models import (
    AgendaItem,
    Decision,
    Meeting,
    State,
    WrongState,
)


class Undecided(ValidationError):
    """The meeting cannot be ended unnoticed while items are without a decision; they are in `items`."""

    def __init__(self, items: Sequence[AgendaItem]) -> None:
        numbers = ", ".join(item.number or item.title for item in items)
        message = _("There is no decision on %(numbers)s.") % {"numbers": numbers}
        super().__init__({"undecided": message}, code="undecided")
        self.items = items


@transaction.atomic
def decide(
    item: AgendaItem,
    *,
    kind: str,
    html: str = "",
    dissent: str = "",
    is_newsworthy: bool = False,
    illustrative: str = "",
    wishes: Sequence[str] = (),
    public_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Decision:
    """Note what the council did with an item; a second decision on it stands after the first.

    It is public with the minutes. Whoever chooses the `public_id` may ask twice: the second time gives the
    first decision back. With `wishes` it lists what is to be otherwise when the case comes again.
    Refuses an actor without `meetings.write_minutes` on the meeting, a withdrawn item, a kind that is
    not there, wishes where nothing is sent back, and sending back without a case or a wish.
    """
    require(by, "meetings.write_minutes", item.meeting)
    meeting, item = held(item)
    if meeting.state == State.CANCELLED:
        raise WrongState(meeting)
    if item.withdrawn_at is not None:
        raise ValidationError(_("The item is withdrawn; nothing is decided on it."))
    if public_id and (known := item.decisions.filter(public_id=public_id).first()):
        return known
    texts = wishes_in(wishes, kind)
    refuse_to_send_back(item, kind, texts)
    last = item.decisions.order_by("-position").first()
    made = Decision(
        public_id=public_id or uuid4(),
        item=item,
        kind=kind,
        dissent=one_line(dissent),
        is_newsworthy=is_newsworthy,
        illustrative=one_line(illustrative),
        position=last.position + 1 if last else 1,
        document=create_document(html, by=by, at=at),
    )
    made.full_clean()
    made.save(force_insert=True)
    list_wishes(made, texts)
    recorded("decided", made, meeting, by=by, at=at)
    return made


@transaction.atomic
def change_decision(
    decision: Decision,
    *,
    based_on: int,
    kind: str,
    html: str,
    dissent: str = "",
    is_newsworthy: bool = False,
    wishes: Sequence[str] | None = None,
    by: Actor,
    at: datetime,
) -> Decision:
    """Write a decision anew, as somebody who read version `based_on` of its text; the same leaves no trace.

    Of published minutes it changes nothing until they are corrected. Without `wishes` those it lists
    stay. Raises StaleEdit if somebody wrote meanwhile. Refuses an actor without `meetings.write_minutes`
    on the meeting, wishes where nothing is sent back, and what `refuse_to_send_back` does.
    """
    require(by, "meetings.write_minutes", decision.item.meeting)
    meeting, item = held(decision.item)
    decision = Decision.objects.select_related("document").get(pk=decision.pk)
    wanted = {"kind": kind, "dissent": one_line(dissent), "is_newsworthy": is_newsworthy}
    listed = decision.wishes_listed
    texts = wishes_in(listed if wishes is None else wishes, kind)
    refuse_to_send_back(item, kind, texts, was=decision)
    is_other = texts != listed or any(
        getattr(decision, name) != value for name, value in wanted.items()
    )
    latest = decision.document.latest
    version = write_version(
        decision.document, html, based_on=based_on, by=by, at=at, again=is_other
    )
    if version == latest and not is_other:
        return decision
    for name, value in wanted.items():
        setattr(decision, name, value)
    decision.full_clean()
    decision.save()
    list_wishes(decision, texts)
    recorded("decision_changed", decision, meeting, by=by, at=at)
    return decision


@transaction.atomic
def drop_decision(decision: Decision, *, by: Actor, at: datetime) -> None:
    """Take back a decision that was noted by mistake and never published; its text stays in the history.

    Refuses an actor without `meetings.write_minutes` on the meeting, and a published one.
    """
    require(by, "meetings.write_minutes", decision.item.meeting)
    meeting, item = held(decision.item)
    decision = Decision.objects.get(pk=decision.pk)
    if decision.published_at is not None:
        raise ValidationError(_("What stands in published minutes is corrected, not taken back."))
    recorded("decision_dropped", item, meeting, by=by, at=at)
    decision.delete()


@transaction.atomic
def end_meeting(meeting: Meeting, *, undecided: str = "", by: Actor, at: datetime) -> Meeting:
    """Note that the meeting is over; twice is once.

    Raises Undecided with the items that need a decision and have none, unless `undecided` says why.
    Refuses an actor without `meetings.write_minutes` on the meeting, and one that was not called.
    """
    require(by, "meetings.write_minutes", meeting)
    meeting = locked(meeting)
    if meeting.state == State.HELD:
        return meeting
    missing = without_decision(meeting)
    if missing and not one_line(undecided):
        raise Undecided(missing)
    meeting.step(State.HELD)
    meeting.changed_at = at
    meeting.save()
    recorded("ended", meeting, meeting, by=by, at=at, why=one_line(undecided))
    return meeting


def without_decision(meeting: Meeting) -> list[AgendaItem]:
    """The items that need a decision and have none."""
    items = meeting.items.standing().filter(decisions=None).in_order()
    return [item for item in items if item.kind_of.is_decided]
