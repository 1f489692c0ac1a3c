"""What the acts of this room share: the row as it stands now, and the entry that says what was done."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kkr.cases.models import Case
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor


def locked(case: Case) -> Case:
    """The case as it stands now, held until the act is done, so that two acts never mix."""
    return Case.objects.select_for_update(of=("self",)).get(pk=case.pk)


def recorded(
    verb: str,
    case: Case,
    *,
    by: Actor,
    at: datetime,
    said: Mapping[str, Any] | None = None,
    passed: Mapping[str, Any] | None = None,
) -> None:
    """An entry about the case; what is not public is not said, for who sees a case may read its history.

    What the guards found and why it was let pass, `passed`, is always said.
    """
    content = {key: str(value) for key, value in (said or {}).items()} if case.is_public else {}
    content |= passed or {}
    record(
        verb=f"cases.{verb}",
        subject=case,
        by=by,
        at=at,
        content=content,
        public=case.is_public,
        scopes=case.scopes,
    )
