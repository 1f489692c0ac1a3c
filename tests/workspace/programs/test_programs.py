"""A municipality's own system reads, answers and corrects with its token, and reaches nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cases.consulting import a_case, sent_out
from tests.rounds.asking_around import (
    BY,
    LATER,
    answered,
    area,
    asked_of,
    municipality,
    opened,
)
from tests.workspace.programs.conftest import APPROVED, QUESTIONS, Program, address_of
from tests.workspace.recommendations.conftest import AFTERWARDS

from kkr.cases.actions import add_paper
from kkr.ledger import clock
from kkr.recommendations.actions import recommend
from kkr.rounds.actions import ask, close_round, draft_round, open_round, revoke_token
from kkr.rounds.models import Asked, ProgramToken, Reply, Way

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


def test_a_program_reads_what_its_municipality_is_asked(program, made, asked):
    answer = program.get(QUESTIONS)

    said = answer.json()
    (question,) = said["data"]
    assert (answer.status_code, said["pagination"]["totalElements"]) == (200, 1)
    assert question["id"] == str(asked.public_id)
    assert question["title"] == "Mål for sundhed"
    assert question["html"] == "<p>Godkender I målene?</p>"
    assert question["council"]["name"] == made.round.council.name
    assert question["asked"] == {"code": "0165", "name": "Albertslund"}
    assert question["public_url"].endswith(made.path)
    assert question["url"].endswith(address_of(asked))
    assert question["steps"] == [
        {
            "number": 1,
            "title": "",
            "deadline_on": "2017-05-01",
            "is_late": False,
            "answer": None,
        }
    ]
    assert question["answers"][1] == {
        "key": "approved_with_remarks",
        "title": "Godkendt med bemærkninger",
        "needs_remark": True,
    }
    assert (question["stage"], question["answer"], question["is_late"]) == (None, None, False)
    assert program.get(address_of(asked)).json() == question
    assert answer["Cache-Control"] == "no-store"


def test_the_first_answer_is_kept_and_the_same_again_changes_nothing(program, asked):
    first = program.put(address_of(asked, "/answer"), APPROVED)
    again = program.put(address_of(asked, "/answer"), APPROVED)

    reply = Reply.objects.get()
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["id"] == str(reply.public_id)
    assert (reply.way, reply.entered_by, reply.case_number) == (Way.API, "program:0165", "17/123")
    assert reply.path[1] == {"committee": "Sundhed", "on": ""}
    assert program.get(address_of(asked)).json()["answer"] == first.json()


def test_a_different_answer_is_a_correction_and_says_why(program, asked):
    where = address_of(asked, "/answer")
    program.put(where, APPROVED)
    other = {"answer": "approved_with_remarks", "remark": "Husk økonomien."}

    refused = program.put(where, other)
    kept = program.put(where, other | {"why": "Bemærkningen manglede."})

    assert (refused.status_code, refused["Content-Type"]) == (422, PROBLEM)
    assert [each["field"] for each in refused.json()["errors"]] == ["why"]
    assert kept.status_code == 200
    assert kept.json()["why"] == "Bemærkningen manglede."
    assert Reply.objects.count() == 2
    assert program.put(where, other | {"why": "Igen."}).json()["id"] == kept.json()["id"]


def test_a_program_says_how_far_it_is(program, asked):
    where = address_of(asked, "/stage")
    assert program.put(where, {"stage": "on_agenda"}).json()["errors"][0]["field"] == "on"

    said = program.put(where, {"stage": "on_agenda", "on": "2017-03-14"})
    again = program.put(where, {"stage": "on_agenda", "on": "2017-03-14"})

    assert (said.status_code, again.status_code) == (200, 200)
    assert said.json()["stage"] == {"stage": "on_agenda", "on": "2017-03-14"}


def test_what_is_not_yours_is_as_what_does_not_exist(other_program, program, cast, decision, asked):
    nowhere = "00000000-0000-4000-8000-000000000000"
    facts = {"deadlines": [("", BY["at"].date())], "rule": "all", "areas": [area("albertslund")]}
    draft = recommend(decision, title="Kladde", html="<p>Kladde</p>", **facts, **BY)
    unsent = Asked.objects.get(round=draft.round)
    there = other_program.get(f"{QUESTIONS}/{nowhere}")

    for one, who in ((asked, other_program), (unsent, program)):
        assert who.get(address_of(one)).content == there.content
        for what, body in (("/answer", APPROVED), ("/stage", {"stage": "received"})):
            answer = who.put(address_of(one, what), body)
            assert (answer.status_code, answer.content) == (404, there.content)
    assert there.status_code == 404
    assert not Reply.objects.exists()
    assert "Kladde" not in program.get(QUESTIONS).content.decode()


@pytest.mark.parametrize("words", ["", "gaet", "x" * 5000, "æøå"])
def test_without_a_token_there_is_nothing_but_the_way_to_one(asked, words):
    stranger = Program(words)
    answers = [
        stranger.get(QUESTIONS),
        stranger.get(address_of(asked)),
        stranger.put(address_of(asked, "/answer"), APPROVED),
        stranger.put(address_of(asked, "/stage"), {"stage": "received"}),
    ]

    assert {each.status_code for each in answers} == {401}
    assert {each["WWW-Authenticate"] for each in answers} == {'Bearer realm="kkr"'}
    assert {each["Content-Type"] for each in answers} == {PROBLEM}
    assert not Reply.objects.exists()


def test_a_revoked_token_opens_nothing(program, cast, asked):
    revoke_token(ProgramToken.objects.get(), by=cast.secretary, at=LATER)

    assert program.get(QUESTIONS).status_code == 401
    assert program.put(address_of(asked, "/answer"), APPROVED).status_code == 401


@pytest.mark.parametrize("who", ["contact", "secretary", "administrator"])
def test_a_session_opens_nothing(signed_in, asked, who):
    browser = signed_in(who)

    assert browser.get(QUESTIONS).status_code == 401
    sent = browser.put(address_of(asked, "/answer"), APPROVED, content_type="application/json")
    assert sent.status_code == 401


def test_a_closed_question_takes_no_answer(program, asked):
    close_round(asked.round, **BY)

    answer = program.put(address_of(asked, "/answer"), APPROVED)

    assert (answer.status_code, answer["Content-Type"]) == (409, PROBLEM)
    assert program.put(address_of(asked, "/stage"), {"stage": "received"}).status_code == 409
    assert program.get(address_of(asked)).json()["state"] == "closed"
    assert not Reply.objects.exists()


def test_the_open_ones_come_first_and_a_page_leads_to_the_next(program, cast, made):
    closed = opened(cast.council, "albertslund")
    close_round(closed, **BY)
    assert [each["state"] for each in program.get(QUESTIONS).json()["data"]] == ["open", "closed"]

    first = program.get(f"{QUESTIONS}?limit=1").json()
    second = program.get(first["links"]["next"]).json()

    assert [each["data"][0]["state"] for each in (first, second)] == ["open", "closed"]
    assert (first["links"]["prev"], second["links"]["next"]) == (None, None)
    assert program.get(second["links"]["prev"]).json() == first
    only = program.get(f"{QUESTIONS}?state=closed").json()
    assert [each["id"] for each in only["data"]] == [second["data"][0]["id"]]
    for wrong in (
        "limit=0",
        "limit=101",
        "offset=-1",
        "state=draft",
        "limit=x",
        "offset=9" + "9" * 30,
    ):
        assert program.get(f"{QUESTIONS}?{wrong}").status_code == 422


def test_a_municipality_answers_for_whom_it_reports(program, cast):
    made = draft_round(
        council=cast.council, kind="test", title="Mål", deadlines=[("", LATER.date())], **BY
    )
    glostrup = area("glostrup")
    ask(made, [glostrup], through={glostrup.pk: municipality("albertslund")}, **BY)
    open_round(made, **BY)

    (question,) = program.get(QUESTIONS).json()["data"]
    assert question["asked"] == {"code": "0161", "name": "Glostrup"}
    where = address_of(asked_of(made, "glostrup"), "/answer")
    assert program.put(where, {"answer": "yes"}).status_code == 201


def test_in_a_hearing_of_two_reports_one_says_which(program, cast):
    days = [("Foreløbig", BY["at"].date()), ("Endelig", LATER.date())]
    made = draft_round(council=cast.council, kind="test", title="Mål", deadlines=days, **BY)
    ask(made, [area("albertslund")], **BY)
    open_round(made, **BY)
    where = address_of(asked_of(made, "albertslund"), "/answer")

    assert program.put(where, {"answer": "yes"}).json()["errors"][0]["field"] == "step"
    for _again in range(2):
        program.put(where, {"answer": "yes", "step": 1})

    assert [each.step.number for each in Reply.objects.all()] == [1]
    assert program.put(where, {"answer": "yes", "step": 2}).status_code == 201
    assert program.put(where, {"answer": "yes", "step": 3}).status_code == 422


def test_one_sees_that_an_answer_is_late(program, asked, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AFTERWARDS)

    question = program.get(address_of(asked)).json()

    assert (question["is_late"], question["steps"][0]["is_late"]) == (True, True)


def test_that_a_token_was_used_is_noted_once_a_minute(
    program, made, monkeypatch, django_assert_num_queries
):
    program.get(QUESTIONS)
    used = ProgramToken.objects.get().used_at
    assert used == clock.now()

    with django_assert_num_queries(8) as asked_of_it:
        program.get(QUESTIONS)

    assert not [each for each in asked_of_it.captured_queries if "UPDATE" in each["sql"]]


def test_a_file_that_came_before_stays_with_the_answer(program, made, asked):
    from django.core.files.base import ContentFile

    from kkr.documents.actions import store_file

    file = store_file(ContentFile(b"Godkendt.", name="referat.txt"), **BY)
    answered(made.round, "albertslund", "approved", file=file)

    same = program.put(address_of(asked, "/answer"), {"answer": "approved"})
    program.put(address_of(asked, "/answer"), {"answer": "noted", "why": "Fejl."})

    assert same.status_code == 200
    assert Reply.objects.valid().get().file == file


def test_a_program_that_asks_too_often_waits(program, made, monkeypatch):
    from kkr.workspace.programs import tokens

    monkeypatch.setattr(tokens, "allowance", tokens.Allowance(2))

    answers = [program.get(QUESTIONS) for _each in range(3)]

    assert [each.status_code for each in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "60"


def test_the_allowance_is_counted_anew_each_minute():
    from kkr.workspace.programs.tokens import Allowance

    allowance = Allowance(2)

    assert [allowance.allows(1, 60.0) for _each in range(3)] == [True, True, False]
    assert allowance.allows(2, 61.0)
    assert allowance.allows(1, 120.0)


def test_a_consultation_is_read_with_the_text_it_is_about_and_ten_cost_what_one_costs(
    program, cast, django_assert_num_queries
):
    case = a_case(cast.council, is_public=False)
    about = add_paper(case, title="Udkast", html="<p>Ti mål</p>", dated_on=BY["at"].date(), **BY)
    sent_out(case, cast.council, "albertslund", about=about)
    (told,) = program.get(QUESTIONS).json()["data"]
    assert told["about"] == {"title": "Udkast", "number": 1, "html": "<p>Ti mål</p>"}
    assert (told["html"], told["public_url"]) == ("<p>Hvad mener I om målene?</p>", None)
    with CaptureQueriesContext(connection) as of_one:
        program.get(QUESTIONS)
    for _each in range(3):
        sent_out(case, cast.council, "albertslund", about=about)

    with django_assert_num_queries(len(of_one)):
        assert len(program.get(QUESTIONS).json()["data"]) == 4
