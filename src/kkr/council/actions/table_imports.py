"""Importing contacts, parties and committees: a table is looked at, and then done as a whole or not at all."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.common.locks import hold
from kkr.council.actions.committees import add_committee, close_committee, rename_committee
from kkr.council.actions.contacts import add_contact, change_contact
from kkr.council.actions.imports import PlanChanged
from kkr.council.actions.memberships import hold_committee
from kkr.council.actions.parties import add_party, change_party
from kkr.council.actions.trying import reasons_of, try_each
from kkr.council.models import Committee, Contact, Council, Membership, Municipality
from kkr.council.models.roles import day_of
from kkr.council.sheets.committees import Committees
from kkr.council.sheets.contacts import Contacts
from kkr.council.sheets.parties import Parties
from kkr.council.sheets.planned import ADD, CHANGE, Planned, Problem
from kkr.council.sheets.reading import Sheet
from kkr.council.sheets.tables import Row, Table, plan_of
from kkr.ledger.actors import Actor, require
from kkr.ledger.chain import canonical, sha256


@dataclass(frozen=True)
class ImportedRows:
    """How many contacts, parties or committees were added and changed."""

    added: int
    changed: int


def preview_table(
    kind: type[Table], sheet: Sheet, *, council: Council | None, by: Actor, at: datetime
) -> tuple[Planned[Row], str]:
    """What the table would do, tried and taken back, and the digest that stands for just that.

    Where some rows are wrong the others are tried all the same, so that all that is wrong is told at once.
    Refuses an actor without the right that the kind of table needs on the council.
    """
    with transaction.atomic():
        plan = _plan_of(kind, sheet, council, by=by, at=at)
        digest = _digest(plan)
        if not plan.is_too_much:
            _bring_in(plan, kind, by=by, at=at)
            transaction.set_rollback(True)
    plan.problems.sort(key=lambda problem: problem.row)
    return plan, digest


@transaction.atomic
def import_table(
    kind: type[Table],
    sheet: Sheet,
    *,
    council: Council | None,
    digest: str,
    by: Actor,
    at: datetime,
) -> ImportedRows:
    """Do what was looked at, all of it; each thing has its own entry. Done twice, the second does nothing.

    Refuses an actor without the right that the kind of table needs on the council, and a table with
    something wrong; raises PlanChanged where `digest` is not of what it would do.
    """
    plan = _plan_of(kind, sheet, council, by=by, at=at)
    if plan.busy and _digest(plan) != digest:
        raise PlanChanged
    if not plan.problems:
        _bring_in(plan, kind, by=by, at=at)
    if plan.problems:
        raise ValidationError(_("Something in the file is wrong; nothing was imported."))
    return ImportedRows(len(plan.of_kind(ADD)), len(plan.of_kind(CHANGE)))


def _plan_of(
    kind: type[Table], sheet: Sheet, council: Council | None, *, by: Actor, at: datetime
) -> Planned[Row]:
    """What the table would do to the register as it stands when nobody else can write of the same."""
    require(by, kind.perm, council)
    hold(f"{kind.turn} of {council.pk}" if council else kind.turn)
    if council and (hold_rows := HELD.get(kind)):
        hold_rows(council, day_of(at))
    return plan_of(sheet, kind(council, day_of(at)))


def _hold_contacts(council: Council, day: date) -> None:
    """All that a table of contacts may change, in one order, before anything is recorded: whoever writes by
    hand holds the same and then waits for the ledger, and so must the table."""
    inside = (
        Municipality.objects.in_council(council, day).order_by("pk").values_list("pk", flat=True)
    )
    for municipality in inside:
        hold(f"contacts of {municipality}")
    rows = Contact.objects.current().filter(municipality__in=list(inside)).order_by("pk")
    list(rows.select_for_update().values_list("pk"))


def _hold_committees(council: Council, _day: date) -> None:
    """The same of a table of committees, which ends seats with them."""
    hold(f"committees of {council.pk}")
    rows = Committee.objects.of_council(council).order_by("pk")
    committees = list(rows)
    for each in committees:
        hold_committee(each)
    list(rows.select_for_update())
    seats = Membership.objects.standing().filter(body__in=committees).order_by("pk")
    list(seats.select_for_update(of=("self",)).values_list("pk"))


HELD: dict[type[Table], Callable[[Council, date], None]] = {
    Contacts: _hold_contacts,
    Committees: _hold_committees,
}


def _digest(plan: Planned[Row]) -> str:
    said = [row.for_digest() for row in plan.busy]
    return sha256(canonical({"changes": said, "problems": [asdict(p) for p in plan.problems]}))


def _bring_in(plan: Planned[Row], kind: type[Table], *, by: Actor, at: datetime) -> None:
    """Do what the rows say, changes first; what the register refuses of one stands in `plan.problems`."""
    wanted = [*plan.of_kind(CHANGE), *plan.of_kind(ADD)]
    for row, refusal in try_each(wanted, lambda row: DONE[kind](row, by=by, at=at)):
        plan.problems += [
            Problem(row.row, kind.title_of(name), words)
            for name, _error, words in reasons_of(refusal)
        ]


def _contact(row: Row, *, by: Actor, at: datetime) -> None:
    if row.thing is None:
        add_contact(municipality=row.owner, **row.said, by=by, at=at)  # type: ignore[arg-type]  # contacts have one
    else:
        change_contact(row.thing, **row.said, by=by, at=at)


def _party(row: Row, *, by: Actor, at: datetime) -> None:
    if row.thing is None:
        add_party(**row.said, by=by, at=at)
        return
    try:
        change_party(row.thing, **row.said, why=_from_a_file(), by=by, at=at)
    except PermissionDenied:
        words = _("The register says “%(now)s”, and only an administrator changes a party.")
        told = {name: words % {"now": row.before[name]} for name in row.differs}
        raise ValidationError(told) from None


def _committee(row: Row, *, by: Actor, at: datetime) -> None:
    committee, said = row.thing, row.said
    facts: dict[str, Any] = {"by": by, "at": at}
    if committee is None:
        first = {name: said[name] for name in ("name", "composition", "starts_on")}
        committee = add_committee(council=row.owner, **first, **facts)  # type: ignore[arg-type]  # committees have one
    elif "name" in row.differs:
        rename_committee(committee, name=said["name"], why=_from_a_file(), **facts)
    if "last_day" in row.differs:
        last: date = said["last_day"]
        close_committee(committee, on=last + timedelta(days=1), why=_from_a_file(), **facts)


def _from_a_file() -> str:
    return _("Imported from a file")


DONE: dict[type[Table], Callable[..., None]] = {
    Contacts: _contact,
    Parties: _party,
    Committees: _committee,
}
"""What a row of each kind of table does."""
