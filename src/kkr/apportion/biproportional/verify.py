"""Checking places by row and column without the code that found them: multiply, round and add."""

from fractions import Fraction
from typing import Any

FIRST = {"sainte_lague": Fraction(1, 2), "dhondt": 1, "adams": 0}  # the signpost above no places


def verify_matrix(problem: Any, answer: Any) -> bool:
    """Return whether these places, and no others, are what the problem asks for.

    Every weight must lie strictly between the signposts of its last place and of its next one,
    times its divisors; then no other matrix with these sums is as good. An open tie is no division.
    """
    seats, rows, cols = answer.seats, answer.row_divisors, answer.col_divisors
    if answer.ties or [len(row) for row in seats] != [len(cols)] * len(rows):
        return False
    sums = [sum(row) for row in seats], [sum(row[j] for row in seats) for j in range(len(cols))]
    if sums != (list(problem.row_totals), list(problem.col_totals)):
        return False
    (weights, least), first = _counted(problem), FIRST[problem.method]
    return min((*rows, *cols), default=1) > 0 and all(
        _stands(first, weights[i][j], row * col, seats[i][j], least[i][j])
        for i, row in enumerate(rows)
        for j, col in enumerate(cols)
    )


def _stands(first: Any, weight: Any, divisor: Any, seats: int, least: int) -> bool:
    if seats <= least or not weight:
        return seats == least and bool(not weight or weight < (seats + first) * divisor)
    return bool((seats - 1 + first) * divisor < weight < (seats + first) * divisor)


def _counted(problem: Any) -> tuple[Any, Any]:
    columns, demanded = [sum(own) for own in zip(*problem.weights, strict=True)], problem.cell_lower
    inside = [_counts(problem.quorum, row, columns) for row in problem.weights]
    weights = [[w * own for w in row] for row, own in zip(problem.weights, inside, strict=True)]
    least = [[0] * len(columns) for _ in weights]
    for j, column in enumerate(zip(*weights, strict=True)):
        most = max(column)
        winner = problem.col_totals[j] > 0 < most and column.count(most) == 1
        for i, w in enumerate(column):
            if demanded == "winner_takes_one":
                least[i][j] = int(winner and w == most)
            elif demanded:
                least[i][j] = demanded[i][j] * inside[i]
    return weights, least


def _counts(quorum: Any, row: Any, columns: Any) -> bool:
    tests = []
    if quorum and (share := quorum.any_district) is not None:
        pairs = zip(row, columns, strict=True)
        tests.append(not share or any(w and w >= share * c for w, c in pairs))
    if quorum and quorum.total is not None:
        tests.append(sum(row) >= quorum.total * sum(columns))
    return not tests or (all(tests) if quorum.mode == "all" else any(tests))
