"""What any table would do: rows that add, change or leave as it is, and what is wrong with them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from django.utils.translation import gettext as _

ADD, CHANGE, SAME = "add", "change", "same"
MOST_AT_ONCE = 250


@dataclass(frozen=True)
class Problem:
    """What is wrong, where: the row's number in the file, the heading of the column or nothing."""

    row: int
    column: str
    what: str


class RowChange(Protocol):
    """What one row does."""

    row: int
    kind: str


Each = TypeVar("Each", bound=RowChange)


@dataclass
class Planned(Generic[Each]):
    """Every row that does something or nothing, and what is wrong."""

    changes: list[Each] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def of_kind(self, kind: str) -> list[Each]:
        return [change for change in self.changes if change.kind == kind]

    def shown(self, kind: str) -> list[Each]:
        """The same without the rows that something is wrong with: what is to be put right is named apart."""
        wrong = {problem.row for problem in self.problems}
        return [change for change in self.of_kind(kind) if change.row not in wrong]

    @property
    def busy(self) -> list[Each]:
        """The rows that do something."""
        return [change for change in self.changes if change.kind != SAME]

    @property
    def has_to_do(self) -> bool:
        return bool(self.busy)

    @property
    def is_too_much(self) -> bool:
        """Whether it is more than can be done at once without keeping everybody else from writing."""
        return len(self.busy) > MOST_AT_ONCE

    def too_much(self) -> Iterator[Problem]:
        """From which row on it is."""
        if self.is_too_much:
            what = _(
                "From this row on it is more than %(most)s new or changed rows. Divide the file."
            )
            yield Problem(self.busy[MOST_AT_ONCE].row, "", what % {"most": MOST_AT_ONCE})
