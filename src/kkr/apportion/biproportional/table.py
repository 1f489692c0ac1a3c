"""A problem laid out for numpy: whole weights, their logarithms, minimums and totals.

Logarithms make products of weight and divisors into sums. They only ever guess; whatever floats
leave in doubt is decided with whole numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm, log

import numpy as np
from numpy.typing import NDArray

from kkr.apportion.biproportional.problem import TWICE_FIRST_SIGNPOST, BiproportionalProblem
from kkr.apportion.problem import Weight

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Table:
    """Whole weights (`scale` times as given), and by cell and line the least and all places.

    The price of a place is signpost / weight: of all tables with these sums the one is sought whose
    product of prices is least.
    """

    weights: Sequence[Sequence[int]]
    lower: Ints
    row_totals: Ints
    col_totals: Ints
    first: int  # twice the signpost above no seats
    scale: int = 1

    @cached_property
    def positive(self) -> Bools:
        """Which cells have weight."""
        return np.array([list(map(bool, row)) for row in self.weights], dtype=bool)

    @cached_property
    def _plain_logs(self) -> Floats:
        try:
            numbers = np.array(self.weights, dtype=np.float64)
            return np.log(np.where(numbers > 0, numbers, 1.0))
        except OverflowError:
            rows = [[log(own) if own else 0.0 for own in row] for row in self.weights]
            return np.array(rows)

    @cached_property
    def level(self) -> float:
        """The logarithm all others are measured from, so that they are small."""
        found = self._plain_logs[self.positive]
        return float(found.mean()) if found.size else 0.0

    @cached_property
    def logs(self) -> Floats:
        """The logarithms of the weights, above the level."""
        return np.where(self.positive, self._plain_logs - self.level, 0.0)

    @cached_property
    def noise(self) -> float:
        """How far a sum of a few of these logarithms may be from the truth, with room to spare."""
        most = self.row_totals.max(initial=0) + 2
        largest = abs(self._plain_logs).max(initial=0.0) + np.log(most)
        return 1e-14 * (2.0 + float(largest))

    @property
    def tolerance(self) -> float:
        """Gains of a path within this are noise and not followed."""
        return 8 * self.noise

    def adding(self, seats: Ints) -> Floats:
        """Return the logarithm of the price of one more place in each cell."""
        return np.where(self.positive, np.log(seats + self.shift) - self.logs, np.inf)

    def taking(self, seats: Ints) -> Floats:
        """Return that of the price its last place had; none where a minimum holds it."""
        posts = np.log(np.maximum(seats - 1 + self.shift, 0.5))
        return np.where(self.positive & (seats > self.lower), posts - self.logs, -np.inf)

    @property
    def shift(self) -> float:
        """The signpost above no places; Adams' is 0, but there the first place is a minimum."""
        return self.first / 2 or 1e-300

    def post_above(self, row: int, col: int, seats: int) -> Fraction:
        """Return signpost(seats) / weight, exactly: the price of one place more."""
        return Fraction((2 * seats + self.first) * self.scale, 2 * self.weights[row][col])

    @property
    def unit(self) -> float:
        """What a row divisor's logarithm lacks to be that of the weights as given."""
        return self.level - log(self.scale)

    def turned(self) -> "Table":
        """Return the table with rows and columns exchanged."""
        return Table(
            list(zip(*self.weights, strict=True)),
            np.ascontiguousarray(self.lower.T),
            self.col_totals,
            self.row_totals,
            self.first,
            self.scale,
        )


def table_of(problem: BiproportionalProblem) -> Table:
    """Return a problem's table."""
    weights, scale = _whole(problem.counted_weights())
    return Table(
        weights,
        np.array(problem.least_places(), dtype=np.int64),
        np.array(problem.row_totals, dtype=np.int64),
        np.array(problem.col_totals, dtype=np.int64),
        TWICE_FIRST_SIGNPOST[problem.method],
        scale,
    )


def _whole(weights: Sequence[Sequence[Weight]]) -> tuple[Sequence[Sequence[int]], int]:
    if all(set(map(type, row)) <= {int} for row in weights):
        return weights, 1  # type: ignore[return-value] # they are all whole
    scale = lcm(*{own.denominator for row in weights for own in row})
    return [[int(own * scale) for own in row] for row in weights], scale
