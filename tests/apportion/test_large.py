"""Very many units: the answers are those of the exact way, ties and certificates too."""

import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest

from kkr.apportion import Problem, allocate
from kkr.apportion.allocation import allocate_exactly
from kkr.apportion.large import allocate_large
from kkr.apportion.methods import all_methods, method_named
from kkr.apportion.methods.divisor import DivisorMethod

FAST = [
    name
    for name, method in all_methods().items()
    if isinstance(method, DivisorMethod) or name == "largest_remainder"
]
KINDS = {
    "spread": lambda chance: np.floor(chance.pareto(1.2, 3000) * 1000 + 1),
    "small": lambda chance: chance.integers(1, 40, 3000),
    "with zeros": lambda chance: chance.integers(0, 3, 3000) * chance.integers(1, 10**9, 3000),
    "huge": lambda chance: chance.integers(10**12, 4 * 10**15, 3000),
    "one giant": lambda chance: np.append(chance.integers(1, 1000, 2999), 10**12),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", FAST)
def test_many_units_get_what_the_exact_way_gives(method, kind):
    chance = np.random.default_rng(7)
    weights = KINDS[kind](chance).astype(np.int64)
    for total in (3100, 40_000, 1_000_003):
        problem = Problem((), tuple(weights.tolist()), total, method, tie_rule="order")

        fast, slow = allocate(problem), allocate_exactly(problem, method_named(method))

        assert fast.seats == slow.seats
        assert fast.ties == slow.ties
        assert fast.broken_ties == slow.broken_ties
        assert (
            fast.certificate.steps[0].outcome.certificate
            == slow.certificate.steps[0].outcome.certificate
        )


@pytest.mark.parametrize("method", FAST)
def test_a_tie_among_very_many_is_a_tie(method):
    weights = (3,) * 2500 + (5,) * 2500
    problem = Problem((), weights, 20_001, method)

    fast, slow = allocate(problem), allocate_exactly(problem, method_named(method))

    assert fast.ties == slow.ties
    assert len(fast.ties[0].units) >= 2500


@pytest.mark.parametrize("quota", ["hare", "droop", "hagenbach_bischoff", "imperiali"])
def test_many_remainders_go_by_any_quota(quota):
    weights = tuple(np.random.default_rng(3).integers(1, 10**15, 2500).tolist())
    problem = Problem((), weights, 777_777, "largest_remainder", quota=quota)

    assert (
        allocate(problem).seats
        == allocate_exactly(problem, method_named("largest_remainder")).seats
    )


def test_a_numpy_array_of_weights_gives_an_array_of_places():
    weights = np.arange(1, 5001)

    answer = allocate(Problem((), weights, 10**6, "sainte_lague"))

    assert isinstance(answer.seats, np.ndarray)
    assert int(answer.seats.sum()) == 10**6


def test_a_short_numpy_array_is_divided_exactly():
    problem = Problem(("A", "B"), np.array([2**62, 2**61]), 3, "dhondt")

    assert allocate(problem).seats == (2, 1)


def test_what_does_not_fit_goes_the_exact_way():
    method = method_named("sainte_lague")
    fractions = tuple(Fraction(number, 7) for number in range(1, 2101))
    huge = tuple(10**30 + number for number in range(2100))

    assert allocate_large(Problem((), fractions, 5000, "sainte_lague"), method) is None
    assert allocate_large(Problem((), huge, 5000, "sainte_lague"), method) is None
    assert sum(allocate(Problem((), fractions, 5000, "sainte_lague")).seats) == 5000
    assert sum(allocate(Problem((), huge, 5001, "dhondt", tie_rule="order")).seats) == 5001


def test_importing_the_room_does_not_import_numpy_or_django():
    code = "import sys, kkr.apportion; sys.exit('numpy' in sys.modules or 'django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
