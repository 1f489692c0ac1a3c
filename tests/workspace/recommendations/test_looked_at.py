"""A question is sent out as whoever presses has looked at it; and whoever writes too late keeps their words."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from tests.cases.consulting import a_case, consulted
from tests.meetings.hearing_members import drafted as drafted_hearing
from tests.meetings.hearing_members import seated
from tests.rounds.asking_around import area, asked_of, municipality
from tests.workspace.recommendations.conftest import THEN

from kkr.cases.models import Consultation
from kkr.council.models import Person
from kkr.meetings.actions import ask_after_all, leave_out
from kkr.meetings.models import WrittenHearing
from kkr.outbox.models import Mail
from kkr.recommendations.actions import change_recommendation
from kkr.recommendations.models import Recommendation
from kkr.rounds.actions import change_draft, enclose, open_round, report_through, reword, take_out
from kkr.rounds.models import State

pytestmark = pytest.mark.django_db
Made = Recommendation | Consultation | WrittenHearing


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def consultation(cast):
    return consulted(a_case(cast.council), cast.council, "albertslund", "glostrup")


@pytest.fixture
def hearing(cast):
    cast.mayor, seated(cast, "Bo")
    made = drafted_hearing(cast)
    mayor = Person.objects.get(name="Mayor of the test")
    leave_out(made, mayor, why="Er i bestyrelsen.", **THEN)
    return made


@pytest.fixture(params=["drafted", "consultation", "hearing"])
def made(request):
    return request.getfixturevalue(request.param)


def page_of(made: Made) -> str:
    if isinstance(made, Recommendation):
        return f"/arbejde/hovedstaden/anbefalinger/{made.slug}/"
    if isinstance(made, Consultation):
        return f"/arbejde/sager/{made.case.public_id}/hoeringer/{made.number}/"
    return f"/arbejde/skriftlige-hoeringer/{made.public_id}/"


def looked(browser, made: Made) -> dict[str, Any]:
    """What the page that asks sends when its button is pressed."""
    form = browser.get(f"{page_of(made)}send/").context["form"]
    return {field.name: field.value() for field in form.hidden_fields()}


def says_else(made: Made) -> None:
    reword(made.round, html="<p>Noget andet?</p>", based_on=1, **THEN)


def has_a_file(made: Made) -> None:
    enclose(made.round, ContentFile(b"1.000 kr.", name="budget.txt"), title="Budget", **THEN)


def asks_fewer(made: Made) -> None:
    days = [each.deadline_on for each in made.round.steps.all()]
    facts: dict[str, Any] = {"title": made.round.title, "days": days, **THEN}
    change_draft(made.round, areas=[area("glostrup")], **facts)


def carries_by_two(made: Recommendation) -> None:
    areas = [each.area for each in made.round.asked.all()]
    days = [each.deadline_on for each in made.round.steps.all()]
    facts: dict[str, Any] = {"title": made.round.title, "days": days, "areas": areas, **THEN}
    change_recommendation(made, rule="number", number=2, **facts)


def asks_the_mayor(made: WrittenHearing) -> None:
    ask_after_all(made.exclusions.get(), why="Er gået af.", **THEN)


def lets_one_answer_for_another(made: Made) -> None:
    report_through(asked_of(made.round, "albertslund"), municipality("glostrup"), **THEN)


def is_held_back(browser, made: Made, changed) -> None:
    pressed = looked(browser, made)
    changed(made)

    answer = browser.post(f"{page_of(made)}send/", pressed)

    assert answer.status_code == 409
    assert "Nogen har ændret det" in answer.content.decode()
    made.round.refresh_from_db()
    assert (made.round.state, Mail.objects.count()) == (State.DRAFT, 0)
    again = {field.name: field.value() for field in answer.context["form"].hidden_fields()}
    assert browser.post(f"{page_of(made)}send/", again).status_code == 302
    made.round.refresh_from_db()
    assert made.round.state == State.OPEN


@pytest.mark.parametrize("changed", [says_else, has_a_file])
def test_what_a_colleague_changed_since_the_look_is_not_sent(secretary, made, changed):
    is_held_back(secretary, made, changed)


def test_nor_to_others_than_those_who_were_looked_at(secretary, drafted, consultation):
    is_held_back(secretary, drafted, asks_fewer)
    is_held_back(secretary, consultation, asks_fewer)


def test_nor_where_another_municipality_answers(secretary, consultation):
    is_held_back(secretary, consultation, lets_one_answer_for_another)


def test_nor_by_another_rule(secretary, drafted):
    is_held_back(secretary, drafted, carries_by_two)


def test_nor_to_a_member_who_was_not_to_be_asked(secretary, hearing):
    is_held_back(secretary, hearing, asks_the_mayor)


def test_what_was_changed_and_changed_back_is_what_was_looked_at(secretary, made):
    pressed = looked(secretary, made)
    has_a_file(made)
    take_out(made.round.enclosures.get(), **THEN)

    assert secretary.post(f"{page_of(made)}send/", pressed).status_code == 302
    made.round.refresh_from_db()
    assert made.round.state == State.OPEN


def test_a_question_written_too_late_is_refused_and_its_words_stay(secretary, drafted):
    page = f"{page_of(drafted)}ret/"
    open_round(drafted.round, **THEN)

    answer = secretary.post(page, {"html": "<p>Længe skrevet</p>", "based_on": 1})

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "sendt ud" in shown
    assert "Længe skrevet" in shown
    assert drafted.question.latest.number == 1


@pytest.mark.parametrize("name", ["drafted", "consultation"])
def test_a_draft_changed_too_late_is_refused_and_its_words_stay(secretary, request, name):
    made = request.getfixturevalue(name)
    page = f"{page_of(made)}udkast/"
    form = secretary.get(page).context["form"]
    said = {field: form[field].value() or "" for field in form.fields} | {"over": form.seen}
    open_round(made.round, **THEN)

    answer = secretary.post(page, said | {"title": "En ny titel"})

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "sendt ud" in shown
    assert 'value="En ny titel"' in shown
    made.round.refresh_from_db()
    assert made.round.title != "En ny titel"
