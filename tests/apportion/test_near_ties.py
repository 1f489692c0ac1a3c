"""Near-ties with weights of 1e12 to 4e15, where floats guess wrong: none may be wrong."""

from fractions import Fraction

import pytest

from kkr.apportion import Problem, Tie, allocate
from kkr.apportion.methods import all_methods
from kkr.apportion.methods.divisor import DivisorMethod
from tests.apportion.problems import chance_from

LINEAR = [
    method
    for method in all_methods().values()
    if isinstance(method, DivisorMethod) and method.power == 1
]


def near_tie(chance, method, apart):
    """Return weights of two units whose quotients at the cut differ by next to nothing."""
    first, second = chance.randint(2, 400), chance.randint(2, 400)
    ours = Fraction(*method.signpost(first))
    theirs = Fraction(*method.signpost(second))
    common = ours.denominator * theirs.denominator
    scale = chance.randint(10**12, 4 * 10**15) // int(max(ours, theirs) * common)
    weights = [int(ours * common) * scale, int(theirs * common) * scale]
    return (weights[0] + apart, weights[1]), first + second + 1, (first, second)


@pytest.mark.parametrize("method", LINEAR, ids=lambda method: method.name)
@pytest.mark.parametrize("apart", [-1, 0, 1])
def test_a_difference_of_one_in_a_thousand_billion_decides(method, apart):
    chance = chance_from(f"{method.name} {apart}")
    for _ in range(100):
        weights, total, (first, second) = near_tie(chance, method, apart)

        answer = allocate(Problem(("A", "B"), weights, total, method.name))

        if not apart:
            assert (answer.seats, answer.ties) == ((first, second), (Tie(("A", "B"), 1),))
        elif apart > 0:
            assert answer.seats == (first + 1, second)
        else:
            assert answer.seats == (first, second + 1)


@pytest.mark.parametrize("apart", [-1, 0, 1])
def test_the_largest_remainder_sees_a_difference_of_one_too(apart):
    chance = chance_from(apart)
    for _ in range(100):
        half = chance.randint(10**12, 2 * 10**15)
        weights = (3 * half + apart, 2 * half, 3 * half - apart)

        answer = allocate(Problem(("A", "B", "C"), weights, 4, "largest_remainder"))

        if not apart:
            assert answer.ties == (Tie(("A", "C"), 1),)
        else:
            assert answer.seats == ((2, 1, 1) if apart > 0 else (1, 1, 2))
