"""What the acts of this room share: the row as it stands now, and the entry that says what was done."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from kkr.cases.models import Case
from kkr.documents.cpr import without_numbers_in
from kkr.documents.guarding import Piece, Publication, pass_guards
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor


def locked(case: Case) -> Case:
    """The case as it stands now, held until the act is done, so that two acts never mix."""
    return Case.objects.select_for_update(of=("self",)).get(pk=case.pk)


def hold_cases(cases: QuerySet[Case]) -> None:
    """Hold each of them as `locked` does, always in the same order, for an act that writes several.

    It comes before anything is recorded: the history is one line that everybody who records stands in, and
    whoever is at its head must wait for nobody.
    """
    list(Case.objects.select_for_update(of=("self",)).filter(pk__in=cases).order_by("pk"))


def let_pass(case: Case, pieces: Iterable[Piece], override: str) -> dict[str, Any]:
    """What the guards say of words that become public as they are saved; nothing where the case is closed."""
    return pass_guards(Publication(case, tuple(pieces)), override) if case.is_public else {}


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

    What the guards found and why it was let pass, `passed`, is always said; a personal number that was
    let pass is not, for nothing is taken out of the history.
    """
    content = {key: str(value) for key, value in (said or {}).items()} if case.is_public else {}
    content = without_numbers_in(content) | dict(passed or {})
    record(
        verb=f"cases.{verb}",
        subject=case,
        by=by,
        at=at,
        content=content,
        public=case.is_public,
        scopes=case.scopes,
    )
