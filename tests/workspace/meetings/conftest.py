from datetime import date

import pytest
from tests.workspace.meetings.preparing import BY

from kkr.meetings.actions import add_item, plan_meeting


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def meeting(cast):
    return plan_meeting(council=cast.council, held_on=date(2017, 4, 24), **BY)


@pytest.fixture
def item(meeting):
    facts = {"proposal": "Det indstilles, at KKR godkender optaget.", "html": "<p>Optaget</p>"}
    return add_item(meeting, section=3, title="Dimensionering", minutes=20, **facts, **BY)


@pytest.fixture
def second(meeting, item):
    return add_item(meeting, section=3, title="Kompetent arbejdskraft", minutes=15, **BY)


@pytest.fixture
def closed(meeting):
    facts = {"is_closed": True, "public_heading": "Personsag", "html": "<p>Hemmeligt</p>"}
    return add_item(meeting, section=4, title="Valg af direktør", **facts, **BY)
