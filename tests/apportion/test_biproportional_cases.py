"""Divisions by rows and columns told one by one: what is proved, tied, held and left out."""

from dataclasses import replace
from fractions import Fraction

import pytest

from kkr.apportion import BadInput
from kkr.apportion.biproportional import Quorum, allocate_matrix, verify_matrix
from tests.apportion.matrices import METHODS, matrix_problem
from tests.apportion.problems import chance_from

# canton of Uri, election of the Landrat 2020: votes of four lists in four communes (ur.ch)
URI = matrix_problem(
    [
        [11471, 2822, 2309, 4794],
        [11908, 1606, 1705, 2600],
        [9213, 1567, 946, 2961],
        [7756, 2945, 1573, 3498],
    ],
    [12, 9, 7, 9],
    [15, 7, 6, 9],
)


def test_the_landrat_of_uri_comes_out_as_elected():
    answer = allocate_matrix(URI)

    assert answer.seats == ((5, 2, 2, 3), (4, 1, 2, 2), (3, 1, 1, 2), (3, 3, 1, 2))
    assert verify_matrix(URI, answer)


def test_divisors_are_round_numbers():
    certificate = allocate_matrix(URI)

    assert all(own == round(float(own), 2) for own in certificate.row_divisors)
    assert max(len(str(own.numerator)) for own in certificate.row_divisors) <= 4
    assert all(own.denominator <= 100 for own in certificate.col_divisors)


def test_one_row_is_a_division_in_one_dimension_that_the_columns_decide():
    answer = allocate_matrix(matrix_problem([[7, 1, 2]], [6], [1, 2, 3]))

    assert answer.seats == ((1, 2, 3),)


def test_nobody_and_nothing_is_an_answer():
    assert allocate_matrix(matrix_problem([], [], [])).seats == ()
    assert allocate_matrix(matrix_problem([[], []], [0, 0], [])).seats == ((), ())
    assert allocate_matrix(matrix_problem([], [], [0, 0])).seats == ()


def test_a_certificate_of_the_wrong_size_proves_nothing():
    answer = allocate_matrix(URI)
    for wrong in (
        {"row_divisors": answer.row_divisors[:3]},
        {"col_divisors": (*answer.col_divisors, Fraction(1))},
        {"row_divisors": tuple(-own for own in answer.row_divisors)},
        {"col_divisors": (Fraction(0),) * 4},
    ):
        assert not verify_matrix(URI, replace(answer, **wrong))
    assert not verify_matrix(URI, replace(answer, seats=answer.seats[:3]))


def test_a_tie_names_its_cells_and_how_many_are_rounded_up():
    # Pukelsheim's example of equal ties
    answer = allocate_matrix(
        matrix_problem([[20, 50, 50], [50, 20, 20], [50, 20, 20]], [1, 1, 1], [1, 1, 1])
    )

    (tie,) = answer.ties
    assert (len(tie.units), tie.places) == (8, 3)
    assert (0, 0) not in tie.units


def test_two_ties_stay_apart():
    weights = [[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 1, 1]]

    answer = allocate_matrix(matrix_problem(weights, [1, 1, 1, 1], [1, 1, 1, 1]))

    assert [(len(tie.units), tie.places) for tie in answer.ties] == [(4, 2), (4, 2)]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("nudge", [-1, 0, 1])
def test_the_smallest_difference_decides_between_large_weights(nudge, method):
    large = 10**30  # (large + 1)^2 is one more than large (large + 2)
    weights = [[large, large + 1], [large + 1, large + 2 + nudge]]
    problem = matrix_problem(weights, [3, 3], [3, 3], method)
    level = matrix_problem([[large, large + 1]] * 2, [3, 3], [3, 3], method)

    answer = allocate_matrix(problem)

    assert answer.seats == (((1, 2), (2, 1)) if nudge <= 0 else ((2, 1), (1, 2)))
    assert verify_matrix(problem, answer)
    assert [len(tie.units) for tie in allocate_matrix(level).ties] == [4]


def test_many_near_ties_at_once_are_decided():
    chance = chance_from("near")
    weights = [[10**15 + chance.randint(-1, 1) for _ in range(4)] for _ in range(12)]
    seats = [[chance.randint(0, 3) for _ in range(4)] for _ in range(12)]
    problem = matrix_problem(
        weights, [sum(row) for row in seats], [sum(column) for column in zip(*seats, strict=True)]
    )

    answer = allocate_matrix(problem)

    assert verify_matrix(problem, answer) is not bool(answer.ties)


def test_a_minimum_that_holds_a_cell_is_marked():
    problem = matrix_problem([[1, 100], [100, 100]], [2, 2], [2, 2], cell_lower=((2, 0), (0, 0)))

    answer = allocate_matrix(problem)

    assert answer.seats == ((2, 0), (0, 2))
    assert answer.held == ((0, 0),)
    assert verify_matrix(problem, answer)


def test_a_minimum_without_votes_is_kept_and_marked():
    problem = matrix_problem([[0, 5], [5, 5]], [2, 2], [2, 2], cell_lower=((1, 0), (0, 0)))

    answer = allocate_matrix(problem)

    assert answer.seats == ((1, 1), (1, 1))
    assert answer.held == ((0, 0),)
    assert verify_matrix(problem, answer)


def test_the_strongest_of_a_column_keeps_one_place_there():
    weights, totals = [[30, 29], [900, 20]], ([1, 4], [4, 1])
    plain = allocate_matrix(matrix_problem(weights, *totals))
    winner = matrix_problem(weights, *totals, cell_lower="winner_takes_one")
    shared = matrix_problem([[30, 29], [900, 29]], *totals, cell_lower="winner_takes_one")

    assert plain.seats == ((0, 1), (4, 0))
    assert winner.least_places() == ((0, 1), (1, 0))
    assert shared.least_places() == ((0, 0), (1, 0))
    assert verify_matrix(winner, allocate_matrix(winner))
    assert verify_matrix(shared, allocate_matrix(shared))


def test_a_column_without_places_has_no_winner():
    problem = matrix_problem([[3, 9], [5, 1]], [1, 1], [2, 0], cell_lower="winner_takes_one")

    assert problem.least_places() == ((0, 0), (1, 0))


@pytest.mark.parametrize(
    ("quorum", "below"),
    [
        (Quorum(), ()),
        (Quorum(Fraction(1, 20)), (3,)),
        (Quorum(Fraction(51, 1000)), (0, 3)),
        (Quorum(None, Fraction(3, 40)), (0, 3)),
        (Quorum(Fraction(1, 20), Fraction(1, 2)), (3,)),
        (Quorum(Fraction(1, 20), Fraction(1, 2), "all"), (0, 1, 3)),
        (Quorum(Fraction(0)), ()),
    ],
)
def test_a_quorum_is_reached_at_exactly_its_share(quorum, below):
    weights = [[5, 0], [5, 10], [90, 90], [0, 0]]

    assert matrix_problem(weights, [0, 0, 4, 0], [2, 2], quorum=quorum).rows_below_quorum() == below


def test_a_row_strong_in_one_column_reaches_the_quorum_there():
    weights, quorum = [[4, 0], [46, 2], [50, 98]], Quorum(Fraction(1, 20), Fraction(3, 10))
    problem = matrix_problem(weights, [0, 2, 6], [4, 4], quorum=quorum)

    answer = allocate_matrix(problem)

    assert problem.rows_below_quorum() == (0,)
    assert answer.seats == ((0, 0), (2, 0), (2, 4))
    assert verify_matrix(problem, answer)


def test_a_minimum_does_not_help_below_the_quorum():
    problem = matrix_problem(
        [[1, 0], [50, 40]],
        [0, 4],
        [2, 2],
        quorum=Quorum(total=Fraction(1, 10)),
        cell_lower=((1, 0), (0, 1)),
    )

    assert problem.least_places() == ((0, 0), (0, 1))
    assert verify_matrix(problem, allocate_matrix(problem))


def test_a_row_without_votes_is_below_the_quorum_too():
    problem = matrix_problem(
        [[0, 0], [5, 5]],
        [1, 3],
        [2, 2],
        quorum=Quorum(total=Fraction(1, 10)),
        cell_lower=((1, 0), (0, 0)),
    )

    assert problem.least_places() == ((0, 0), (0, 0))
    assert allocate_matrix(problem).text == "row 1 is below the quorum but has 1 seat"


@pytest.mark.parametrize("most", [10**6, 10**10, 10**13 // 6])
def test_very_many_places_are_divided(most):
    chance = chance_from(f"places {most}")
    for method in METHODS:
        seats = [[chance.randint(1, most) for _ in range(4)] for _ in range(6)]
        weights = [[10**15 + chance.randint(-1, 1) for _ in range(4)] for _ in range(6)]
        sums = [sum(row) for row in seats], [sum(col) for col in zip(*seats, strict=True)]
        problem = matrix_problem(weights, *sums, method)
        answer = allocate_matrix(problem)

        assert verify_matrix(problem, answer) is not bool(answer.ties)


def test_more_places_than_floats_can_guess_are_refused():
    with pytest.raises(BadInput) as refused:
        matrix_problem([[1]], [10**13 + 1], [10**13 + 1])

    assert refused.value.field == "row_totals[0]"
