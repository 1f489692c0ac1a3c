from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.common.text import one_line
from kkr.council.models import Body
from kkr.ledger.actors import Actor, require
from kkr.meetings.actions.recording import held, recorded
from kkr.meetings.models import Decision, FollowUp


@transaction.atomic
def follow_up(
    decision: Decision, *, what: str, body: Body, due_on: date, by: Actor, at: datetime
) -> FollowUp:
    """Note who does what by when after a decision; it is public where the decision is; the same again is once.

    Refuses an actor without `meetings.write_minutes` on the meeting.
    """
    require(by, "meetings.write_minutes", decision.item.meeting)
    held(decision.item)
    facts = {"what": one_line(what), "body": body, "due_on": due_on}
    if known := decision.follow_ups.filter(**facts).first():
        return known
    made = FollowUp(decision=decision, **facts)
    made.full_clean()
    made.save(force_insert=True)
    _recorded("follow_up_noted", made, by=by, at=at)
    return made


@transaction.atomic
def finish_follow_up(
    made: FollowUp, *, on: date, outcome: str = "", by: Actor, at: datetime
) -> FollowUp:
    """Note the day on which it was done, and what came of it; the same again leaves no trace.

    Refuses an actor without `meetings.finish_follow_up` on it, and a day that is still to come.
    """
    require(by, "meetings.finish_follow_up", made)
    held(made.decision.item)
    made = FollowUp.objects.get(pk=made.pk)
    if (made.done_on, made.outcome) == (on, one_line(outcome)):
        return made
    if on > at.date():
        raise ValidationError({"on": _("The day is still to come.")})
    made.done_on, made.outcome = on, one_line(outcome)
    made.full_clean()
    made.save()
    _recorded("followed_up", made, by=by, at=at)
    return made


def _recorded(verb: str, made: FollowUp, *, by: Actor, at: datetime) -> None:
    decision = made.decision
    meeting = decision.item.meeting
    said = {"what": made.what, "by": made.due_on, "done": made.done_on or ""}
    recorded(verb, made, meeting, by=by, at=at, said=said, public=decision.is_public)
