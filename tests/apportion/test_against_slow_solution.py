"""Random problems against a solution that lists every possible outcome."""

import pytest

from kkr.apportion import Infeasible, allocate, verify
from tests.apportion.problems import (
    METHODS,
    chance_from,
    random_problem,
    random_problem_with_everything,
)
from tests.apportion.slow import all_outcomes


def assert_agrees(problem):
    possible, answer = all_outcomes(problem), allocate(problem)
    if isinstance(answer, Infeasible):
        assert not possible, problem
        return
    assert possible, problem
    columns = list(zip(*possible, strict=True))
    certain = tuple(min(column) for column in columns)
    open_units = {
        name for name, own in zip(problem.units, columns, strict=True) if len(set(own)) > 1
    }
    assert bool(answer.ties) == bool(open_units), problem
    assert verify(problem, answer) == (not answer.ties), problem
    if answer.ties and (problem.pacts or problem.overhang_rule):
        return  # who else is touched by an open tie depends on how it ends
    assert tuple(answer.seats) == certain, problem
    assert {unit for tie in answer.ties for unit in tie.units} == open_units, problem
    assert sum(tie.places for tie in answer.ties) == problem.total - sum(certain), problem


@pytest.mark.parametrize("batch", range(4))
def test_random_problems_agree_with_the_slow_solution(batch):
    chance = chance_from(batch)

    for _ in range(250):
        assert_agrees(random_problem(chance))
        assert_agrees(random_problem_with_everything(chance))


@pytest.mark.parametrize("method", METHODS)
def test_problems_full_of_ties_agree_with_the_slow_solution(method):
    chance = chance_from(method)

    for _ in range(150):
        weights = tuple(chance.choice([1, 2, 3, 6]) for _ in range(4))
        rule = chance.choice([None, "order", "larger_weight"])
        assert_agrees(
            random_problem(
                chance, units="ABCD", weights=weights, method=method, upper=None, tie_rule=rule
            )
        )


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(20, 30))
def test_very_many_random_problems_agree_with_the_slow_solution(batch):
    chance = chance_from(batch)

    for _ in range(1000):
        assert_agrees(random_problem(chance))
        assert_agrees(random_problem_with_everything(chance))
