"""What a table would do to the register: row by row what is added, changed, as it is, or wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from kkr.common.text import slug
from kkr.council.models import (
    Body,
    Committee,
    Council,
    Membership,
    Municipality,
    Party,
    Person,
    Term,
)
from kkr.council.models.bodies import BodyKind
from kkr.council.models.memberships import Basis, EndReason, MembershipRole
from kkr.council.names import alike
from kkr.council.sheets import columns
from kkr.council.sheets.columns import Words, Wrong, heading, words_for
from kkr.council.sheets.planned import ADD, CHANGE, SAME, Planned, Problem
from kkr.council.sheets.reading import Line, Sheet

SAID_OF_SEATS = (
    *("role", "municipality", "party", "starts_on", "start_basis"),
    *("ends_on", "end_basis", "end_reason", "term", "source"),
)
LEFT_OUT = {"start_basis": Basis.EXACT, "end_basis": Basis.EXACT, "end_reason": "", "source": ""}


@dataclass
class Change:
    """What one row does: `kind`, to which seat, of whom; `facts` are what it says of it."""

    row: int
    kind: str
    name: str
    person: Person | None = None
    body: Body | None = None
    membership: Membership | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    near: tuple[str, ...] = ()

    @property
    def is_new_person(self) -> bool:
        return self.person is None

    @property
    def seat_key(self) -> Any:
        """The seat it is about, whether or not it is there already."""
        if self.membership is not None:
            return self.membership.pk
        who = self.person.pk if self.person else self.name.casefold()
        return self.body and self.body.pk, who, self.facts["role"], self.facts["starts_on"]

    def said(self) -> list[Any]:
        """Everything the change would do, as plain values, for a digest of it."""
        facts = {name: getattr(value, "pk", value) for name, value in sorted(self.facts.items())}
        seat = self.membership.pk if self.membership else None
        body = self.body.pk if self.body else None
        person = self.person.pk if self.person else self.name
        return [self.row, self.kind, person, body, seat, facts]


class Plan(Planned[Change]):
    """What a table of seats would do."""


class Known:
    """What the register holds, asked for once for a whole table."""

    def __init__(self, council: Council) -> None:
        self.council = council
        committees = list(Committee.objects.of_council(council))
        self.bodies: list[Body] = [council, *committees]
        self.people = list(Person.objects.named())
        self.by_slug = {person.slug: person for person in self.people}
        self.words = words_of(council, committees)
        self.seats = list(
            Membership.objects.standing().filter(body__in=[b.pk for b in self.bodies]).with_names()
        )

    def seat_of(
        self, body: Body, person: Person | None, facts: Mapping[str, Any]
    ) -> Membership | None:
        """The seat that a row without an id speaks of: the same person's, as the same, from the same day."""
        wanted = (body.pk, person and person.pk, facts["role"], facts["starts_on"])
        for seat in self.seats:
            if (seat.body_id, seat.person_id, seat.role, seat.starts_on) == wanted:
                return seat
        return None


def words_of(council: Council, committees: list[Committee]) -> dict[str, Words]:
    """The readers of the cells that name a row of another table."""
    return {
        "committee": words_for(
            committees,
            lambda each: (each.name, each.slug),
            unknown=_("%(council)s has no committee “%(text)s”; enter it first.").replace(
                "%(council)s", council.name
            ),
        ),
        "municipality": words_for(
            Municipality.objects.all(),
            lambda each: (each.name, each.full_name, each.code, each.code.lstrip("0")),
            unknown=_("“%(text)s” is no municipality; write the name or the code, e.g. 0165."),
        ),
        "party": words_for(
            Party.objects.all(),
            lambda each: (
                each.name,
                each.letter,
                f"{each.letter} {each.name}",
                f"{each.name} {each.letter}",
            ),
            unknown=_("“%(text)s” is no party of the register; enter it first."),
            several=_("“%(text)s” may be %(known)s; write the name."),
        ),
        "term": words_for(
            Term.objects.all(),
            lambda each: (each.label, f"{each.starts_on.year}-{each.ends_on.year - 1}"),
            unknown=_("“%(text)s” is no election period; write e.g. 2018-22."),
        ),
    }


READERS: dict[str, Any] = {
    "role": columns.role_of,
    "starts_on": columns.day_of,
    "last_day": columns.day_of,
    "ends_on": columns.day_of,
    "start_basis": columns.basis_of,
    "end_basis": columns.basis_of,
    "end_reason": lambda text: columns.reason_of(text) if text else "",
}


def plan_of(sheet: Sheet, council: Council) -> Plan:
    """What the table would do; problems name row and column. Reads, and writes nothing."""
    plan = Plan()
    try:
        names = columns.columns_of(sheet.heads)
    except Wrong as wrong:
        plan.problems += [Problem(1, "", what) for what in wrong.args]
        return plan
    known = Known(council)
    for line in sheet.lines:
        row = RowReader(line, names, known)
        change = row.change()
        plan.problems += row.problems
        if change and not row.problems:
            plan.changes.append(change)
    plan.problems += [*said_twice(plan.changes), *plan.too_much()]
    return plan


def said_twice(changes: list[Change]) -> Iterator[Problem]:
    """Two rows about one seat."""
    seen: dict[Any, int] = {}
    for change in changes:
        if change.body is None:
            continue
        key = change.seat_key
        if key in seen:
            what = _("It is about the same seat as row %(row)s. Keep one of them.")
            yield Problem(change.row, "", what % {"row": seen[key]})
        seen.setdefault(key, change.row)


class RowReader:
    """One row, cell by cell; `problems` fill while it is read."""

    def __init__(self, line: Line, names: list[str], known: Known) -> None:
        self.line, self.known = line, known
        self.cells = dict(zip(names, line.cells, strict=True))
        self.names = names
        self.problems: list[Problem] = []
        for index, what in line.wrong.items():
            self.wrong(names[index] if index < len(names) else "", what)

    def wrong(self, column: str, what: str) -> None:
        title = heading(column) if column else ""
        self.problems.append(Problem(self.line.number, title, what))

    def read(self, column: str) -> Any:
        """What a cell means; a problem and None where it means nothing."""
        text = self.cells[column]
        reader = (
            self.known.words[column].find if column in self.known.words else READERS.get(column)
        )
        try:
            return reader(text) if reader else text
        except Wrong as wrong:
            self.wrong(column, str(wrong))
            return None

    def change(self) -> Change | None:
        """What the row does, if it can be told."""
        name = self.cells["name"]
        person = self.person(name)
        if not any(text for column, text in self.cells.items() if column not in {"name", "person"}):
            if self.problems:
                return None
            return Change(
                self.line.number, SAME if person else ADD, name, person, near=self.near(person)
            )
        facts = self.facts()
        seat = self.seat(person)
        if self.problems:
            return None
        return self.of_seat(seat, facts) if seat else self.new_seat(name, person, facts)

    def person(self, name: str) -> Person | None:
        """Who is meant: by their address where it stands there, else by name; None is somebody new."""
        address = self.cells.get("person", "")
        if not name and not self.problems:
            self.wrong("name", _("The name is missing."))
        elif address:
            return self.of_address(address, name)
        same = [each for each in self.known.people if same_name(each.name, name)]
        if len(same) > 1:
            known = ", ".join(each.slug for each in same)
            what = _("Several have this name; write whose it is in “%(column)s”: %(known)s.")
            self.wrong("name", what % {"column": heading("person"), "known": known})
        elif name and (len(name) > 120 or not slug(name)):
            self.wrong("name", _("It must be a name of at most 120 characters."))
        return same[0] if len(same) == 1 else None

    def of_address(self, address: str, name: str) -> Person | None:
        person = self.known.by_slug.get(address)
        if person is None:
            what = _("Nobody in the register has this address; leave it empty for somebody new.")
            self.wrong("person", what)
        elif not same_name(person.name, name):
            what = _("The register has %(name)s here. A name is changed on the person's own page.")
            self.wrong("name", what % {"name": person.name})
        return person

    def near(self, person: Person | None) -> tuple[str, ...]:
        """Those somebody new may be, after all."""
        if person is not None:
            return ()
        return tuple(
            each.name for each in self.known.people if alike(each.name, self.cells["name"])
        )

    def facts(self) -> dict[str, Any]:
        """What the row says of the seat; columns that the table does not have say nothing."""
        facts = {
            column: self.read(column)
            for column in self.names
            if column not in {"name", "person", "committee", "membership"}
        }
        if "last_day" in facts:
            last: date | None = facts.pop("last_day")
            facts["ends_on"] = last + timedelta(days=1) if last else None
        for column, what in (
            ("role", _("The role is missing.")),
            ("starts_on", _("The first day is missing.")),
        ):
            is_left_out = column not in self.cells and self.cells.get("membership")
            if not self.cells.get(column) and not is_left_out:
                self.problems = [each for each in self.problems if each.column != heading(column)]
                self.wrong(column, what)
        return facts

    def seat(self, person: Person | None) -> Membership | None:
        """The seat whose id stands in the row."""
        public_id = self.cells.get("membership", "")
        if not public_id:
            return None
        for seat in self.known.seats:
            if str(seat.public_id) == public_id:
                self.refuse_anothers(seat, person)
                return seat
        self.wrong(
            "membership", _("%(council)s has no seat of this id.") % {"council": self.known.council}
        )
        return None

    def refuse_anothers(self, seat: Membership, person: Person | None) -> None:
        if person is None or seat.person_id != person.pk:
            what = _("The seat is %(name)s's. Who takes over is a row of its own, without an id.")
            self.wrong("name", what % {"name": seat.person.name})
        if "committee" in self.cells and self.body().pk != seat.body_id:
            self.wrong("committee", _("The seat is in %(body)s.") % {"body": seat.body.name})

    def body(self) -> Body:
        """The committee that stands in the row, or the council."""
        committee = self.read("committee") if "committee" in self.cells else None
        return committee or self.known.council

    def new_seat(self, name: str, person: Person | None, facts: dict[str, Any]) -> Change | None:
        """A seat to be added, unless the register has it."""
        body = self.body()
        if self.problems:
            return None
        seat = self.known.seat_of(body, person, facts)
        if seat is not None:
            return self.of_seat(seat, facts)
        if "term" not in facts and body.kind == BodyKind.COUNCIL:
            facts["term"] = Term.objects.running_on(facts["starts_on"]).first()
        return Change(
            self.line.number,
            ADD,
            name,
            person,
            body,
            facts=LEFT_OUT | facts,
            near=self.near(person),
        )

    def of_seat(self, seat: Membership, facts: dict[str, Any]) -> Change:
        """A seat the register has: what differs, if anything does."""
        before = {name: getattr(seat, name) for name in facts}
        changed = {name: value for name, value in facts.items() if value != before[name]}
        return Change(
            self.line.number,
            CHANGE if changed else SAME,
            seat.person.name,
            seat.person,
            seat.body,
            membership=seat,
            facts=changed,
            before=before,
        )


def same_name(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()


def shown(name: str, value: Any) -> str:
    """A fact as the page shows it."""
    if value in (None, ""):
        return _("(empty)")
    if name == "ends_on":
        value -= timedelta(days=1)
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    choices = {
        "role": MembershipRole,
        "start_basis": Basis,
        "end_basis": Basis,
        "end_reason": EndReason,
    }
    return columns.label_of(choices[name], value) if name in choices else str(value)


def title_of(name: str) -> str:
    """The heading of the column a fact comes from."""
    return heading("last_day" if name == "ends_on" else name)
