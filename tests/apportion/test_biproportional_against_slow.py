"""Two dimensions against every matrix there is."""

import pytest

from kkr.apportion import Infeasible
from kkr.apportion.biproportional import allocate_matrix, verify_matrix
from tests.apportion.matrices import METHODS, near_tie, random_matrix_problem
from tests.apportion.problems import chance_from
from tests.apportion.slow_matrix import best_matrices, stated


@pytest.mark.parametrize("seed", range(10))
def test_the_answer_is_the_best_of_all_matrices(seed):
    chance = chance_from(seed)
    for _ in range(200):
        _agrees(random_matrix_problem(chance))


@pytest.mark.parametrize("method", METHODS)
def test_near_ties_are_told_from_ties(method):
    chance = chance_from(method)
    sorts = set()
    for _ in range(100):
        sorts.add(_agrees(near_tie(chance, method)))
    assert sorts >= {"one", "several"}


def _agrees(problem):
    best = _best(problem)
    found = allocate_matrix(problem)
    if not best:
        assert isinstance(found, Infeasible), problem
        assert found.need > found.room or sum(problem.row_totals) != sum(problem.col_totals)
        return "none"
    assert not isinstance(found, Infeasible), problem
    assert found.seats in best, problem
    assert {cell for tie in found.ties for cell in tie.units} == _differing(best), problem
    assert all(_shares(tie, best) for tie in found.ties), problem
    assert verify_matrix(problem, found) == (len(best) == 1), problem
    return "one" if len(best) == 1 else "several"


def _best(problem):
    if sum(problem.row_totals) != sum(problem.col_totals):
        return set()
    weights, least = stated(problem)
    return best_matrices(weights, problem.row_totals, problem.col_totals, problem.method, least)


def _differing(best):
    """Return the cells in which these matrices are not all alike."""
    first = next(iter(best))
    return {
        (i, j)
        for i, row in enumerate(first)
        for j, places in enumerate(row)
        if any(matrix[i][j] != places for matrix in best)
    }


def _shares(tie, best):
    """Whether in every best matrix just so many cells of the tie are rounded up."""
    least = sum(min(matrix[i][j] for matrix in best) for i, j in tie.units)
    return {sum(matrix[i][j] for i, j in tie.units) - least for matrix in best} == {tie.places}


def test_the_random_problems_are_of_every_sort():
    chance = chance_from("sorts")
    sorts = [min(len(_best(random_matrix_problem(chance))), 2) for _ in range(500)]

    assert all(sorts.count(sort) > 10 for sort in (0, 1, 2))
