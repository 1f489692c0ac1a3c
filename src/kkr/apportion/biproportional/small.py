"""Places close to the right ones, in floats and plain Python: a guess that whole numbers judge."""

from math import exp, inf, log

from kkr.apportion.biproportional.core import Core, Grid
from kkr.apportion.biproportional.divisors import Guess

ROUNDS, PATIENCE, SWEEPS = 40, 3, 12
Logs = list[list[float]]
FAR = 1.0  # how far a divisor stands from its only bound


def guess(core: Core) -> Guess:
    """Return places with the right sums, and logarithms of row and column divisors.

    Alternating scaling (Pukelsheim 2014, ch. 15), then shortest augmenting paths in the residual
    graph (Balinski and Demange 1989; Zachariasen 2006).
    """
    table = _Table(core)
    table.scale()
    table.augment()
    table.centre()
    return Guess(table.seats, table.u, table.v, *table.rooms())


class _Table:
    def __init__(self, core: Core) -> None:
        self.core, self.back = core, core.back
        self.logs = [[log(w) if w else -inf for w in row] for row in core.weights]
        self.u = [0.0] * len(core.row_totals)
        self.v = [0.0] * len(core.col_totals)
        self.seats: Grid = []

    def post(self, k: int) -> float:
        twice = 2 * k - self.back
        return log(twice / 2) if twice > 0 else -inf

    def surplus(self) -> list[int]:
        return [
            sum(column) - total
            for column, total in zip(
                zip(*self.seats, strict=True), self.core.col_totals, strict=True
            )
        ]

    def scale(self) -> None:
        core, best, stale = self.core, None, 0
        columns = [list(c) for c in zip(*self.logs, strict=True)]
        lower = [list(c) for c in zip(*core.lower, strict=True)]
        for j, column in enumerate(core.weights and zip(*core.weights, strict=True)):
            self.v[j] = log(sum(column)) - log(core.col_totals[j])
        for _ in range(ROUNDS):
            for i, row in enumerate(self.logs):
                held = self._round(row, self.v, core.lower[i], core.row_totals[i])
                self.u[i] = held[1]
                self.seats[i : i + 1] = [held[0]]
            flaw = sum(map(abs, self.surplus()))
            if best is None or flaw < best[0]:
                best, stale = (flaw, [*self.seats], [*self.u], [*self.v]), 0
            stale += 1
            if not flaw or stale > PATIENCE:
                break
            for j, column_logs in enumerate(columns):
                self.v[j] = self._round(column_logs, self.u, lower[j], core.col_totals[j])[1]
        assert best is not None
        _, self.seats, self.u, self.v = best

    def _round(
        self, logs: list[float], other: list[float], lower: list[int], total: int
    ) -> tuple[list[int], float]:
        """Divide one row's places by its own weights over the other side's divisors."""
        worth = [w - o for w, o in zip(logs, other, strict=True)]
        live = [k for k, w in enumerate(worth) if w > -inf]
        size = self._size(worth, total, len(live))
        seats = [0] * len(logs)
        for k in live:
            share = int(exp(min(worth[k] - size, 40.0)) + self.back / 2)
            seats[k] = max(lower[k], min(total, share))
        for _ in range(total - sum(seats)):
            seats[max(live, key=lambda k: worth[k] - self.post(seats[k] + 1))] += 1
        for _ in range(sum(seats) - total):
            over = (k for k in live if seats[k] > lower[k])
            seats[min(over, key=lambda k: worth[k] - self.post(seats[k]))] -= 1
        return seats, self._middle(worth, seats, lower)

    def _size(self, worth: list[float], total: int, count: int) -> float:
        top = max(worth)
        size = log(sum(exp(w - top) for w in worth)) + top
        return size - log(max(total + (1 - self.back) * count / 2, 0.5))

    def _middle(self, worth: list[float], seats: list[int], lower: list[int]) -> float:
        least, most = -inf, inf
        for w, s, b in zip(worth, seats, lower, strict=True):
            if w > -inf:
                least = max(least, w - self.post(s + 1))
                if s > b:
                    most = min(most, w - self.post(s))
        return (least + most) / 2 if most < inf else least + FAR

    def augment(self) -> None:
        surplus = self.surplus()
        while any(surplus):
            self._one_path(surplus)

    def _one_path(self, surplus: list[int]) -> None:
        rows, cols, by_row, by_col = self._distances(surplus)
        target = min((j for j, s in enumerate(surplus) if s < 0), key=lambda j: cols[j])
        far = cols[target]
        self.u = [u + min(d, far) for u, d in zip(self.u, rows, strict=True)]
        self.v = [v - min(d, far) for v, d in zip(self.v, cols, strict=True)]
        surplus[target] += 1
        j = target
        while (i := by_col[j]) >= 0:
            self.seats[i][j] += 1
            j = by_row[i]
            self.seats[i][j] -= 1
        surplus[j] -= 1

    def _distances(
        self, surplus: list[int]
    ) -> tuple[list[float], list[float], list[int], list[int]]:
        gains, losses = self._slacks()
        cols = [0.0 if s > 0 else inf for s in surplus]
        rows = [inf] * len(self.u)
        by_row, by_col = [-1] * len(rows), [-1] * len(cols)
        changed = True
        while changed:
            changed = False
            for i, slack in enumerate(losses):
                reach = [d + c for d, c in zip(cols, slack, strict=True)]
                if (best := min(reach)) < rows[i]:
                    rows[i], by_row[i] = best, reach.index(best)
                    changed = True
                    for j, cost in enumerate(gains[i]):
                        if best + cost < cols[j]:
                            cols[j], by_col[j] = best + cost, i
        return rows, cols, by_row, by_col

    def _slacks(self) -> tuple[Logs, Logs]:
        gains, losses = [], []
        for i, row in enumerate(self.logs):
            gain, loss = [], []
            for j, w in enumerate(row):
                seats, fair = self.seats[i][j], w - self.u[i] - self.v[j]
                gain.append(max(0.0, self.post(seats + 1) - fair) if w > -inf else inf)
                room = w > -inf and seats > self.core.lower[i][j]
                loss.append(max(0.0, fair - self.post(seats)) if room else inf)
            gains.append(gain)
            losses.append(loss)
        return gains, losses

    def centre(self) -> None:
        """Move every divisor to the middle of its room, again and again."""
        columns = [list(c) for c in zip(*self.logs, strict=True)]
        lower = [list(c) for c in zip(*self.core.lower, strict=True)]
        seats = [list(c) for c in zip(*self.seats, strict=True)]
        for _ in range(SWEEPS):
            for i, row in enumerate(self.logs):
                worth = [w - v for w, v in zip(row, self.v, strict=True)]
                self.u[i] = self._middle(worth, self.seats[i], self.core.lower[i])
            for j, column in enumerate(columns):
                worth = [w - u for w, u in zip(column, self.u, strict=True)]
                self.v[j] = self._middle(worth, seats[j], lower[j])

    def rooms(self) -> tuple[list[float], list[float]]:
        """Return how far each divisor may move before the nearest cell changes."""
        gains, losses = self._slacks()
        slacks = [list(map(min, *pair)) for pair in zip(gains, losses, strict=True)]
        return [min(row) for row in slacks], [min(column) for column in zip(*slacks, strict=True)]
