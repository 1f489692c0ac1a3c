"""Two dimensions in words, so that a reader with a pencil can follow every cell."""

import pytest

from tests.apportion.test_explanation import told

INTAKE = {
    "rows": ["Albertslund", "Ishøj"],
    "cols": ["Dagtilbud", "Skole og fritid"],
    "weights": [[28515, 12040], [22989, 9700]],
    "row_totals": [12, 10],
    "col_totals": [15, 7],
    "method": "sainte_lague",
    "weight_name": "indbyggere",
}
ONES = {"weights": [[1, 1], [1, 1]], "row_totals": [1, 1], "col_totals": [1, 1]}


def lines(*options, language="da", **changes):
    return told(INTAKE | changes, *options, kind="2d", language=language).splitlines()


def test_danish_follows_one_row_with_a_pencil():
    assert lines("--unit", "Albertslund") == [
        "22 pladser fordeles på 2 rækker og 2 kolonner efter Sainte-Laguës metode.",
        (
            "Hver celle er sit tal divideret med rækkens og kolonnens divisor og så afrundet. "
            "Almindelig afrunding: fra en halv og op."
        ),
        "Rækkedivisorer: Albertslund (3.600).",
        "Søjledivisorer: Dagtilbud (1) og Skole og fritid (0,9).",
        "Albertslund, Dagtilbud: 28.515 indbyggere : (3.600 · 1) = 7,92, afrundet til 8",
        "Albertslund, Skole og fritid: 12.040 indbyggere : (3.600 · 0,9) = 3,72, afrundet til 4",
        "Albertslund i alt: 8 + 4 = 12",
    ]


def test_a_column_is_told_with_its_sum():
    assert lines("--unit", "Dagtilbud")[-1] == "Dagtilbud i alt: 8 + 7 = 15"


def test_a_cell_held_by_its_minimum_is_not_called_rounded():
    found = lines(cell_lower=[[0, 6], [0, 0]])

    assert any(line.endswith("hævet til cellens mindstetal 6") for line in found)
    held = lines(weights=[[28515, 0], [22989, 9700]], cell_lower=[[0, 1], [0, 0]])
    assert "Albertslund, Skole og fritid: har ingen vægt, der tæller; 1 plads" in held


def test_a_row_below_the_quorum_is_named_and_not_divided():
    few = {"rows": ["Samsø", "Ishøj"], "weights": [[100, 90], [22989, 9700]]}

    found = lines(**few, row_totals=[0, 22], quorum={"total": 0.05})

    assert "Under spærregrænsen og derfor uden pladser: Samsø." in found
    assert not any(line.startswith("Samsø") for line in found)


def test_a_tie_says_how_many_of_its_cells_are_rounded_up():
    assert lines(**ONES)[1] == (
        "Cellerne Albertslund/Dagtilbud, Albertslund/Skole og fritid, Ishøj/Dagtilbud og "
        "Ishøj/Skole og fritid står lige: 2 af dem skal rundes op, og intet afgør hvilke."
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"col_totals": [1, 1]}, "rækkerne skal tilsammen have 22 pladser, men kolonnerne har 2"),
        (
            {"weights": [[9, 9], [0, 9]], "row_totals": [12, 10]},
            "rækken Ishøj skal have 10 pladser, men kolonnen Skole og fritid har kun 7",
        ),
        (
            {"weights": [[9, 0], [9, 9]], "col_totals": [5, 17]},
            "rækken Albertslund skal have 12 pladser, men kolonnen Dagtilbud har kun 5",
        ),
        (
            {"weights": [[9, 0], [9, 0]]},
            "kolonnen Skole og fritid har ingen vægt, der tæller, men skal have 7 pladser",
        ),
        (
            {"weights": [[9, 9], [0, 9]], "cell_lower": [[1, 0], [0, 0]]},
            (
                "ud over cellernes mindstetal skal rækken Ishøj have 10 pladser, men kolonnen Skole og "
                "fritid har kun 7"
            ),
        ),
        (
            {"cell_lower": [[13, 0], [0, 0]]},
            "rækken Albertslund skal have mindst 13 pladser efter cellernes mindstetal, men har 12",
        ),
        (
            {"method": "adams", "row_totals": [1, 21]},
            (
                "rækken Albertslund skal have mindst 2 pladser, for Adams giver én til hver celle med "
                "vægt, men har 1"
            ),
        ),
        (
            {"quorum": {"total": 0.5}},
            "rækken Ishøj er under spærregrænsen, men skal have 10 pladser",
        ),
    ],
)
def test_what_has_no_answer_says_who_needs_more_than_there_is(changes, reason):
    assert lines(**changes)[-1] == f"Opgaven kan ikke løses: {reason}."
    assert lines(**changes, language="en")[-1].startswith("There is no answer: ")


def test_a_tie_shows_one_of_the_answers_with_its_divisors():
    told_lines = lines(**ONES)

    assert told_lines[2] == "Et af de svar, der er lige gode:"
    assert any("afrundet til 1" in line for line in told_lines)
