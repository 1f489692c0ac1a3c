"""Two dimensions against every matrix there is."""

import pytest

from kkr.apportion import Infeasible
from kkr.apportion.biproportional import allocate_matrix, verify_matrix
from tests.apportion.matrices import random_matrix_problem
from tests.apportion.problems import chance_from
from tests.apportion.slow_matrix import best_matrices, differing_cells


@pytest.mark.parametrize("seed", range(20))
def test_the_answer_is_the_best_of_all_matrices(seed):
    chance = chance_from(seed)
    for _ in range(100):
        problem = random_matrix_problem(chance)
        best, _ = best_matrices(problem)

        found = allocate_matrix(problem)

        if not best:
            assert isinstance(found, Infeasible), problem
            continue
        assert not isinstance(found, Infeasible), problem
        assert found.seats in best
        assert set(found.ties) == differing_cells(best)
        assert verify_matrix(problem, found) == (len(best) == 1)


def test_the_random_problems_are_of_every_sort():
    chance = chance_from("sorts")
    sorts = [min(len(best_matrices(random_matrix_problem(chance))[0]), 2) for _ in range(300)]

    assert all(sorts.count(sort) > 15 for sort in (0, 1, 2))
