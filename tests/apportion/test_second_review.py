"""What a mathematician found on the second reading; each stays right."""

import re

import pytest

from kkr.apportion.allocation import allocate
from kkr.apportion.explain import explain
from kkr.apportion.kinds import answer
from kkr.apportion.problem import Problem
from kkr.apportion.verify import verify
from tests.apportion.problems import chance_from

REST = "keep_and_recompute_rest"


def asked(kind="1d", **problem):
    return answer({"kind": kind, "problem": problem})


def many(method, **more):
    draw = chance_from(1)
    units = [f"u{number}" for number in range(2000)]
    weights = [draw.randint(1, 99_999) for _ in units]
    return {"units": units, "weights": weights, "total": 50_000, "method": method, **more}


@pytest.mark.parametrize("method", ["largest_remainder", "dhondt", "huntington_hill", "dean"])
def test_two_thousand_units_are_written_and_told(method):
    found = asked(**many(method))

    assert sum(found.document["seats"]) == 50_000
    assert {type(row["weight"]) for row in found.document["certificate"]["units"]} == {int}
    assert "u7: " in explain(found, "da", "u7")


@pytest.mark.parametrize("kind", ["sensitivity", "paradox", "1d_batch", "born_members"])
def test_two_thousand_units_in_every_kind(kind):
    problem = many("largest_remainder", unit="u7", runs=[{}, {"total": 50_001}])
    if kind == "1d_batch":
        groups = [
            {
                "name": "G",
                "total": 50_000,
                "weights": dict(zip(problem["units"], problem["weights"], strict=True)),
            }
        ]
        problem = {"method": "largest_remainder", "groups": groups}
    if kind == "born_members":
        problem |= {"guaranteed": [0] * 2000, "rule": "allow_overhang"}

    assert "infeasible" not in asked(kind, **problem).document


@pytest.mark.parametrize(
    ("problem", "units", "places"),
    [
        (
            {
                "units": ["D", "B", "C", "A"],
                "weights": [3, 1, 1, 3],
                "total": 9,
                "method": "adams",
                "lower": 2,
            },
            ["A", "D"],
            1,
        ),
        (
            {
                "units": list("AEBCD"),
                "weights": [2, 4, 2, 4, 4],
                "total": 12,
                "method": "largest_remainder",
                "lower": 2,
            },
            ["C", "D", "E"],
            2,
        ),
        (
            {
                "units": list("AEDBC"),
                "weights": [3] * 5,
                "total": 8,
                "method": "sainte_lague",
                "lower": {"A": 2, "D": 3, "B": 2},
            },
            ["C", "E"],
            1,
        ),
    ],
)
def test_a_tie_beside_guarantees_names_those_whom_the_lot_decides(problem, units, places):
    tie = asked(**problem, overhang_rule=REST).document["tie"]

    assert (sorted(tie["units"]), tie["seats_among"]) == (units, places)


def bounds_of(found):
    return {row["unit"]: row["bound"] for row in found.document.get("binding_bounds", [])}


@pytest.mark.parametrize(
    ("problem", "held"),
    [
        (
            {"units": ["A", "B"], "weights": [2, 3], "total": 2, "method": "dhondt", "lower": 1},
            {"A": "lower", "B": "lower"},
        ),
        (
            {
                "units": ["A", "B", "C"],
                "weights": [50, 30, 20],
                "total": 6,
                "method": "sainte_lague",
                "lower": 2,
            },
            dict.fromkeys("ABC", "lower"),
        ),
        (
            {
                "units": ["B", "A", "C"],
                "weights": [1, 3, 2],
                "total": 2,
                "method": "dean",
                "upper": {"C": 0},
            },
            {"C": "upper"},
        ),
    ],
)
def test_whom_a_bound_holds_is_marked(problem, held):
    assert bounds_of(asked(**problem)) == held


def number(text):
    return float(text.replace(".", "").replace(",", "."))


@pytest.mark.parametrize("method", ["dhondt", "sainte_lague", "danish", "modified_sainte_lague"])
def test_every_divisor_between_the_ends_that_are_told_gives_the_same(method):
    draw, post = (
        chance_from(2),
        {"dhondt": 1.0, "sainte_lague": 0.5, "danish": 1 / 3, "modified_sainte_lague": 0.5},
    )
    for _ in range(60):
        weights = [draw.randint(1, 99_999) for _ in range(5)]
        found = asked(
            units=list("ABCDE"), weights=weights, total=draw.randint(20, 400), method=method
        )
        ends = re.search(r"ethvert tal mellem (\S+) og (\S+) giver", explain(found, "da", "A"))
        if "tie" in found.document or not ends:
            continue
        for divisor in map(number, ends.groups()):
            for weight, seats in zip(weights, found.document["seats"], strict=True):
                if seats > 1 or method != "modified_sainte_lague":
                    assert seats - 1 + post[method] <= weight / divisor + 1e-9
                    assert weight / divisor <= seats + post[method] + 1e-9


def test_a_unit_that_shows_no_paradox_is_not_said_to():
    found = asked(
        "paradox",
        units=list("ABC"),
        weights=[6, 6, 2],
        total=10,
        method="largest_remainder",
        unit="A",
        runs=[{}, {"total": 11}],
    )

    assert (found.document["seats_by_run"], found.document["shown_by"]) == ([4, 5], ["C"])
    assert "den forkerte vej" not in explain(found, "da", "A")


@pytest.mark.parametrize(
    ("problem", "seats"),
    [
        (
            {"weights": [8, 1, 1], "total": 10**11, "upper": {"A": 5 * 10**10}},
            [5 * 10**10, 25 * 10**9, 25 * 10**9],
        ),
        (
            {"weights": [8, 1, 1], "total": 10**11, "lower": {"B": 5 * 10**10}},
            [5 * 10**10, 5 * 10**10, 0],
        ),
        (  # a quota of one: all that is left goes round, and nobody's remainder is greater
            {"weights": [5, 3, 2], "total": 10**9, "quota": "droop"},
            [333_333_335, 333_333_333, 333_333_332],
        ),
    ],
)
def test_money_in_oere_within_bounds_is_divided_at_once(problem, seats):
    found = asked(units=list("ABC"), method="largest_remainder", **problem).document

    assert found["seats"] == seats


def test_the_largest_total_of_the_quota_method_is_answered():
    assert asked(units=["A", "B"], weights=[3, 2], total=100_000, method="quota").document[
        "seats"
    ] == [60_000, 40_000]


def test_a_method_that_ends_in_a_tie_is_not_said_to_have_no_answer():
    told = explain(asked(units=["A", "B"], weights=[3, 1], total=2, method="dhondt"), "da", None)

    assert "nogle står lige" in told
    assert "intet svar" not in told


def test_whole_parts_are_told_as_they_are_where_no_bound_was_named():
    told = explain(
        asked(
            units=["A"],
            weights=[8],
            total=1,
            method="largest_remainder",
            quota="imperiali",
            overaward="subtract_smallest_remainder",
        ),
        "da",
        None,
    )

    assert "giver 3 pladser, 2 for meget" in told


def test_a_tie_among_pacts_names_only_those_who_can_gain_by_it():
    tie = asked(
        units=["A", "B", "C"], weights=[100, 1, 101], total=1, method="dhondt", pacts=[["A", "B"]]
    ).document["tie"]

    assert (tie["units"], tie["seats_among"]) == (["A", "C"], 1)


def guaranteed(*weights):
    """Return a problem where A is sure of five of ten places."""
    return Problem(
        ("A", "B", "C"),
        weights,
        10,
        "largest_remainder",
        quota="hagenbach_bischoff",
        lower=(("A", 5),),
        overhang_rule=REST,
    )


def test_a_guarantee_that_is_below_the_share_cannot_pass_as_kept():
    small, great = guaranteed(20, 37, 43), guaranteed(70, 14, 16)
    kept = allocate(small)

    assert (kept.seats, allocate(great).seats[0] > 5) == ((5, 2, 3), True)
    assert verify(small, kept)
    assert not verify(great, kept)
