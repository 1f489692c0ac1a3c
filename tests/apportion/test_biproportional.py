"""What holds for every division by rows and columns."""

from dataclasses import replace
from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kkr.apportion import Infeasible
from kkr.apportion.biproportional import allocate_matrix, solve_2d, verify_matrix
from tests.apportion.matrices import METHODS, matrix_problem
from tests.apportion.problems import chance_from


@st.composite
def problems(draw):
    """Return a problem that can be met, with zeros and minimums here and there."""
    rows, cols = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    line = st.lists(st.integers(0, 60) | st.integers(0, 10**15), min_size=cols, max_size=cols)
    weights = draw(st.lists(line, min_size=rows, max_size=rows))
    method = draw(st.sampled_from(METHODS))
    seats = [[draw(st.integers(method == "adams", 5)) if w else 0 for w in row] for row in weights]
    lower = [[draw(st.sampled_from([0, 0, 0, 1, places])) for places in row] for row in seats]
    lower = [
        [min(pair) for pair in zip(*both, strict=True)] for both in zip(lower, seats, strict=True)
    ]
    totals = [sum(row) for row in seats], [sum(column) for column in zip(*seats, strict=True)]
    return matrix_problem(weights, *totals, method, cell_lower=tuple(map(tuple, lower)))


def tied(found):
    """Return all cells of all ties."""
    return {cell for tie in found.ties for cell in tie.units}


@given(problems())
@settings(max_examples=80, deadline=None)
def test_sums_zeros_and_minimums_hold(problem):
    found = allocate_matrix(problem)

    assert tuple(map(sum, found.seats)) == problem.row_totals
    assert tuple(map(sum, zip(*found.seats, strict=True))) == problem.col_totals
    for i, j in product(range(len(problem.rows)), range(len(problem.cols))):
        assert found.seats[i][j] >= problem.cell_lower[i][j]
        assert problem.weights[i][j] or not found.seats[i][j]


@given(problems())
@settings(max_examples=80, deadline=None)
def test_the_proof_holds_and_no_transfer_passes(problem):
    found = allocate_matrix(problem)

    assert verify_matrix(problem, found) == (not found.ties)
    for changed in _transfers(found.seats):
        assert not verify_matrix(problem, replace(found, seats=changed))


def _transfers(seats):
    rows, cols = range(len(seats)), range(len(seats[0]))
    for (i, k), (j, m) in product(permutations(rows, 2), permutations(cols, 2)):
        if seats[i][j] and seats[k][m]:
            yield _moved(seats, {(i, j): -1, (k, m): -1, (i, m): 1, (k, j): 1})
    for i, (j, m) in product(rows, permutations(cols, 2)):
        yield _moved(seats, {(i, j): -1, (i, m): 1})


def _moved(seats, change):
    return tuple(
        tuple(places + change.get((i, j), 0) for j, places in enumerate(row))
        for i, row in enumerate(seats)
    )


@given(problems(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_rows_and_columns_changes_nothing(problem, chance):
    rows = chance.sample(range(len(problem.rows)), len(problem.rows))
    cols = chance.sample(range(len(problem.cols)), len(problem.cols))

    def cut(grid):
        return tuple(tuple(grid[i][j] for j in cols) for i in rows)

    moved = replace(
        problem,
        weights=cut(problem.weights),
        cell_lower=cut(problem.cell_lower),
        row_totals=tuple(problem.row_totals[i] for i in rows),
        col_totals=tuple(problem.col_totals[j] for j in cols),
    )

    found, after = allocate_matrix(problem), allocate_matrix(moved)

    assert {(rows[i], cols[j]) for i, j in tied(after)} == tied(found)
    assert found.ties or after.seats == cut(found.seats)


@given(problems())
@settings(max_examples=60, deadline=None)
def test_rows_and_columns_may_change_places(problem):
    turned = replace(
        problem,
        rows=problem.cols,
        cols=problem.rows,
        weights=tuple(zip(*problem.weights, strict=True)),
        cell_lower=tuple(zip(*problem.cell_lower, strict=True)),
        row_totals=problem.col_totals,
        col_totals=problem.row_totals,
    )

    found, after = allocate_matrix(problem), allocate_matrix(turned)

    assert {(i, j) for j, i in tied(after)} == tied(found)
    assert found.ties or after.seats == tuple(zip(*found.seats, strict=True))


@given(problems(), st.integers(1, 10**6), st.fractions(Fraction(1, 50), 50, max_denominator=50))
@settings(max_examples=60, deadline=None)
def test_a_row_or_a_column_on_another_scale_changes_nothing(problem, row_scale, col_scale):
    scaled = tuple(
        tuple(w * (1 if i else row_scale) * (1 if j else col_scale) for j, w in enumerate(row))
        for i, row in enumerate(problem.weights)
    )

    found, after = allocate_matrix(problem), allocate_matrix(replace(problem, weights=scaled))

    assert after.ties == found.ties
    assert found.ties or after.seats == found.seats


def test_a_reason_names_rows_and_columns_that_cannot_be_met():
    chance, reasons = chance_from("reasons"), 0
    for _ in range(400):
        problem = _sparse(chance)
        found = allocate_matrix(problem)
        if isinstance(found, Infeasible) and found.rows and found.cols:
            _is_shown(problem, found)
            reasons += 1
    assert reasons > 50


def _sparse(chance):
    size = range(chance.randint(2, 6))
    weights = [[int(chance.random() < 0.3) for _ in size] for _ in size]
    row_totals = [chance.randint(0, 3) for _ in size]
    return matrix_problem(weights, row_totals, chance.sample(row_totals, len(size)))


def _is_shown(problem, reason):
    """Hold a reason against the problem: who needs has weight only where there is too little."""
    sides = [(problem.weights, problem.row_totals, reason.rows)]
    sides += [(tuple(zip(*problem.weights, strict=True)), problem.col_totals, reason.cols)]
    (weights, totals, needy), (_, other, giving) = (
        sides if reason.text.startswith("row") else sides[::-1]
    )
    for i in needy:
        assert all(j + 1 in giving or not w for j, w in enumerate(weights[i - 1]))
    assert reason.need == sum(totals[i - 1] for i in needy)
    assert reason.room == sum(other[j - 1] for j in giving) < reason.need


@pytest.mark.parametrize(
    ("weights", "row_totals", "col_totals", "more", "text"),
    [
        (
            [[5, 15], [0, 16], [0, 0]],
            [2, 1, 1],
            [3, 1],
            {},
            "rows 2,3 need 2 seats, column 2 has 1",
        ),
        ([[1, 0], [1, 0]], [1, 1], [1, 1], {}, "column 2 has no votes but 1 seat"),
        ([[1, 1], [0, 0]], [1, 1], [1, 1], {}, "row 2 has no votes but 1 seat"),
        ([[1, 1]], [3], [1, 1], {}, "the rows need 3 seats, the columns have 2"),
        (
            [[1, 1]],
            [2],
            [1, 1],
            {"cell_lower": ((2, 0),)},
            "column 1 must have at least 2 seats by the minimums of its cells, but has 1",
        ),
        (
            [[1, 1], [1, 1]],
            [1, 3],
            [2, 2],
            {"method": "adams"},
            "row 1 must have at least 2 seats because Adams gives one to every cell with votes, but has 1",
        ),
        (
            [[0, 9, 9], [9, 0, 0], [9, 0, 0]],
            [2, 2, 1],
            [2, 2, 1],
            {"cell_lower": ((0, 1, 0), (0, 0, 0), (0, 0, 0))},
            "beyond the minimums of the cells, rows 2,3 need 3 seats, column 1 has 2",
        ),
    ],
)
def test_a_reason_reads_like_a_sentence(weights, row_totals, col_totals, more, text):
    assert allocate_matrix(matrix_problem(weights, row_totals, col_totals, **more)).text == text


def test_a_division_without_places_is_answered():
    problem = matrix_problem([[3, 0], [0, 0]], [0, 0], [0, 0])

    found = allocate_matrix(problem)

    assert found.seats == ((0, 0), (0, 0))
    assert verify_matrix(problem, found)


def test_a_winner_keeps_one_and_the_certificate_says_so():
    written = {
        "rows": ["P", "Q"],
        "cols": ["1", "2"],
        "weights": [[10, 11], [1000, 10]],
        "row_totals": [1, 9],
        "col_totals": [8, 2],
        "method": "dhondt",
        "cell_lower": "winner_takes_one",
    }

    answer = solve_2d(written)

    assert answer["seats"] == [[0, 1], [8, 1]]
    assert answer["certificate"]["method"] == "dhondt"


def test_weights_beyond_every_float_are_divided():
    huge = 10**390
    problem = matrix_problem([[3 * huge, huge], [1, 1]], [4, 2], [4, 2])

    assert verify_matrix(problem, allocate_matrix(problem))


def test_a_large_table_is_proved():
    chance = chance_from("large")
    weights = [
        [chance.randint(0, 3000) * (chance.random() > 0.1) for _ in range(20)] for _ in range(98)
    ]
    totals = [51] * 98, [250] * 19 + [248]
    problem = matrix_problem(weights, *totals)

    assert verify_matrix(problem, allocate_matrix(problem))


def test_equal_rows_of_a_large_table_stand_level():
    problem = matrix_problem([[7] * 30] * 40, [31] * 40, [41] * 20 + [42] * 10)

    assert len(tied(allocate_matrix(problem))) == 40 * 30
