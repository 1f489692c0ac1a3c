"""An independent, slow, exact solution in two dimensions: all matrices, straight from the goal.

It knows nothing of divisors, flows or logarithms. A tie shows as more than one best matrix.
"""

from fractions import Fraction
from functools import cache

SIGNPOSTS = {
    "sainte_lague": lambda s: Fraction(2 * s + 1, 2),
    "dhondt": lambda s: Fraction(s + 1),
    "adams": Fraction,
}


def stated(problem):
    """Return the weights that count and the least places, read from a problem's plain fields."""
    rows, cols = range(len(problem.rows)), range(len(problem.cols))
    weights = [[0] * len(cols) for _ in rows]
    least = [[0] * len(cols) for _ in rows]
    for i in rows:
        if _takes_part(problem, i):
            weights[i] = list(problem.weights[i])
            if isinstance(problem.cell_lower, tuple):
                least[i] = list(problem.cell_lower[i])
    if problem.cell_lower == "winner_takes_one":
        for j in cols:
            line = sorted(rows, key=lambda i, j=j: weights[i][j])
            alone = len(line) < 2 or weights[line[-1]][j] > weights[line[-2]][j]
            if line and alone and weights[line[-1]][j] and problem.col_totals[j]:
                least[line[-1]][j] = 1
    return tuple(map(tuple, weights)), tuple(map(tuple, least))


def _takes_part(problem, i):
    quorum, row = problem.quorum, problem.weights[i]
    if quorum is None:
        return True
    reached = []
    if quorum.any_district is not None:
        reached.append(quorum.any_district == 0)
        for j, own in enumerate(row):
            column = sum(other[j] for other in problem.weights)
            reached[0] = reached[0] or (own > 0 and Fraction(own) / column >= quorum.any_district)
    if quorum.total is not None:
        reached.append(sum(row) >= quorum.total * sum(map(sum, problem.weights)))
    return all(reached) if quorum.mode == "all" else any(reached)


def best_matrices(weights, row_totals, col_totals, method, lows=None):
    """Return all matrices with the least product of signpost / weight; none if there is no matrix.

    A first place where the signpost is nothing (Adams) is a minimum, as are the places of `lows`.
    """
    lows = lows or [[0] * len(col_totals) for _ in row_totals]
    lows = [
        [
            max(low, 1) if method == "adams" and weight else low
            for low, weight in zip(*pair, strict=True)
        ]
        for pair in zip(lows, weights, strict=True)
    ]
    post = SIGNPOSTS[method]

    @cache
    def price(weight, low, seats):
        product = Fraction(1)
        for held in range(low, seats):
            product *= post(held) / weight
        return product

    best = {tuple(col_totals): (Fraction(1), [()])}
    for row, total in enumerate(row_totals):
        following = {}
        for left, (product, matrices) in best.items():
            for places in _lines(weights[row], lows[row], total, left):
                rest = tuple(have - own for have, own in zip(left, places, strict=True))
                worth = product
                for weight, low, seats in zip(weights[row], lows[row], places, strict=True):
                    worth *= price(weight, low, seats)
                known = following.get(rest)
                if known is None or worth < known[0]:
                    following[rest] = worth, [(*matrix, places) for matrix in matrices]
                elif worth == known[0]:
                    known[1].extend((*matrix, places) for matrix in matrices)
        best = following
    return set(best.get((0,) * len(col_totals), (0, []))[1])


def _lines(weights, lows, total, left):
    """Yield every way to give a row its places within what the columns have left."""
    if not weights:
        if not total:
            yield ()
        return
    highest = min(total, left[0]) if weights[0] else lows[0]
    for own in range(lows[0], highest + 1):
        if own <= min(total, left[0]):
            for rest in _lines(weights[1:], lows[1:], total - own, left[1:]):
                yield (own, *rest)
