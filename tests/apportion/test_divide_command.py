"""`kkr divide` as its users meet it: what it prints, its status, the field it names."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from kkr.config.cli.divide import command

PLAIN = {"units": ["A", "B", "C"], "weights": [416, 338, 246], "total": 10, "method": "dhondt"}
GROUPS = [
    {"name": "one", "total": 3, "weights": {"A": 400, "B": 150}},
    {"name": "two", "total": 2, "weights": {"A": 100, "B": 70}},
]


def divide(problem, *options, kind="1d"):
    text = json.dumps({"kind": kind, "problem": problem})
    result = CliRunner().invoke(command, ["-", *options], input=text)
    return result.exit_code, json.loads(result.stdout) if result.stdout else result.stderr


def answer(kind="1d", **changes):
    status, document = divide(PLAIN | changes, kind=kind)
    assert status == 0, document
    return document


def test_the_places_come_with_certificate_neighbours_and_fairness():
    document = answer()

    assert document["seats"] == [4, 4, 2]
    assert document["certificate"]["divisor"] == 84
    assert document["certificate"]["interval"] == ["416/5", "169/2"]
    assert document["next_place"] == ["A"]
    assert set(document) >= {"seats", "certificate", "next_place", "last_place", "fairness"}


def test_the_other_methods_come_with_their_known_defects():
    others = {row["method"]: row for row in answer()["other_methods"]}

    assert others["sainte_lague"]["seats"] == [4, 3, 3]
    assert "tie" not in others["adams"]
    assert all(row["known_defect"] for row in others.values())
    assert "other_methods" not in answer(total=10**6)


def test_the_same_input_gives_the_same_bytes():
    text = json.dumps({"kind": "1d", "problem": PLAIN})

    runs = {CliRunner().invoke(command, ["-"], input=text).stdout for _ in range(3)}

    assert len(runs) == 1


def test_a_fraction_may_stand_as_text():
    assert (
        answer(weights=["7/3", "2", 1], total=16)["seats"]
        == answer(weights=[7, 6, 3], total=16)["seats"]
    )


def test_extra_fields_are_ignored():
    assert answer(note="x", quota=7, colour=None)["seats"] == [4, 4, 2]


def test_a_tie_without_a_rule_has_status_one():
    status, document = divide(PLAIN | {"weights": [1, 1, 1]})

    assert status == 1
    assert document["tie"] == {"units": ["A", "B", "C"], "seats_among": 1}
    assert "seats" not in document


def test_a_tie_with_a_rule_says_who_received():
    document = answer(weights=[1, 1, 1], tie_rule="lot", seed=7)

    assert sum(document["seats"]) == 10
    assert document["ties_broken"][0]["seats_among"] == 1


def test_an_infeasible_problem_has_status_one_and_a_reason():
    status, document = divide(PLAIN | {"upper": 2})

    assert status == 1
    assert document["infeasible"] is True
    assert document["certificate"] == {
        "text": "the units may have at most 6 seats together, but there are 10 to give",
        "need": 10,
        "room": 6,
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"units": None}, "units"),
        ({"units": "ABC"}, "units"),
        ({"units": ["A", "B", ["C"]]}, "units[2]"),
        ({"units": ["A", "B", "A"]}, "units"),
        ({"weights": None}, "weights"),
        ({"weights": [1, 2]}, "weights"),
        ({"weights": "123"}, "weights"),
        ({"weights": [1, 2, -3]}, "weights[2]"),
        ({"weights": [1, 2, "x"]}, "weights[2]"),
        ({"weights": [1, 2, "1/0"]}, "weights[2]"),
        ({"weights": [1, 2, "-1/2"]}, "weights[2]"),
        ({"weights": [1, 2, 2.5]}, "weights[2]"),
        ({"weights": [1, 2, True]}, "weights[2]"),
        ({"weights": [1, 2, None]}, "weights[2]"),
        ({"weights": {"A": 1, "B": 2}}, "weights"),
        ({"total": None}, "total"),
        ({"total": -1}, "total"),
        ({"total": "10"}, "total"),
        ({"total": 1.5}, "total"),
        ({"method": None}, "method"),
        ({"method": "guess"}, "method"),
        ({"method": 3}, "method"),
        ({"method": "largest_remainder", "quota": "mine"}, "quota"),
        ({"method": "largest_remainder", "overaward": "mine"}, "overaward"),
        ({"lower": -1}, "lower"),
        ({"lower": {"D": 1}}, "lower.D"),
        ({"lower": {"A": "1"}}, "lower.A"),
        ({"upper": [1, 2]}, "upper"),
        ({"upper": "5"}, "upper"),
        ({"threshold": {}}, "threshold.share"),
        ({"threshold": {"share": 2}}, "threshold.share"),
        ({"threshold": {"share": -0.1}}, "threshold.share"),
        ({"threshold": {"share": 0.1, "base": -4}}, "threshold.base"),
        ({"threshold": "much"}, "threshold"),
        ({"overhang_rule": "mine"}, "overhang_rule"),
        ({"pacts": "AB"}, "pacts"),
        ({"pacts": ["AB"]}, "pacts[0]"),
        ({"pacts": [["A", "D"]]}, "pacts[0]"),
        ({"pacts": [["A", "B"], ["B", "C"]]}, "pacts[1]"),
        ({"tie_rule": "coin"}, "tie_rule"),
        ({"tie_rule": "lot"}, "seed"),
        ({"tie_rule": "lot", "seed": [1]}, "seed"),
    ],
)
def test_wrong_input_has_status_two_and_names_the_field(changes, field):
    status, message = divide(PLAIN | changes)

    assert status == 2
    assert message.startswith(f"kkr divide: {field}: ")


@pytest.mark.parametrize(
    ("kind", "problem", "field"),
    [
        ("3d", PLAIN, "kind"),
        (["1d"], PLAIN, "kind"),
        (None, PLAIN, "kind"),
        ("1d", None, "problem"),
        ("1d", [1], "problem"),
        ("1d_batch", PLAIN, "groups"),
        ("1d_batch", PLAIN | {"groups": {}}, "groups"),
        ("1d_batch", {"method": "dhondt", "groups": [1]}, "groups[0]"),
        (
            "1d_batch",
            {"method": "dhondt", "groups": [{"total": 1, "weights": {}}]},
            "groups[0].name",
        ),
        ("1d_batch", {"method": "dhondt", "groups": [GROUPS[0], GROUPS[0]]}, "groups[1].name"),
        (
            "1d_batch",
            {"method": "dhondt", "groups": [{"name": "x", "total": 1}]},
            "groups[0].weights",
        ),
        ("1d_batch", {"method": "x", "groups": GROUPS}, "method"),
        ("born_members", PLAIN, "guaranteed"),
        ("born_members", PLAIN | {"guaranteed": [1]}, "guaranteed"),
        ("born_members", PLAIN | {"guaranteed": [1, 1, -1]}, "guaranteed[2]"),
        ("born_members", PLAIN | {"guaranteed": {"D": 1}}, "guaranteed.D"),
        ("born_members", PLAIN | {"guaranteed": [1, 1, 1]}, "rule"),
        ("born_members", PLAIN | {"guaranteed": [1, 1, 1], "rule": "x"}, "rule"),
        ("born_members", PLAIN | {"guaranteed": 1, "rule": "smallest_size", "cap": -1}, "cap"),
        ("sensitivity", PLAIN, "unit"),
        ("sensitivity", PLAIN | {"unit": "D"}, "unit"),
        ("paradox", PLAIN, "runs"),
        ("paradox", PLAIN | {"runs": [3]}, "runs[0]"),
        ("paradox", PLAIN | {"runs": [{"total": 3}, {"total": -3}]}, "runs[1].total"),
        ("paradox", PLAIN | {"runs": [{"total": 3}], "unit": "D"}, "unit"),
    ],
)
def test_every_kind_names_the_field_that_is_wrong(kind, problem, field):
    status, message = divide(problem, kind=kind)

    assert status == 2
    assert message.startswith(f"kkr divide: {field}: ")


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", "nothing", '{"kind": NaN}', "\udcff"])
def test_what_is_not_a_problem_has_status_two(text):
    given = text.encode("utf-8", "surrogateescape")

    result = CliRunner().invoke(command, ["-"], input=given)

    assert result.exit_code == 2
    assert result.stderr.startswith("kkr divide: ")


def test_a_file_that_is_not_there_has_status_two():
    result = CliRunner().invoke(command, ["/nowhere/problem.json"])

    assert result.exit_code == 2
    assert "PROBLEM" in result.stderr


def test_a_batch_answers_by_group_and_unit():
    document = answer("1d_batch", groups=GROUPS)

    assert document["seats"] == {"one": {"A": 2, "B": 1}, "two": {"A": 1, "B": 1}}
    assert document["sum_seats"] == 5


def test_a_batch_applies_its_rules_to_every_group():
    groups = [{"name": name, "total": 3, "weights": {"A": 1, "B": 1}} for name in ("one", "two")]

    document = answer("1d_batch", groups=groups, tie_rule="order", lower={"A": 1, "B": 1})

    assert document["seats"] == {"one": {"A": 2, "B": 1}, "two": {"A": 2, "B": 1}}


def test_a_tie_in_one_group_is_a_tie_of_the_batch():
    groups = [*GROUPS, {"name": "three", "total": 1, "weights": {"A": 1, "B": 1}}]

    status, document = divide({"method": "dhondt", "groups": groups}, kind="1d_batch")

    assert status == 1
    assert document["tie"] == {"units": ["A", "B"], "seats_among": 1, "group": "three"}
    assert document["seats_settled"]["one"] == {"A": 2, "B": 1}


def test_an_infeasible_group_is_named():
    groups = [*GROUPS, {"name": "three", "total": 1, "weights": {"A": 1, "B": 1}}]

    status, document = divide({"method": "adams", "groups": groups}, kind="1d_batch")

    assert status == 1
    assert document["certificate"]["text"] == "group three: units A, B need 2 seats, there is 1"


def test_born_members_answer_seats_and_size():
    born = {"weights": [610, 290, 100], "total": 5, "guaranteed": [2, 3, 0]}

    document = answer("born_members", rule="smallest_size", **born)

    assert (document["seats"], document["size"]) == ([6, 3, 1], 10)
    assert document["supplementary"] == [4, 0, 1]


def test_sensitivity_answers_the_growth_and_the_next_seat():
    document = answer("sensitivity", unit="C")

    assert document["additional_weight_needed"] == 8
    assert document["receives_next_seat"] is False


def test_a_paradox_names_the_unit_that_loses():
    document = answer(
        "paradox",
        method="largest_remainder",
        weights=[6, 6, 2],
        runs=[{"total": 10}, {"total": 11}],
    )

    assert (document["unit"], document["seats_by_run"]) == ("C", [2, 1])


def test_the_population_paradox_names_who_grew_faster_and_lost():
    runs = [{"weights": [147, 36, 30]}, {"weights": [149, 35, 31]}]

    status, document = divide(
        PLAIN | {"method": "largest_remainder", "total": 10, "weights": [1, 1, 1], "runs": runs},
        kind="paradox",
    )

    assert status == 0
    assert len(document["runs"]) == 2


def test_runs_without_a_paradox_name_nobody():
    document = answer("paradox", runs=[{"total": 10}, {"total": 11}])

    assert document["unit"] is None
    assert document["seats_by_run"] is None


def test_the_command_starts_without_django_and_numpy(tmp_path):
    file = tmp_path / "problem.json"
    file.write_text(json.dumps({"kind": "1d", "problem": PLAIN}))
    code = (
        "import sys\n"
        "from kkr.config.cli import main\n"
        "try: main(['divide', sys.argv[1]])\n"
        "except SystemExit as done: assert not done.code\n"
        "sys.exit('django' in sys.modules or 'numpy' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code, str(file)], check=False, capture_output=True)

    assert done.returncode == 0, done.stderr


HALF = "\ud800"


@pytest.mark.parametrize(
    ("kind", "changes", "field"),
    [
        ("1d", {"units": ["A", HALF, "C"]}, "units[1]"),
        ("1d", {"weights": {"A": 1, HALF: 2}}, "weights.\\ud800"),
        ("1d", {"lower": {HALF: 1}}, "lower"),
        ("1d", {"seed": HALF, "tie_rule": "lot"}, "seed"),
        ("1d", {"weight_name": HALF}, "weight_name"),
        ("1d", {"method": HALF}, "method"),
        (
            "1d_batch",
            {"groups": [{"name": HALF, "total": 1, "weights": {"A": 1}}]},
            "groups[0].name",
        ),
    ],
)
@pytest.mark.parametrize("words", [(), ("--explain", "da")])
def test_half_a_character_is_refused_by_field(kind, changes, field, words):
    status, message = divide(PLAIN | changes, *words, kind=kind)

    assert status == 2
    assert field in message


@pytest.mark.parametrize("threshold", [[0.1], {"share": [1]}, "much", 2])
def test_a_threshold_that_is_no_share_is_refused_by_field(threshold):
    status, message = divide(PLAIN | {"threshold": threshold})

    assert status == 2
    assert "threshold" in message


@pytest.mark.parametrize("method", ["largest_remainder", "quota"])
@pytest.mark.parametrize("weight", [pytest.param(10**6, marks=pytest.mark.slow), 10**12])
def test_a_size_too_far_away_to_be_tried_is_refused_by_field(method, weight):
    born = {
        "units": ["A", "B"],
        "weights": [weight, 1],
        "guaranteed": [0, 1],
        "rule": "smallest_size",
    }

    status, message = divide({**born, "total": 9, "method": method}, kind="born_members")
    capped = divide({**born, "total": 9, "method": method, "cap": 100}, kind="born_members")

    assert status == 2
    assert "guaranteed: no size up to" in message
    assert (capped[0], capped[1]["seats"]) == (0, [99, 1])


def test_more_places_than_the_quota_method_can_walk_are_refused_by_field():
    status, message = divide(PLAIN | {"method": "quota", "total": 10**7})

    assert (status, message.startswith("kkr divide: total: ")) == (2, True)


def test_the_limit_of_python_for_long_numbers_is_left_as_it_was():
    before = sys.get_int_max_str_digits()

    document = answer(weights=["1" + "0" * 398, 1, 1])

    assert document["seats"] == [10, 0, 0]
    assert sys.get_int_max_str_digits() == before
