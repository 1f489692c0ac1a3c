"""What the smaller tables of the register have in common: one row for each thing, known by what stands in it."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from kkr.common.text import one_line, slug
from kkr.council.models import Body, Council
from kkr.council.sheets.columns import Wrong, columns_of, heading
from kkr.council.sheets.planned import ADD, CHANGE, SAME, Planned, Problem
from kkr.council.sheets.reading import Line, Sheet
from kkr.council.sheets.writing import Cell

Reader = Callable[[str], Any]


class WrongCell(Exception):
    """What two cells say together, or one beside the register, cannot be; it is told at `column`."""

    def __init__(self, column: str, what: str) -> None:
        super().__init__(what)
        self.column, self.what = column, what


@dataclass
class Row:
    """What one row does: `kind`, to which `thing`; `said` is what it says, `before` what stands there now."""

    row: int
    kind: str
    thing: Any
    owner: Body | None
    said: dict[str, Any]
    before: dict[str, Any]
    note: str = ""

    @property
    def name(self) -> str:
        return str(self.before["name"] or self.said["name"])

    @property
    def differs(self) -> list[str]:
        """The columns in which it says something else than the register."""
        return [name for name, value in self.said.items() if value != self.before[name]]

    def for_digest(self) -> list[Any]:
        """Everything it would do, as plain values."""
        of = [getattr(each, "pk", None) for each in (self.thing, self.owner)]
        return [self.row, *of, self.before, self.said]


class Table(ABC):
    """One kind of table, of one council or of all of them, and what the register says on `day`."""

    perm: ClassVar[str] = "council.import_register"
    """The right that an import of it needs, on the council."""
    turn: ClassVar[str]
    """What is held, of the council, while it is written: the same as where a thing of it is added by hand."""
    needed: ClassVar[tuple[str, ...]] = ("name",)
    blank: ClassVar[Mapping[str, Any]]
    """What a row says of its thing, and what of it means nothing."""

    def __init__(self, council: Council | None, day: date) -> None:
        self.council, self.day = council, day
        self.read_before: dict[Any, int] = {}

    @staticmethod
    @abstractmethod
    def titles() -> dict[str, str]:
        """Column to its headings in the active language, separated by semicolons; the first is what we write."""

    @staticmethod
    @abstractmethod
    def notes() -> list[str]:
        """What may stand in the columns, in words."""

    @abstractmethod
    def rows(self) -> Iterator[list[Cell]]:
        """What stands in the register now, which imported again does nothing."""

    @abstractmethod
    def readers(self) -> Mapping[str, Reader]:
        """What a cell of a column means, of those that are more than their text; raises Wrong."""

    @abstractmethod
    def find(self, cells: Mapping[str, Any]) -> Any:
        """The thing a row is about, or None for a new one."""

    @abstractmethod
    def key(self, cells: Mapping[str, Any]) -> Any:
        """By what a new thing would be known among the rows."""

    def refuse(self, row: Row) -> None:  # noqa: B027 -- most tables have nothing more
        """Raise WrongCell for what cannot be."""

    def owner(self, cells: Mapping[str, Any]) -> Body | None:  # noqa: ARG002 -- where it is told by a cell
        return self.council

    @classmethod
    def title_of(cls, column: str) -> str:
        """The heading of a column, or nothing where it is none."""
        return heading(column, cls.titles) if column in cls.titles() else ""

    @classmethod
    def heads(cls) -> list[str]:
        return [cls.title_of(column) for column in cls.titles()]

    def shown(self, column: str, value: Any) -> str:  # noqa: ARG002 -- where a column has words
        """What a cell says, as the page shows it."""
        if value in (None, ""):
            return _("(empty)")
        return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)

    def row(self, number: int, cells: Mapping[str, Any]) -> Row | None:
        """What the row does; columns that the table does not have say nothing."""
        thing = self.find(cells)
        now = {name: getattr(thing, name, empty) for name, empty in self.blank.items()}
        said = {name: cells.get(name, value) for name, value in now.items()}
        kind = ADD if thing is None else SAME if said == now else CHANGE
        row = Row(number, kind, thing, self.owner(cells), said, now)
        key = self.key(cells) if thing is None else thing.pk
        if key in self.read_before:
            what = _("It is about the same as row %(row)s. Keep one of them.")
            raise WrongCell("", what % {"row": self.read_before[key]})
        self.read_before[key] = number
        self.refuse(row)
        return row


class Addressed(Table):
    """A table of things that have an address each; a row without it is known by the name, however it is spelled."""

    def __init__(self, council: Council | None, day: date) -> None:
        super().__init__(council, day)
        self.things = list(self.all())

    @abstractmethod
    def all(self) -> Iterable[Any]:
        """Everything the register has of it."""

    @abstractmethod
    def unknown(self) -> str:
        """What is said of an address that nothing has."""

    def find(self, cells: Mapping[str, Any]) -> Any:
        address, name = cells.get("address", ""), cells["name"]
        if address:
            for thing in self.things:
                if thing.slug == address:
                    return thing
            raise WrongCell("address", self.unknown())
        alike = [each for each in self.things if slug(each.name) == slug(name) != ""]
        return next((each for each in self.things if each.name == name), next(iter(alike), None))

    def key(self, cells: Mapping[str, Any]) -> str:
        return slug(cells["name"]) or str(cells["name"])


def plan_of(sheet: Sheet, table: Table) -> Planned[Row]:
    """What the table would do. Nothing is removed by it: what is not in the table stays."""
    plan = Planned[Row]()
    try:
        columns = columns_of(sheet.heads, table.titles, table.needed)
    except Wrong as wrong:
        plan.problems += [Problem(1, "", what) for what in wrong.args]
        return plan
    readers = table.readers()
    for line in sheet.lines:
        cells, problems = read(line, columns, readers)
        try:
            row = None if problems else table.row(line.number, cells)
            plan.changes += [row] if row else []
        except WrongCell as wrong:
            problems = [(wrong.column, wrong.what)]
        plan.problems += [Problem(line.number, table.title_of(at), what) for at, what in problems]
    plan.problems += plan.too_much()
    return plan


def read(
    line: Line, columns: list[str], readers: Mapping[str, Reader]
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """What the cells of a row mean, and each that means nothing with what would."""
    problems = [
        (columns[index] if index < len(columns) else "", what) for index, what in line.wrong.items()
    ]
    cells: dict[str, Any] = {}
    for index, column in enumerate(columns):
        try:
            if index not in line.wrong:
                cells[column] = readers.get(column, one_line)(line.cells[index])
        except Wrong as wrong:
            problems.append((column, str(wrong)))
    return cells, problems


def named(missing: str) -> Reader:
    """The reader of a name, which has to stand there; else it says what is `missing`."""

    def read_name(text: str) -> str:
        if not one_line(text):
            raise Wrong(missing)
        return one_line(text)

    return read_name
