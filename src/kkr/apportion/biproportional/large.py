"""Places close to the right ones for many cells: what `small` does, a whole table at a time."""

from math import inf, log
from typing import Any

import numpy as np

from kkr.apportion.biproportional.core import Core
from kkr.apportion.biproportional.divisors import Guess
from kkr.apportion.biproportional.small import FAR, PATIENCE, ROUNDS, SWEEPS

Array = Any  # numpy's own types say nothing that matters here


def guess(core: Core) -> Guess:
    """Return places with the right sums, and logarithms of row and column divisors."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        table = _Table(core)
        table.scale()
        table.augment()
        table.centre()
        return table.guess()


class _Table:
    def __init__(self, core: Core) -> None:
        self.logs = np.array([[log(w) if w else -inf for w in row] for row in core.weights])
        self.live = np.isfinite(self.logs)
        self.lower = np.array(core.lower, dtype=np.int64)
        self.row_totals = np.array(core.row_totals, dtype=np.int64)
        self.col_totals = np.array(core.col_totals, dtype=np.int64)
        self.back = core.back
        self.u = np.zeros(len(core.row_totals))
        self.v = self._size(self.logs.T, self.col_totals)
        self.seats = np.zeros_like(self.lower)

    def guess(self) -> Guess:
        slack = np.minimum(*self._slacks())
        rooms = slack.min(axis=1), slack.min(axis=0)
        return Guess(
            self.seats.tolist(), self.u.tolist(), self.v.tolist(), *(r.tolist() for r in rooms)
        )

    def post(self, k: Array) -> Array:
        return np.log(np.maximum(k - self.back / 2, 0))

    def surplus(self) -> Array:
        return self.seats.sum(axis=0) - self.col_totals

    def scale(self) -> None:
        best, stale = (inf, self.seats, self.u, self.v), 0
        turned, lower = self.logs.T.copy(), self.lower.T.copy()
        rows = cols = None
        for _ in range(ROUNDS):
            self.seats, self.u = self._round(self.logs - self.v, self.lower, self.row_totals, rows)
            flaw = np.abs(self.surplus()).sum()
            if flaw < best[0]:
                best, stale = (flaw, self.seats, self.u, self.v), 0
            stale += 1
            if not flaw or stale > PATIENCE:
                break
            rows, self.v = self.u, self._round(turned - self.u, lower, self.col_totals, cols)[1]
            cols = self.v
        _, self.seats, self.u, self.v = best

    def _size(self, worth: Array, totals: Array) -> Array:
        count = np.isfinite(worth).sum(axis=1)
        top = worth.max(axis=1)
        sums = top + np.log(np.exp(worth - top[:, None]).sum(axis=1))
        return sums - np.log(np.maximum(totals + (1 - self.back) * count / 2, 0.5))

    def _round(
        self, worth: Array, lower: Array, totals: Array, size: Array | None
    ) -> tuple[Array, Array]:
        """Divide every row's places by its weights over the other side's divisors."""
        live = np.isfinite(worth)
        size = self._size(worth, totals) if size is None else size
        shares = np.exp(np.minimum(worth - size[:, None], 40.0)) + self.back / 2
        shares = np.minimum(shares.astype(np.int64), totals[:, None])
        seats = np.where(live, np.maximum(shares, lower), 0)
        self._fill(worth, seats, totals)
        self._empty(worth, seats, lower, totals)
        return seats, self._middle(worth, seats, lower)

    def _fill(self, worth: Array, seats: Array, totals: Array) -> None:
        spare = totals - seats.sum(axis=1)
        rows = np.flatnonzero(spare > 0)
        claims = np.where(np.isfinite(worth[rows]), worth[rows] - self.post(seats[rows] + 1), -inf)
        for _ in range(int(spare.max(initial=0))):
            place = np.arange(len(rows))
            best = claims.argmax(axis=1)
            seats[rows, best] += 1
            claims[place, best] = worth[rows, best] - self.post(seats[rows, best] + 1)
            spare[rows] -= 1
            keep = spare[rows] > 0
            rows, claims = rows[keep], claims[keep]

    def _empty(self, worth: Array, seats: Array, lower: Array, totals: Array) -> None:
        extra = seats.sum(axis=1) - totals
        rows = np.flatnonzero(extra > 0)
        for _ in range(int(extra.max(initial=0))):
            held = seats[rows]
            claims = np.where(held > lower[rows], worth[rows] - self.post(held), inf)
            seats[rows, claims.argmin(axis=1)] -= 1
            extra[rows] -= 1
            rows = rows[extra[rows] > 0]

    def _middle(self, worth: Array, seats: Array, lower: Array) -> Array:
        live = np.isfinite(worth)
        least = np.where(live, worth - self.post(seats + 1), -inf).max(axis=1)
        most = np.where(live & (seats > lower), worth - self.post(seats), inf).min(axis=1)
        return np.where(most < inf, (least + most) / 2, least + FAR)

    def augment(self) -> None:
        surplus = self.surplus()
        while surplus.any():
            self._paths(surplus)

    def _paths(self, surplus: Array) -> None:
        """Augment along shortest paths that share no cell, after one search."""
        rows, cols, by_row, by_col = self._distances(surplus)
        ends = np.flatnonzero((surplus < 0) & np.isfinite(cols))
        far = cols[ends].max()
        self.u += np.minimum(rows, far)
        self.v -= np.minimum(cols, far)
        used: set[tuple[int, int]] = set()
        for end in sorted(ends.tolist(), key=lambda j: float(cols[j])):
            path, start = _path(end, by_row, by_col)
            if surplus[start] > 0 and used.isdisjoint(path):
                used.update(path)
                for place, cell in enumerate(path):
                    self.seats[cell] += -1 if place % 2 else 1
                surplus[start] -= 1
                surplus[end] += 1

    def _distances(self, surplus: Array) -> tuple[Array, Array, Array, Array]:
        gains, losses = self._slacks()
        cols = np.where(surplus > 0, 0.0, inf)
        rows = np.full(len(self.u), inf)
        by_row, by_col = np.full(len(rows), -1), np.full(len(cols), -1)
        while True:
            reach = losses + cols
            best = reach.argmin(axis=1)
            found = reach[np.arange(len(rows)), best]
            moved = found < rows
            rows[moved], by_row[moved] = found[moved], best[moved]
            reach = gains + rows[:, None]
            best = reach.argmin(axis=0)
            found = reach[best, np.arange(len(cols))]
            moved = found < cols
            if not moved.any():
                return rows, cols, by_row, by_col
            cols[moved], by_col[moved] = found[moved], best[moved]

    def _slacks(self) -> tuple[Array, Array]:
        fair = self.logs - self.u[:, None] - self.v
        gains = np.where(self.live, np.maximum(self.post(self.seats + 1) - fair, 0.0), inf)
        held = self.live & (self.seats > self.lower)
        return gains, np.where(held, np.maximum(fair - self.post(self.seats), 0.0), inf)

    def centre(self) -> None:
        """Move every divisor to the middle of its room, again and again."""
        seats, lower, logs = self.seats.T.copy(), self.lower.T.copy(), self.logs.T.copy()
        for _ in range(SWEEPS):
            self.u = self._middle(self.logs - self.v, self.seats, self.lower)
            self.v = self._middle(logs - self.u, seats, lower)


def _path(end: int, by_row: Array, by_col: Array) -> tuple[list[tuple[int, int]], int]:
    """Return the cells from the end back: one gains, one loses, and so on; and the first column."""
    path, j = [], end
    while (i := int(by_col[j])) >= 0:
        path.append((i, j))
        j = int(by_row[i])
        path.append((i, j))
    return path, j
