"""A division by rows and columns at once, as it is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kkr.apportion.errors import BadInput
from kkr.apportion.problem import Weight

MethodName = Literal["sainte_lague", "dhondt", "adams"]
Matrix = tuple[tuple[int, ...], ...]
# the signpost above no places, doubled; the one above s places stands s further on
TWICE_FIRST_SIGNPOST = {"sainte_lague": 1, "dhondt": 2, "adams": 0}
MOST_PLACES = 10**13  # in one row or column; beyond, floats cannot even guess


@dataclass(frozen=True)
class Quorum:
    """What a row must reach: a share of one column, a share of all, either or both."""

    any_district: Fraction | None = None
    total: Fraction | None = None
    mode: Literal["any", "all"] = "any"


@dataclass(frozen=True)
class BiproportionalProblem:
    """Places by row and by column, and the weights they follow.

    `cell_lower` is a matrix of least places, or `winner_takes_one`. Rows below the quorum get
    nothing, so no minimum helps them. Raises `BadInput` for more places than can be divided.
    """

    rows: tuple[str, ...]
    cols: tuple[str, ...]
    weights: tuple[tuple[Weight, ...], ...]
    row_totals: tuple[int, ...]
    col_totals: tuple[int, ...]
    method: MethodName
    quorum: Quorum | None = None
    cell_lower: Matrix | Literal["winner_takes_one"] | None = None

    def __post_init__(self) -> None:
        for field in ("row_totals", "col_totals"):
            for place, total in enumerate(getattr(self, field)):
                if total > MOST_PLACES:
                    raise BadInput(f"{field}[{place}]", f"must be at most 10^13, but is {total}")

    def rows_below_quorum(self) -> tuple[int, ...]:
        """Return the places of the rows that get nothing."""
        if self.quorum is None:
            return ()
        columns = [sum(column) for column in zip(*self.weights, strict=True)]
        return tuple(
            place
            for place, row in enumerate(self.weights)
            if not _reaches(self.quorum, row, columns)
        )

    def counted_weights(self) -> tuple[tuple[Weight, ...], ...]:
        """Return the weights that count: nothing in a row below the quorum."""
        out = self.rows_below_quorum()
        nothing = (0,) * len(self.cols)
        return tuple(nothing if place in out else row for place, row in enumerate(self.weights))

    def least_places(self) -> Matrix:
        """Return the least places of each cell: as demanded, and one where Adams rounds up."""
        demanded = self._demanded()
        if self.method != "adams":
            return demanded
        return tuple(
            tuple(max(low, 1) if weight else low for low, weight in zip(*lines, strict=True))
            for lines in zip(demanded, self.counted_weights(), strict=True)
        )

    def _demanded(self) -> Matrix:
        if self.cell_lower == "winner_takes_one":
            return self._winners()
        out = self.rows_below_quorum()
        lower: Sequence[Sequence[int]] = self.cell_lower or ()
        nothing = (0,) * len(self.cols)
        return tuple(
            tuple(lower[place]) if lower and place not in out else nothing
            for place in range(len(self.rows))
        )

    def _winners(self) -> Matrix:
        weights = self.counted_weights()
        largest = [max(column, default=0) for column in zip(*weights, strict=True)]
        alone = [
            total > 0 and most > 0 and column.count(most) == 1
            for total, most, column in zip(
                self.col_totals, largest, zip(*weights, strict=True), strict=True
            )
        ]
        return tuple(
            tuple(
                int(one and value == most)
                for value, most, one in zip(row, largest, alone, strict=True)
            )
            for row in weights
        )


def _reaches(quorum: Quorum, row: Sequence[Weight], columns: Sequence[Weight]) -> bool:
    tests = []
    if quorum.any_district is not None:
        share = quorum.any_district
        tests.append(
            not share or any(w and w >= share * c for w, c in zip(row, columns, strict=True))
        )
    if quorum.total is not None:
        tests.append(sum(row) >= quorum.total * sum(columns))
    return all(tests) if quorum.mode == "all" or not tests else any(tests)
