"""An answer by a link that is not confirmed: who asks sees that it waits and reads no word of it."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cases.consulting import a_case, sent_out
from tests.rounds.asking_around import LATER, answered, asked_of, contact_of
from tests.workspace.recommendations.conftest import THEN
from tests.workspace.recommendations.test_by_link import newest, way_in

from kkr.ledger import clock
from kkr.rounds.actions import close_round, make_link, revoke_link, withdraw_round
from kkr.rounds.actions.links import CONFIRM_WITHIN
from kkr.rounds.models import Reply, ReplyLink

pytestmark = pytest.mark.django_db
SAID = {"answer": "approved_with_remarks", "remark": "Kun i hemmelighed."}
HERE = "/arbejde/hovedstaden/anbefalinger/maal-for-sundhed/"
WAITS = "svar modtaget den 13. februar 2017, ikke bekræftet"


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    cache.clear()


@pytest.fixture
def address(made):
    return way_in(newest())


@pytest.fixture
def second(made, address):
    """The way in the mail from which the answer of Albertslund is confirmed."""
    Client().post(address, SAID)
    return way_in(newest())


def text_of(browser, address: str) -> str:
    return browser.get(address).content.decode().replace("\xa0", " ")


def test_who_asks_sees_that_an_answer_waits_and_since_when(secretary, second):
    for page in (HERE, f"{HERE}luk/", f"{HERE}paamind/"):
        shown = text_of(secretary, page)
        assert "13. februar 2017" in shown
        assert "ikke bekræftet" in shown
        assert "Albertslund" in shown
        assert "hemmelighed" not in shown
    assert WAITS in text_of(secretary, HERE)


def test_nothing_waits_when_it_is_confirmed_taken_back_overtaken_or_too_old(
    secretary, made, address, second, monkeypatch
):
    Client().post(second)
    assert WAITS not in text_of(secretary, HERE)

    Client().post(address, SAID | {"answer": "noted", "decided_on": "07.02.2017"})
    assert WAITS in text_of(secretary, HERE)
    answered(made.round, "albertslund", "not_approved", why="En fejl.", at=LATER)
    assert WAITS not in text_of(secretary, HERE)

    link = ReplyLink.objects.get()
    Client().post(address, SAID)
    revoke_link(link, **THEN)
    assert WAITS not in text_of(secretary, HERE)


def test_nothing_waits_that_cannot_be_confirmed_any_more(secretary, second, monkeypatch):
    late = clock.now() + CONFIRM_WITHIN + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: late)

    assert WAITS not in text_of(secretary, HERE)


def test_in_a_consultation_it_waits_at_its_own_report(secretary, cast):
    contact_of("albertslund")
    made = sent_out(a_case(cast.council), cast.council, "albertslund", "glostrup")
    Client().post(way_in(newest()), {"answer": "response", "remark": "I hemmelighed."})

    page = f"/arbejde/sager/{made.case.public_id}/hoeringer/{made.number}/"

    assert "ikke bekræftet" in text_of(secretary, page)
    assert "hemmelighed" not in text_of(secretary, page)


def test_the_link_says_that_an_answer_waits_and_when_it_was_given(client, address):
    assert "venter" not in text_of(client, address)

    client.post(address, SAID)

    shown = text_of(client, address)
    assert "Der er givet et svar fra Albertslund her den 13. februar 2017" in shown
    assert "hemmelighed" not in shown


def test_the_link_of_a_colleague_says_nothing_of_it_for_what_comes_there_takes_no_place(
    client, made, address
):
    token = make_link(asked_of(made.round, "albertslund"), contact_of("albertslund"), at=LATER)
    client.post(address, SAID)

    assert "venter" not in text_of(client, f"/svar/{token}/")
    assert "venter" in text_of(client, address)


def test_confirmed_after_it_was_closed_it_is_told_so_and_does_not_count(client, made, second):
    close_round(made.round, **THEN)

    for answer in (client.get(second), client.post(second)):
        assert answer.status_code == 410
        assert "lukket" in answer.content.decode()
        assert "hemmelighed" not in answer.content.decode()
    assert not Reply.objects.exists()


def test_confirmed_after_it_was_withdrawn_it_is_told_so(client, made, second):
    withdraw_round(made.round, why="Forkert spørgsmål.", **THEN)

    assert "trukket tilbage" in client.get(second).content.decode()


def test_what_counts_says_so_after_it_was_closed(client, made, second):
    client.post(second)
    close_round(made.round, **THEN)

    assert client.get(second).status_code == 200
    assert client.post(second)["Location"] == second
    assert Reply.objects.count() == 1


def test_only_a_real_link_of_which_nothing_else_is_wrong_gets_words(client, made, second):
    close_round(made.round, **THEN)
    revoke_link(ReplyLink.objects.get(), **THEN)

    guessed, revoked = client.get("/svar/bekraeft/gaet/"), client.get(second)

    assert guessed.status_code == revoked.status_code == 404
    words = {re.sub(r"/svar/[^\"]*", "", each.content.decode()) for each in (guessed, revoked)}
    assert len(words) == 1


def test_it_costs_no_query_that_something_waits(secretary, made, address):
    costs = []
    for _look in range(2):
        secretary.get(HERE)
        with CaptureQueriesContext(connection) as asked:
            secretary.get(HERE)
        costs.append(len(asked))
        Client().post(address, SAID)

    assert costs[0] == costs[1] < 15
