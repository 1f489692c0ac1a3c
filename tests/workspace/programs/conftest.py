import json
from typing import Any

import pytest
from django.test import Client
from tests.rounds.asking_around import municipality
from tests.workspace.conftest import MORNING
from tests.workspace.recommendations.conftest import (  # noqa: F401 -- fixtures
    asked,
    decision,
    drafted,
    made,
)

from kkr.rounds.actions import give_token
from kkr.rounds.models import Asked

QUESTIONS = "/api/v1/questions"
APPROVED = {
    "answer": "approved",
    "decided_on": "2017-02-07",
    "path": [{"committee": "Økonomiudvalget", "on": "2017-01-31"}, {"committee": "Sundhed"}],
    "case_number": "17/123",
    "source_url": "https://www.example.dk/referat",
}


class Program:
    """A municipality's own system: no cookies, a token in a header."""

    def __init__(self, words: str) -> None:
        self.words, self.client = words, Client(raise_request_exception=True)

    def get(self, address: str, **headers: str) -> Any:
        return self.client.get(address, headers=self.headers(headers))

    def put(self, address: str, body: Any, **headers: str) -> Any:
        sent = body if isinstance(body, (str, bytes)) else json.dumps(body)
        kind = headers.pop("kind", "application/json")
        return self.client.put(address, sent, content_type=kind, headers=self.headers(headers))

    def headers(self, more: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.words}"} | more


def program_of(cast: Any, slug: str) -> Program:
    _made, words = give_token(municipality(slug), label="SBSYS", by=cast.secretary, at=MORNING)
    return Program(words)


@pytest.fixture
def program(cast):
    """The system of Albertslund."""
    return program_of(cast, "albertslund")


@pytest.fixture
def other_program(cast):
    """The system of Glostrup."""
    return program_of(cast, "glostrup")


def address_of(asked: Asked, what: str = "") -> str:  # noqa: F811
    return f"{QUESTIONS}/{asked.public_id}{what}"
