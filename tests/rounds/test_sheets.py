"""Answers of many municipalities in one table: all of it or nothing, and twice is once."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from tests.cast import HOUSE
from tests.rounds.asking_around import BY, LATER, NOON, answered, area, asked_of, opened

from kkr.council.sheets.reading import read_sheet
from kkr.council.sheets.writing import as_csv, as_excel
from kkr.rounds.actions import (
    AnsweredMeanwhile,
    Said,
    ask,
    close_round,
    digest_of_plan,
    draft_round,
    import_replies,
    open_round,
    reply,
)
from kkr.rounds.models import Reply, Way, WrongState
from kkr.rounds.sheets import headings, plan_of, rows_of

pytestmark = pytest.mark.django_db
TODAY = date(2017, 3, 20)
HEADS = "Kommune;Svar;Besluttet den;Bemærkning;Sagsnummer;Hvorfor rettes"


@pytest.fixture
def made(cast):
    return opened(cast.council, "albertslund", "glostrup", "egedal")


def sheet(*rows: str, heads: str = HEADS):
    return read_sheet("\n".join([heads, *rows]).encode(), longest=4000, keeps_lines=True)


def brought(made, *rows: str, by=HOUSE):
    table = sheet(*rows)
    digest = digest_of_plan(plan_of(made, table, TODAY))
    return import_replies(made, table, digest=digest, by=by, at=LATER)


def wrong(made, *rows: str, **facts):
    return [
        (each.row, each.column, each.what)
        for each in plan_of(made, sheet(*rows, **facts), TODAY).problems
    ]


def test_a_yes_given_twice_answers_no_other_report(cast):
    days = [("Første", date(2017, 4, 1)), ("Endelig", date(2017, 5, 1))]
    made = draft_round(council=cast.council, kind="test", title="Mål", deadlines=days, **BY)
    ask(made, [area("albertslund")], **BY)
    open_round(made, **BY)
    table = sheet("Albertslund;Ja;14.03.2017;;17/1;")
    digest = digest_of_plan(plan_of(made, table, TODAY))
    import_replies(made, table, digest=digest, by=HOUSE, at=LATER)

    with pytest.raises(AnsweredMeanwhile):
        import_replies(made, table, digest=digest, by=HOUSE, at=LATER)
    assert [each.step.number for each in Reply.objects.all()] == [1]


def test_each_row_answers_for_one_by_name_or_code_in_either_language(made):
    kept = brought(
        made,
        "Albertslund;Ja;14.03.2017;;17/1;",
        "Glostrup Kommune;nej;2017-03-15;Der mangler penge.;17/2;",
        "240;yes;;;17/3;",
    )

    assert [(str(each.asked), each.answer, each.way) for each in kept] == [
        ("Albertslund", "yes", Way.SECRETARY),
        ("Glostrup", "no", Way.SECRETARY),
        ("Egedal", "yes", Way.SECRETARY),
    ]
    assert kept[1].remark == "Der mangler penge."
    assert kept[0].decided_on == date(2017, 3, 14)


def test_the_same_table_again_leaves_no_trace(made):
    brought(made, "Albertslund;Ja;;;17/1;")

    assert brought(made, "Albertslund;Ja;;;17/1;") == []
    assert Reply.objects.count() == 1


def test_a_row_without_an_answer_is_left_alone(made):
    assert brought(made, "Albertslund;;;;;", "Glostrup;Ja;;;17/2;")[0].asked.name == "Glostrup"


def test_all_that_is_wrong_is_told_with_row_and_column_and_nothing_is_saved(made):
    answered(made, "egedal")
    rows = (
        "Andeby;Ja;;;1;",
        "Albertslund;Måske;32.13.2017;;1;",
        "Glostrup;Nej;01.04.2017;;;",
        "Egedal;Nej;;Nej tak.;1;",
    )

    found = wrong(made, *rows)

    assert [(row, column) for row, column, _what in found] == [
        (2, "Kommune"),
        (3, "Svar"),
        (3, "Besluttet den"),
        (4, "Bemærkning"),
        (4, "Besluttet den"),
        (4, "Link til referatet"),
        (5, "Hvorfor rettes"),
    ]
    with pytest.raises(ValidationError):
        brought(made, *rows)
    assert Reply.objects.count() == 1


def test_one_municipality_in_two_rows_is_told(made):
    found = wrong(made, "Albertslund;Ja;;;1;", "165;Ja;;;1;")

    assert [(row, column) for row, column, _what in found] == [(3, "Kommune")]
    assert "2" in found[0][2]


def test_headings_nobody_knows_are_told_before_anything_else(made):
    found = wrong(made, "Albertslund;Ja", heads="Kommune;Farve")

    assert [(row, column) for row, column, _what in found] == [(1, ""), (1, "")]
    assert "Farve" in found[0][2]
    assert "Svar" in found[1][2]


def test_what_is_too_long_or_no_address_is_told_in_its_column(made):
    heads = "Kommune;Svar;Link;Sagsnummer"
    found = wrong(made, f"Albertslund;Ja;ikke et link;{'1' * 61}", heads=heads)

    assert {column for _row, column, _what in found} == {"Link til referatet", "Sagsnummer"}


def test_a_correction_says_why_and_the_first_answer_stays(made):
    answered(made, "egedal")

    (corrected,) = brought(made, "Egedal;Nej;;Nej tak.;17/3;Skrevet forkert")

    assert corrected.why == "Skrevet forkert"
    assert Reply.objects.filter(asked=corrected.asked).count() == 2


def test_what_somebody_answered_since_the_look_is_looked_at_again(made):
    table = sheet("Albertslund;Ja;;;17/1;Rettet")
    digest = digest_of_plan(plan_of(made, table, TODAY))
    answered(made, "albertslund", "no", remark="Nej")

    with pytest.raises(AnsweredMeanwhile):
        import_replies(made, table, digest=digest, by=HOUSE, at=LATER)
    assert Reply.objects.count() == 1


def test_the_table_to_begin_from_says_who_is_asked_and_what_holds(made):
    answered(made, "egedal", "no", remark="Nej\ntak")

    rows = list(rows_of(made))

    assert [row[0] for row in rows] == ["Albertslund", "Egedal", "Glostrup"]
    assert rows[1][1:4] == ["Nej", None, "Nej\ntak"]
    for content in (as_csv(headings(), rows), as_excel("Svar", headings(), rows)):
        table = read_sheet(content, longest=4000, keeps_lines=True)
        assert [line.cells[3] for line in table.lines] == ["", "Nej\ntak", ""]


def test_only_those_who_ask_bring_in_answers_and_only_while_it_is_open(cast, made):
    for name in ("mayor", "contact", "other_secretary", "newcomer"):
        with pytest.raises(PermissionDenied):
            brought(made, "Albertslund;Ja;;;17/1;", by=getattr(cast, name))
    assert brought(made, "Albertslund;Ja;;;17/1;")[0].asked == asked_of(made, "albertslund")
    close_round(made, by=HOUSE, at=NOON)
    with pytest.raises(WrongState):
        brought(made, "Glostrup;Ja;;;17/1;")


SOURCELESS = {
    "answer": "yes",
    "remark": "",
    "decided_on": None,
    "case_number": "",
    "source_url": "",
}
ANSWERS = st.fixed_dictionaries(
    {
        "answer": st.sampled_from(["yes", "no"]),
        "remark": st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)
        | st.lists(st.text(st.characters(codec="utf-8"), max_size=8)).map("\r\n".join),
        "decided_on": st.none() | st.dates(date(2010, 1, 1), TODAY),
        "case_number": st.sampled_from(["", "17/1", "=17", "0017"]),
        "source_url": st.sampled_from(["", "https://example.dk/referat"]),
    }
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(facts=ANSWERS)
@example(facts=SOURCELESS)
@example(facts=SOURCELESS | {"remark": "Nej\r\ntak,  \x0b\n\nmen\tmåske ", "case_number": "17/1"})
def test_the_table_to_begin_from_changes_nothing_when_it_is_brought_back(cast, facts):
    said = Said(**facts)
    assume(said.answer == "yes" or said.as_kept()["remark"])
    made = opened(cast.council, "albertslund", "glostrup")
    reply(asked_of(made, "albertslund"), said, way=Way.LINK, by=HOUSE, at=LATER)

    for content in (as_csv(headings(), rows_of(made)), as_excel("Svar", headings(), rows_of(made))):
        table = read_sheet(content, longest=4000, keeps_lines=True)
        plan = plan_of(made, table, TODAY)
        assert plan.problems == []
        assert (len(plan.same), plan.busy) == (1, [])
