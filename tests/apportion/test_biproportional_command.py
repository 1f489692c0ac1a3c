"""Problems in two dimensions as they are written, and through `kkr divide`."""

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from click.testing import CliRunner

from kkr.apportion import BadInput
from kkr.apportion.biproportional import (
    MatrixAllocation,
    Quorum,
    read_problem_2d,
    solve_2d,
    verify_matrix,
)
from kkr.config.cli.divide import command
from tests.apportion.problems import shared_folder

FOLDER = shared_folder()
CASES = [
    case
    for case in (sorted(FOLDER.glob("*.json")) if FOLDER else [])
    if json.loads(case.read_text())["kind"] == "2d"
]
GOOD = {
    "rows": ["A", "B"],
    "cols": ["1", "2"],
    "weights": [[60, 10], [50, 90]],
    "row_totals": [2, 3],
    "col_totals": [3, 2],
    "method": "sainte_lague",
}


@pytest.mark.skipif(
    not CASES, reason="the shared folder of published cases is not here (KKR_SHARED)"
)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_written_certificate_of_a_published_case_is_enough(case):
    written = json.loads(case.read_text())
    answer = solve_2d(written["problem"])

    if "seats" in written["expected"]:
        assert verify_matrix(read_problem_2d(written["problem"]), _as_written(answer))
    elif answer.get("infeasible"):
        assert answer["certificate"]["text"] == written["expected"]["certificate"]["text"]
    else:
        assert answer["cells"]


def _as_written(answer):
    proof = answer["certificate"]
    return MatrixAllocation(
        answer["seats"],
        tuple(map(Fraction, proof["row_divisors"])),
        tuple(map(Fraction, proof["col_divisors"])),
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rows": None}, "rows"),
        ({"cols": "12"}, "cols"),
        ({"cols": ["1", "1"]}, "cols"),
        ({"weights": None}, "weights"),
        ({"weights": 7}, "weights"),
        ({"weights": [[1, 2]]}, "weights"),
        ({"weights": [[1, 2], [3]]}, "weights[1]"),
        ({"weights": [[1, 2], [3, -4]]}, "weights[1][1]"),
        ({"weights": [[1, 0.5], [3, 4]]}, "weights[0][1]"),
        ({"row_totals": None}, "row_totals"),
        ({"row_totals": [1]}, "row_totals"),
        ({"row_totals": [1.5, 2]}, "row_totals[0]"),
        ({"col_totals": [1, -2]}, "col_totals[1]"),
        ({"col_totals": "32"}, "col_totals"),
        ({"method": None}, "method"),
        ({"method": "danish"}, "method"),
        ({"method": ["adams"]}, "method"),
        ({"quorum": 0.05}, "quorum"),
        ({"quorum": {}}, "quorum"),
        ({"quorum": {"total": 3}}, "quorum.total"),
        ({"quorum": {"any_district": "x"}}, "quorum.any_district"),
        ({"quorum": {"total": 0.1, "mode": "some"}}, "quorum.mode"),
        ({"cell_lower": "loser"}, "cell_lower"),
        ({"cell_lower": [[1, 2]]}, "cell_lower"),
        ({"cell_lower": [[1, 2], [0, "1"]]}, "cell_lower[1][1]"),
    ],
)
def test_a_wrong_field_is_named(change, field):
    with pytest.raises(BadInput) as refused:
        solve_2d(GOOD | change)

    assert refused.value.field == field


def test_shares_of_a_quorum_are_read_as_written():
    quorum = {"any_district": Decimal("0.05"), "total": "3/100"}

    assert read_problem_2d(GOOD | {"quorum": quorum}).quorum == Quorum(
        Fraction(1, 20), Fraction(3, 100)
    )


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, 0),
        ({"weights": [[1, 1], [1, 1]], "row_totals": [1, 1], "col_totals": [1, 1]}, 1),
        ({"col_totals": [3, 3]}, 1),
        ({"quorum": {"total": "1/2"}, "row_totals": [2, 3]}, 1),
        ({"method": "none"}, 2),
    ],
)
def test_the_status_tells_the_outcome(change, status):
    written = json.dumps({"kind": "2d", "problem": GOOD | change})

    result = CliRunner().invoke(command, ["-"], input=written)

    assert result.exit_code == status
    assert status == 2 or "certificate" in json.loads(result.stdout)


def test_cells_of_a_tie_count_from_one():
    level = {"weights": [[1, 1], [1, 1]], "row_totals": [1, 1], "col_totals": [1, 1]}

    answer = solve_2d(GOOD | level)

    assert answer["tie"] is True
    assert answer["cells"] == [[1, 1], [1, 2], [2, 1], [2, 2]]
    assert answer["ties"] == [{"cells": answer["cells"], "seats_among": 2}]


def test_a_row_below_the_quorum_has_no_seats():
    few = {"weights": [[2, 1], [50, 90]], "row_totals": [0, 5], "quorum": {"any_district": 0.05}}

    answer = solve_2d(GOOD | few)

    assert answer["seats"] == [[0, 0], [3, 2]]
    assert answer["certificate"]["below_quorum"] == ["A"]


def test_the_same_input_gives_the_same_bytes():
    assert json.dumps(solve_2d(GOOD)) == json.dumps(solve_2d(GOOD))
