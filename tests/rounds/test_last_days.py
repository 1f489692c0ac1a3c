"""A question goes out with a day to come, and its last day is moved to one."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from tests.rounds.asking_around import BY, DAY, area, opened

from kkr.rounds.actions import (
    ask,
    ask_committees,
    close_round,
    draft_round,
    move_deadline,
    open_round,
    withdraw_round,
)
from kkr.rounds.models import State, WrongState

pytestmark = pytest.mark.django_db
TODAY, OVER = date(2017, 2, 13), date(2017, 2, 12)


def drafted(council, *days: date):
    deadlines = [(f"Svar {number}", day) for number, day in enumerate(days or (DAY,), start=1)]
    made = draft_round(council=council, kind="test", title="Mål", deadlines=deadlines, **BY)
    ask(made, [area("albertslund")], **BY)
    return made


def test_no_question_goes_out_when_its_last_day_is_over(cast):
    made = drafted(cast.council, OVER)
    with pytest.raises(ValidationError):
        open_round(made, **BY)
    made.refresh_from_db()
    assert made.state == State.DRAFT

    move_deadline(made, made.steps.get(), to=TODAY, why="", **BY)

    assert open_round(made, **BY).state == State.OPEN


def test_no_question_goes_out_when_the_day_of_any_report_is_over_and_it_is_named(cast):
    made = drafted(cast.council, OVER, DAY)

    with pytest.raises(ValidationError) as refused:
        open_round(made, **BY)

    assert len(refused.value.messages) == 1
    assert "”Svar 1”, den 12. februar 2017," in refused.value.messages[0].replace("\xa0", " ")
    move_deadline(made, made.steps.get(number=1), to=TODAY, why="", **BY)
    assert open_round(made, **BY).state == State.OPEN


def test_no_last_day_is_moved_to_one_that_is_over(cast):
    for made in (drafted(cast.council), opened(cast.council, "albertslund")):
        with pytest.raises(ValidationError) as refused:
            move_deadline(made, made.steps.get(), to=OVER, why="Hast.", **BY)
        assert "to" in refused.value.message_dict


@pytest.mark.parametrize(
    "end", [close_round, lambda made, **by: withdraw_round(made, why="x", **by)]
)
def test_the_last_day_of_what_is_over_stays(cast, end):
    made = opened(cast.council, "albertslund")
    end(made, **BY)
    with pytest.raises(WrongState):
        move_deadline(made, made.steps.get(), to=date(2017, 6, 1), why="Ferie.", **BY)


def test_who_is_named_twice_is_asked_once(cast):
    made = drafted(cast.council)
    glostrup = area("glostrup")
    assert len(ask(made, [glostrup, glostrup], **BY)) == 1
    assert len(ask_committees(made, [cast.committee, cast.committee], **BY)) == 1
