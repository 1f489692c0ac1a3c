"""The gate for programs: what is closed reaches the token of whoever is asked, and nobody else's."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.addresses import addresses
from tests.cases.consulting import a_case, sent_out
from tests.cast import HOUSE
from tests.meetings.council_at_work import BY, minuted
from tests.rounds.asking_around import area, asked_of, municipality

from kkr.cases.actions import add_paper
from kkr.meetings.actions import add_item, decide, plan_meeting
from kkr.recommendations.actions import recommend
from kkr.rounds.actions import Said, give_token, open_round, reply
from kkr.rounds.models import Asked, Round, Way

pytestmark = pytest.mark.django_db
SAID = {"by": HOUSE, "at": BY["at"]}
DRAFT = {"kladdetitel", "kladdetekst"}
CLOSED = {"lukkettitel", "lukkettekst", "lukketbemaerkning", "lukketsag", "lukketudkast"}


@pytest.fixture
def ids(cast) -> list[str]:
    """A draft to Albertslund, and what is closed to Glostrup with its answer; gives all ids one might guess."""
    meeting = plan_meeting(council=cast.council, held_on=date(2017, 2, 6), **BY)
    item = add_item(meeting, section=3, title="Til kommunerne", **BY)
    decision = decide(item, kind="recommended", html="<p>Anbefales.</p>", **BY)
    minuted(meeting)
    decision.refresh_from_db()
    facts = {"deadlines": [("", date(2017, 5, 1))], "rule": "all"}
    for slug, title, text, is_public in (
        ("albertslund", "kladdetitel", "kladdetekst", True),
        ("glostrup", "lukkettitel", "lukkettekst", False),
    ):
        words = {"title": title, "html": f"<p>{text}</p>"}
        made = recommend(decision, areas=[area(slug)], **words, **facts, **SAID)
        Round.objects.filter(pk=made.round_id).update(is_public=is_public)
    open_round(made.round, **SAID)
    said = Said("approved_with_remarks", remark="lukketbemaerkning", case_number="lukketsag")
    reply(asked_of(made.round, "glostrup"), said, way=Way.SECRETARY, **SAID)
    case = a_case(cast.council, is_public=False)
    words = {"title": "Udkast", "html": "<p>lukketudkast</p>", "dated_on": date(2017, 2, 6)}
    sent_out(case, cast.council, "glostrup", about=add_paper(case, **words, **SAID))
    return [str(each.public_id) for each in Asked.objects.all()]


def told_to(slug: str, cast: Any, ids: list[str]) -> set[str]:
    """What of it the program of a municipality is told, whatever it asks."""
    _token, words = give_token(municipality(slug), label="SBSYS", by=cast.secretary, at=BY["at"])
    program, answers = Client(), []
    headers = {"Authorization": f"Bearer {words}"}
    for path in [each for each in addresses({"question": ids}) if "/api/" in each]:
        answers.append(program.get(path, headers=headers))
        for body in ({"answer": "noted"}, {"stage": "received"}):
            asked = {"content_type": "application/json", "headers": headers}
            answers.append(program.put(path, body, **asked))
    told = b"".join(each.content + str(dict(each.headers)).encode() for each in answers)
    return {word for word in DRAFT | CLOSED if word.encode() in told}


def test_what_is_asked_of_another_and_what_is_a_draft_reaches_no_program(cast, ids):
    assert told_to("albertslund", cast, ids) == set()


def test_who_is_asked_is_told_and_no_draft(cast, ids):
    """The test above can fail: the same eyes find it where it is to be read."""
    assert told_to("glostrup", cast, ids) == CLOSED


def test_what_is_closed_has_no_public_address(cast, ids):
    _token, words = give_token(municipality("glostrup"), label="X", by=cast.secretary, at=BY["at"])

    answer = Client().get("/api/v1/questions", headers={"Authorization": f"Bearer {words}"})

    assert [each["public_url"] for each in answer.json()["data"]] == [None, None]
