"""Answers brought in from a table at the desk: looked at first, then exactly that."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.workspace.recommendations.conftest import THEN

from kkr.recommendations.models import Outcome
from kkr.rounds.actions import close_round
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


@pytest.mark.parametrize("name", ["mayor", "contact", "other_secretary", "newcomer"])
def test_for_others_there_is_no_such_page(signed_in, made, name):
    browser = signed_in(name)

    for path in ("indlaes/", "svar.csv", "svar.xlsx"):
        assert browser.get(HERE + path).status_code == 404
    assert browser.post(f"{HERE}indlaes/", {"pasted": ROWS}).status_code == 404


def test_a_closed_question_takes_no_table(secretary, made):
    close_round(made.round, **THEN)

    assert secretary.get(f"{HERE}indlaes/").status_code == 404
