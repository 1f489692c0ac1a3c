"""Importing people and seats: a table is kept, looked at, and then done as a whole or not at all."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.accounts.models import User
from kkr.council.actions.memberships import correct_membership, start_membership
from kkr.council.actions.people import add_person
from kkr.council.actions.trying import reasons_of, try_each
from kkr.council.history import IMPORTED
from kkr.council.models import Council, Person, Upload
from kkr.council.sheets.plan import Change, Plan, plan_of, title_of
from kkr.council.sheets.planned import ADD, CHANGE, Problem
from kkr.council.sheets.reading import Line, Sheet, read_sheet
from kkr.ledger.actions import Parts
from kkr.ledger.actors import Actor, require
from kkr.ledger.chain import canonical, sha256


class PlanChanged(Exception):
    """The register was changed since the table was looked at, so it would do something else now."""


@dataclass(frozen=True)
class Imported:
    """How many seats were added and changed, and how many people are new."""

    added: int
    changed: int
    people: int


@transaction.atomic
def keep_upload(*, council: Council, name: str, content: bytes, by: User, at: datetime) -> Upload:
    """Keep a table that somebody wants to import, in place of one they kept before; nothing is imported.

    Refuses an actor without `council.import_register` on the council, and what is no table.
    """
    require(by, "council.import_register", council)
    sheet = read_sheet(content)
    rows = {"heads": sheet.heads, "lines": [asdict(line) for line in sheet.lines]}
    facts = {
        "name": name.replace("\\", "/").rsplit("/", 1)[-1][:150],
        "digest": hashlib.sha256(content).hexdigest(),
        "rows": rows,
        "uploaded_at": at,
    }
    upload, _made = Upload.objects.update_or_create(user=by, council=council, defaults=facts)
    return upload


def drop_upload(upload: Upload, *, by: User) -> None:
    """Throw a table away. Refuses anybody but whose it is."""
    require(by, "council.import_register", upload.council)
    Upload.objects.visible_to(by).filter(pk=upload.pk).delete()


def forget_uploads(before: datetime) -> int:
    """Throw away the tables that nobody said yes or no to; a part of the tick. Gives how many."""
    return Upload.objects.older_than(before).delete()[0]


def forget_uploads_of(user: User) -> int:
    """Throw away the tables a user has waiting; a part of erasing the user, so it asks nobody."""
    return Upload.objects.filter(user=user).delete()[0]


def preview_import(upload: Upload, *, by: User, at: datetime) -> tuple[Plan, str]:
    """What the table would do, tried and taken back, and the digest that stands for just that.

    Where some rows are wrong the others are tried all the same, so that all that is wrong is told at
    once. Refuses an actor without `council.import_register`.
    """
    with transaction.atomic():
        require(by, "council.import_register", upload.council)
        plan = plan_of(_sheet(upload), upload.council)
        digest = _digest(plan)
        if plan.has_to_do and not plan.is_too_much:
            _bring_in(plan, upload, by=by, at=at)
            transaction.set_rollback(True)
    return plan, digest


@transaction.atomic
def apply_import(upload: Upload, *, digest: str, by: User, at: datetime) -> Imported:
    """Do what was looked at, all of it, with one entry that lists what it did to each seat and person.

    A table with nothing to do leaves no trace. Refuses an actor without `council.import_register`
    and a table with something wrong; raises PlanChanged where `digest` is not of what it would do.
    """
    require(by, "council.import_register", upload.council)
    upload = Upload.objects.select_for_update().visible_to(by).get(pk=upload.pk)
    plan = plan_of(_sheet(upload), upload.council)
    if _digest(plan) != digest:
        raise PlanChanged
    parts = Parts() if plan.problems else _bring_in(plan, upload, by=by, at=at)
    if plan.problems:
        raise ValidationError(_("Something in the file is wrong; nothing was imported."))
    done = imported(plan)
    if plan.has_to_do:
        content = {"digest": upload.digest, "file": upload.name, **asdict(done)}
        parts.record(
            verb=IMPORTED,
            subject=upload.council,
            by=by,
            at=at,
            why=_why(upload),
            content=content,
            scopes=[upload.council.slug],
        )
    upload.delete()
    return done


def imported(plan: Plan) -> Imported:
    """The counts of what a plan does."""
    new = {change.name.casefold() for change in plan.of_kind(ADD) if change.is_new_person}
    added = [change for change in plan.of_kind(ADD) if change.body is not None]
    return Imported(added=len(added), changed=len(plan.of_kind(CHANGE)), people=len(new))


def _sheet(upload: Upload) -> Sheet:
    lines = (
        Line(
            row["number"],
            tuple(row["cells"]),
            {int(index): what for index, what in row["wrong"].items()},
        )
        for row in upload.rows["lines"]
    )
    return Sheet(tuple(upload.rows["heads"]), tuple(lines))


def _digest(plan: Plan) -> str:
    """Of everything the plan does and of nothing else, so that the same plan has the same."""
    said = [change.said() for change in plan.changes if change.kind in {ADD, CHANGE}]
    return sha256(canonical({"changes": said, "problems": [asdict(p) for p in plan.problems]}))


def _why(upload: Upload) -> str:
    return _("Imported from the file %(name)s") % {"name": upload.name}


def _bring_in(plan: Plan, upload: Upload, *, by: Actor, at: datetime) -> Parts:
    """Do the changes before the additions; one that another makes room for is tried again after it.

    Rows that are wrong are left out. Gives what was done; where nothing goes on any more,
    `plan.problems` says why.
    """
    parts, people = Parts(), dict[str, Person]()
    wrong = {problem.row for problem in plan.problems}
    why = _why(upload)
    # two imports that name the same people in another order would wait for each other for ever
    list(Person.objects.order_by("pk").select_for_update().values_list("pk"))
    wanted = [*plan.of_kind(CHANGE), *plan.of_kind(ADD)]
    waiting = [change for change in wanted if change.row not in wrong]
    refused = try_each(waiting, lambda change: parts.take(_done(change, people, why, by=by, at=at)))
    plan.problems += [each for pair in refused for each in _problems(*pair, wrong)]
    plan.problems.sort(key=lambda problem: problem.row)
    return parts


def _done(change: Change, people: dict[str, Person], why: str, *, by: Actor, at: datetime) -> Parts:
    """What one row did."""
    parts = Parts()
    facts: dict[str, Any] = {"within": parts, "by": by, "at": at}
    if change.membership is not None:
        correct_membership(change.membership, change.facts, why=why, **facts)
        return parts
    key = change.name.casefold()
    person = change.person or people.get(key) or add_person(name=change.name, **facts)
    if change.body is not None:
        start_membership(body=change.body, person=person, **change.facts, **facts)
    people[key] = person
    return parts


def _problems(change: Change, refusal: ValidationError, wrong: set[int]) -> list[Problem]:
    """What the register refused of a row, at the column where it stands.

    A clash may be no more once the `wrong` rows are right: one of them may end the other seat.
    """
    perhaps = _("%(what)s It may be right once the other rows are.") if wrong else "%(what)s"
    return [
        Problem(
            change.row,
            title_of(name) if name in change.facts else "",
            perhaps % {"what": message} if error.code == "overlap" else message,
        )
        for name, error, message in reasons_of(refusal)
    ]
