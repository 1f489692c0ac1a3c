from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.common.text import one_line
from kkr.council.models.roles import day_of
from kkr.documents.guarding import Looked, look_at
from kkr.documents.models import File
from kkr.ledger.actors import Actor, require
from kkr.rounds.actions.letting_pass import let_pass, may_override
from kkr.rounds.actions.recording import locked, recorded
from kkr.rounds.models import Asked, Reply, RoundStep, Stage, State, Way, WrongState
from kkr.rounds.publication import pieces_of_reply, publication_of_pieces
from kkr.rounds.saying import Said, says_the_same, what_is_no_answer
from kkr.rounds.steps import step_of


def reply(
    asked: Asked,
    said: Said,
    *,
    step: RoundStep | None = None,
    way: Way,
    file: File | None = None,
    why: str = "",
    override: str = "",
    by: Actor,
    at: datetime,
) -> Reply:
    """Keep what one who is asked answers; exactly one reply is valid, and the same again leaves no trace.

    A second, different reply corrects the first, which stays readable, and says `why`. Without `step` it is
    the first report not given yet, else the last. Replies take turns under a lock on the round. Refuses an
    actor without `rounds.reply` on who is asked, a round that is not open, an answer that is none of
    its kind, an answer with remarks without any (or a file, where that will do), a day to come, a
    correction without a reason, and at its field what a guard finds in what everybody would read; to a
    secretary who enters it that is Guarded where `override` gives no reason.
    """
    require(by, "rounds.reply", asked)
    why = one_line(why)
    looked = _looked_at_file(asked, said, step, file=file, why=why)
    with transaction.atomic():
        asked_round = locked(asked.round)
        if asked_round.state != State.OPEN:
            raise WrongState(asked_round)
        asked = Asked.objects.with_names().get(pk=asked.pk)
        asked.round = asked_round
        step = step or step_of(asked)
        if refusal := what_is_no_answer(asked, said, has_file=file is not None, today=day_of(at)):
            raise refusal
        before = _valid(asked, step)
        if before and says_the_same(before, said, file=file):
            return before
        if before and not why:
            words = _("Say why the answer is corrected; the first one stays readable.")
            raise ValidationError({"why": words})
        pieces = pieces_of_reply(asked, said, file=file, why=why, before=before)
        may = may_override(asked_round, way, by)
        passed = let_pass(asked, pieces, looked, override, may_override=may)
        facts = {"way": way, "file": file, "why": why if before else "", **said.as_kept()}
        return _kept(asked, step, facts, before, passed, by=by, at=at)


def _looked_at_file(
    asked: Asked, said: Said, step: RoundStep | None, *, file: File | None, why: str
) -> list[Looked]:
    """What was found before anything is locked, where a file is to be read: that takes long."""
    if file is None:
        return []
    before = _valid(asked, step or step_of(asked))
    pieces = pieces_of_reply(asked, said, file=file, why=why, before=before)
    return [look_at(publication_of_pieces(asked, pieces))]


def _valid(asked: Asked, step: RoundStep) -> Reply | None:
    rows = Reply.objects.valid().filter(asked=asked, step=step)
    return rows.select_related("file").first()


def _kept(
    asked: Asked,
    step: RoundStep,
    facts: dict[str, Any],
    before: Reply | None,
    passed: dict[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> Reply:
    """The reply, in place of the one before it."""
    if before:
        before.replaced_at = at
        before.save()
    made = Reply(asked=asked, step=step, entered_by=by.actor_key, entered_at=at, **facts)
    made.full_clean()
    made.save(force_insert=True)
    told = {"who": asked.name, "step": step.number, "answer": made.answer, "way": made.way}
    verb = "reply_corrected" if before else "replied"
    entry: dict[str, Any] = {"said": told, "passed": passed, "why": made.why}
    recorded(verb, made, asked.round, by=by, at=at, **entry)
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
