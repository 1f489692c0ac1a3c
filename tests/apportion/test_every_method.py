"""What holds for every method in the registry, and what theory says of each."""

from dataclasses import replace
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kkr.apportion import Infeasible, Problem, allocate, verify
from kkr.apportion.methods import all_methods
from tests.apportion.problems import METHODS, chance_from, problems

MONOTONE = [name for name, method in all_methods().items() if method.house_monotone]
WITHIN_QUOTA = [name for name, method in all_methods().items() if method.within_quota]
quick = settings(max_examples=150, deadline=None)


def test_the_registry_holds_every_method_of_the_format():
    assert METHODS == [
        "adams",
        "danish",
        "dean",
        "dhondt",
        "huntington_hill",
        "largest_remainder",
        "modified_sainte_lague",
        "quota",
        "sainte_lague",
    ]


@pytest.mark.parametrize("method", all_methods().values(), ids=METHODS)
def test_a_method_says_its_name_and_its_defect_in_both_languages(method):
    assert set(method.title) == set(method.defect) == {"en", "da"}


@quick
@given(problems())
def test_exactly_the_total_is_given_out(problem):
    answer = allocate(problem)

    assert sum(answer.seats) + sum(tie.places for tie in answer.ties) == problem.total


@quick
@given(problems(most=30), st.randoms(use_true_random=False))
def test_the_order_of_units_is_irrelevant(problem, chance):
    order = list(range(len(problem.units)))
    chance.shuffle(order)
    shuffled = replace(
        problem,
        units=tuple(problem.units[place] for place in order),
        weights=tuple(problem.weights[place] for place in order),
    )

    before, after = allocate(problem), allocate(shuffled)

    assert dict(zip(problem.units, before.seats, strict=True)) == dict(
        zip(shuffled.units, after.seats, strict=True)
    )
    assert {frozenset(tie.units) for tie in before.ties} == {
        frozenset(tie.units) for tie in after.ties
    }


@quick
@given(problems(), st.fractions(Fraction(1, 1000), 1000))
def test_scaling_all_weights_changes_nothing(problem, factor):
    scaled = replace(problem, weights=tuple(weight * factor for weight in problem.weights))

    before, after = allocate(problem), allocate(scaled)

    assert (after.seats, after.ties) == (before.seats, before.ties)


def test_the_quota_method_walks_one_path_for_every_size():
    weights = tuple(chance_from(1975).randint(1, 10**6) for _ in range(9))
    path = [
        allocate(Problem((), weights, total, "quota"))
        .certificate.steps[0]
        .outcome.certificate.awards
        for total in (500, 2000)
    ]

    assert path[1][:500] == path[0]


@pytest.mark.parametrize("method", MONOTONE)
def test_one_place_more_never_costs_a_unit_a_place(method):
    chance = chance_from(1880)
    weights = tuple(chance.randint(1, 10**6) for _ in range(9))
    before = (0,) * 9
    sizes = range(9, 2001, 23 if method == "quota" else 1)
    for total in sizes:
        answer = allocate(Problem((), weights, total, method, tie_rule="order"))
        assert all(less <= more for less, more in zip(before, answer.seats, strict=True))
        before = answer.seats


def test_the_largest_remainder_shows_the_alabama_paradox():
    weights = (6, 6, 2)

    ten, eleven = (
        allocate(Problem(("A", "B", "C"), weights, total, "largest_remainder")).seats
        for total in (10, 11)
    )

    assert (ten, eleven) == ((4, 4, 2), (5, 5, 1))


@quick
@given(problems(), st.sampled_from(WITHIN_QUOTA))
def test_some_methods_keep_every_unit_within_its_claim_rounded(problem, method):
    problem = replace(problem, method=method, tie_rule="order")
    whole = sum(problem.weights)

    seats = allocate(problem).seats

    for weight, own in zip(problem.weights, seats, strict=True):
        claim = Fraction(weight * problem.total, whole)
        assert floor(claim) <= own <= ceil(claim)


@quick
@given(problems(most=40), st.sampled_from(["order", "larger_weight", "lot"]))
def test_the_certificate_verifies_and_no_transfer_does(problem, rule):
    problem = replace(problem, tie_rule=rule, seed="42")
    answer = allocate(problem)
    if answer.ties:
        assert not verify(problem, answer)
        return

    assert verify(problem, answer)
    for giver, own in enumerate(answer.seats):
        for taker in range(len(answer.seats)):
            if giver != taker and own:
                seats = list(answer.seats)
                seats[giver] -= 1
                seats[taker] += 1
                assert not verify(problem, replace(answer, seats=tuple(seats)))


@pytest.mark.parametrize("method", METHODS)
def test_a_thousand_transfers_are_all_rejected(method):
    chance = chance_from(method)
    rejected = 0
    while rejected < 120:
        count = chance.randint(2, 12)
        weights = tuple(chance.randint(1, 10**5) for _ in range(count))
        problem = Problem((), weights, chance.randint(count, 150), method, tie_rule="larger_weight")
        answer = allocate(problem)
        giver, taker = chance.sample(range(count), 2)
        if answer.ties or not answer.seats[giver]:
            continue
        seats = list(answer.seats)
        seats[giver] -= 1
        seats[taker] += 1

        assert verify(problem, answer)
        assert not verify(problem, replace(answer, seats=tuple(seats)))
        rejected += 1


@pytest.mark.parametrize("method", METHODS)
def test_one_unit_gets_everything(method):
    answer = allocate(Problem(("A",), (7,), 5, method))

    assert answer.seats == (5,)
    assert verify(Problem(("A",), (7,), 5, method), answer)


@pytest.mark.parametrize("method", METHODS)
def test_without_any_weight_there_is_no_answer(method):
    answer = allocate(Problem(("A", "B"), (0, 0), 5, method))

    assert isinstance(answer, Infeasible)
    assert answer.text == "no unit has any weight, but there are 5 to give"


@pytest.mark.parametrize("method", METHODS)
def test_no_units_and_no_places_is_an_empty_answer(method):
    assert allocate(Problem((), (), 0, method)).seats == ()


@pytest.mark.parametrize("method", METHODS)
def test_a_unit_without_weight_gets_nothing(method):
    assert allocate(Problem(("A", "B"), (0, 3), 4, method)).seats == (0, 4)


@pytest.mark.parametrize("method", METHODS)
def test_huge_numbers_are_as_exact_as_small_ones(method):
    small = allocate(Problem(("A", "B", "C"), (5117, 4400, 162), 100, method))
    huge = allocate(
        Problem(("A", "B", "C"), (5117 * 10**40, 4400 * 10**40, 162 * 10**40), 100, method)
    )

    assert huge.seats == small.seats


@pytest.mark.parametrize("method", METHODS)
def test_very_many_places_among_few_units_are_no_trouble(method):
    total = 10**15 if method != "quota" else 10**4
    problem = Problem(("A", "B", "C"), (511, 440, 162), total, method)

    answer = allocate(problem)

    assert sum(answer.seats) == total
