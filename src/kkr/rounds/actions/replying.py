from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kkr.common.text import one_line
from kkr.council.models.roles import day_of
from kkr.documents.guarding import Looked, look_at
from kkr.documents.models import File
from kkr.ledger.actors import Actor, require
from kkr.rounds.actions.letting_pass import let_pass, may_override
from kkr.rounds.actions.recording import locked, recorded
from kkr.rounds.models import (
    Asked,
    Reply,
    Round,
    RoundStep,
    Stage,
    State,
    Way,
    WrongState,
)
from kkr.rounds.publication import pieces_of_reply, publication_of_pieces
from kkr.rounds.saying import Said, says_the_same, what_is_no_answer
from kkr.rounds.steps import report_of


def reply(
    asked: Asked,
    said: Said,
    *,
    step: RoundStep | None = None,
    way: Way,
    file: File | None = None,
    why: str = "",
    override: str = "",
    over: str | None = None,
    looked: list[Looked] | None = None,
    by: Actor,
    at: datetime,
) -> Reply:
    """Keep what one who is asked answers; exactly one reply is valid, and the same again leaves no trace.

    A second, different reply to a report, `step`, corrects the first, which stays readable, and says `why`;
    where there are several reports it must be said which. `over` is the public id of what the writer saw
    hold, "" for nothing: where something else holds now, it is refused with the code "stale". Replies
    take turns under a lock on the round. Refuses an actor without `rounds.reply` on who is asked, a round
    that is not open, an answer that is none of its kind, an answer with remarks without any (or a file,
    where that will do), a day to come, a correction without a reason, and at its field what a guard finds
    in what everybody would read; to a secretary who enters it that is Guarded where `override` gives no
    reason. `looked` is what `look_at_reply` gave, where the caller holds the round already.
    """
    facts: dict[str, Any] = {"way": way, "file": file, "why": one_line(why), "override": override}
    facts["over"] = over
    with _readied(asked, said, step, facts, looked, by=by, at=at) as ready:
        return ready.made if ready.is_there else _kept(ready, by=by, at=at)


def refuse_reply(
    asked: Asked,
    said: Said,
    *,
    step: RoundStep | None = None,
    way: Way,
    file: File | None = None,
    over: str | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Refuse now what `reply` would refuse, but for a missing reason; nothing is kept."""
    facts: dict[str, Any] = {"way": way, "file": file, "why": "–", "override": "", "over": over}
    with _readied(asked, said, step, facts, None, by=by, at=at):
        pass


@dataclass(frozen=True)
class _Ready:
    """A reply as it would be kept, the one it corrects, and what was let pass."""

    made: Reply
    before: Reply | None = None
    passed: dict[str, Any] = field(default_factory=dict)

    @property
    def is_there(self) -> bool:
        """Whether it says what holds already."""
        return self.made.pk is not None


@contextmanager
def _readied(
    asked: Asked,
    said: Said,
    step: RoundStep | None,
    facts: dict[str, Any],
    looked: list[Looked] | None,
    *,
    by: Actor,
    at: datetime,
) -> Iterator[_Ready]:
    """The reply to keep, with the round locked around; a file is read before that, for it takes long."""
    require(by, "rounds.reply", asked)
    step = step or report_of(asked)
    if looked is None:
        looked = look_at_reply(asked, said, step=step, file=facts["file"], why=facts["why"])
    with transaction.atomic():
        asked_round = locked(asked.round)
        if asked_round.state != State.OPEN:
            raise WrongState(asked_round)
        asked = Asked.objects.with_names().get(pk=asked.pk)
        asked.round = asked_round
        yield _ready(asked, said, step, looked, facts, by=by, at=at)


def _ready(
    asked: Asked,
    said: Said,
    step: RoundStep,
    looked: list[Looked],
    facts: dict[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> _Ready:
    file, why = facts["file"], facts["why"]
    if refusal := what_is_no_answer(asked, said, has_file=file is not None, today=day_of(at)):
        raise refusal
    before = _valid(asked, step)
    if before and says_the_same(before, said, file=file):
        return _Ready(before)
    if facts["over"] is not None and facts["over"] != (before.public_id.hex if before else ""):
        words = _("Somebody answered since you opened this. See what holds now, and send again.")
        raise ValidationError(words, code="stale")
    if before and not why:
        words = _("Say why the answer is corrected; the first one stays readable.")
        raise ValidationError({"why": words})
    pieces = pieces_of_reply(asked, said, file=file, why=why, before=before)
    may = may_override(asked.round, facts["way"], by)
    passed = let_pass(asked, pieces, looked, facts["override"], may_override=may)
    kept = {"way": facts["way"], "file": file, "why": why if before else "", **said.as_kept()}
    return _Ready(
        Reply(asked=asked, step=step, entered_by=by.actor_key, entered_at=at, **kept),
        before,
        passed,
    )


def look_at_reply(
    asked: Asked, said: Said, *, step: RoundStep, file: File | None, why: str
) -> list[Looked]:
    """What the guards find before anything is locked, where a file is to be read; for `reply` as `looked`."""
    if file is None:
        return []
    before = _valid(asked, step)
    pieces = pieces_of_reply(asked, said, file=file, why=why, before=before)
    return [look_at(publication_of_pieces(asked, pieces))]


def _valid(asked: Asked, step: RoundStep) -> Reply | None:
    rows = Reply.objects.valid().filter(asked=asked, step=step)
    return rows.select_related("file").first()


def _kept(ready: _Ready, *, by: Actor, at: datetime) -> Reply:
    """The reply, in place of the one before it."""
    made, asked = ready.made, ready.made.asked
    if ready.before:
        ready.before.replaced_at = at
        ready.before.save()
    made.full_clean()
    made.save(force_insert=True)
    told = {"who": asked.name, "step": made.step.number, "answer": made.answer, "way": made.way}
    verb = "reply_corrected" if ready.before else "replied"
    entry: dict[str, Any] = {"said": told, "passed": ready.passed, "why": made.why}
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
    _refuse_stage(asked_round, stage, on)
    asked = Asked.objects.with_names().get(pk=asked.pk)
    if (asked.stage, asked.stage_on) == (stage, on):
        return asked
    asked.stage, asked.stage_on = stage, on
    asked.full_clean(exclude=["round"])
    asked.save()
    facts = {"who": asked.name, "stage": stage, "on": on or ""}
    recorded("stage_noted", asked, asked_round, by=by, at=at, said=facts)
    return asked


def refuse_stage(asked: Asked, *, stage: Stage, on: date | None, by: Actor) -> None:
    """Refuse now what `note_stage` would refuse; nothing is kept."""
    require(by, "rounds.reply", asked)
    _refuse_stage(asked.round, stage, on)


def _refuse_stage(asked_round: Round, stage: Stage, on: date | None) -> None:
    if asked_round.state != State.OPEN:
        raise WrongState(asked_round)
    if stage == Stage.ON_AGENDA and on is None:
        raise ValidationError({"on": _("Say on which day the municipal council meets.")})
    sent_on = day_of(asked_round.opened_at) if asked_round.opened_at else None
    if stage == Stage.ON_AGENDA and on and sent_on and on < sent_on:
        facts = {"day": date_format(sent_on)}
        words = _("The question was sent out on %(day)s; it cannot be on an agenda before that.")
        raise ValidationError({"on": words % facts})
