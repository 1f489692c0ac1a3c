"""Real and published cases, through the command as a user calls it."""

import json
from importlib.util import find_spec

import pytest
from click.testing import CliRunner

from kkr.config.cli.divide import command
from tests.apportion.problems import shared_folder

FOLDER = shared_folder()
WITH_MATRIX = find_spec("kkr.apportion.biproportional") is not None


def cases():
    found = sorted(FOLDER.glob("*.json")) if FOLDER else []
    return [case for case in found if WITH_MATRIX or json.loads(case.read_text())["kind"] != "2d"]


CASES = cases()
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
