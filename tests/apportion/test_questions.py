"""What a mayor asks next: the next place, how far it is, other methods, fairness, kroner."""

from dataclasses import replace
from fractions import Fraction

import pytest

from kkr.apportion import (
    BadInput,
    Infeasible,
    Problem,
    Threshold,
    Tie,
    allocate,
    compare,
    composite_key,
    divide_money,
    fairness,
    last_place,
    next_place,
    sensitivity,
)
from kkr.apportion.methods.largest_remainder import QUOTAS
from tests.apportion.problems import METHODS, chance_from

ABC = ("A", "B", "C")


def grown(problem, place, growth):
    weights = list(problem.weights)
    weights[place] += growth
    return allocate(replace(problem, weights=tuple(weights)))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("bounds", [{}, {"lower": 1}, {"threshold": Threshold(Fraction(1, 20))}])
def test_the_growth_that_gains_a_place_is_the_least_there_is(method, bounds):
    chance = chance_from(f"{method} {bounds}")
    for _ in range(12):
        weights = tuple(chance.randint(10, 300) for _ in ABC)
        problem = Problem(ABC, weights, chance.randint(4, 15), method, **bounds)
        before = allocate(problem)
        if before.ties:
            continue

        found = sensitivity(problem, "B")

        if found.additional_weight_needed is None:
            continue
        assert grown(problem, 1, found.additional_weight_needed).seats[1] > before.seats[1]
        for growth in range(found.additional_weight_needed):
            assert grown(problem, 1, growth).seats[1] == before.seats[1]


@pytest.mark.parametrize("method", METHODS)
def test_the_fall_that_loses_a_place_is_the_least_there_is(method):
    problem = Problem(ABC, (150, 90, 60), 10, method, tie_rule="order")
    before = allocate(problem).seats[0]

    fall = sensitivity(problem, "A").removable_weight

    assert grown(problem, 0, -fall).seats[0] < before
    assert grown(problem, 0, -fall + 1).seats[0] == before


def test_a_fall_is_found_that_only_few_sizes_of_it_bring_about():
    problem = Problem(("A", "B"), (3, 12), 3, "sainte_lague", upper=(("A", 2),))

    found = sensitivity(problem, "B")

    assert (found.seats, found.removable_weight) == (2, 9)
    assert grown(problem, 1, -9).ties
    assert isinstance(grown(problem, 1, -12), Infeasible)


@pytest.mark.parametrize("sort", ["plain", "bounds", "threshold", "pacts", "overhang"])
def test_changes_that_move_a_place_are_the_least_of_all(sort):
    chance = chance_from(sort)
    for _ in range(60):
        problem = asked(chance, sort)
        found = sensitivity(problem, "B")
        if isinstance(found, Infeasible):
            continue
        fall, growth = (moving(problem, found.seats, sign) for sign in (-1, 1))

        assert found.removable_weight == fall, problem
        assert growth is None or found.additional_weight_needed == growth, problem


def asked(chance, sort):
    """Return a small problem of every method with what is to be tried."""
    names = "ABCD"[: chance.randint(3, 4)]
    weights = tuple(chance.choice([0, chance.randint(1, 30)]) for _ in names)
    facts = {
        "plain": {},
        "bounds": {
            "lower": (("A", chance.randint(0, 3)),),
            "upper": (("C", chance.randint(1, 5)),),
        },
        "threshold": {"threshold": Threshold(Fraction(chance.randint(0, 40), 100))},
        "pacts": {"pacts": (("A", "B"),)},
        "overhang": {"lower": (("A", 4),), "overhang_rule": "keep_and_recompute_rest"},
    }[sort]
    quota = chance.choice(list(QUOTAS))
    method, places = chance.choice(METHODS), chance.randint(0, 9)
    return Problem(tuple(names), weights, places, method, quota=quota, **facts)


def moving(problem, seats, sign):
    """Return the least change that moves a place, of all there are up to two hundred."""
    for change in range(1, 1 + (problem.weights[1] if sign < 0 else 200)):
        after = grown(problem, 1, sign * change)
        if not isinstance(after, Infeasible) and sign * after.seats[1] > sign * seats:
            return change
    return None


def test_what_was_not_tried_is_not_called_proved():
    votes = (700_000, 310_000, 150_000)

    assert sensitivity(Problem(ABC, votes, 9, "largest_remainder"), "B").proved
    assert not sensitivity(Problem(ABC, votes, 9, "quota"), "B").proved


@pytest.mark.parametrize("method", METHODS)
def test_the_next_place_goes_to_whoever_holds_more_with_one_place_more(method):
    problem = Problem(ABC, (157, 91, 60), 10, method)
    before, after = (allocate(replace(problem, total=total)).seats for total in (10, 11))

    assert next_place(problem) == tuple(
        name for name, less, more in zip(ABC, before, after, strict=True) if more > less
    )
    assert last_place(replace(problem, total=11)) == next_place(problem)


def test_nobody_is_next_where_that_is_tied():
    assert next_place(Problem(("A", "B"), (1, 1), 2, "dhondt")) == ()
    assert last_place(Problem(("A", "B"), (1, 1), 0, "dhondt")) == ()


def test_a_unit_at_its_upper_bound_can_never_gain():
    problem = Problem(("A", "B"), (60, 40), 5, "dhondt", upper=(("A", 3),))

    assert sensitivity(problem, "A").additional_weight_needed is None


def test_sensitivity_knows_infeasible_problems_and_strangers():
    assert isinstance(sensitivity(Problem(ABC, (1, 1, 1), 1, "adams"), "A"), Infeasible)
    with pytest.raises(BadInput, match="unit"):
        sensitivity(Problem(ABC, (1, 1, 1), 3, "adams"), "D")


def test_the_comparison_has_every_method_and_the_own_one_first():
    rows = compare(Problem(ABC, (1000, 90, 10), 10, "dhondt"))

    assert [row.method.name for row in rows] == ["dhondt", *(m for m in METHODS if m != "dhondt")]
    assert rows[0].differences == (0, 0, 0)
    assert {row.method.name: row.differences for row in rows}["adams"] == (-2, 1, 1)


def test_the_comparison_shows_no_differences_where_there_are_no_places():
    rows = {row.method.name: row for row in compare(Problem(ABC, (5, 3, 1), 2, "dhondt"))}

    assert isinstance(rows["adams"].result, Infeasible)
    assert rows["adams"].differences is None


def test_fairness_names_who_left_the_claim_rounded_up_or_down():
    problem = Problem(("A", "B", "C", "D", "E"), (5117, 4400, 162, 161, 160), 100, "dhondt")

    figures = fairness(problem, allocate(problem).seats)

    assert figures.quota_violations == ("B",)
    assert sum(figures.deviations) == 0


def test_fairness_of_a_perfect_division_is_nothing_but_ones_and_zeros():
    figures = fairness(Problem(("A", "B"), (60, 40), 10, "dhondt"), (6, 4))

    assert (figures.loosemore_hanby, figures.gallagher, figures.sainte_lague_index) == (0, 0, 0)
    assert figures.most_favoured == 1


def test_a_composite_key_is_exact_and_sums_to_one():
    key = composite_key(
        {"inhabitants": (28515, 638117), "pupils": (3, 4)},
        {"inhabitants": Fraction(2, 3), "pupils": Fraction(1, 3)},
    )

    assert sum(key) == 1
    assert key[0] == Fraction(2, 3) * Fraction(28515, 666632) + Fraction(1, 3) * Fraction(3, 7)


@pytest.mark.parametrize(
    ("figures", "importance", "field"),
    [
        ({"a": (1, 2)}, {}, "importance"),
        ({"a": (1, 2)}, {"a": 0}, "importance"),
        ({"a": (1, 2)}, {"a": 2, "b": -1}, "importance"),
        ({"a": (1, 2)}, {"b": 1}, "figures.b"),
        ({"a": (1, -2)}, {"a": 1}, "figures.a"),
        ({"a": (0, 0)}, {"a": 1}, "figures.a"),
        ({"a": (1, 2), "b": (1, 2, 3)}, {"a": 1, "b": 1}, "figures"),
    ],
)
def test_a_composite_key_names_the_figure_that_is_wrong(figures, importance, field):
    with pytest.raises(BadInput) as refused:
        composite_key(figures, importance)

    assert refused.value.field == field


def test_kroner_are_divided_to_the_last_oere():
    parts = divide_money(1_000_000_01, ABC, (28515, 638117, 104481)).seats

    assert sum(parts) == 1_000_000_01
    for part, weight in zip(parts, (28515, 638117, 104481), strict=True):
        assert abs(part - Fraction(1_000_000_01 * weight, 771113)) < 1


def test_an_odd_oere_among_equals_is_a_tie():
    assert divide_money(100, ABC, (1, 1, 1)).ties == (Tie(ABC, 1),)
    assert divide_money(100, ABC, (1, 1, 1), tie_rule="order").seats == (34, 33, 33)


def test_an_amount_to_be_paid_back_is_refused_as_negative():
    with pytest.raises(BadInput, match="negative"):
        divide_money(-1, ABC, (1, 1, 1))
