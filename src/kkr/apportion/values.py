"""Answers that are not a list of places: a tie, and no answer at all. Both are values, never side
effects.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Tie:
    """Units (names, or row and column of cells) of which exactly `places` get one more place, and
    nothing says which. Inside one division units are numbers.
    """

    units: tuple[Any, ...]
    places: int

    def among(self, units: Sequence[Any]) -> "Tie":
        """Return the tie with every number replaced by what stands at it in `units`."""
        return Tie(tuple(units[unit] for unit in self.units), self.places)


@dataclass(frozen=True)
class Infeasible:
    """No division keeps every demand.

    `text` is the reason for a person; `rows` and `cols` count from 1.

    `need` is what is asked for and `room` what there is, in places, where the reason is such a
    pair. `reason` names the phrase that says it in other languages, `about` the units it speaks of.
    """

    text: str
    rows: tuple[int, ...] = ()
    cols: tuple[int, ...] = ()
    need: int | None = None
    room: int | None = None
    reason: str = ""
    about: tuple[str, ...] = ()
