from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.common.text import one_line
from kkr.council.models.roles import day_of
from kkr.documents.models import File
from kkr.ledger.actors import Actor, require
from kkr.rounds.actions.recording import locked, recorded
from kkr.rounds.models import Asked, Reply, RoundStep, Stage, State, Way, WrongState
from kkr.rounds.saying import Said, says_the_same, what_is_no_answer
from kkr.rounds.steps import step_of


@transaction.atomic
def reply(
    asked: Asked,
    said: Said,
    *,
    step: RoundStep | None = None,
    way: Way,
    file: File | None = None,
    why: str = "",
    by: Actor,
    at: datetime,
) -> Reply:
    """Keep what one who is asked answers; exactly one reply is valid, and the same again leaves no trace.

    A second, different reply corrects the first, which stays readable, and says `why`. Without `step` it is
    the first report not given yet, else the last. Replies take turns under a lock on the round. Refuses an
    actor without `rounds.reply` on who is asked, a round that is not open, an answer that is none of
    its kind, an answer with remarks without any (or a file, where that will do), a day to come, and a
    correction without a reason.
    """
    require(by, "rounds.reply", asked)
    asked_round = locked(asked.round)
    if asked_round.state != State.OPEN:
        raise WrongState(asked_round)
    asked = Asked.objects.with_names().get(pk=asked.pk)
    asked.round = asked_round
    step = step or step_of(asked)
    if refusal := what_is_no_answer(asked, said, has_file=file is not None, today=day_of(at)):
        raise refusal
    before = Reply.objects.valid().filter(asked=asked, step=step).first()
    if before and says_the_same(before, said, file=file):
        return before
    why = one_line(why)
    if before and not why:
        raise ValidationError(
            {"why": _("Say why the answer is corrected; the first one stays readable.")}
        )
    if before:
        before.replaced_at = at
        before.save()
    made = Reply(
        asked=asked,
        step=step,
        way=way,
        file=file,
        why=why if before else "",
        entered_by=by.actor_key,
        entered_at=at,
        **said.as_kept(),
    )
    made.full_clean()
    made.save(force_insert=True)
    facts = {"who": asked.name, "step": step.number, "answer": made.answer, "way": way}
    verb = "reply_corrected" if before else "replied"
    recorded(verb, made, asked_round, by=by, at=at, said=facts, why=made.why)
    return made


@transaction.atomic
def note_stage(
    asked: Asked, *, stage: Stage, on: date | None = None, by: Actor, at: datetime
) -> Asked:
    """Note how far somebody is before the answer: received, on the agenda of a day, postponed; again changes it.

    Refuses an actor without `rounds.reply` on who is asked, a round that is not open, and an agenda
    without its day.
    """
    require(by, "rounds.reply", asked)
    asked_round = locked(asked.round)
    if asked_round.state != State.OPEN:
        raise WrongState(asked_round)
    asked = Asked.objects.with_names().get(pk=asked.pk)
    if stage == Stage.ON_AGENDA and on is None:
        raise ValidationError({"on": _("Say on which day the municipal council meets.")})
    if (asked.stage, asked.stage_on) == (stage, on):
        return asked
    asked.stage, asked.stage_on = stage, on
    asked.full_clean(exclude=["round"])
    asked.save()
    facts = {"who": asked.name, "stage": stage, "on": on or ""}
    recorded("stage_noted", asked, asked_round, by=by, at=at, said=facts)
    return asked
