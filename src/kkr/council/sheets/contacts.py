"""The contacts of a council's municipalities as a table: written, read, and compared with the register."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kkr.council.models import Contact, Council, Municipality
from kkr.council.sheets.columns import Words, Wrong, known_headings, plain, words_for
from kkr.council.sheets.plan import ADD, CHANGE, MOST_AT_ONCE, SAME, Planned, Problem
from kkr.council.sheets.reading import Line, Sheet
from kkr.council.sheets.writing import Cell

SAID = ("name", "email", "phone")


def titles() -> dict[str, str]:
    """Column to its headings in the active language, separated by semicolons; the first is what we write."""
    return {
        "municipality": pgettext("column headings", "Municipality; municipality code"),
        "name": pgettext("column headings", "Name; full name"),
        "email": pgettext("column headings", "E-mail; e-mail address"),
        "phone": pgettext("column headings", "Telephone; telephone number; phone"),
    }


def title_of(column: str) -> str:
    return titles()[column].split(";")[0] if column in titles() else ""


def heads() -> list[str]:
    return [title_of(column) for column in titles()]


def rows_of(council: Council, day: date) -> Iterator[list[Cell]]:
    """A row for each contact, and one to fill in for each municipality that has none."""
    municipalities = Municipality.objects.in_council(council, day).order_by("name")
    for municipality in municipalities.prefetch_related("contacts"):
        current = [each for each in municipality.contacts.all() if each.ended_at is None]
        for contact in current:
            yield [municipality.name, contact.name, contact.email, contact.phone]
        if not current:
            yield [municipality.name, "", "", ""]


@dataclass
class ContactChange:
    """What one row does: `kind`, in which municipality, to which contact; `said` is what it says of them."""

    row: int
    kind: str
    municipality: Municipality
    contact: Contact | None
    said: dict[str, str]

    @property
    def before(self) -> dict[str, str]:
        return {name: getattr(self.contact, name, "") for name in SAID}


class ContactPlan(Planned[ContactChange]):
    """What a table of contacts would do."""


def plan_of(sheet: Sheet, council: Council, day: date) -> ContactPlan:
    """What the table would do. Nobody is removed by it: who is not in the table stays."""
    plan = ContactPlan()
    try:
        columns = columns_of(sheet)
    except Wrong as wrong:
        plan.problems.append(Problem(1, "", str(wrong)))
        return plan
    reader = RowReader(council, day, columns)
    for line in sheet.lines:
        plan.problems += [Problem(line.number, *each) for each in reader.wrong_cells(line)]
        if line.wrong:
            continue
        try:
            plan.changes += reader.read(line)
        except WrongCell as wrong:
            plan.problems.append(Problem(line.number, title_of(wrong.column), wrong.what))
    if len(plan.busy) > MOST_AT_ONCE:
        words = _("From this row on it is more than %(most)s new or changed rows. Divide the file.")
        row = plan.busy[MOST_AT_ONCE].row
        plan.problems.append(Problem(row, "", words % {"most": MOST_AT_ONCE}))
    return plan


def columns_of(sheet: Sheet) -> list[str]:
    """The column of each heading; raises Wrong for one we do not know or have twice, and for one that lacks."""
    known = known_headings(titles)
    found = [known.get(plain(head), "") for head in sheet.heads]
    right = {"known": ", ".join(heads())}
    if "" in found:
        words = _("“%(head)s” is no heading we know. These are: %(known)s.")
        raise Wrong(words % {"head": sheet.heads[found.index("")], **right})
    if len(set(found)) < len(found) or not {"municipality", "name"} <= set(found):
        raise Wrong(_("Each of the headings %(known)s must stand there once.") % right)
    return found


class WrongCell(Exception):
    def __init__(self, column: str, what: str) -> None:
        super().__init__(what)
        self.column, self.what = column, what


def refuse_no_address(text: str) -> None:
    try:
        if text:
            validate_email(text)
    except ValidationError:
        example = _("Write an e-mail address, e.g. kh@albertslund.dk.")
        raise WrongCell("email", example) from None


class RowReader:
    """Reads rows of one table, and knows who is contact now and what rows before said."""

    def __init__(self, council: Council, day: date, columns: list[str]) -> None:
        self.columns = columns
        municipalities = list(Municipality.objects.in_council(council, day))
        self.words: Words = words_for(
            municipalities,
            lambda each: (each.name, each.full_name, each.code, each.code.lstrip("0")),
            unknown=_("“%(text)s” is no municipality of the council."),
        )
        self.contacts = list(Contact.objects.current().filter(municipality__in=municipalities))
        self.read_before: set[Any] = set()

    def wrong_cells(self, line: Line) -> Iterator[tuple[str, str]]:
        for index, what in line.wrong.items():
            yield title_of(self.columns[index] if index < len(self.columns) else ""), what

    def read(self, line: Line) -> Iterator[ContactChange]:
        """What the row does; a municipality without a contact, as an export has it, does nothing."""
        cells = dict(zip(self.columns, line.cells, strict=True))
        said = {name: cells.get(name, "") for name in SAID}
        said["email"] = said["email"].lower()
        if not any(said.values()):
            return
        municipality = self._municipality(cells["municipality"])
        if not said["name"]:
            raise WrongCell("name", _("Write the name, e.g. Karen Hansen."))
        refuse_no_address(said["email"])
        contact = self._contact(municipality, said)
        key = contact.pk if contact else (municipality.pk, said["email"] or plain(said["name"]))
        if key in self.read_before:
            raise WrongCell("", _("Another row is about the same contact. Leave one of them out."))
        self.read_before.add(key)
        same = contact and all(getattr(contact, name) == said[name] for name in SAID)
        kind = SAME if same else CHANGE if contact else ADD
        yield ContactChange(line.number, kind, municipality, contact, said)

    def _municipality(self, text: str) -> Municipality:
        try:
            found: Municipality | None = self.words.find(text)
        except Wrong as wrong:
            raise WrongCell("municipality", str(wrong)) from None
        if found is None:
            raise WrongCell("municipality", _("Choose the municipality."))
        return found

    def _contact(self, municipality: Municipality, said: dict[str, str]) -> Contact | None:
        """Who it is about: whoever has the address there, else whoever has the name."""
        there = [each for each in self.contacts if each.municipality_id == municipality.pk]
        by_address = [each for each in there if said["email"] and each.email == said["email"]]
        by_name = [each for each in there if plain(each.name) == plain(said["name"])]
        return next(iter(by_address or by_name), None)
