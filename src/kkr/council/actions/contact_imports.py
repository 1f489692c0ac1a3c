"""Importing the contacts of municipalities: a table is looked at, and then done as a whole or not at all."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.council.actions.contacts import add_contact, change_contact
from kkr.council.actions.imports import PlanChanged
from kkr.council.models import Council
from kkr.council.models.roles import day_of
from kkr.council.sheets.contacts import ContactChange, ContactPlan, plan_of, title_of
from kkr.council.sheets.plan import ADD, CHANGE, MOST_AT_ONCE, Problem
from kkr.council.sheets.reading import Sheet
from kkr.ledger.actors import Actor, require
from kkr.ledger.chain import canonical, sha256


@dataclass(frozen=True)
class ImportedContacts:
    """How many contacts were added and changed."""

    added: int
    changed: int


def preview_contacts(
    sheet: Sheet, *, council: Council, by: Actor, at: datetime
) -> tuple[ContactPlan, str]:
    """What the table would do, tried and taken back, and the digest that stands for just that.

    Where some rows are wrong the others are tried all the same, so that all that is wrong is told at once.
    Refuses an actor without `council.import_register` on the council.
    """
    require(by, "council.import_register", council)
    plan = plan_of(sheet, council, day_of(at))
    digest = _digest(plan)
    if len(plan.busy) <= MOST_AT_ONCE:
        with transaction.atomic():
            _bring_in(plan, by=by, at=at)
            transaction.set_rollback(True)
    plan.problems.sort(key=lambda problem: problem.row)
    return plan, digest


@transaction.atomic
def import_contacts(
    sheet: Sheet, *, council: Council, digest: str, by: Actor, at: datetime
) -> ImportedContacts:
    """Do what was looked at, all of it; each contact has its own entry. Done twice, the second does nothing.

    Refuses an actor without `council.import_register` on the council, and a table with something wrong;
    raises PlanChanged where `digest` is not of what it would do.
    """
    require(by, "council.import_register", council)
    plan = plan_of(sheet, council, day_of(at))
    if plan.busy and _digest(plan) != digest:
        raise PlanChanged
    if not plan.problems:
        _bring_in(plan, by=by, at=at)
    if plan.problems:
        raise ValidationError(_("Something in the file is wrong; nothing was imported."))
    return ImportedContacts(len(plan.of_kind(ADD)), len(plan.of_kind(CHANGE)))


def _digest(plan: ContactPlan) -> str:
    said = [
        [
            each.row,
            each.municipality.pk,
            each.contact and each.contact.pk,
            each.before,
            each.said,
        ]
        for each in plan.busy
    ]
    return sha256(canonical({"changes": said, "problems": [asdict(p) for p in plan.problems]}))


def _bring_in(plan: ContactPlan, *, by: Actor, at: datetime) -> None:
    """Do what the rows say; what the register refuses of one stands in `plan.problems`."""
    for change in plan.busy:
        try:
            with transaction.atomic():
                _done(change, by=by, at=at)
        except ValidationError as refusal:
            plan.problems += _problems(change, refusal)


def _done(change: ContactChange, *, by: Actor, at: datetime) -> None:
    facts: dict[str, Any] = {**change.said, "by": by, "at": at}
    if change.contact is None:
        add_contact(municipality=change.municipality, **facts)
    else:
        change_contact(change.contact, **facts)


def _problems(change: ContactChange, refusal: ValidationError) -> list[Problem]:
    reasons: dict[str, Any] = getattr(refusal, "error_dict", {NON_FIELD_ERRORS: [refusal]})
    return [
        Problem(change.row, title_of(name), message)
        for name, errors in reasons.items()
        for error in errors
        for message in error.messages
    ]
