"""Checking a division by rows and columns without the code that found it: multiplication, rounding
and sums, in exact fractions.
"""

from fractions import Fraction
from typing import Any

BACK = {"sainte_lague": Fraction(1, 2), "dhondt": Fraction(0), "adams": Fraction(1)}


def verify_matrix(problem: Any, allocation: Any) -> bool:
    """Return whether these places, and no others, are what the problem asks for.

    Every cell must lie strictly between the signposts of its last place and of its next one, times
    its divisors; then no other matrix with these sums is as good. An open tie is no division yet.
    """
    seats, rows, cols = allocation.seats, allocation.row_divisors, allocation.col_divisors
    shape = len(problem.rows), {len(problem.cols)}
    if (len(seats), {*map(len, seats), len(cols)}) != shape or len(rows) != shape[0]:
        return False
    sums = [sum(row[j] for row in seats) for j in range(len(cols))]
    if [sum(row) for row in seats] != list(problem.row_totals) or sums != list(problem.col_totals):
        return False
    if allocation.ties or any(d <= 0 for d in (*rows, *cols)):
        return False
    weights = [[Fraction(w) * _counts(problem, row) for w in row] for row in problem.weights]
    back = BACK[problem.method]
    for i, row in enumerate(weights):
        for j, w in enumerate(row):
            x, least = seats[i][j], _least(problem, weights, i, j)
            size = rows[i] * cols[j]
            above, below = w < (x + 1 - back) * size, x <= least or w > (x - back) * size
            if x < least or (not (above and below) if w else x != least):
                return False
    return True


def _counts(problem: Any, row: Any) -> bool:
    quorum, tests = problem.quorum, []
    if quorum and quorum.any_district is not None:
        pairs = [(w, sum(c)) for w, c in zip(row, zip(*problem.weights, strict=True), strict=True)]
        share = quorum.any_district
        tests.append(not share or any(w and w >= share * c for w, c in pairs))
    if quorum and quorum.total is not None:
        tests.append(sum(row) >= quorum.total * sum(map(sum, problem.weights)))
    return not tests or (all(tests) if quorum.mode == "all" else any(tests))


def _least(problem: Any, weights: Any, i: int, j: int) -> int:
    if problem.cell_lower == "winner_takes_one":
        column = [row[j] for row in weights]
        alone = column[i] == max(column) > 0 and column.count(column[i]) == 1
        return int(alone and problem.col_totals[j] > 0)
    return (
        problem.cell_lower[i][j]
        if problem.cell_lower and _counts(problem, problem.weights[i])
        else 0
    )
