"""Moving places between columns until every column has its own, at the least price.

The graph is the transport problem's residual graph seen from the columns alone: from j to k the
cheapest way to take a place from j and give it to k inside one row. Shortest augmenting paths keep
the places optimal for the sums they have (Busacker and Gowen 1960; for biproportional rounding
tie-and-transfer, Balinski and Demange 1989, and Zachariasen 2006). Where no path is left, there is
no answer.
"""

import numpy as np

from kkr.apportion.biproportional.table import Floats, Ints, Table


class ColumnGraph:
    """Places with their prices, and for every two columns the price of moving one between them."""

    def __init__(self, table: Table, seats: Ints) -> None:
        self.table, self.seats = table, seats.copy()
        self.adding, self.taking = table.adding(seats), table.taking(seats)
        self.moves = np.empty((len(table.col_totals),) * 2)
        self._price(range(len(table.col_totals)))

    def change(self, cells: list[tuple[int, int, int]]) -> None:
        """Add a number of places (row, column, number) to cells, and price them anew."""
        table = self.table
        for row, col, number in cells:
            self.seats[row, col] += number
        rows, cols, _ = np.array(cells).T
        held, logs = self.seats[rows, cols], table.logs[rows, cols]
        self.adding[rows, cols] = np.log(held + table.shift) - logs
        last = np.log(np.maximum(held - 1 + table.shift, 0.5)) - logs
        self.taking[rows, cols] = np.where(held > table.lower[rows, cols], last, -np.inf)
        self._price(sorted(set(cols.tolist())))

    def _price(self, cols: range | list[int]) -> None:
        for col in cols:
            out = self.adding - self.taking[:, col, None]
            self.moves[col] = out.min(0, initial=np.inf)
        for col in cols if len(cols) < len(self.moves) else ():  # of all, the way out is the way in
            into = self.adding[:, col, None] - self.taking
            self.moves[:, col] = into.min(0, initial=np.inf)
        np.fill_diagonal(self.moves, np.inf)

    def row_between(self, giver: int, taker: int) -> int:
        """Return the row in which a place moves most cheaply."""
        return int((self.adding[:, taker] - self.taking[:, giver]).argmin())


def shortest(start: Floats, moves: Floats, tolerance: float) -> tuple[Floats, Ints] | None:
    """Return distances and last steps from `start` (Bellman 1958), or None round a negative cycle.

    Gains within the tolerance are noise and not followed.
    """
    distance, before = start, np.full(len(start), -1)
    every = np.arange(len(start))
    for _ in range(len(start) + 1):
        through = distance[:, None] + moves
        best = through.argmin(0)
        reached = through[best, every]
        better = reached < distance - tolerance
        if not better.any():
            return distance, before
        distance = np.where(better, reached, distance)
        before[better] = best[better]
    return None


def best_paths(start: Floats, moves: Floats, table: Table) -> tuple[Floats, Ints]:
    """Return `shortest`, with as much tolerance as the noise of very many places demands."""
    tolerance = table.tolerance
    while (found := shortest(start, moves, tolerance)) is None:
        tolerance *= 4
    return found


def transfer(graph: ColumnGraph) -> bool:
    """Move places until every column has its total; return whether that can be."""
    table = graph.table
    while True:
        surplus = graph.seats.sum(0) - table.col_totals
        if not surplus.any():
            return True
        distance, before = best_paths(np.where(surplus > 0, 0.0, np.inf), graph.moves, table)
        wanting = np.where(surplus < 0, distance, np.inf)
        target = int(wanting.argmin())
        if not np.isfinite(wanting[target]):
            return False
        graph.change(_path(graph, before, target))


def _path(graph: ColumnGraph, before: Ints, target: int) -> list[tuple[int, int, int]]:
    cells = []
    col = target
    while before[col] >= 0:
        giver = int(before[col])
        row = graph.row_between(giver, col)
        cells += [(row, giver, -1), (row, col, 1)]
        col = giver
    return cells
