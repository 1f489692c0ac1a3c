"""Answers brought in from a table at the desk: looked at first, then exactly that."""

import re
from datetime import date

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.rounds.asking_around import answered, area, asked_of, filled_in
from tests.workspace.recommendations.conftest import THEN

from kkr.recommendations.actions import recommend
from kkr.recommendations.models import Outcome
from kkr.rounds.actions import close_round, open_round
from kkr.rounds.models import Reply

pytestmark = pytest.mark.django_db
HERE = "/arbejde/hovedstaden/anbefalinger/maal-for-sundhed/"
ROWS = "Kommune\tSvar\tSagsnummer\nAlbertslund\tGodkendt\t17/1\nGlostrup\tIkke godkendt\t17/2"


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(sealed|digest)" value="([^"]*)"', page))


def looked_at(browser, rows=ROWS) -> str:
    return browser.post(f"{HERE}indlaes/", {"pasted": rows}).content.decode()


def test_what_is_pasted_is_shown_first_and_noted_after_a_yes(secretary, made):
    page = looked_at(secretary)
    assert "2 svar noteres, 0 rettes" in page
    assert not Reply.objects.exists()

    answer = secretary.post(f"{HERE}indlaes/", hidden(page), follow=True)

    assert "2 svar er noteret." in answer.content.decode()
    assert sorted(Reply.objects.values_list("answer", flat=True)) == ["approved", "not_approved"]
    assert Outcome.objects.get().kind == "lost"


def test_the_table_one_begins_from_can_be_filled_in_and_brought_back(secretary, made):
    for ending in ("csv", "xlsx"):
        table = secretary.get(f"{HERE}svar.{ending}")
        assert table.status_code == 200
        file = SimpleUploadedFile(f"svar.{ending}", table.content)
        page = secretary.post(f"{HERE}indlaes/", {"file": file}).content.decode()
        assert "Der er intet at gøre" in page


def test_what_is_wrong_is_told_by_row_and_column_and_cannot_be_said_yes_to(secretary, made):
    page = looked_at(secretary, "Kommune;Svar\nAndeby;Godkendt\nAlbertslund;Måske")

    assert "2 rækker skal rettes" in page
    assert "Andeby" in page
    assert hidden(page) == {}


def test_nothing_and_what_is_no_table_are_refused_in_words(secretary, made):
    assert "Vælg en fil, eller indsæt rækkerne." in looked_at(secretary, "")
    assert "har ingen rækker" in looked_at(secretary, "Kommune;Svar")


def test_an_answer_that_came_meanwhile_is_looked_at_again(secretary, made):
    page = looked_at(secretary)
    looked = hidden(page)
    secretary.post(f"{HERE}indlaes/", looked)

    answer = secretary.post(f"{HERE}indlaes/", looked)

    assert answer.status_code == 409
    assert Reply.objects.count() == 2


def test_only_what_was_sealed_here_for_this_question_is_said_yes_to(secretary, made):
    forged = hidden(looked_at(secretary)) | {"sealed": "x:y:z"}

    assert secretary.post(f"{HERE}indlaes/", forged).status_code == 404
    assert not Reply.objects.exists()


def test_what_a_page_carries_from_before_an_upgrade_is_no_table_any_more(secretary, made):
    parts = [made.pk, ["kommune", "svar"], []]
    old = signing.dumps(parts, salt="kkr.workspace.recommendations.importing", compress=True)

    answer = secretary.post(f"{HERE}indlaes/", {"sealed": old, "digest": "x"})

    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["mayor", "contact", "other_secretary", "newcomer"])
def test_for_others_there_is_no_such_page(signed_in, made, name):
    browser = signed_in(name)

    for path in ("indlaes/", "svar.csv", "svar.xlsx"):
        assert browser.get(HERE + path).status_code == 404
    assert browser.post(f"{HERE}indlaes/", {"pasted": ROWS}).status_code == 404


def test_a_closed_question_takes_no_table(secretary, made):
    close_round(made.round, **THEN)

    assert secretary.get(f"{HERE}indlaes/").status_code == 404


@pytest.fixture
def in_two_steps(decision):
    """A question with a first and a final report; Albertslund has given the first."""
    days = [("Første svar", date(2017, 4, 1)), ("Endeligt svar", date(2017, 5, 1))]
    areas = [area("albertslund"), area("glostrup")]
    facts = {"title": "Mål for sundhed", "html": "<p>?</p>", "rule": "all", "areas": areas}
    made = recommend(decision, deadlines=days, **facts, **THEN)
    open_round(made.round, **THEN)
    answered(made.round, "albertslund", "approved")
    return made


def test_a_table_fills_the_report_that_is_chosen_and_says_which(secretary, in_two_steps):
    first, final = in_two_steps.round.steps.order_by("number")
    form = secretary.get(f"{HERE}indlaes/").context["form"]
    assert form["report"].value() == first.pk
    rows = "Kommune\tSvar\tSagsnummer\nAlbertslund\tGodkendt\t17/1"

    page = secretary.post(f"{HERE}indlaes/", {"pasted": rows, "report": final.pk})
    shown = page.content.decode()
    assert "Endeligt svar: 1 svar noteres, 0 rettes" in shown
    assert '<th scope="col">Endeligt svar: Svar</th>' in shown
    answer = secretary.post(f"{HERE}indlaes/", hidden(shown), follow=True)

    assert "Endeligt svar: 1 svar er noteret." in answer.content.decode()
    kept = Reply.objects.order_by("pk").last()
    assert (kept.step, kept.asked.name) == (final, "Albertslund")


def test_the_table_is_of_the_report_that_is_chosen_and_no_other(secretary, in_two_steps):
    first, final = in_two_steps.round.steps.order_by("number")
    page = secretary.get(f"{HERE}indlaes/").content.decode()
    for ending in ("csv", "xlsx"):
        assert f"{HERE}svar.{ending}?rapport=2" in page
        tables = [
            secretary.get(f"{HERE}svar.{ending}?rapport={step.number}") for step in (first, final)
        ]
        assert "foerste-svar" in tables[0]["Content-Disposition"]
        for table, step, words in (
            (tables[0], first, "Der er intet at gøre"),
            (tables[1], final, "Der er intet at gøre"),
            (tables[0], final, "Tabellen er af ”Første svar”"),
        ):
            file = SimpleUploadedFile(f"svar.{ending}", table.content)
            said = {"file": file, "report": step.pk}
            assert words in secretary.post(f"{HERE}indlaes/", said).content.decode()
    rows = secretary.get(f"{HERE}svar.csv?rapport=1").content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("Kommune;Svar: Første svar;")
    assert rows[1].startswith("Albertslund;Godkendt;")
    assert rows[2].startswith("Glostrup;;")


def test_the_secretary_chooses_which_report_an_answer_is_to(secretary, in_two_steps):
    page = f"{HERE}svar/{asked_of(in_two_steps.round, 'glostrup').public_id}/"
    assert 'href="?rapport=2#answer"' in secretary.get(page).content.decode()

    chosen = f"{page}?rapport=2"
    said = {"answer": "approved", "case_number": "17/2"} | filled_in(secretary, chosen)
    assert secretary.post(chosen, said).status_code == 302

    assert Reply.objects.get(asked__area__slug="glostrup").step.title == "Endeligt svar"
