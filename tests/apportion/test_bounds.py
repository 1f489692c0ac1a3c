"""Thresholds, bounds, guarantees and pacts: what is worked into the division before it begins."""

from dataclasses import replace
from fractions import Fraction

import pytest

from kkr.apportion import BindingBound, Infeasible, Problem, Threshold, Tie, allocate, verify
from tests.apportion.problems import METHODS

ABC = ("A", "B", "C")


def seats(*facts, **more):
    problem = Problem(*facts, **more)
    answer = allocate(problem)
    assert verify(problem, answer)
    return answer.seats


@pytest.mark.parametrize("method", METHODS)
def test_a_unit_below_the_threshold_takes_no_part(method):
    threshold = Threshold(Fraction(1, 10))

    assert seats(ABC, (60, 33, 7), 10, method, threshold=threshold)[2] == 0


@pytest.mark.parametrize("method", METHODS)
def test_a_unit_exactly_at_the_threshold_takes_part(method):
    with_it = seats(ABC, (60, 30, 10), 10, method, threshold=Threshold(Fraction(1, 10)))

    assert with_it == seats(ABC, (60, 30, 10), 10, method)


def test_a_threshold_may_be_a_share_of_more_than_the_weights_given():
    threshold = Threshold(Fraction(1, 20), 1000)

    assert seats(ABC, (300, 50, 49), 7, "dhondt", threshold=threshold) == (6, 1, 0)


def test_one_lower_bound_for_all_is_for_those_who_take_part():
    threshold = Threshold(Fraction(1, 10))

    assert seats(ABC, (90, 12, 3), 10, "dhondt", threshold=threshold, lower=1) == (9, 1, 0)


def test_a_guarantee_by_name_stands_below_the_threshold_too():
    threshold = Threshold(Fraction(1, 10))
    guarantee = (("C", 2),)

    assert seats(ABC, (90, 12, 3), 10, "dhondt", threshold=threshold, lower=guarantee) == (7, 1, 2)


@pytest.mark.parametrize("method", METHODS)
def test_lower_bounds_hold_and_the_unit_is_marked(method):
    problem = Problem(ABC, (900, 90, 10), 10, method, lower=2)

    answer = allocate(problem)

    assert min(answer.seats) == 2
    assert sum(answer.seats) == 10
    assert BindingBound("C", "lower", 2) in answer.binding_bounds
    assert verify(problem, answer)


@pytest.mark.parametrize("method", METHODS)
def test_upper_bounds_hold_and_the_unit_is_marked(method):
    problem = Problem(ABC, (900, 61, 40), 10, method, upper=(("A", 4),))

    answer = allocate(problem)

    assert answer.seats[0] == 4
    assert answer.binding_bounds == (BindingBound("A", "upper", 4),)
    assert verify(problem, answer)


@pytest.mark.parametrize("method", METHODS)
def test_upper_bounds_below_the_total_are_infeasible_with_a_reason(method):
    answer = allocate(Problem(ABC, (5, 3, 1), 10, method, upper=3))

    assert answer.text == "the units may have at most 9 seats together, but there are 10 to give"
    assert (answer.need, answer.room) == (10, 9)


@pytest.mark.parametrize("method", METHODS)
def test_lower_bounds_above_the_total_are_infeasible_with_a_reason(method):
    answer = allocate(Problem(ABC, (5, 3, 1), 5, method, lower=2))

    assert answer.text == "units A, B, C need 6 seats, there are 5"


@pytest.mark.parametrize("method", METHODS)
def test_a_lower_bound_above_the_upper_is_infeasible_with_a_reason(method):
    answer = allocate(Problem(ABC, (5, 3, 1), 9, method, lower=(("B", 4),), upper=3))

    assert answer.text == "unit B must have at least 4 seats, but may have at most 3"


@pytest.mark.parametrize("method", ["adams", "dean", "huntington_hill"])
def test_fewer_seats_than_units_are_infeasible_where_everyone_comes_first(method):
    assert isinstance(allocate(Problem(ABC, (5, 3, 1), 2, method)), Infeasible)
    assert allocate(Problem(ABC, (5, 3, 0), 2, method)).seats == (1, 1, 0)


def test_remainders_go_to_units_not_raised_to_their_lower_bound():
    assert seats(ABC, (655, 250, 95), 10, "largest_remainder", lower=(("C", 2),)) == (6, 2, 2)
    assert seats(ABC, (605, 345, 50), 10, "largest_remainder", lower=(("C", 1),)) == (6, 3, 1)


def test_what_an_upper_bound_leaves_goes_round_by_remainder():
    assert seats(ABC, (800, 110, 90), 10, "largest_remainder", upper=(("A", 3),)) == (3, 4, 3)


def test_only_when_nobody_else_has_room_do_raised_units_get_more():
    bounds = {"lower": (("B", 1),), "upper": (("A", 5),)}

    assert seats(("A", "B"), (95, 5), 10, "largest_remainder", **bounds) == (5, 5)


def test_lower_bounds_that_hand_out_too_much_take_it_from_the_smallest_remainders():
    assert seats(ABC, (90, 5, 5), 10, "largest_remainder", lower=1) == (8, 1, 1)


def test_a_guarantee_above_the_share_is_kept_and_the_rest_divided_anew():
    rule = {"lower": (("A", 5),), "overhang_rule": "keep_and_recompute_rest"}

    assert seats(ABC, (40, 35, 25), 10, "largest_remainder", **rule) == (5, 3, 2)


def test_a_second_unit_may_fall_short_once_the_first_has_kept_its_own():
    rule = {"lower": (("A", 6), ("B", 3)), "overhang_rule": "keep_and_recompute_rest"}

    assert seats(ABC, (30, 35, 35), 10, "largest_remainder", **rule) == (6, 3, 1)


def test_a_tie_that_a_guarantee_would_win_either_way_is_no_tie():
    rule = {"lower": (("B", 4),), "overhang_rule": "keep_and_recompute_rest"}

    assert seats(ABC, (40, 35, 25), 10, "largest_remainder", **rule) == (4, 4, 2)


def test_a_guarantee_leaves_only_the_others_tied():
    rule = {"lower": (("A", 1),), "overhang_rule": "keep_and_recompute_rest"}

    answer = allocate(Problem(ABC, (10, 10, 10), 2, "dhondt", **rule))

    assert answer.ties == (Tie(("B", "C"), 1),)


def test_a_guarantee_below_the_threshold_is_kept_by_the_overhang_rule():
    problem = Problem(
        ABC,
        (60, 35, 5),
        10,
        "sainte_lague",
        lower=(("C", 2),),
        threshold=Threshold(Fraction(1, 10)),
        overhang_rule="keep_and_recompute_rest",
    )

    answer = allocate(problem)

    assert answer.seats == (5, 3, 2)
    assert BindingBound("C", "lower", 2) in answer.binding_bounds
    assert verify(problem, answer)


@pytest.mark.parametrize("method", METHODS)
def test_a_guarantee_below_the_share_changes_nothing(method):
    rule = {"lower": (("A", 1),), "overhang_rule": "keep_and_recompute_rest"}

    assert seats(ABC, (41, 35, 24), 10, method, **rule) == seats(ABC, (41, 35, 24), 10, method)


@pytest.mark.parametrize("method", METHODS)
def test_a_pact_gets_at_least_what_its_units_get_when_each_must_have_one(method):
    answer = seats(("A", "B", "C", "D"), (500, 300, 450, 90), 12, method, pacts=(("A", "D"),))

    assert sum(answer) == 12


def test_pacts_divide_first_among_themselves_and_then_inside():
    assert seats(ABC, (500, 300, 450), 5, "dhondt", pacts=(("A", "B"),)) == (2, 1, 2)
    assert seats(
        ("A", "B", "C", "D"), (50, 45, 60, 40), 4, "dhondt", pacts=(("A", "B"), ("C", "D"))
    ) == (
        1,
        1,
        1,
        1,
    )


def test_a_pact_of_everybody_is_no_pact_at_all():
    assert seats(ABC, (50, 30, 20), 7, "dhondt", pacts=(ABC,)) == seats(
        ABC, (50, 30, 20), 7, "dhondt"
    )


def test_a_tie_inside_a_pact_is_between_its_units():
    answer = allocate(Problem(ABC, (50, 50, 100), 2, "dhondt", pacts=(("A", "B"),)))

    assert answer.ties == (Tie(("A", "B"), 1),)


def test_a_tie_between_pacts_is_said_in_their_units():
    answer = allocate(Problem(ABC, (50, 50, 100), 1, "dhondt", pacts=(("A", "B"),)))

    assert answer.ties == (Tie(("A", "B", "C"), 1),)


@pytest.mark.parametrize(("rule", "winner"), [("order", 0), ("larger_weight", 0), ("lot", 0)])
def test_a_tie_inside_a_pact_goes_by_the_rule(rule, winner):
    problem = Problem(ABC, (50, 50, 101), 2, "dhondt", pacts=(("A", "B"),), tie_rule=rule, seed="1")

    answer = allocate(problem)

    if rule == "larger_weight":
        assert answer.ties == (Tie(("A", "B"), 1),)
    else:
        assert answer.seats[:2] == ((1, 0) if winner == 0 else (0, 1))
        assert verify(problem, answer)


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        (
            Problem(ABC, (100, 0, 10), 5, "dhondt", upper=(("A", 2),), pacts=(("A", "B"),)),
            (2, 0, 3),
        ),
        (
            Problem(
                ABC,
                (100, 5, 60),
                5,
                "dhondt",
                upper=(("A", 2), ("C", 5)),
                threshold=Threshold(Fraction(1, 10)),
                pacts=(("A", "B"),),
            ),
            (2, 0, 3),
        ),
        (
            Problem(
                ABC,
                (Fraction(6, 7), 3, 87),
                6,
                "quota",
                upper=(("A", 2), ("B", 7), ("C", 5)),
                threshold=Threshold(Fraction(1, 3), Fraction(7, 2)),
                pacts=(("C", "A"),),
            ),
            (0, 1, 5),
        ),
    ],
)
def test_a_member_out_of_the_division_gives_its_pact_no_room(problem, expected):
    answer = allocate(problem)

    assert answer.seats == expected
    assert verify(problem, answer)


def test_lower_bounds_are_served_where_no_weight_counts():
    assert seats(ABC, (0, 0, 0), 3, "largest_remainder", lower=1) == (1, 1, 1)
    out = Threshold(Fraction(9, 10))
    guarantee = {"lower": (("B", 3),), "threshold": out}
    assert seats(ABC, (5, 1, 1), 3, "largest_remainder", **guarantee) == (0, 3, 0)


def test_a_tie_whose_every_end_keeps_the_same_guarantees_is_no_tie():
    rule = {"lower": 1, "overhang_rule": "keep_and_recompute_rest"}

    assert seats(tuple("ABCDEF"), (9, 0, 4, 10, 4, 0), 7, "dhondt", **rule) == (1, 1, 1, 2, 1, 1)


def test_it_is_not_taken_from_the_answer_who_kept_a_guarantee():
    rule = {"lower": (("A", 4),), "overhang_rule": "keep_and_recompute_rest"}
    problem = Problem(ABC, (50, 30, 20), 10, "largest_remainder", **rule)
    answer = allocate(problem)
    step = replace(answer.certificate.steps[0], kept=((0, 4),))
    forged = replace(
        answer, seats=(4, 4, 2), certificate=replace(answer.certificate, steps=(step,))
    )

    assert answer.seats == (5, 3, 2)
    assert not verify(problem, forged)
