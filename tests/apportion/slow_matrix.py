"""Two dimensions the slow way: every matrix with the right sums, the product of its signposts over
their weights in exact fractions, and the least one.
"""

from fractions import Fraction
from itertools import product

from kkr.apportion.biproportional.problem import STEP_BACK


def best_matrices(problem):
    """Return every matrix whose product is least; none where no matrix has the right sums."""
    weights, least = problem.counted_weights(), problem.least_places()
    found, lowest = [], None
    for matrix in _matrices(problem, weights, least):
        worth = _product(problem, weights, matrix)
        if lowest is None or worth < lowest:
            found, lowest = [], worth
        if worth == lowest:
            found.append(matrix)
    return found


def differing_cells(matrices):
    """Return the cells in which these matrices are not all alike."""
    first = matrices[0]
    return {
        (i, j)
        for i, row in enumerate(first)
        for j, places in enumerate(row)
        if any(matrix[i][j] != places for matrix in matrices)
    }


def _matrices(problem, weights, least):
    first = int(problem.method == "adams")

    def rows(i, left):
        if i == len(weights):
            if not any(left):
                yield ()
            return
        spans = [
            range(max(b, first), room + 1) if w else (b,)
            for w, b, room in zip(weights[i], least[i], left, strict=True)
        ]
        for line in product(*spans):
            rest = [a - b for a, b in zip(left, line, strict=True)]
            if sum(line) == problem.row_totals[i] and min(rest) >= 0:
                yield from ((line, *more) for more in rows(i + 1, rest))

    yield from rows(0, list(problem.col_totals))


def _product(problem, weights, matrix):
    back, worth = STEP_BACK[problem.method], Fraction(1)
    for row, line in zip(weights, matrix, strict=True):
        for w, places in zip(row, line, strict=True):
            for k in range(1 + (back == 2), (places if w else 0) + 1):
                worth *= Fraction(2 * k - back) / w
    return worth
