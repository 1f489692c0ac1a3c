"""What the guards say of an answer before everybody reads it: the secretariat may let it pass, nobody else."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kkr.documents.guarding import Looked, has_findings, pass_guards, seen_of
from kkr.ledger.actors import Actor
from kkr.rounds.models import Round, Way
from kkr.rounds.publication import Pieces, found_at, publication_of_pieces

ONLY_THERE = _(
    "{found} Everybody would read it, so the answer was not kept. If it must be public, write to the "
    "council's secretariat."
)


def may_override(asked_round: Round, way: Way, by: Actor) -> bool:
    """Whether a reason lets an answer pass: the secretariat's, where it enters it."""
    return way == Way.SECRETARY and by.has_perm("rounds.change_round", asked_round)


def let_pass(
    subject: models.Model,
    pieces: Pieces,
    looked: Iterable[Looked],
    override: str,
    *,
    may_override: bool,
) -> dict[str, Any]:
    """What the entry says of an answer that is let pass.

    Raises Guarded to the secretariat, and to everybody else ValidationError with what was found at its field.
    """
    seen = seen_of(publication_of_pieces(subject, pieces), looked)
    if may_override or not has_findings(seen.checks):
        return pass_guards(seen, override)
    raise ValidationError(
        {
            name: [format_lazy(ONLY_THERE, found=each) for each in says]
            for name, says in found_at(subject, pieces).items()
        }
    )
