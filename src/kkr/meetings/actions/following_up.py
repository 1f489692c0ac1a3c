from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.common.text import one_line
from kkr.council.models import Body
from kkr.council.models.roles import day_of
from kkr.documents.guarding import Publication, pass_guards
from kkr.ledger.actors import Actor, require
from kkr.meetings.actions.recording import as_said, held, recorded
from kkr.meetings.models import Decision, FollowUp
from kkr.meetings.publication import follow_up_piece


@transaction.atomic
def follow_up(
    decision: Decision,
    *,
    what: str,
    body: Body,
    due_on: date,
    override: str = "",
    by: Actor,
    at: datetime,
) -> FollowUp:
    """Note who does what by when after a decision; it is public where the decision is; the same again is once.

    Refuses an actor without `meetings.write_minutes` on the meeting, and a last day before the decision;
    raises Guarded where everybody reads it at once, a guard finds something in it and `override` gives no reason.
    """
    require(by, "meetings.write_minutes", decision.item.meeting)
    decision = _held(decision)
    facts = {"what": one_line(what), "body": body, "due_on": due_on}
    if known := decision.follow_ups.filter(**facts).first():
        return known
    if (decided_on := decision.item.meeting.held_on) and due_on < decided_on:
        raise ValidationError({"due_on": _("The day is before the day of the decision.")})
    made = FollowUp(decision=decision, **facts)
    made.full_clean()
    passed = let_pass(decision, made.what, override)
    made.save(force_insert=True)
    _recorded("follow_up_noted", made, passed, by=by, at=at)
    return made


@transaction.atomic
def finish_follow_up(
    made: FollowUp,
    *,
    on: date,
    outcome: str = "",
    override: str = "",
    by: Actor,
    at: datetime,
) -> FollowUp:
    """Note the day on which it was done, and what came of it; the same again leaves no trace.

    Refuses an actor without `meetings.finish_follow_up` on it, and a day that is still to come; raises
    Guarded where everybody reads the outcome, a guard finds something in it and `override` gives no reason.
    """
    require(by, "meetings.finish_follow_up", made)
    decision = _held(made.decision)
    made = FollowUp.objects.get(pk=made.pk)
    made.decision = decision
    if (made.done_on, made.outcome) == (on, one_line(outcome)):
        return made
    if on > day_of(at):
        raise ValidationError({"on": _("The day is still to come.")})
    made.done_on, made.outcome = on, one_line(outcome)
    made.full_clean()
    passed = let_pass(decision, made.outcome, override)
    made.save()
    _recorded("followed_up", made, passed, by=by, at=at)
    return made


def _held(decision: Decision) -> Decision:
    """The decision as it stands now, with its meeting held."""
    meeting, item = held(decision.item)
    decision = Decision.objects.get(pk=decision.pk)
    decision.item, item.meeting = item, meeting
    return decision


def let_pass(decision: Decision, words: str, override: str) -> dict[str, Any]:
    """What the guards say of words that become public as they are saved; nothing where the decision is not."""
    said = Publication(decision, (follow_up_piece(words),))
    return as_said(pass_guards(said, override)) if decision.is_public else {}


def _recorded(
    verb: str, made: FollowUp, passed: Mapping[str, Any], *, by: Actor, at: datetime
) -> None:
    decision = made.decision
    meeting = decision.item.meeting
    said = {"what": made.what, "by": made.due_on, "done": made.done_on or ""}
    is_seen = decision.is_public
    recorded(verb, made, meeting, by=by, at=at, said=said, passed=passed, public=is_seen)
