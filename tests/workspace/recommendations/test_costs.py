"""However much is asked, the lists at the desk ask the database as often as with one question."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rounds.asking_around import DAY, answered, area
from tests.workspace.recommendations.conftest import THEN

from kkr.recommendations.actions import recommend
from kkr.rounds.actions import open_round

pytestmark = pytest.mark.django_db
INDEX, OWN = "/arbejde/hovedstaden/anbefalinger/", "/arbejde/svar/"


def asks(client, address: str) -> int:
    client.get(address)  # what is asked once in a process is asked now
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def one_more(decision, number: int, *, is_answered: bool) -> None:
    made = recommend(
        decision,
        title=f"Spørgsmål {number}",
        html="<p>?</p>",
        deadlines=[("Første", DAY - timedelta(days=30)), ("Endelige", DAY)],
        rule="all",
        areas=[area("albertslund"), area("glostrup")],
        **THEN,
    )
    open_round(made.round, **THEN)
    for _step in range(2 if is_answered else number % 2):
        answered(made.round, "albertslund", "approved")


@pytest.mark.parametrize(("who", "address"), [("secretary", INDEX), ("contact", OWN)])
def test_a_list_costs_the_same_whatever_stands_on_it(signed_in, decision, made, who, address):
    answered(made.round, "albertslund", "approved")
    browser = signed_in(who)
    one_more(decision, 1, is_answered=False)
    few = asks(browser, address)
    for number in range(2, 7):
        one_more(decision, number, is_answered=number % 3 == 0)

    assert asks(browser, address) == few
    page = browser.get(address).content.decode()
    assert all(f"Spørgsmål {number}" in page for number in range(1, 7))


def test_the_contacts_list_tells_what_waits_and_what_is_answered(signed_in, decision):
    one_more(decision, 1, is_answered=True)
    one_more(decision, 2, is_answered=False)

    context = signed_in("contact").get(OWN).context

    (waiting,), (done,) = context["waiting"], context["answered"]
    assert waiting["asked"].round.title == "Spørgsmål 2"
    assert waiting["step"].title == "Første"
    assert (done["valid"].answer, done["step"].title) == ("approved", "Endelige")


def test_the_table_to_begin_from_costs_the_same_however_many_have_answered(signed_in, made):
    browser, address = signed_in("secretary"), f"{INDEX}{made.slug}/svar.csv"
    none = asks(browser, address)
    for slug in ("albertslund", "glostrup", "egedal"):
        answered(made.round, slug, "approved")

    assert asks(browser, address) == none
