"""Real and published cases, through the command as a user calls it.

The few told here are always tried; the folder of many more where it is found.
"""

import json

import pytest
from click.testing import CliRunner

from kkr.config.cli.divide import command
from tests.apportion.problems import shared_folder
from tests.apportion.test_divide_command import divide

FOLDER = shared_folder()
CASES = sorted(FOLDER.glob("*.json")) if FOLDER else []
COMPARED = (
    "seats",
    "seats_by_run",
    "sum_seats",
    "size",
    "tie",
    "infeasible",
    "unit",
    "additional_weight_needed",
    "receives_next_seat",
)


@pytest.mark.skipif(
    not CASES, reason="the shared folder of published cases is not here (KKR_SHARED)"
)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_published_case_comes_out_as_published(case):
    expected = json.loads(case.read_text())["expected"]

    result = CliRunner().invoke(command, [str(case)])

    answer = json.loads(result.stdout)
    wanted = {field: expected[field] for field in COMPARED if field in expected}
    assert wanted, "the case says nothing that is compared"
    assert {field: answer.get(field) for field in wanted} == wanted
    assert result.exit_code == (1 if "tie" in wanted or "infeasible" in wanted else 0)
    assert "certificate" in answer


@pytest.mark.skipif(
    not CASES, reason="the shared folder of published cases is not here (KKR_SHARED)"
)
@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_published_case_can_be_told_in_words(case, language):
    result = CliRunner().invoke(command, [str(case), "--explain", language])

    assert result.exit_code in (0, 1)
    assert len(result.stdout.splitlines()) >= 2
    assert "{" not in result.stdout


PARTIES = {"units": "ABCD", "weights": [100_000, 80_000, 30_000, 20_000], "total": 8}
COLOURS = {
    "units": "YWRGBP",
    "weights": [47_000, 16_000, 15_800, 12_000, 6_100, 3_100],
    "total": 10,
}
UNION = {  # in the order of the census: Virginia, Massachusetts, Pennsylvania ... Delaware
    "units": [
        "VA",
        "MA",
        "PA",
        "NC",
        "NY",
        "MD",
        "CT",
        "SC",
        "NJ",
        "NH",
        "VT",
        "GA",
        "KY",
        "RI",
        "DE",
    ],
    "weights": [
        *(630_560, 475_327, 432_879, 353_523, 331_589, 278_514, 236_841, 206_236),
        *(179_570, 141_822, 85_533, 70_835, 68_705, 68_446, 55_540),
    ],
}
CENSUS = "census of 1790, in Balinski and Young, Fair Representation (2001), chapter 2"
ENCYCLOPEDIA = "the example of the English Wikipedia's article on the method"
FACTS = [
    (PARTIES | {"method": "dhondt"}, [4, 3, 1, 0], ENCYCLOPEDIA),
    (PARTIES | {"method": "sainte_lague"}, [3, 3, 1, 1], ENCYCLOPEDIA),
    (COLOURS | {"method": "largest_remainder"}, [5, 2, 1, 1, 1, 0], ENCYCLOPEDIA),
    (COLOURS | {"method": "largest_remainder", "quota": "droop"}, [5, 2, 2, 1, 0, 0], ENCYCLOPEDIA),
    (
        UNION | {"method": "dhondt", "total": 105},
        [19, 14, 13, 10, 10, 8, 7, 6, 5, 4, 2, 2, 2, 2, 1],
        f"Jefferson's apportionment, {CENSUS}",
    ),
    (
        UNION | {"method": "largest_remainder", "total": 120},
        [21, 16, 14, 12, 11, 9, 8, 7, 6, 5, 3, 2, 2, 2, 2],
        f"Hamilton's bill, which Washington vetoed, {CENSUS}",
    ),
]


@pytest.mark.parametrize(("problem", "seats", "source"), FACTS)
def test_a_published_division_comes_out_as_published(problem, seats, source):
    status, document = divide(problem | {"units": list(problem["units"])})

    assert (status, document["seats"]) == (0, seats), source


def test_one_place_more_costs_the_smallest_one():
    """The Alabama paradox as the English Wikipedia's article on apportionment paradoxes tells it."""
    problem = {
        "units": list("ABC"),
        "weights": [6, 6, 2],
        "total": 10,
        "method": "largest_remainder",
    }

    status, document = divide(problem | {"runs": [{}, {"total": 11}]}, kind="paradox")

    assert (status, document["unit"], document["seats_by_run"]) == (0, "C", [2, 1])


def test_three_parties_in_three_regions_come_out_as_published():
    """The example of the English Wikipedia's article on biproportional apportionment."""
    status, document = divide(
        {
            "rows": list("ABC"),
            "cols": ["I", "II", "III"],
            "weights": [[123, 45, 815], [912, 714, 414], [312, 255, 215]],
            "row_totals": [5, 11, 4],
            "col_totals": [7, 5, 8],
            "method": "sainte_lague",
        },
        kind="2d",
    )

    assert (status, document["seats"]) == (0, [[1, 0, 4], [4, 4, 3], [2, 1, 1]])
