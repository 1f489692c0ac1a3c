"""A meeting that is not held after all, and why; what is said of it is read at once where it was announced."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.common.text import one_line
from kkr.documents.guarding import Looked, look_at, pass_guards, seen_of
from kkr.ledger.actors import Actor, require
from kkr.meetings.actions.recording import as_said, locked, recorded
from kkr.meetings.models import Meeting, State, WrongState
from kkr.meetings.publication import publication_of_cancellation


def cancel_meeting(
    meeting: Meeting, *, why: str, override: str = "", by: Actor, at: datetime
) -> Meeting:
    """Cancel a meeting that was not held; its page stays and says why, and calendars strike it.

    Refuses an actor without `meetings.change_meeting` on it, and no reason; raises Guarded where everybody
    reads it, a guard finds something in it and `override` gives no reason.
    """
    require(by, "meetings.change_meeting", meeting)
    why = _said(why)
    looked = _looked_at(meeting, why)
    with transaction.atomic():
        meeting = locked(meeting)
        meeting.step(State.CANCELLED)
        return _told("cancelled", meeting, why, looked, override, by=by, at=at)


def correct_cancellation(
    meeting: Meeting, *, why: str, override: str = "", by: Actor, at: datetime
) -> Meeting:
    """Say in other words why a meeting is cancelled; the history keeps both, the same again leaves no trace.

    Refuses an actor without `meetings.change_meeting` on it, a meeting that is not cancelled, and no reason;
    raises Guarded as `cancel_meeting` does.
    """
    require(by, "meetings.change_meeting", meeting)
    why = _said(why)
    looked = _looked_at(meeting, why)
    with transaction.atomic():
        meeting = locked(meeting)
        if meeting.state != State.CANCELLED:
            raise WrongState(meeting)
        if meeting.cancelled_why == why:
            return meeting
        return _told("cancellation_corrected", meeting, why, looked, override, by=by, at=at)


def _said(why: str) -> str:
    if said := one_line(why):
        return said
    raise ValidationError({"why": _("Say why the meeting is cancelled; readers will see it.")})


def _looked_at(meeting: Meeting, why: str) -> list[Looked]:
    return [look_at(publication_of_cancellation(meeting, why))] if meeting.is_public else []


def _told(
    verb: str,
    meeting: Meeting,
    why: str,
    looked: list[Looked],
    override: str,
    *,
    by: Actor,
    at: datetime,
) -> Meeting:
    passed: dict[str, Any] = {}
    if meeting.is_public:
        seen = seen_of(publication_of_cancellation(meeting, why), looked)
        passed = as_said(pass_guards(seen, override))
        meeting.sequence += 1
    meeting.cancelled_why, meeting.changed_at = why, at
    meeting.full_clean()
    meeting.save()
    recorded(verb, meeting, meeting, by=by, at=at, why=why, passed=passed, public=meeting.is_public)
    return meeting
