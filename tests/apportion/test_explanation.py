"""The calculation in words: both languages say the same things, and Danish reads as Danish."""

import json
import string

import pytest
from click.testing import CliRunner

from kkr.apportion.explain import LANGUAGES, da, en
from kkr.apportion.explain.voice import Voice
from kkr.config.cli.divide import command
from tests.apportion.problems import METHODS

COUNCIL = {
    "units": ["København", "Frederiksberg", "Albertslund", "Hvidovre", "Ishøj"],
    "weights": [638117, 104481, 28515, 53527, 22989],
    "total": 643,
    "method": "sainte_lague",
    "weight_name": "indbyggere",
}


def told(problem, *options, kind="1d", language="da"):
    text = json.dumps({"kind": kind, "problem": problem})
    result = CliRunner().invoke(command, ["-", "--explain", language, *options], input=text)
    assert result.exit_code in (0, 1), result.stderr
    return result.stdout


def slots(phrase):
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}


@pytest.mark.parametrize("key", da.PHRASES)
def test_both_languages_have_every_phrase_with_the_same_slots(key):
    assert slots(da.PHRASES[key]) == slots(en.PHRASES[key])


def test_both_languages_have_the_same_keys():
    assert list(da.PHRASES) == list(en.PHRASES)


def test_danish_follows_albertslund_with_a_pencil():
    text = told(COUNCIL, "--unit", "Albertslund").splitlines()

    assert text[:6] == [
        "643 pladser fordeles på 5 enheder efter Sainte-Laguës metode.",
        "Hvert tal divideres med 1.318. Almindelig afrunding: fra en halv og op.",
        (
            "1.318 er valgt, så summen bliver 643 pladser; "
            "ethvert tal mellem 1.317,07 og 1.319,78 giver det samme."
        ),
        "Albertslund: 28.515 indbyggere : 1.318 = 21,64, afrundet til 22",
        (
            "Albertslund fik sin plads nr. 22 med 28.515 indbyggere : 21,5 = 1.326,28; "
            "det er over grænsen 1.318."
        ),
        (
            "En plads nr. 23 ville kræve mere end grænsen 1.318, "
            "men 28.515 indbyggere : 22,5 er kun 1.267,33."
        ),
    ]
    assert "Albertslund har 22 pladser og ville få en til, hvis tallet voksede med 1.181." in text
    assert "Den næste plads ville gå til København." in text


def test_the_other_methods_are_told_with_their_known_defects():
    text = told(COUNCIL)

    assert (
        "Med d'Hondts metode: København 486 (+2), Albertslund 21 (-1) og Hvidovre 40 (-1)." in text
    )
    assert "Alabama-paradokset" in text
    assert "Med Adams' metode: det samme." in told(COUNCIL, "--unit", "Albertslund")


def test_a_method_without_an_answer_is_told_as_such():
    text = told({"units": ["A", "B"], "weights": [9, 1], "total": 1, "method": "dhondt"})

    assert "Med Adams' metode: intet svar, som opgaven er stillet." in text


def test_every_unit_is_told_when_none_is_named():
    text = told(COUNCIL)

    assert all(f"{name}: " in text for name in COUNCIL["units"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("method", METHODS)
def test_every_method_can_be_told_for_one_unit_and_for_all(method, language):
    problem = COUNCIL | {"method": method, "lower": 1, "upper": {"København": 480}}

    assert "Ishøj" in told(problem, "--unit", "Ishøj", language=language)
    assert "480" in told(problem, language=language)


def test_bounds_are_marked():
    text = told(COUNCIL | {"lower": {"Ishøj": 30}, "upper": {"København": 400}})

    assert "(hævet til den nedre grænse 30)" in text
    assert "(holdt på den øvre grænse 400)" in text


def test_an_open_tie_says_that_nothing_is_settled():
    text = told({"units": ["A", "B", "C"], "weights": [1, 1, 1], "total": 4, "method": "dhondt"})

    assert "A, B og C står lige om 1 plads. Ingen regel er angivet" in text
    assert "præcis på grænsen mellem 1 og 2" in text


@pytest.mark.parametrize("method", METHODS)
def test_a_broken_tie_says_the_rule_and_who_received(method):
    problem = {"units": ["A", "B"], "weights": [1, 1], "total": 3, "method": method}

    text = told(problem | {"tie_rule": "lot", "seed": 2017})

    assert 'lodtrækning med frøet 2017: den mindste SHA-256 af "2017:navn" først' in text


def test_the_threshold_says_who_is_out():
    text = told(COUNCIL | {"threshold": {"share": 0.04}})

    assert "Spærregrænsen er 4 % af 847.629 = 33.905,16." in text
    assert "uden del i fordelingen: Albertslund og Ishøj." in text
    assert "Ishøj: har ingen vægt, der tæller; 0 pladser" in text


def test_pacts_are_told_in_two_steps():
    text = told(COUNCIL | {"pacts": [["Albertslund", "Ishøj"]]})

    assert "Først deles mellem valgforbundene og dem, der står alene:" in text
    assert "Inden for valgforbundet Albertslund og Ishøj deles 39 pladser:" in text


def test_one_unit_outside_a_pact_is_not_told_of_it():
    text = told(COUNCIL | {"pacts": [["Albertslund", "Ishøj"]]}, "--unit", "Hvidovre")

    assert "Inden for" not in text


def test_a_kept_guarantee_is_told():
    rule = {"lower": {"Ishøj": 60}, "overhang_rule": "keep_and_recompute_rest"}

    assert "Ishøj beholder 60 pladser" in told(COUNCIL | rule)
    assert "Ishøj" in told(COUNCIL | rule | {"pacts": [["Albertslund", "Ishøj"]]})


def test_what_has_no_answer_says_why_in_danish():
    assert told(COUNCIL | {"upper": 3}).splitlines()[-1] == (
        "Opgaven kan ikke løses: tilsammen må enhederne højst få 15 pladser, "
        "men der er 643 pladser at give."
    )


def test_a_quota_that_hands_out_too_much_is_told():
    problem = {
        "units": ["A", "B"],
        "weights": [60, 40],
        "total": 3,
        "method": "largest_remainder",
        "quota": "imperiali",
        "overaward": "subtract_smallest_remainder",
    }

    assert "De hele dele giver 5 pladser, 2 for meget." in told(problem)


def test_members_who_are_there_anyway_are_told():
    born = COUNCIL | {"total": 5, "guaranteed": [1] * 5}

    text = told(born | {"rule": "smallest_size", "cap": 9}, kind="born_members")

    assert "Rådet får 9 medlemmer: det er loftet" in text
    assert "Ishøj: 1 i alt, heraf 1 i forvejen og 0 supplerende" in text
    assert "størrelsen bliver" in told(born | {"rule": "allow_overhang"}, kind="born_members")


def test_a_batch_is_told_group_by_group():
    groups = [{"name": name, "total": 3, "weights": {"A": 5, "B": 1}} for name in ("nord", "syd")]

    text = told({"method": "dhondt", "groups": groups}, kind="1d_batch")

    assert text.count("3 pladser fordeles på 2 enheder") == 2
    assert "syd:" in text


def test_a_paradox_is_told():
    runs = {"runs": [{"total": 10}, {"total": 11}]}
    problem = {"units": ["A", "B", "C"], "weights": [6, 6, 2], "total": 1, **runs}

    assert "C har 2 og 1 i de 2 kørsler" in told(
        problem | {"method": "largest_remainder"}, kind="paradox"
    )
    assert "Ingen enhed viser et paradoks" in told(
        problem | {"method": "dhondt", "weights": [7, 5, 2]}, kind="paradox"
    )


def test_an_unknown_unit_has_status_two():
    text = json.dumps({"kind": "1d", "problem": COUNCIL})

    result = CliRunner().invoke(command, ["-", "--explain", "da", "--unit", "Solrød"], input=text)

    assert result.exit_code == 2


def test_numbers_are_written_as_their_readers_write_them():
    danish = Voice("da", *LANGUAGES["da"])
    english = Voice("en", *LANGUAGES["en"])

    assert (danish.number(2851549, 2), english.number(2851549, 2)) == (
        "2.851.549,00",
        "2,851,549.00",
    )


def test_a_quotient_shows_on_which_side_of_the_line_it_stands():
    from fractions import Fraction

    voice = Voice("da", *LANGUAGES["da"])

    assert voice.beside(Fraction(2149999, 100000), Fraction(43, 2)) == "21,49999"
    assert voice.beside(Fraction(43, 2), Fraction(43, 2)) == "21,50"


BOUNDED = {"units": ["A", "B", "C"], "weights": [655, 250, 95], "total": 10}
REMAINDER = {"method": "largest_remainder"}


def test_the_quota_method_tells_every_place_of_its_line():
    short = {"units": ["A", "B"], "weights": [5, 3], "total": 3, "method": "quota"}

    assert told(short).splitlines()[4:7] == [
        "Plads nr. 1: A, 5 : 1 = 5,00.",
        "Plads nr. 2: B, 3 : 1 = 3,00.",
        "Plads nr. 3: A, 5 : 2 = 2,50.",
    ]
    assert "De første 400 af rækken er ikke vist." in told(short | {"total": 600})


def test_no_cut_is_told_where_nobody_got_a_place_by_remainder():
    text = told(BOUNDED | REMAINDER | {"lower": {"C": 2}})

    assert "De hele dele, holdt inden for grænserne, giver netop 10 pladser." in text
    assert "Den mindste rest" not in text


def test_the_cut_passes_over_those_whom_bounds_hold():
    text = told(BOUNDED | REMAINDER | {"weights": [645, 260, 95], "lower": {"C": 1}})

    assert (
        "Den mindste rest, der fik en plads: 0,60 (B). "
        "Den største, der ikke fik, blandt dem der måtte få flere: 0,45 (A)."
    ) in text


def test_places_taken_back_are_told_as_such():
    problem = {"weights": [52, 31, 17], "quota": "imperiali"}
    rule = {"overaward": "subtract_smallest_remainder"}

    assert (
        "Den største rest, der mistede en plads: 0,04 (C). Den mindste, der beholdt sin: 0,24 (A)."
    ) in told(BOUNDED | REMAINDER | problem | rule)


def test_without_weight_the_lower_bounds_decide_and_one_more_is_said_to_be_impossible():
    text = told(BOUNDED | REMAINDER | {"weights": [0, 0, 0], "total": 3, "lower": 1})

    assert "Ingen vægt tæller, så de nedre grænser alene afgør fordelingen." in text
    assert "En plads mere kunne ikke gives: ingen enhed har nogen vægt" in text


def test_a_quota_rounded_to_nothing_is_said_in_danish():
    text = told(
        {
            **REMAINDER,
            "units": ["A"],
            "weights": [1],
            "total": 9,
            "quota": "hagenbach_bischoff_rounded",
        }
    )

    assert "Opgaven kan ikke løses: kvoten bliver afrundet til 0." in text


@pytest.mark.parametrize(
    ("kind", "problem"),
    [
        ("1d", {"units": [], "weights": [], "total": 0, "method": "dhondt"}),
        ("1d", {"units": [], "weights": [], "total": 0, **REMAINDER}),
        ("1d_batch", {"groups": [], "method": "dhondt"}),
        (
            "2d",
            {
                "rows": [],
                "cols": [],
                "weights": [],
                "row_totals": [],
                "col_totals": [],
                "method": "dhondt",
            },
        ),
    ],
)
def test_an_empty_problem_says_so_and_no_more(kind, problem):
    assert (
        told(problem, kind=kind).rstrip().endswith("Der er ingen at dele mellem og intet at dele.")
    )


def test_a_unit_named_like_a_pact_is_told_alone():
    problem = {
        "units": ["A", "B", "A+B"],
        "weights": [50, 40, 91],
        "total": 3,
        "method": "dhondt",
        "pacts": [["A", "B"]],
    }

    first = told(problem, "--unit", "A+B").splitlines()

    assert sum(line.startswith("A+B: ") for line in first) == 1
