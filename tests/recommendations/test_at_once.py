"""Municipalities that answer in the same second; each in a transaction of its own."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY
from tests.rounds.asking_around import LATER
from tests.worlds import take_away_all

from kkr.council.models import Area, Association, Council, Municipality
from kkr.ledger.verification import verify
from kkr.meetings.actions import (
    add_item,
    decide,
    end_meeting,
    plan_meeting,
    publish_agenda,
    publish_minutes,
)
from kkr.meetings.models import Decision
from kkr.recommendations.actions import recommend
from kkr.recommendations.models import Outcome
from kkr.rounds.actions import Said, open_round, reply
from kkr.rounds.models import Asked, Reply, Way

MANY = 6


@pytest.fixture
def asked(tables, django_db_blocker):
    """A recommendation to six municipalities that every connection sees, taken away past the triggers."""
    with django_db_blocker.unblock():
        if connection.vendor != "postgresql":
            pytest.skip("SQLite lets one writer in at a time")
        yield _recommended()
        take_away_all()


def _recommended() -> list[Asked]:
    country, part = (
        Area.objects.create(kind=kind, name=kind, slug=kind) for kind in ("country", "council")
    )
    association = Association.objects.create(kind="association", name="KL", slug="kl", area=country)
    facts = {"kind": "council", "name": "KKR X", "slug": "x", "short_name": "X", "ordering": 1}
    council = Council.objects.create(association=association, area=part, **facts)
    areas = [_municipality(number) for number in range(MANY)]
    meeting = plan_meeting(council=council, held_on=date(2017, 2, 6), **BY)
    item = add_item(meeting, section=3, title="Mål", **BY)
    publish_agenda(meeting, **BY)
    decide(item, kind="recommended", by=HOUSE, at=AFTER)
    end_meeting(meeting, by=HOUSE, at=AFTER)
    publish_minutes(meeting, by=HOUSE, at=AFTER)
    days = [("", date(2017, 5, 1))]
    said = {"title": "Mål", "html": "", "deadlines": days, "rule": "all", "areas": areas}
    made = recommend(Decision.objects.get(), **said, by=HOUSE, at=AFTER)
    open_round(made.round, by=HOUSE, at=AFTER)
    return list(made.round.asked.select_related("round__council"))


def _municipality(number: int) -> Area:
    area = Area.objects.create(kind="municipality", name=f"Y{number}", slug=f"y{number}")
    facts = {"name": f"Y{number}", "slug": f"y{number}", "code": f"000{number}", "cvr": f"{number}"}
    Municipality.objects.create(kind="municipality", area=area, **facts)
    return area


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """What came of doing these, each in a thread of its own that begins when all stand ready."""
    start, outcomes = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            outcomes.append(act())
        except ValidationError as refused:
            outcomes.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_when_the_last_ones_answer_in_the_same_second_it_carries_once(asked):
    said = {"way": Way.SECRETARY, "by": HOUSE, "at": LATER}

    at_once([lambda one=one: reply(one, Said("approved"), **said) for one in asked])

    assert Reply.objects.valid().count() == MANY
    assert [each.kind for each in Outcome.objects.all()] == ["carried"]
    assert verify().broken_at is None


def test_of_several_different_answers_in_the_same_second_one_holds(asked):
    said = {"way": Way.SECRETARY, "by": HOUSE, "at": LATER}
    answers = ["approved", "noted", "not_approved", "not_relevant", "approved", "noted"]

    outcomes = at_once([lambda one=one: reply(asked[0], Said(one), **said) for one in answers])

    assert Reply.objects.valid().filter(asked=asked[0]).count() == 1
    assert Reply.objects.count() == 1
    assert sum(isinstance(outcome, ValidationError) for outcome in outcomes) >= MANY - 2
