from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from tests.house.head import watched
from tests.meetings.council_at_work import BY

from kkr.meetings.actions import add_item, plan_meeting


@pytest.fixture(autouse=True)
def nobody_waits_at_the_head(request: pytest.FixtureRequest) -> Iterator[None]:
    """No act asks for a row when it has the ledger's head; only PostgreSQL has locks to see."""
    if "cast" not in request.fixturenames or connection.vendor != "postgresql":
        yield
        return
    request.getfixturevalue("cast")
    with watched() as found:
        yield
    assert found == []


@pytest.fixture
def meeting(cast):
    return plan_meeting(council=cast.council, held_on=date(2017, 2, 6), **BY)


@pytest.fixture
def item(meeting):
    facts = {"proposal": "Det indstilles, at KKR godkender optaget.", "html": "<p>Optaget</p>"}
    return add_item(meeting, section=3, title="Dimensionering", **facts, **BY)


@pytest.fixture
def closed(meeting):
    facts = {"is_closed": True, "public_heading": "Personsag", "html": "<p>Hemmeligt</p>"}
    return add_item(meeting, section=3, title="Valg af direktør", **facts, **BY)
