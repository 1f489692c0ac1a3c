"""Written problems at their corners, each with the answer found by hand or by the slow solution."""

import pytest

from kkr.apportion.explain import explain
from kkr.apportion.kinds import answer
from tests.apportion.slow import outcomes
from tests.apportion.test_divide_command import PLAIN, divide

TABLE = {
    "rows": ["P", "Q"],
    "cols": ["1", "2"],
    "weights": [[60, 10], [50, 90]],
    "row_totals": [2, 3],
    "col_totals": [3, 2],
    "method": "sainte_lague",
}
HUGE = 10**399
REMAINDER = {"method": "largest_remainder"}
OVERHANG = {"overhang_rule": "keep_and_recompute_rest"}


@pytest.mark.parametrize(
    ("changes", "seats"),
    [
        ({"weights": [1000, 1, 1], "lower": 1, "total": 5}, [3, 1, 1]),
        ({"weights": [1000, 10, 1], "upper": {"A": 2}, "total": 5}, [2, 3, 0]),
        ({"weights": [9, 5, 3], "upper": {"A": 0}, "total": 2}, [0, 1, 1]),
        ({"upper": HUGE}, [4, 4, 2]),
        ({"weights": [96, 4, 0], "total": 25, "threshold": {"share": 0.04}}, [24, 1, 0]),
        ({"weights": [9601, 399, 0], "total": 25, "threshold": {"share": 0.04}}, [25, 0, 0]),
        ({"weights": [96, 4, 0], "total": 25, "threshold": "1/25"}, [24, 1, 0]),
        (
            {"weights": [50, 40, 10], "total": 9, "threshold": {"share": "1/5", "base": 60}},
            [5, 4, 0],
        ),
        ({"threshold": {"share": 0.5}, "total": 0}, [0, 0, 0]),
        (
            {"weights": [60, 35, 5], "threshold": 0.1, "lower": {"C": 1}, "tie_rule": "order"},
            [6, 3, 1],
        ),
        ({"pacts": []}, [4, 4, 2]),
        ({"pacts": [["A"]]}, [4, 4, 2]),
        ({"pacts": [["A", "B", "C"]]}, [4, 4, 2]),
        (
            {"weights": [60, 30, 4], "total": 9, "pacts": [["B", "C"]], "threshold": 0.05},
            [6, 3, 0],
        ),
        ({"weights": [60, 30, 10], "lower": {"C": 3}, **OVERHANG}, [5, 2, 3]),
        ({"weights": [1, 1, 1], "total": 2, "tie_rule": "order"}, [1, 1, 0]),
        ({"weights": [0, 5, 0], "total": 7}, [0, 7, 0]),
        ({"weights": [0, 5, 1], "total": 2, "method": "adams"}, [0, 1, 1]),
        ({"weights": [0, 0, 0], "total": 0}, [0, 0, 0]),
        ({"weights": ["7/3", " 2 ", "1/3"], "total": 14}, [7, 6, 1]),
        ({"units": [], "weights": [], "total": 0}, []),
        ({"units": ["A"], "weights": [3], "total": 9, **REMAINDER, "quota": "droop"}, [9]),
        ({"units": ["A"], "weights": [3], "total": 9, **REMAINDER, "quota": "hare"}, [9]),
        ({"units": ["A"], "weights": [3], "total": 9, "method": "huntington_hill"}, [9]),
        (
            {
                "units": ["Ærø", "Læsø", "東京🏙"],
                "weights": [6000, 1700, 9],
                "total": 7,
                "method": "sainte_lague",
            },
            [5, 2, 0],
        ),
    ],
)
def test_a_problem_in_one_dimension_comes_out_as_by_hand(changes, seats):
    status, document = divide(PLAIN | changes)

    assert (status, document.get("seats")) == (0, seats)


@pytest.mark.parametrize("method", ["dhondt", "huntington_hill", "quota", "largest_remainder"])
def test_figures_of_four_hundred_digits_are_divided(method):
    pair = {"units": ["A", "B"], "total": 6, "method": method, "tie_rule": "order"}
    seats = list(max(outcomes([2, 1], 6, method)))

    assert divide(pair | {"weights": [2 * HUGE, HUGE]})[1]["seats"] == seats
    assert divide(pair | {"weights": [f"2/{HUGE - 1}", f"1/{HUGE - 1}"]})[1]["seats"] == seats
    assert divide(pair | {"weights": [HUGE, HUGE], "total": 3, "tie_rule": None})[0] == 1


@pytest.mark.parametrize("method", ["dhondt", "sainte_lague", "largest_remainder"])
def test_more_places_than_a_float_can_count_are_divided(method):
    problem = {"units": ["A", "B"], "weights": [2, 1], "total": 3 * 10**320, "method": method}

    assert divide(problem)[1]["seats"] == [2 * 10**320, 10**320]


@pytest.mark.parametrize("method", ["adams", "dean", "huntington_hill"])
@pytest.mark.parametrize("total", [0, 2])
def test_fewer_seats_than_units_that_get_one_each_are_infeasible(method, total):
    status, document = divide(PLAIN | {"method": method, "total": total})

    assert (status, document["infeasible"]) == (1, True)
    assert document["certificate"]["text"].startswith("units A, B, C need 3 seats, there are ")
    assert divide(PLAIN | {"method": method, "total": 3})[1]["seats"] == [1, 1, 1]


@pytest.mark.parametrize("quota", ["hagenbach_bischoff", "imperiali"])
def test_a_quota_that_hands_out_too_much_is_infeasible_until_a_rule_is_named(quota):
    problem = PLAIN | REMAINDER | {"weights": [1, 1, 1], "total": 2, "quota": quota}

    status, document = divide(problem)

    assert (status, document["infeasible"]) == (1, True)
    assert document["certificate"]["text"].endswith("no rule for that is named (overaward)")
    assert document["certificate"]["need"] > document["certificate"]["room"] == 2
    rule = {"overaward": "subtract_smallest_remainder", "tie_rule": "order"}
    assert sum(divide(problem | rule)[1]["seats"]) == 2


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"lower": {"A": 3}, "upper": {"A": 2}}, "unit A must have at least 3 seats"),
        ({"lower": 4}, "units A, B, C need 12 seats"),
        ({"lower": HUGE}, "units A, B, C need 3000"),
        ({"lower": {"A": 12}}, "unit A needs 12 seats, there are 10"),
        ({"threshold": {"share": 0.5}}, "no unit has any weight"),
        ({"weights": [0, 0, 0]}, "no unit has any weight"),
        ({"units": [], "weights": []}, "no unit has any weight"),
    ],
)
def test_what_cannot_be_is_answered_with_a_reason(changes, text):
    status, document = divide(PLAIN | changes)

    assert (status, document["infeasible"]) == (1, True)
    assert document["certificate"]["text"].startswith(text)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"weights": [10**400, 1, 1]}, "weights[0]"),
        ({"weights": [1, -(10**4200), 1]}, "weights[1]"),
        ({"weights": ["1e5", 2, 3]}, "weights[0]"),
        ({"weights": {"A": 1, "B": 2, "C": 3, "D": 4}}, "weights.D"),
        ({"total": 10**400}, "total"),
        ({"pacts": {}}, "pacts"),
        ({"pacts": False}, "pacts"),
        ({"pacts": [[["A"]]]}, "pacts[0][0]"),
        ({"threshold": {"share": [1]}}, "threshold.share"),
        ({"method": ""}, "method"),
        ({"tie_rule": []}, "tie_rule"),
        ({"overhang_rule": {}}, "overhang_rule"),
        (REMAINDER | {"quota": ["hare"]}, "quota"),
    ],
)
def test_wrong_input_is_named_whatever_it_is(changes, field):
    status, message = divide(PLAIN | changes)

    assert status == 2
    assert message.startswith(f"kkr divide: {field}: ")
    assert len(message) < 200


@pytest.mark.parametrize(
    ("changes", "seats"),
    [
        ({"rows": [1, 2], "cols": [1, 2]}, [[2, 0], [1, 2]]),
        ({"weights": [["60/7", "10/7"], ["50/7", "90/7"]]}, [[2, 0], [1, 2]]),
        (
            {"weights": [[6 * HUGE // 10, HUGE // 10], [HUGE // 2, 9 * HUGE // 10]]},
            [[2, 0], [1, 2]],
        ),
        ({"rows": [], "weights": [], "row_totals": [], "col_totals": [0, 0]}, []),
        ({"weights": [[0, 0], [0, 0]], "row_totals": [0, 0], "col_totals": [0, 0]}, [[0, 0]] * 2),
        ({"method": "adams", "row_totals": [2, 2], "col_totals": [2, 2]}, [[1, 1]] * 2),
        (
            {"weights": [[1, 1], [1, 1]], "row_totals": [2 * 10**12] * 2}
            | {"col_totals": [2 * 10**12] * 2},
            [[10**12] * 2] * 2,
        ),
        (
            {"weights": [[30, 29], [900, 20]], "row_totals": [1, 4], "col_totals": [4, 1]}
            | {"cell_lower": "winner_takes_one"},
            [[0, 1], [4, 0]],
        ),
        ({"quorum": {"total": 0.05, "mode": None}}, [[2, 0], [1, 2]]),
    ],
)
def test_a_problem_in_two_dimensions_comes_out_as_by_hand(changes, seats):
    status, document = divide(TABLE | changes, kind="2d")

    assert (status, document.get("seats")) == (0, seats)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"row_totals": [10**14, 1]}, "row_totals[0]"),
        ({"rows": ["P"]}, "weights"),
        ({"weights": [{}, []]}, "weights[0]"),
        ({"weights": [[1, None], [1, 1]]}, "weights[0][1]"),
        ({"quorum": {"total": 0.1, "mode": []}}, "quorum.mode"),
        ({"quorum": []}, "quorum"),
        ({"cell_lower": True}, "cell_lower"),
    ],
)
def test_wrong_input_in_two_dimensions_is_named_whatever_it_is(changes, field):
    status, message = divide(TABLE | changes, kind="2d")

    assert status == 2
    assert message.startswith(f"kkr divide: {field}: ")


@pytest.mark.parametrize(
    ("changes", "status", "document"),
    [
        ({"rule": "allow_overhang", "guaranteed": [0, 0, 4]}, 0, {"size": 12, "seats": [4, 4, 4]}),
        (
            {"weights": [10**30, 1, 1], "guaranteed": [0, 1, 0], "rule": "smallest_size"},
            0,
            {"size": 10**30 + 2},
        ),
        (
            {"weights": [5, 0, 1], "guaranteed": [0, 1, 0], "rule": "smallest_size"},
            1,
            {"infeasible": True},
        ),
        (
            {"weights": [5, 0, 1], "total": 4, "guaranteed": [0, 1, 0], "cap": 6}
            | {"rule": "smallest_size"},
            1,
            {"tie": {"units": ["A", "C"], "seats_among": 1}},
        ),
    ],
)
def test_a_body_round_members_who_are_there_anyway(changes, status, document):
    found = divide(PLAIN | changes, kind="born_members")

    assert (found[0], {field: found[1].get(field) for field in document}) == (status, document)


def test_a_batch_of_no_groups_gives_nothing():
    status, document = divide({"method": "dhondt", "groups": []}, kind="1d_batch")

    assert (status, document["seats"], document["sum_seats"]) == (0, {}, 0)


@pytest.mark.parametrize(
    "method", [pytest.param("sainte_lague", marks=pytest.mark.slow), "largest_remainder", "quota"]
)
def test_many_long_fractions_are_divided_and_told(method):
    names = [str(number) for number in range(12)]
    long = [f"{10**399 + 7**number}/{3**700 + 11**number}" for number in range(12)]
    facts = {"units": names, "weights": long, "total": 30, "method": method}

    found = answer({"kind": "1d", "problem": facts})

    assert sum(found.document["seats"]) == 30
    assert "0: " in explain(found, "da", "0")
