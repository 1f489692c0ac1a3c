from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.common.text import UNFIT_FOR_A_TEXT, one_line
from kkr.documents.models import File
from kkr.ledger.actors import Actor, require
from kkr.rounds.actions.recording import locked, recorded
from kkr.rounds.models import Asked, Reply, RoundStep, Stage, State, Way, WrongState
from kkr.rounds.steps import step_of


@dataclass(frozen=True)
class Said:
    """What a municipality answers. `path` are committees with their days, each {"committee", "on"}."""

    answer: str
    remark: str = ""
    decided_on: date | None = None
    path: Sequence[dict[str, str]] = field(default_factory=tuple)
    case_number: str = ""
    source_url: str = ""

    def as_kept(self) -> dict[str, Any]:
        """As columns of a reply; texts tidied."""
        kept = asdict(self)
        for name in ("case_number", "source_url"):
            kept[name] = one_line(kept[name])
        kept["remark"] = UNFIT_FOR_A_TEXT.sub("", kept["remark"]).strip()
        kept["path"] = [
            {"committee": one_line(each.get("committee", "")), "on": each.get("on", "")}
            for each in self.path
            if one_line(each.get("committee", ""))
        ]
        return kept


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
    kept = said.as_kept()
    _refuse_what_is_no_answer(asked, said, kept, has_file=file is not None, at=at)
    before = Reply.objects.valid().filter(asked=asked, step=step).first()
    if before and _says(before) == {**kept, "file": file.pk if file else None}:
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
        **kept,
    )
    made.full_clean()
    made.save(force_insert=True)
    facts = {"who": asked.name, "step": step.number, "answer": made.answer, "way": way}
    verb = "reply_corrected" if before else "replied"
    recorded(verb, made, asked_round, by=by, at=at, said=facts, why=made.why)
    return made


def _refuse_what_is_no_answer(
    asked: Asked, said: Said, kept: dict[str, Any], *, has_file: bool, at: datetime
) -> None:
    kind = asked.round.kind_of.answer(said.answer)
    if kind is None:
        raise ValidationError({"answer": _("Choose one of the answers.")})
    if kind.needs_remark and not kept["remark"] and not (kind.or_file and has_file):
        wanted = _("Write the remark that goes with the answer.")
        if kind.or_file:
            wanted = _("Write the response, or give it as a file.")
        raise ValidationError({"remark": wanted})
    if said.decided_on and said.decided_on > at.date():
        raise ValidationError({"decided_on": _("The day is still to come.")})
    for each in kept["path"]:
        try:
            date.fromisoformat(each["on"] or "0001-01-01")
        except ValueError:
            raise ValidationError({"path": _("Write the day as 2017-03-14.")}) from None


def _says(before: Reply) -> dict[str, Any]:
    kept = {each.name: getattr(before, each.name) for each in fields(Said)}
    return {**kept, "file": before.file_id}


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
