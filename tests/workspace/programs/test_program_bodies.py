"""Whatever a program sends, it is told what is wrong, and nothing falls over."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.workspace.programs.conftest import APPROVED, QUESTIONS, address_of

from kkr.rounds.models import Reply

pytestmark = pytest.mark.django_db
FIELDS = ("answer", "remark", "decided_on", "path", "case_number", "source_url", "why", "step")
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(10**40), 10**40)
    | st.floats()
    | st.sampled_from(
        ["approved", "approved_with_remarks", "2017-02-07", "https://x.dk", "\x00", "\ud800"]
    )
    | st.text(st.characters(codec=None), max_size=8)
)


def named(part):
    keys = st.sampled_from([*FIELDS, "stage", "on", "committee", "andet"])
    return st.dictionaries(keys, part, max_size=4)


VALUES = st.recursive(LEAVES, lambda part: st.lists(part, max_size=3) | named(part), max_leaves=6)


@pytest.mark.parametrize("what", ["/answer", "/stage"])
def test_no_body_makes_it_fall(program, asked, what):
    where = address_of(asked, what)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(VALUES | named(VALUES))
    def ask(body):
        answer = program.put(where, json.dumps(body))
        assert answer.status_code in {200, 201, 400, 422}
        assert answer.status_code < 400 or answer.json()["status"] == answer.status_code

    ask()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (" ", 400),
        ("{", 400),
        ("[" * 30_000, 400),
        ('{"answer": ' + "9" * 30_000 + "}", 400),
        (b"\xff\xfe\x00", 400),
        ('{"answer": NaN}', 422),
        ("null", 422),
        ("[]", 422),
        ('"approved"', 422),
        ("{" + '"a": {' * 500 + "}" * 501, 422),
        ('{"answer": "approved", "step": true}', 422),
        ('{"answer": "approved", "decided_on": 17}', 422),
        ('{"answer": "approved", "decided_on": "2017-02-30"}', 422),
        ('{"answer": "approved", "decided_on": "2099-01-01"}', 422),
        ('{"answer": "approved", "source_url": "javascript:alert(1)"}', 422),
        ('{"answer": "approved_with_remarks", "remark": "\\u0000"}', 422),
        (" " * 65_537, 413),
    ],
)
def test_what_is_no_answer_is_told_and_not_kept(program, asked, body, status):
    answer = program.put(address_of(asked, "/answer"), body)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status
    assert not Reply.objects.exists()


def test_what_is_not_said_to_be_json_is_not_read(program, asked):
    answer = program.put(address_of(asked, "/answer"), json.dumps(APPROVED), kind="text/plain")

    assert (answer.status_code, answer["Accept"]) == (415, "application/json")


def test_each_field_is_told_what_is_wrong_and_what_would_be_right(program, asked):
    body = {
        "answer": "ja",
        "decided_on": "7. februar 2017",
        "path": [{"committee": ""}, {"on": "x"}],
        "case_number": "x" * 61,
        "svar": "approved",
    }

    told = program.put(address_of(asked, "/answer"), body).json()
    by_field = {each["field"]: each for each in told["errors"]}

    assert set(by_field) == {
        *("decided_on", "path.0.committee", "path.1.committee", "path.1.on", "case_number", "svar")
    }
    assert by_field["decided_on"]["right"] == "Skriv dagen som 2017-03-14."
    assert by_field["path.1.on"]["pointer"] == "#/path/1/on"
    assert by_field["case_number"]["right"] == "Højst 60 tegn eller rækker."
    assert all(each["detail"] and each["right"] for each in told["errors"])
    assert "7. februar" not in json.dumps(told)

    told = program.put(address_of(asked, "/answer"), {"answer": "ja"}).json()
    assert "approved, approved_with_remarks" in told["errors"][0]["right"]


def test_it_is_said_in_the_language_that_is_asked_for(program, asked):
    where = address_of(asked, "/answer")
    danish = program.put(where, {})
    english = program.put(where, {}, **{"Accept-Language": "de, en-GB;q=0.8"})

    assert danish.json()["errors"][0]["detail"] == "Det mangler."
    assert english.json()["errors"][0]["detail"] == "It is missing."
    assert (danish["Content-Language"], english["Content-Language"]) == ("da", "en")
    assert "Accept-Language" in danish["Vary"]


def test_what_cannot_be_done_at_an_address_is_told(program, asked):
    for address, allowed in ((QUESTIONS, "GET"), (address_of(asked, "/answer"), "PUT")):
        answer = program.client.delete(address, headers=program.headers({}))
        assert (answer.status_code, answer["Allow"]) == (405, allowed)
        assert answer["Content-Type"] == "application/problem+json"
    for nowhere in ("/api/v1/findes-ikke", f"{QUESTIONS}/17", f"{QUESTIONS}/"):
        assert program.get(nowhere).json()["status"] == 404
