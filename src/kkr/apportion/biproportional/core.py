"""The part of a problem that is left to decide: whole weights, and only rows and columns that have
places to give.
"""

from dataclasses import dataclass
from math import lcm

from kkr.apportion.biproportional.problem import STEP_BACK, BiproportionalProblem

Grid = list[list[int]]


@dataclass
class Core:
    """Whole weights, least places and totals; `back` says how the signposts stand.

    The k-th signpost of a cell is (2k - back) / 2. `fixed` holds the places of cells without
    weight, already taken from the totals. `scale` is what the weights were multiplied by.
    """

    weights: Grid
    lower: Grid
    row_totals: list[int]
    col_totals: list[int]
    fixed: Grid
    back: int
    scale: int

    def part(self, rows: list[int], cols: list[int]) -> "Core":
        """Return the core of these rows and columns."""

        def cut(grid: Grid) -> Grid:
            return [[grid[i][j] for j in cols] for i in rows]

        return Core(
            cut(self.weights),
            cut(self.lower),
            [self.row_totals[i] for i in rows],
            [self.col_totals[j] for j in cols],
            cut(self.fixed),
            self.back,
            self.scale,
        )


def core_of(problem: BiproportionalProblem) -> Core:
    """Return what is to decide; a cell without weight keeps exactly its least places."""
    counted, least = problem.counted_weights(), problem.least_places()
    scale = lcm(*{w.denominator for row in counted for w in row})
    weights = [[int(w * scale) for w in row] for row in counted]
    first = int(problem.method == "adams")
    lower = [
        [max(b, first) if w else 0 for w, b in zip(*pair, strict=True)]
        for pair in zip(weights, least, strict=True)
    ]
    fixed = [
        [0 if w else b for w, b in zip(*pair, strict=True)]
        for pair in zip(weights, least, strict=True)
    ]
    rows = [t - sum(row) for t, row in zip(problem.row_totals, fixed, strict=True)]
    taken = [sum(column) for column in zip(*fixed, strict=True)] or [0] * len(problem.cols)
    cols = [t - kept for t, kept in zip(problem.col_totals, taken, strict=True)]
    return Core(weights, lower, rows, cols, fixed, STEP_BACK[problem.method], scale)
