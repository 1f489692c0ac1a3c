"""Members who are there anyway, and the body composed round them."""

from fractions import Fraction

import pytest

from kkr.apportion import (
    BadInput,
    Infeasible,
    Problem,
    Threshold,
    Tie,
    allocate,
    supplementary_members,
)
from kkr.apportion.methods import all_methods
from kkr.apportion.supplementary import smallest_size
from tests.apportion.problems import METHODS, chance_from

ABC = ("A", "B", "C")
VOTES = Problem(ABC, (610, 290, 100), 5, "dhondt")


def test_the_smallest_size_gives_every_party_its_mayors():
    council = supplementary_members(VOTES, (2, 3, 0))

    assert (council.size, council.seats, council.supplementary) == (10, (6, 3, 1), (4, 0, 1))


def test_at_the_cap_the_mayors_are_lower_bounds():
    council = supplementary_members(VOTES, (2, 3, 0), cap=8)

    assert (council.size, council.seats, council.capped) == (8, (5, 3, 0), True)


def test_a_cap_that_is_not_reached_changes_nothing():
    assert supplementary_members(VOTES, (2, 3, 0), cap=10).seats == (6, 3, 1)


def test_a_cap_below_the_mayors_is_infeasible():
    assert isinstance(supplementary_members(VOTES, (4, 3, 2), cap=8), Infeasible)


def test_without_guarantees_the_size_is_the_total():
    assert supplementary_members(VOTES, (0, 0, 0)).size == 5


def test_overhang_lets_the_size_grow():
    council = supplementary_members(VOTES, (2, 3, 0), rule="allow_overhang")

    assert (council.size, council.seats) == (7, (4, 3, 0))


def test_a_tie_that_guarantees_cover_does_not_matter():
    votes = Problem(ABC, (50, 50, 10), 1, "dhondt")

    assert supplementary_members(votes, (1, 1, 0), rule="allow_overhang").ties == ()
    assert supplementary_members(votes, (1, 0, 0), rule="allow_overhang").ties != ()


def test_a_mayor_without_votes_that_count_leaves_no_size():
    answer = supplementary_members(Problem(ABC, (610, 290, 0), 5, "dhondt"), (2, 3, 1))

    assert answer.text == "unit C is guaranteed seats but has no weight that counts"


def test_below_the_threshold_mayors_still_count_at_the_cap():
    votes = Problem(ABC, (610, 290, 10), 5, "dhondt", threshold=Threshold(Fraction(1, 50)))

    assert supplementary_members(votes, (2, 3, 1), cap=9).seats == (5, 3, 1)


def test_an_unknown_rule_is_refused():
    with pytest.raises(BadInput, match="rule"):
        supplementary_members(VOTES, (1, 1, 1), rule="guess")


def smallest_by_trying(problem, guaranteed):
    for size in range(problem.total, 400):
        answer = allocate(
            Problem(problem.units, problem.weights, size, problem.method, tie_rule=problem.tie_rule)
        )
        if not isinstance(answer, Infeasible) and all(
            have >= sure for have, sure in zip(answer.seats, guaranteed, strict=True)
        ):
            return size
    return None


@pytest.mark.parametrize("tie_rule", [None, "order", "larger_weight"])
@pytest.mark.parametrize("method", METHODS)
def test_the_smallest_size_is_the_one_that_trying_every_size_finds(method, tie_rule):
    chance = chance_from(f"{method} {tie_rule}")
    for _ in range(40 if all_methods()[method].house_monotone else 20):
        weights = tuple(chance.choice([6, 12, 30, 60, chance.randint(5, 99)]) for _ in ABC)
        guaranteed = tuple(chance.randint(0, 3) for _ in ABC)
        votes = Problem(ABC, weights, chance.randint(0, 6), method, tie_rule=tie_rule)

        council = supplementary_members(votes, guaranteed)

        assert council.allocation.certificate.steps[0].division.places == smallest_by_trying(
            votes, guaranteed
        )


@pytest.mark.parametrize(
    ("votes", "guaranteed", "size"),
    [
        (Problem(ABC, (4, 5, 12), 1, "sainte_lague", upper=2), (2, 1, 1), 6),
        (Problem(ABC, (4, 0, 95), 0, "dhondt", lower=(("B", 1),)), (1, 1, 0), 25),
        (Problem(("A",), (1,), 0, "dhondt", lower=1), (0,), 1),
    ],
)
def test_bounds_take_part_in_the_smallest_size(votes, guaranteed, size):
    assert supplementary_members(votes, guaranteed).size == size


def test_a_body_with_an_open_tie_has_its_size_all_the_same():
    votes = Problem(("A", "B"), (3, 3), 3, "largest_remainder")

    council = supplementary_members(votes, (1, 1))

    assert (council.size, council.ties) == (3, (Tie(("A", "B"), 1),))


def test_a_rounded_quota_may_need_a_size_beyond_every_claim():
    one = Problem(("A",), (5,), 3, "largest_remainder", quota="hagenbach_bischoff_rounded")

    assert smallest_size(one, (0,)) == 5
