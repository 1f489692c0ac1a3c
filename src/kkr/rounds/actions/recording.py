"""What the acts of this room share: the round as it stands now, and the entry that says what was done."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models

from kkr.documents.cpr import without_numbers, without_numbers_in
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor
from kkr.rounds.models import Round, State, WrongState


def locked(asked_round: Round) -> Round:
    """The round as it stands now, held until the act is done: two replies never count at once."""
    rows = Round.objects.select_for_update(of=("self",)).select_related("council")
    return rows.get(pk=asked_round.pk)


def drafted(asked_round: Round) -> Round:
    """The same of one that is not sent out; refuses one that is."""
    asked_round = locked(asked_round)
    if asked_round.state != State.DRAFT:
        raise WrongState(asked_round)
    return asked_round


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def recorded(
    verb: str,
    subject: models.Model,
    asked_round: Round,
    *,
    by: Actor,
    at: datetime,
    said: Mapping[str, Any] | None = None,
    passed: Mapping[str, Any] | None = None,
    fields: Sequence[str] = (),
    why: str = "",
) -> None:
    """An entry about a round or a reply; of what not everybody may follow it says no word, but the names of the
    `fields` that changed.

    What the guards found and why it was let pass, `passed`, is always said; a personal number that was
    let pass is not, for nothing is taken out of the history.
    """
    public = asked_round.is_seen
    content: dict[str, Any] = (
        {key: str(value) for key, value in (said or {}).items()} if public else {}
    )
    content = without_numbers_in(content)
    if fields:
        content["changed"] = list(fields)
    if passed:
        content |= {"guards": passed["guards"], "override": passed["why"]}
    record(
        verb=f"rounds.{verb}",
        subject=subject,
        by=by,
        at=at,
        content=content,
        why=without_numbers(why),
        public=public,
        scopes=asked_round.scopes,
    )
