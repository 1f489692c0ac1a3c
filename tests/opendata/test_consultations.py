"""Consultations and the responses as open data: the public ones, and no others."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cases.consulting import BY, FINAL, TWO_STEPS, a_case, consulted, responded, sent_out

from kkr.rounds.actions import withdraw_round

pytestmark = pytest.mark.django_db
LIST, RESPONSES = "/data/hoeringer", "/data/hoeringssvar"


def rows(client, address: str) -> list[dict[str, str]]:
    answer = client.get(f"{address}.csv")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def case(cast):
    return a_case(cast.council)


def test_a_public_consultation_is_a_row_with_how_many_have_answered(client, cast, case):
    facts = {"is_public": True, "deadlines": TWO_STEPS, "committees": [cast.committee]}
    made = sent_out(case, cast.council, "albertslund", "glostrup", **facts)
    responded(made, "Albertslund", "Vi er enige.")
    responded(made, "Albertslund", "Vi er stadig enige.")

    (row,) = rows(client, LIST)

    told = [row[each] for each in ("council", "title", "case", "state", "reports")]
    assert told == ["hovedstaden", "Høring om mål", case.number, "open", "2"]
    assert (row["asked"], row["answered"], row["answers_by"]) == ("3", "1", FINAL.isoformat())
    assert client.get(row["path"]).status_code == 200
    assert row["identifier"] == made.identifier
    withdraw_round(made.round, why="Den var forkert.", **BY)
    assert rows(client, LIST)[0]["state"] == "withdrawn"


def test_each_response_is_a_row_and_so_is_who_has_not_answered(client, cast, case):
    facts = {"is_public": True, "committees": [cast.committee]}
    made = sent_out(case, cast.council, "albertslund", "glostrup", **facts)
    responded(made, "Albertslund", "Vi er enige.")
    responded(made, "Albertslund", "Vi er uenige.", why="Det var en fejl.")

    told = [
        (row["name"], row["answer"], row["is_valid"], row["remark"])
        for row in rows(client, RESPONSES)
    ]

    assert told == [
        ("Albertslund", "response", "0", "Vi er enige."),
        ("Albertslund", "response", "1", "Vi er uenige."),
        ("Glostrup", "waiting", "0", ""),
        (cast.committee.name, "waiting", "0", ""),
    ]
    for extension in ("json", "atom", "xlsx"):
        for address in (LIST, RESPONSES):
            assert client.get(f"{address}.{extension}").status_code == 200


def test_what_is_closed_or_not_sent_out_is_no_row(client, cast, case):
    sent_out(case, cast.council, "albertslund")
    sent_out(a_case(cast.council, is_public=False), cast.council, "albertslund")
    consulted(case, cast.council, "albertslund", is_public=True)

    assert rows(client, LIST) == rows(client, RESPONSES) == []


def test_ten_consultations_cost_as_much_as_one(client, cast, case):
    asked = []
    for _turn in range(2):
        sent_out(case, cast.council, "albertslund", is_public=True)
        rows(client, RESPONSES)
        with CaptureQueriesContext(connection) as found:
            rows(client, LIST)
            rows(client, RESPONSES)
        asked.append(len(found))
    assert asked[0] == asked[1]
