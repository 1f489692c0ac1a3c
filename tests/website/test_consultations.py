"""A public consultation as everybody follows it, and one that is not as nobody does."""

from datetime import date

import pytest
from tests.cases.consulting import FINAL, TWO_STEPS, a_case, responded, sent_out

from kkr.cases.actions import add_paper
from kkr.rounds.actions import move_deadline, withdraw_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    return a_case(cast.council)


def text(client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode().replace("\xa0", " ")


def test_the_case_leads_to_who_was_asked_and_what_they_said(client, case, cast):
    made = sent_out(
        case, cast.council, "albertslund", "glostrup", committees=[cast.committee], is_public=True
    )
    responded(made, "Albertslund", "Husk økonomien.")
    shown = text(client, case.path_in(cast.council))
    assert "Sendt i høring" in shown
    assert "Albertslund, Glostrup, Sundhed" in shown
    assert made.path in shown

    page = text(client, made.path)

    assert "1 af 3 har svaret" in page
    assert "Hvad mener I om målene?" in page
    assert "Husk økonomien." in page
    assert "2 har ikke svaret" in page


def test_two_reports_and_a_correction_are_told_each(client, case, cast):
    made = sent_out(case, cast.council, "albertslund", deadlines=TWO_STEPS, is_public=True)
    responded(made, "Albertslund", "Foreløbigt.")
    responded(made, "Albertslund", "Endeligt.")
    responded(made, "Albertslund", "Endeligt, rettet.", why="Skrivefejl.")
    page = text(client, made.path)
    assert "Første svar: Høringssvar" in page
    assert "Endeligt, rettet." in page
    assert "Skrivefejl." in page


def test_the_municipality_has_it_among_what_it_was_asked(client, case, cast):
    made = sent_out(case, cast.council, "albertslund", is_public=True)
    page = text(client, "/hovedstaden/kommuner/albertslund/")
    assert made.path in page
    assert "Høring om mål" in page
    responded(made, "Albertslund")
    assert "Ingen bemærkninger" in text(client, "/hovedstaden/kommuner/albertslund/")


def test_one_that_is_not_public_is_nowhere(client, case, cast):
    made = sent_out(case, cast.council, "albertslund")
    text(client, made.path, status=404)
    for path in (case.path_in(cast.council), "/hovedstaden/kommuner/albertslund/"):
        assert "Høring om mål" not in text(client, path)


def test_a_text_that_is_not_released_is_not_named(client, case, cast):
    about = add_paper(
        case,
        title="Hemmeligt udkast",
        html="<p>x</p>",
        dated_on=FINAL,
        by=cast.secretary,
        at=case.published_at,
    )
    made = sent_out(case, cast.council, "albertslund", about=about, is_public=True)
    assert "Hemmeligt" not in text(client, made.path)


def test_a_withdrawn_one_says_why(client, case, cast):
    made = sent_out(case, cast.council, "albertslund", is_public=True)
    withdraw_round(made.round, why="Sagen er udskudt.", by=cast.secretary, at=made.round.opened_at)
    page = text(client, made.path)
    assert "Sagen er udskudt." in page
    assert "0 af 1 har svaret. Der er lukket for svar." in page


def test_a_day_that_was_moved_is_told_with_its_report_and_why(client, case, cast):
    made = sent_out(case, cast.council, "albertslund", deadlines=TWO_STEPS, is_public=True)
    act = {"by": cast.secretary, "at": made.round.opened_at}
    first = made.round.steps.get(number=1)
    move_deadline(made.round, first, to=date(2017, 3, 20), why="Ferie.", **act)
    page = text(client, made.path)
    assert "Første svar: fristen blev flyttet fra 15. marts 2017 til 20. marts 2017: Ferie." in page
