"""Divisors as round numbers: from exact ones that prove the places to short ones that still do."""

from collections.abc import Sequence
from fractions import Fraction
from math import inf

import numpy as np

from kkr.apportion.biproportional.exact import (
    Change,
    Edge,
    Settled,
    from_logarithm,
    logarithm_of,
)
from kkr.apportion.biproportional.table import Floats
from kkr.apportion.biproportional.transfer import ColumnGraph
from kkr.apportion.round_number import round_between, roundest

NARROW = 1e-8  # below this width of an interval (of logarithms) fractions decide
SAFE = 1e-10


class Divisors:
    """Divisors of rows and columns that are made rounder one by one, and stay right.

    A line is a row by its number, or a column by the number of rows and its own. Logarithms of all
    lines (those of rows on the table's level) stand beside the exact divisors found so far.
    """

    def __init__(self, graph: ColumnGraph, settled: Settled) -> None:
        self.graph, self.table, self.count = graph, graph.table, len(graph.seats)
        self.logarithms = np.concatenate([settled.found.rows, settled.found.cols])
        self.exact: dict[int, Fraction] = {}
        for line, value in settled.values.items():
            self._set(line, value if line < self.count else 1 / value)
        self.ties = settled.ties
        self.tied = {
            line for tie in settled.ties for edge in tie for line in (edge.start, edge.end)
        }

    @property
    def rows(self) -> tuple[Fraction, ...]:
        return tuple(self.exact[line] for line in range(self.count))

    @property
    def cols(self) -> tuple[Fraction, ...]:
        return tuple(self.exact[line] for line in range(self.count, len(self.logarithms)))

    def product(self, row: int, col: int) -> Fraction:
        """Return what the weight of a cell is divided by."""
        return self._value(row) * self._value(self.count + col)

    def both(self) -> Floats:
        """Return the logarithms of all cells' divisors, on the table's level."""
        products: Floats = self.logarithms[: self.count, None] + self.logarithms[self.count :]
        return products

    def make_round(self) -> None:
        """Round the tied lines together, then the other rows a little, then the other columns."""
        for tie in self.ties:
            self._round_tie(tie)
        # half the way to either side leaves room for the columns
        self._round_lines(0, range(self.count), 0.5)
        self._round_lines(1, range(self.count, len(self.logarithms)), 1.0)

    def _value(self, line: int) -> Fraction:
        if line not in self.exact:
            return from_logarithm(float(self.logarithms[line]) + self._unit(line))
        return self.exact[line]

    def _unit(self, line: int) -> float:
        return self.table.unit if line < self.count else 0.0

    def _set(self, line: int, divisor: Fraction) -> None:
        self.exact[line] = divisor
        self.logarithms[line] = logarithm_of(divisor) - self._unit(line)

    def _round_lines(self, axis: int, lines: range, part: float) -> None:
        """Round every line that no tie holds, within a part of the room to either side."""
        own, both = self.logarithms[lines.start : lines.stop].copy(), self.both()
        below = -(self.graph.adding + both).min(1 - axis, initial=inf)
        above = -(self.graph.taking + both).max(1 - axis, initial=-inf)
        windows = zip((own + part * below).tolist(), (own + part * above).tolist(), strict=True)
        for line, window in zip(lines, windows, strict=True):
            if line not in self.tied:
                found = _round_within(*window, self._unit(line))
                self._set(line, found or self._round_exactly(line, part))

    def _round_exactly(self, line: int, part: float) -> Fraction:
        own, (lowest, highest) = self._value(line), self._interval(line)
        if part < 1:
            lowest, highest = (lowest + own) / 2, highest and (highest + own) / 2
        return round_between(lowest, highest)

    def _interval(self, line: int) -> tuple[Fraction, Fraction | None]:
        """Return the exact ends between which this line's divisor must lie."""
        across, table = line < self.count, self.table
        lowest, highest = Fraction(0), None
        for place in range(len(self.logarithms) - self.count if across else self.count):
            row, col = (line, place) if across else (place, line - self.count)
            if not table.weights[row][col]:
                continue
            other = self._value(self.count + col if across else row)
            seats = int(self.graph.seats[row, col])
            lowest = max(lowest, 1 / (table.post_above(row, col, seats) * other))
            if self.graph.taking[row, col] > -inf:
                end = 1 / (table.post_above(row, col, seats - 1) * other)
                highest = end if highest is None else min(highest, end)
        return lowest, highest

    def _round_tie(self, tie: Sequence[Edge]) -> None:
        """Move all lines of a tie together, so that the first of them becomes round."""
        lines = {line for edge in tie for line in (edge.start, edge.end)}
        room, first = self._room_round(lines), min(lines)
        if room < NARROW:
            return
        middle = logarithm_of(self.exact[first])
        factor = roundest(middle - room / 2, middle + room / 2) / self.exact[first]
        for line in lines:
            own = self.exact[line]
            self._set(line, own * factor if line < self.count else own / factor)

    def _room_round(self, lines: set[int]) -> float:
        """Return how far these lines may move together before a cell reaches a signpost."""
        mine = np.array([line in lines for line in range(len(self.logarithms))])
        crossing, both = mine[: self.count, None] != mine[self.count :], self.both()
        above = np.where(crossing, self.graph.adding + both, inf)
        below = np.where(crossing, -(self.graph.taking + both), inf)
        return float(min(above.min(), below.min(), 1.0))


def _round_within(low: float, high: float, unit: float) -> Fraction | None:
    if low == -inf:
        return Fraction(1) if high == inf else None
    high = min(high, low + 2)
    if high - low < NARROW:
        return None
    return roundest(low + unit + SAFE, high + unit - SAFE)


def held_cells(graph: ColumnGraph, divisors: Divisors) -> list[tuple[int, int]]:
    """Return the cells that a minimum keeps from being rounded to less."""
    table, found = graph.table, []
    for row, col in np.argwhere((table.lower > 0) & (graph.seats == table.lower)).tolist():
        if not table.weights[row][col]:
            found.append((row, col))
            continue
        price = table.post_above(row, col, int(graph.seats[row, col]) - 1)
        if price * divisors.product(row, col) >= 1:
            found.append((row, col))
    return found


def proves(graph: ColumnGraph, divisors: Divisors) -> bool:
    """Return whether every quotient lies between its signposts; floats say so where it is clear."""
    both = divisors.both()
    close = np.maximum(NARROW, 16 * graph.table.noise)
    above, below = graph.adding + both, -(graph.taking + both)
    tied = {edge.change for tie in divisors.ties for edge in tie}
    doubtful = [
        (row, col, step)
        for step, distance in ((1, above), (-1, below))
        for row, col in np.argwhere(distance < close).tolist()
    ]
    return all(_holds(graph, divisors, change, change in tied) for change in doubtful)


def _holds(graph: ColumnGraph, divisors: Divisors, change: Change, level: bool) -> bool:  # noqa: FBT001 -- a fact about the change, not a switch
    """Return whether the next place (step 1) is too dear, or the last one (step -1) was not."""
    row, col, step = change
    price = graph.table.post_above(row, col, int(graph.seats[row, col]) - (step < 0))
    product = price * divisors.product(row, col)
    return product == 1 if level else (product - 1) * step > 0
