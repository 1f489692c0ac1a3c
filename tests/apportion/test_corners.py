"""The corners: what hardly ever happens, and must be right when it does."""

from fractions import Fraction

import numpy as np
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
from kkr.apportion.allocation import allocate_exactly
from kkr.apportion.fields import share
from kkr.apportion.large import allocate_large
from kkr.apportion.methods import method_named
from kkr.apportion.methods.divisor import DivisorMethod
from kkr.apportion.methods.largest_remainder import quota_size
from kkr.apportion.paradox import Run, units_that_show_it
from kkr.apportion.problem import Numbered
from kkr.apportion.ranking import place_by_rank
from kkr.apportion.round_number import round_between
from tests.apportion.test_divide_command import PLAIN, divide
from tests.apportion.test_explanation import COUNCIL, told

ABC = ("A", "B", "C")
KEEP = "keep_and_recompute_rest"


def test_a_pact_that_cannot_be_served_is_infeasible():
    pacts = (("A", "B"),)

    assert isinstance(allocate(Problem(ABC, (5, 3, 1), 2, "adams", pacts=pacts)), Infeasible)


def test_a_quota_that_hands_out_too_much_inside_a_pact_is_infeasible():
    answer = allocate(
        Problem(
            ABC,
            (50, 50, 200),
            3,
            "largest_remainder",
            quota="hagenbach_bischoff",
            pacts=(("A", "B"),),
        )
    )

    assert isinstance(answer, Infeasible)


def test_two_pacts_may_each_have_a_tie_of_their_own():
    names, pacts = ("A", "B", "C", "D"), (("A", "B"), ("C", "D"))

    status, document = divide(
        {"units": names, "weights": [5, 5, 5, 5], "total": 2, "method": "dhondt", "pacts": pacts}
    )

    assert status == 1
    assert [tie["units"] for tie in document["ties"]] == [["A", "B"], ["C", "D"]]


def test_a_unit_out_of_the_division_is_not_among_the_tied():
    out = Threshold(Fraction(1, 4))

    answer = allocate(Problem(ABC, (50, 50, 20), 1, "dhondt", pacts=(("A", "C"),), threshold=out))

    assert answer.ties == (Tie(("A", "B"), 1),)


def test_keeping_guarantees_may_leave_nobody_to_take_the_rest():
    facts = {"lower": (("A", 5),), "upper": (("A", 5), ("B", 2)), "overhang_rule": KEEP}

    assert isinstance(allocate(Problem(("A", "B"), (50, 50), 8, "dhondt", **facts)), Infeasible)


def test_a_quota_that_hands_out_too_much_beside_a_guarantee_is_infeasible():
    answer = allocate(
        Problem(
            ABC, (1, 1, 1), 2, "largest_remainder", quota="hagenbach_bischoff", overhang_rule=KEEP
        )
    )

    assert isinstance(answer, Infeasible)


def test_the_population_paradox_names_who_grew_ahead_of_a_winner():
    before = Run(10, {"A": 8, "B": 4, "C": 0}, {"A": 6, "B": 4, "C": 0})
    after = Run(10, {"A": 9, "B": 4, "C": 1}, {"A": 5, "B": 5, "C": 0})

    assert units_that_show_it([before, after]) == ["A"]


def test_a_newcomer_with_its_own_places_may_cost_another_one():
    before = Run(100, {"A": 1045, "B": 8955}, {"A": 10, "B": 90})
    after = Run(105, {"A": 1045, "B": 8955, "C": 525}, {"A": 11, "B": 89, "C": 5})

    assert units_that_show_it([before, after]) == ["B"]


def test_growing_slower_and_losing_is_no_paradox():
    before = Run(10, {"A": 8, "B": 4}, {"A": 6, "B": 4})

    assert units_that_show_it([before, Run(10, {"A": 8, "B": 5}, {"A": 5, "B": 5})]) == []
    assert units_that_show_it([before, Run(9, {"A": 7, "B": 4}, {"A": 5, "B": 4})]) == []
    assert units_that_show_it(
        [Run(9, {"A": 0, "B": 4}, {"A": 1, "B": 4}), Run(9, {"A": 1, "B": 4}, {"A": 0, "B": 5})]
    ) == ["A"]


@pytest.mark.parametrize(
    ("run", "field"),
    [({"total": 7, "weights": [1, 1, 1]}, "tie"), ({"upper": 1}, "infeasible")],
)
def test_a_run_without_places_is_reported_with_its_number(run, field):
    status, document = divide(PLAIN | {"runs": [{}, run]}, kind="paradox")

    assert status == 1
    assert document[field]
    assert document["run"] == "2"


def test_a_paradox_may_be_asked_of_a_unit():
    status, document = divide(PLAIN | {"runs": [{}, {"total": 20}], "unit": "B"}, kind="paradox")

    assert (status, document["unit"], document["seats_by_run"]) == (0, "B", [4, 7])


def test_no_runs_are_refused():
    assert divide(PLAIN | {"runs": []}, kind="paradox")[0] == 2


def test_members_there_anyway_may_be_infeasible_or_tied():
    born = PLAIN | {"guaranteed": {"A": 1}, "rule": "allow_overhang"}

    assert divide(born | {"upper": 1}, kind="born_members")[1]["infeasible"] is True
    tied = divide(born | {"weights": [1, 1, 1]}, kind="born_members")[1]
    assert tied["tie"] == {"units": ["A", "B", "C"], "seats_among": 1}
    assert tied["seats_certain"] == [3, 3, 3]


def test_the_wrong_number_of_guarantees_is_refused():
    with pytest.raises(BadInput, match="guaranteed"):
        supplementary_members(Problem(ABC, (1, 1, 1), 3, "dhondt"), (1, 1))


@pytest.mark.parametrize("method", ["dhondt", "largest_remainder", "quota"])
def test_bounds_below_the_guarantee_leave_no_size(method):
    votes = Problem(ABC, (5, 3, 2), 3, method, upper=(("A", 1),))

    answer = supplementary_members(votes, (2, 0, 0))

    assert answer.text == "no size gives every unit its guaranteed seats"


def test_a_size_with_bounds_is_found_by_trying():
    votes = Problem(ABC, (5, 3, 2), 3, "dhondt", lower=1)

    assert supplementary_members(votes, (1, 1, 2)).size == 10
    assert supplementary_members(votes, (0, 0, 0)).size == 3


def test_the_search_for_a_size_stops_at_the_cap():
    votes = Problem(ABC, (1000, 3, 1), 3, "largest_remainder")

    assert supplementary_members(votes, (0, 0, 1), cap=20).seats == (19, 0, 1)


def test_sensitivity_of_an_infeasible_problem_is_infeasible():
    status, document = divide(PLAIN | {"upper": 1, "unit": "A"}, kind="sensitivity")

    assert (status, document["infeasible"]) == (1, True)


def test_bounds_may_stand_as_a_list():
    assert divide(PLAIN | {"lower": [None, 5, 0]})[1]["seats"][1] == 5


def test_a_share_is_read_as_it_is_written():
    assert share(0.04, "threshold") == Fraction(1, 25)
    assert share("1/25", "threshold") == Fraction(1, 25)


def test_places_by_quota_are_empty_where_there_are_none():
    document = divide(PLAIN | {"method": "largest_remainder", "total": 0})[1]

    assert document["certificate"]["units"][0] == {"unit": "A", "weight": 416, "seats": 0}


def test_weights_and_units_must_be_equally_many():
    with pytest.raises(BadInput, match="weights"):
        Problem(("A",), (1, 2), 3, "dhondt")


def test_an_unknown_quota_is_refused():
    with pytest.raises(BadInput, match="quota"):
        quota_size("mine", 100, 3)


def test_there_is_no_round_number_where_there_is_no_room():
    with pytest.raises(ValueError, match="nothing between"):
        round_between(Fraction(2), Fraction(2))


def test_a_wrong_guess_is_mended_by_transfers():
    weights = (50, 30, 20)

    cut = place_by_rank(
        [0, 0, 10], 10, (0,) * 3, (11,) * 3, lambda unit, held: 10**6 * weights[unit] // (held + 1)
    )

    assert cut.seats == [5, 3, 2]


def test_unnamed_units_are_numbered():
    assert list(Numbered(range(1, 6))[1:3]) == ["2", "3"]


class Halves(DivisorMethod):
    """A method whose signposts no array can tell."""

    name = "halves"

    def signpost(self, seats):
        return (seats + 1, 1) if seats % 2 else (2 * seats + 1, 2)


def test_many_units_go_the_exact_way_where_arrays_cannot_help():
    many = np.arange(1, 2501)

    def large(weights, total, method):
        return allocate_large(Problem((), weights, total, method.name), method)

    assert large(many, 9000, Halves()) is None
    assert large(many * 0, 9000, method_named("dhondt")) is None
    assert large(many * 0, 9000, method_named("largest_remainder")) is None
    assert large(many, 9000, method_named("quota")) is None
    assert large(many, 2500, method_named("adams")) is None
    assert large(many, 2499, method_named("adams")) is None
    with pytest.raises(NotImplementedError):
        Halves().fractions(many)


def test_one_unit_with_all_weight_among_very_many_gets_everything():
    weights = np.zeros(2500, dtype=np.int64)
    weights[7] = 12
    for method in ("dhondt", "sainte_lague", "largest_remainder", "huntington_hill"):
        problem = Problem((), tuple(weights.tolist()), 50, method)

        assert allocate(problem).seats[7] == 50
        assert allocate(problem).seats == allocate_exactly(problem, method_named(method)).seats


def test_very_many_small_claims_on_few_places_come_out_exactly():
    weights = tuple(np.random.default_rng(5).integers(1, 10**9, 4000).tolist())
    for method in (
        "dhondt",
        "sainte_lague",
        "danish",
        "modified_sainte_lague",
        "largest_remainder",
    ):
        problem = Problem((), weights, 40, method)

        assert allocate(problem).seats == allocate_exactly(problem, method_named(method)).seats


def test_a_certificate_of_another_kind_has_no_bound_to_mark():
    path = allocate(Problem(ABC, (5, 3, 2), 4, "quota")).certificate.steps[0]

    assert method_named("dhondt").binding_bound(path.division, path.outcome, 0) is None
    assert method_named("largest_remainder").binding_bound(path.division, path.outcome, 0) is None


def test_words_for_what_hardly_ever_happens():
    groups = [{"name": name, "total": 3, "weights": {name: 5, "B": 1}} for name in ("nord", "syd")]
    whole = {"method": "largest_remainder", "weights": [60, 30, 10], "units": ABC}

    assert "syd:" not in told(
        {"method": "dhondt", "groups": groups}, "--unit", "nord", kind="1d_batch"
    )
    assert "De hele dele giver netop 10 pladser." in told(whole | {"total": 10})
    assert "Kvoten" not in told(whole | {"total": 0})
    assert "ingen vækst alene" in told(whole | {"total": 0}, "--unit", "A")
    assert "har ingen vægt, der tæller" in told(COUNCIL | {"threshold": 0.1}, "--unit", "Ishøj")
    assert "A har 3" in told(
        {"method": "quota", "units": ["A", "B"], "weights": ["7/3", 1], "total": 4}, "--unit", "A"
    )
    assert "står lige" in told(
        COUNCIL | {"weights": [1] * 5, "method": "huntington_hill", "total": 7}
    )


@pytest.mark.parametrize("method", ["huntington_hill", "dean"])
def test_more_places_than_a_float_can_hold_are_divided(method):
    total = 10**170

    answer = allocate(Problem(("A", "B"), (1, 3), total, method))

    assert sum(answer.seats) == total
    assert abs(answer.seats[0] - total // 4) <= 1


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("method", ["huntington_hill", "dean"])
def test_more_places_than_a_float_can_hold_are_divided_among_very_many(method):
    weights, total = tuple(range(1, 2501)), 10**160

    assert sum(allocate(Problem((), weights, total, method)).seats) == total
