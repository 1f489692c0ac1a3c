"""A tie is a value, and only a rule the caller names breaks it."""

from dataclasses import replace
from hashlib import sha256

import pytest

from kkr.apportion import BadInput, Infeasible, Problem, Tie, allocate, verify
from kkr.apportion.division import BrokenTie
from tests.apportion.problems import METHODS

FOUR = ("A", "B", "C", "D")


@pytest.mark.parametrize("method", METHODS)
def test_equal_units_share_what_does_not_divide(method):
    answer = allocate(Problem(FOUR, (100,) * 4, 7, method))

    assert answer.ties == (Tie(FOUR, 3),)
    assert answer.seats == (1, 1, 1, 1)


@pytest.mark.parametrize("method", METHODS)
def test_order_gives_to_the_first_named(method):
    problem = Problem(FOUR, (100,) * 4, 7, method, tie_rule="order")

    answer = allocate(problem)

    assert answer.seats == (2, 2, 2, 1)
    assert answer.broken_ties == (BrokenTie(FOUR, 3, ("A", "B", "C")),)
    assert verify(problem, answer)


@pytest.mark.parametrize("method", METHODS)
def test_the_lot_is_drawn_from_the_seed_and_the_names_alone(method):
    by_lot = sorted(FOUR, key=lambda name: sha256(f"2017:{name}".encode()).hexdigest())

    straight = allocate(Problem(FOUR, (1,) * 4, 7, method, tie_rule="lot", seed="2017"))
    turned = allocate(Problem(FOUR[::-1], (1,) * 4, 7, method, tie_rule="lot", seed="2017"))

    assert {name for name, own in zip(FOUR, straight.seats, strict=True) if own == 2} == set(
        by_lot[:3]
    )
    assert straight.seats == turned.seats[::-1]


def test_another_seed_draws_another_lot():
    drawn = {
        allocate(Problem(FOUR, (1,) * 4, 5, "dhondt", tie_rule="lot", seed=str(seed))).seats
        for seed in range(40)
    }

    assert len(drawn) == 4


def test_the_larger_weight_goes_first():
    answer = allocate(Problem(("A", "B"), (50, 100), 2, "dhondt", tie_rule="larger_weight"))

    assert answer.seats == (0, 2)


def test_equal_weights_are_still_tied_under_the_larger_weight():
    problem = Problem(("A", "B", "C"), (100, 50, 50), 3, "dhondt", tie_rule="larger_weight")

    answer = allocate(problem)

    assert answer.seats == (2, 0, 0)
    assert answer.ties == (Tie(("B", "C"), 1),)


def test_a_tie_whose_places_reach_everybody_is_no_tie():
    assert allocate(Problem(("A", "B"), (1, 1), 4, "sainte_lague")).ties == ()


def test_a_tie_for_places_taken_back_says_how_many_keep_theirs():
    answer = allocate(
        Problem(
            FOUR,
            (100,) * 4,
            7,
            "largest_remainder",
            quota="hagenbach_bischoff",
            overaward="subtract_smallest_remainder",
        )
    )

    assert answer.ties == (Tie(FOUR, 3),)


def test_a_quota_that_hands_out_too_much_needs_a_named_rule():
    answer = allocate(Problem(FOUR, (100,) * 4, 7, "largest_remainder", quota="hagenbach_bischoff"))

    assert answer.text == (
        "the quota hagenbach_bischoff hands out 8 seats, there are 7, "
        "and no rule for that is named (overaward)"
    )


def test_a_lot_without_a_seed_is_refused():
    with pytest.raises(BadInput, match="seed"):
        Problem(FOUR, (1,) * 4, 7, "dhondt", tie_rule="lot")


@pytest.mark.parametrize(
    ("weights", "total", "ties"),
    [
        ((2, 1, 1, 2), 4, (Tie(("B", "C"), 1), Tie(("A", "D"), 1))),
        ((4, 1, 1, 4, 1, 3), 11, (Tie(("B", "C", "E"), 1), Tie(("A", "D"), 1))),
    ],
)
def test_two_ties_at_one_level_of_the_quota_method_stay_two(weights, total, ties):
    names = tuple("ABCDEF"[: len(weights)])

    answer = allocate(Problem(names, weights, total, "quota", tie_rule="larger_weight"))

    assert answer.ties == ties
    assert not verify(Problem(names, weights, total, "quota", tie_rule="larger_weight"), answer)


def test_places_that_settle_a_tie_of_the_quota_method_by_input_order_are_not_verified():
    problem = Problem(FOUR, (2, 1, 1, 2), 4, "quota", tie_rule="larger_weight")
    forged = replace(allocate(problem), seats=(2, 1, 0, 1), ties=())

    assert not verify(problem, forged)


@pytest.mark.parametrize("rule", [None, "order"])
def test_a_unit_may_be_named_like_a_pact(rule):
    problem = Problem(
        ("A", "B", "A+B"), (50, 40, 90), 1, "dhondt", pacts=(("A", "B"),), tie_rule=rule
    )

    answer = allocate(problem)

    assert answer.ties == (() if rule else (Tie(("A", "A+B"), 1),))
    assert answer.seats == ((1, 0, 0) if rule else (0, 0, 0))


@pytest.mark.parametrize("quota", ["hagenbach_bischoff", "imperiali", "droop"])
def test_a_quota_that_hands_out_too_much_to_a_single_unit_needs_a_named_rule_too(quota):
    alone = Problem(("A",), (5,), 2, "largest_remainder", quota=quota)

    over = quota != "droop"
    assert isinstance(allocate(alone), Infeasible) == over
    assert allocate(replace(alone, overaward="subtract_smallest_remainder")).seats == (2,)
