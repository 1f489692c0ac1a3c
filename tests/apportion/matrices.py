"""Problems in two dimensions for the tests."""

from fractions import Fraction

from kkr.apportion.biproportional import BiproportionalProblem, Quorum

METHODS = ("sainte_lague", "dhondt", "adams")
NEAR, HUGE = 10**30, 10**400


def matrix_problem(weights, row_totals, col_totals, method="sainte_lague", **more):
    """Return a problem with rows and columns named by number."""
    return BiproportionalProblem(
        rows=tuple(f"r{i}" for i in range(len(row_totals))),
        cols=tuple(f"c{j}" for j in range(len(col_totals))),
        weights=tuple(map(tuple, weights)),
        row_totals=tuple(row_totals),
        col_totals=tuple(col_totals),
        method=method,
        **more,
    )


def random_matrix_problem(chance):
    """Return a small random problem: ties, zeros, minimums, quorums; now and then infeasible."""
    rows, cols = chance.randint(1, 4), chance.randint(1, 4)
    most = chance.choice([1, 1, 1, 2, 2, 2, 4, 30, 3000, 10**14, NEAR, HUGE])
    zeros = chance.choice([0, 0, 0.15, 0.4])
    weights = [
        [0 if chance.random() < zeros else _weight(chance, most) for _ in range(cols)]
        for _ in range(rows)
    ]
    row_totals, col_totals = [0] * rows, [0] * cols
    method = chance.choice(METHODS)
    places = [(i, j) for i in range(rows) for j in range(cols) if weights[i][j]]
    drawn = [chance.choice(places) for _ in range(chance.randint(0, 7)) if places]
    for i, j in drawn + (places if method == "adams" and chance.random() < 0.9 else []):
        row_totals[i] += 1
        col_totals[j] += 1
    if chance.random() < 0.15:
        chance.shuffle(col_totals)
    if chance.random() < 0.02:
        row_totals[0] += 1
    return matrix_problem(
        weights, row_totals, col_totals, method, **_more(chance, drawn, rows, cols)
    )


def _weight(chance, most):
    if most == NEAR:
        return NEAR + chance.randint(-1, 1)
    if most == HUGE:
        return 10 ** chance.randint(0, 400) + chance.randint(0, 1)
    if most > 2 and chance.random() < 0.05:
        return Fraction(chance.randint(1, 40), chance.randint(1, 6))
    return chance.randint(1, most)


def _more(chance, drawn, rows, cols):
    more = {}
    if chance.random() < 0.1:
        share = Fraction(chance.randint(0, 30), 100)
        more["quorum"] = chance.choice(
            [Quorum(any_district=share), Quorum(total=share), Quorum(share, share, "all")]
        )
    kind = chance.random()
    if kind < 0.1:
        more["cell_lower"] = "winner_takes_one"
    elif kind < 0.35:
        lower = [[0] * cols for _ in range(rows)]
        for i, j in drawn[: chance.randint(0, 4)]:
            lower[i][j] += 1
        if chance.random() < 0.1:
            lower[0][0] += 1
        more["cell_lower"] = tuple(map(tuple, lower))
    return more


def near_tie(chance, method):
    """Return a problem whose cells nearly all stand level, with weights of 1e12 to 4e15."""
    rows, cols = chance.randint(2, 3), chance.randint(2, 3)
    by_row = [chance.randint(10**6, 2 * 10**7) for _ in range(rows)]
    by_col = [chance.randint(10**6, 3 * 10**7) for _ in range(cols)]
    step, factors = chance.choice([0, 1, 1, 10]), chance.choice([[1], [1, 1, 3, 5]])
    weights = [
        [r * c * chance.choice(factors) + chance.randint(-step, step) for c in by_col]
        for r in by_row
    ]
    row_totals, col_totals = [0] * rows, [0] * cols
    every = [(i, j) for i in range(rows) for j in range(cols)]
    for i, j in chance.choices(every, k=4) + (every if method == "adams" else []):
        row_totals[i] += 1
        col_totals[j] += 1
    return matrix_problem(weights, row_totals, col_totals, method)
