from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.council.models.roles import day_of
from kkr.council.sheets.reading import Sheet
from kkr.documents.guarding import pass_guards
from kkr.ledger.actors import Actor, require
from kkr.ledger.chain import canonical, sha256
from kkr.rounds.actions.recording import locked
from kkr.rounds.actions.replying import reply
from kkr.rounds.models import Reply, Round, RoundStep, State, Way, WrongState
from kkr.rounds.sheets import Plan, plan_of, publication_of_plan


class AnsweredMeanwhile(Exception):
    """The table would not do any more what was looked at: somebody answered since."""


def digest_of_plan(plan: Plan) -> str:
    """What a yes to a plan is a yes to."""
    return sha256(canonical(plan.told()))


@transaction.atomic
def import_replies(
    asked_round: Round,
    sheet: Sheet,
    *,
    step: RoundStep | None = None,
    digest: str,
    override: str = "",
    by: Actor,
    at: datetime,
) -> list[Reply]:
    """Keep every answer of a table to a report, the one that is due where none is given, or none; gives those that
    are new or corrected.

    Refuses an actor without `rounds.change_round`, a round that is not open, and a table with something
    wrong; raises AnsweredMeanwhile where `digest` is not of what it would do now, and Guarded where a guard
    finds something in what everybody would read and `override` gives no reason, which each such answer keeps.
    """
    require(by, "rounds.change_round", asked_round)
    asked_round = locked(asked_round)
    if asked_round.state != State.OPEN:
        raise WrongState(asked_round)
    plan = plan_of(asked_round, sheet, day_of(at), step=step)
    if plan.problems:
        raise ValidationError(_("Something in the table is wrong; nothing was saved."))
    if digest_of_plan(plan) != digest:
        raise AnsweredMeanwhile
    pass_guards(publication_of_plan(asked_round, plan), override)
    return [
        reply(
            each.asked,
            each.said,
            step=each.step,
            way=Way.SECRETARY,
            file=each.before.file if each.before else None,
            why=each.why,
            override=override,
            by=by,
            at=at,
        )
        for each in plan.busy
    ]
