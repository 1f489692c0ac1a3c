"""Two dimensions as OR-tools would have it: a min-cost flow with a window that widens.

Each unit of a cell is an arc of its own; its cost is the logarithm of its signpost over the cell's
share of the continuous solution, as a whole number. Only arcs near that share are offered; a cell
that ends on an edge of its window might have gone further, so its window doubles and all is solved
again.
"""

from typing import Any

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

SCALE, SWEEPS, NEAR = 10**12, 200, 1e-6
LEAST = 1e-9


class NoFlowError(ValueError):
    """There is no answer inside the widest window."""


def by_flow(weights: Any, row_totals: list[int], col_totals: list[int]) -> Any:
    """Return the places of every cell."""
    rows, cols = np.array(row_totals), np.array(col_totals)
    share = continuous(weights.astype(float), rows, cols)
    cells = np.argwhere(weights > 0)
    wanted = np.maximum(share[cells[:, 0], cells[:, 1]], LEAST)
    most = np.minimum(rows[cells[:, 0]], cols[cells[:, 1]])
    reach = np.ones(len(cells), dtype=np.int64)
    while True:
        lower = np.clip(np.floor(wanted).astype(np.int64) - reach, 0, most)
        upper = np.clip(np.ceil(wanted).astype(np.int64) + reach, 0, most)
        places = solved(cells, wanted, (lower, upper), (rows, cols))
        edge = ((places == lower) & (lower > 0)) | ((places == upper) & (upper < most))
        if places[0] >= 0 and not edge.any():
            seats = np.zeros(weights.shape, dtype=np.int64)
            seats[cells[:, 0], cells[:, 1]] = places
            return seats
        if places[0] < 0 and (lower == 0).all() and (upper == most).all():
            raise NoFlowError
        reach = np.where(edge | (places < 0), 2 * reach, reach)


def continuous(share: Any, rows: Any, cols: Any) -> Any:
    """Scale rows and columns in turn until the sums are nearly right."""
    for _ in range(SWEEPS):
        share = share * (cols / share.sum(0))
        by_row = rows / share.sum(1)
        share = share * by_row[:, None]
        if np.abs(by_row - 1).max() < NEAR:
            break
    return share


def solved(cells: Any, wanted: Any, window: tuple[Any, Any], totals: tuple[Any, Any]) -> Any:
    """Solve inside the window; -1 everywhere where no flow fits."""
    lower, upper = window
    rows, cols = totals
    width = upper - lower
    cell = np.repeat(np.arange(len(cells)), width)
    unit = np.arange(len(cell)) - np.repeat(np.cumsum(width) - width, width) + lower[cell] + 1
    cost = np.rint(np.log((unit - 0.5) / wanted[cell]) * SCALE).astype(np.int64)
    problem = SimpleMinCostFlow()
    arcs = problem.add_arcs_with_capacity_and_unit_cost(
        cells[cell, 0], len(rows) + cells[cell, 1], np.ones(len(cell), dtype=np.int64), cost
    )
    supply = rows - np.bincount(cells[:, 0], lower, len(rows)).astype(np.int64)
    demand = cols - np.bincount(cells[:, 1], lower, len(cols)).astype(np.int64)
    nodes = np.arange(len(rows) + len(cols))
    problem.set_nodes_supplies(nodes, np.concatenate([supply, -demand]))
    if min(supply.min(), demand.min()) < 0 or problem.solve() != problem.OPTIMAL:
        return np.full(len(cells), -1)
    return lower + np.bincount(cell, problem.flows(arcs), len(cells)).astype(np.int64)
