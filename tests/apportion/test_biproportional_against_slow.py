"""Two dimensions against every matrix there is."""

import pytest

from kkr.apportion import Infeasible
from kkr.apportion.biproportional import allocate_matrix, allocation, verify_matrix
from tests.apportion.matrices import METHODS, near_tie, random_matrix_problem
from tests.apportion.problems import chance_from
from tests.apportion.slow_matrix import best_matrices, differing_cells


@pytest.fixture(params=[0, 10**9], ids=["numpy", "plain"])
def _either_guess(request, monkeypatch):
    monkeypatch.setattr(allocation, "LARGE", request.param)


@pytest.mark.usefixtures("_either_guess")
@pytest.mark.parametrize("seed", range(15))
def test_the_answer_is_the_best_of_all_matrices(seed):
    chance = chance_from(seed)
    for _ in range(100):
        _agrees(random_matrix_problem(chance))


@pytest.mark.usefixtures("_either_guess")
@pytest.mark.parametrize("method", METHODS)
def test_near_ties_are_told_from_ties(method):
    chance = chance_from(method)
    sorts = set()
    for _ in range(100):
        sorts.add(_agrees(near_tie(chance, method)))
    assert sorts >= {"one", "several"}


def _agrees(problem):
    best = best_matrices(problem)
    found = allocate_matrix(problem)
    if not best:
        assert isinstance(found, Infeasible), problem
        return "none"
    assert not isinstance(found, Infeasible), problem
    assert found.seats in best, problem
    assert set(found.ties) == differing_cells(best), problem
    assert verify_matrix(problem, found) == (len(best) == 1), problem
    return "one" if len(best) == 1 else "several"


def test_the_random_problems_are_of_every_sort():
    chance = chance_from("sorts")
    sorts = [min(len(best_matrices(random_matrix_problem(chance))), 2) for _ in range(300)]

    assert all(sorts.count(sort) > 10 for sort in (0, 1, 2))
