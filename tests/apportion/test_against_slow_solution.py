"""Ten thousand random problems against a solution that lists every possible outcome."""

import pytest

from kkr.apportion import Infeasible, allocate
from tests.apportion.problems import METHODS, chance_from, random_problem
from tests.apportion.slow import outcomes

BATCHES = 20
IN_A_BATCH = 500


def all_outcomes(problem):
    upper = dict(problem.upper or ())
    return outcomes(
        problem.weights,
        problem.total,
        problem.method,
        lower=[dict(problem.lower).get(name, 0) for name in problem.units],
        upper=[upper.get(name) for name in problem.units],
        quota=problem.quota,
        overaward=problem.overaward,
    )


def assert_agrees(problem):
    possible, answer = all_outcomes(problem), allocate(problem)
    if isinstance(answer, Infeasible):
        assert not possible, problem
        return
    columns = list(zip(*possible, strict=True))
    certain = tuple(min(column) for column in columns)
    open_units = {
        name for name, own in zip(problem.units, columns, strict=True) if len(set(own)) > 1
    }
    assert tuple(answer.seats) == certain, problem
    assert {unit for tie in answer.ties for unit in tie.units} == open_units, problem
    assert sum(tie.places for tie in answer.ties) == problem.total - sum(certain), problem


@pytest.mark.parametrize("batch", range(BATCHES))
def test_random_problems_agree_with_the_slow_solution(batch):
    chance = chance_from(batch)

    for _ in range(IN_A_BATCH):
        assert_agrees(random_problem(chance))


@pytest.mark.parametrize("method", METHODS)
def test_problems_full_of_ties_agree_with_the_slow_solution(method):
    chance = chance_from(method)

    for _ in range(150):
        weights = tuple(chance.choice([1, 2, 3, 6]) for _ in range(4))
        problem = random_problem(chance, units="ABCD", weights=weights, method=method, upper=None)
        assert_agrees(problem)


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(20, 30))
def test_very_many_random_problems_agree_with_the_slow_solution(batch):
    chance = chance_from(batch)

    for _ in range(5000):
        assert_agrees(random_problem(chance))
