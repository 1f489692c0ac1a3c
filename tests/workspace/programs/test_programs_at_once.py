"""A program that sends twice in the same second, each in a transaction of its own."""

import pytest
from django.db import connection
from tests.cast import HOUSE
from tests.recommendations.test_at_once import asked, at_once  # noqa: F401 -- a fixture
from tests.workspace.programs.conftest import APPROVED, Program, address_of

from kkr.rounds.actions import give_token
from kkr.rounds.models import Reply


@pytest.fixture
def words(asked, django_db_blocker):  # noqa: F811
    with django_db_blocker.unblock():
        at = asked[0].round.opened_at
        yield give_token(asked[0].municipality, label="SBSYS", by=HOUSE, at=at)[1]


def test_the_same_answer_twice_in_one_second_is_kept_once(asked, words):  # noqa: F811
    where = address_of(asked[0], "/answer")
    body = {name: APPROVED[name] for name in ("answer", "case_number")}

    answers = at_once([lambda: Program(words).put(where, body) for _each in range(4)])

    assert sorted(each.status_code for each in answers) == [200, 200, 200, 201]
    assert len({each.json()["id"] for each in answers}) == 1
    assert Reply.objects.count() == 1
    connection.close()


def test_of_two_different_ones_one_is_kept_and_the_other_says_why_not(asked, words):  # noqa: F811
    where = address_of(asked[0], "/answer")

    answers = at_once(
        [
            lambda one=one: Program(words).put(where, {"answer": one})
            for one in ("approved", "noted", "not_relevant")
        ]
    )

    assert sorted(each.status_code for each in answers) == [201, 422, 422]
    assert Reply.objects.count() == 1
    connection.close()
