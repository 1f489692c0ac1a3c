"""A first guess: alternating scaling, with floats.

Fitting the weights to the totals (Deming and Stephan 1940) gives the continuous solution; rounding
rows and columns in turn, each with its own divisor, comes close to the whole one, or reaches it
(alternating scaling, Balinski and Pukelsheim 2006). Where it stalls, `transfer` finishes.
"""

from typing import Any

import numpy as np

from kkr.apportion.biproportional.table import Bools, Floats, Ints, Table

FITTING_ROUNDS = 10
PATIENCE = 4
LOOKED_UP = 100_000  # places in a line up to which a list of logarithms is quicker than taking them
ENOUGH = 8  # misplaced places that single moves correct sooner than another round would


def first_guess(table: Table) -> tuple[Ints, Floats]:
    """Return places that are right by row, and logarithms of column divisors they belong to."""
    across = _Lines(table.logs, table.positive, table.lower, table.row_totals, table.shift)
    down = _Lines(table.logs.T, table.positive.T, table.lower.T, table.col_totals, table.shift)
    rows, cols = _fit(table)
    best: tuple[int, Ints, Floats] | None = None
    waited = 0
    while waited <= PATIENCE:
        seats, rows = across.settle(cols, rows)
        wrong = int(abs(table.col_totals - seats.sum(0)).sum())
        if best is None or wrong < best[0]:
            best, waited = (wrong, seats, cols), 0
        if wrong <= ENOUGH:
            break
        waited += 1
        _, cols = down.settle(rows, cols)
    assert best is not None
    return best[1], best[2]


def _fit(table: Table) -> tuple[Floats, Floats]:
    weights = np.where(table.positive, np.exp(table.logs - table.logs.max(initial=0.0)), 0.0)
    wanted_rows = np.maximum(table.row_totals, 0.25)
    wanted_cols = np.maximum(table.col_totals, 0.25)
    least, most = 1e-100, 1e100
    cols = np.ones(len(wanted_cols))
    rows = np.ones(len(wanted_rows))
    for _ in range(FITTING_ROUNDS):
        rows = np.minimum(wanted_rows / np.maximum(weights @ cols, least), most)
        cols = np.minimum(wanted_cols / np.maximum(rows @ weights, least), most)
    return table.logs.max(initial=0.0) - np.log(rows), -np.log(cols)


class _Lines:
    """All rows (or all columns) as divisions in one dimension, done at once."""

    def __init__(
        self, logs: Floats, positive: Bools, lower: Ints, totals: Ints, shift: float
    ) -> None:
        self.logs, self.positive = np.ascontiguousarray(logs), np.ascontiguousarray(positive)
        self.lower, self.totals, self.shift = np.ascontiguousarray(lower), totals, shift
        largest = int(totals.max(initial=0))
        self.most = float(np.log(largest + 2))
        self.posts = self._logs_of(np.arange(-1, largest + 8)) if largest <= LOOKED_UP else None

    def settle(self, other: Floats, own: Floats) -> tuple[Ints, Floats]:
        """Return places with the right total in every line, and the divisors' logarithms."""
        logs = np.where(
            self.positive, self.logs - other, -np.inf
        )  # no weight: every place too dear
        seats = self._near(logs, own)
        gap = self.totals - seats.sum(1)
        while gap.any():
            self._give(logs, seats, gap)
            self._take(logs, seats, gap)
        return seats, self._middle(logs, seats)

    def _near(self, logs: Floats, own: Floats) -> Ints:
        """Return places whose sums are nearly right: false position, kept between two bounds."""
        own = own.copy()
        seats = self._rounded(logs, own, slice(None))
        low, high = np.full(len(own), -np.inf), np.full(len(own), np.inf)
        for _ in range(30):
            sums = seats.sum(1)
            far = np.flatnonzero(abs(self.totals - sums) > 3)
            if not far.size:
                break
            over = sums[far] > self.totals[far]
            low[far[over]], high[far[~over]] = own[far[over]], own[far[~over]]
            onward = own[far] + np.log((sums[far] + 0.5) / (self.totals[far] + 0.5))
            outside = (onward <= low[far]) | (onward >= high[far])
            own[far] = np.where(outside, middle(low[far], high[far]), onward)
            seats[far] = self._rounded(logs[far], own[far], far)
        return seats

    def _rounded(self, logs: Floats, own: Floats, lines: Any) -> Ints:
        quotients = np.exp(np.minimum(logs - own[:, None], self.most)) + (1.0 - self.shift)
        seats = np.maximum(quotients.astype(np.int64), self.lower[lines])
        whole: Ints = np.where(self.positive[lines], seats, self.lower[lines])
        return whole

    def _give(self, logs: Floats, seats: Ints, gap: Ints) -> None:
        short = np.flatnonzero(gap > 0)
        if short.size:
            prices = self._above(seats[short]) - logs[short]
            seats[short, prices.argmin(1)] += 1
            gap[short] -= 1

    def _take(self, logs: Floats, seats: Ints, gap: Ints) -> None:
        over = np.flatnonzero(gap < 0)
        if over.size:
            held = seats[over]
            prices = self._above(held - 1) - logs[over]
            free = self.positive[over] & (held > self.lower[over])
            seats[over, np.where(free, prices, -np.inf).argmax(1)] -= 1
            gap[over] += 1

    def _middle(self, logs: Floats, seats: Ints) -> Floats:
        above = self._above(seats) - logs
        free = self.positive & (seats > self.lower)
        below = np.where(free, self._above(seats - 1) - logs, -np.inf)
        return middle(-above.min(1, initial=np.inf), -below.max(1, initial=-np.inf))

    def _above(self, seats: Ints) -> Floats:
        """Return the logarithms of the signposts above these places, from a list where it is short."""
        return self._logs_of(seats) if self.posts is None else self.posts[seats + 1]

    def _logs_of(self, seats: Ints) -> Floats:
        found: Floats = np.log(np.maximum(seats + self.shift, 0.5))
        return found


def middle(lowest: Floats, highest: Floats) -> Floats:
    """Return the middle of each interval; a little inside one that is open at an end."""
    low = np.where(np.isfinite(lowest), lowest, np.where(np.isfinite(highest), highest - 2, 0.0))
    return (low + np.where(np.isfinite(highest), highest, low + 2)) / 2
