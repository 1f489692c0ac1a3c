from datetime import date

import pytest
from tests.meetings.council_at_work import BY

from kkr.cases.actions import open_case
from kkr.meetings.actions import add_item, plan_meeting


@pytest.fixture
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def meeting(cast, _own_folder):
    return plan_meeting(council=cast.council, held_on=date(2017, 2, 6), **BY)


@pytest.fixture
def item(meeting):
    facts = {"proposal": "Det indstilles, at KKR godkender optaget.", "html": "<p>Optaget</p>"}
    return add_item(meeting, section=3, title="Dimensionering", **facts, **BY)


@pytest.fixture
def of_case(cast, meeting):
    """An item about a case, so that it can be sent back."""
    case = open_case(council=cast.council, title="Mål", opened_on=BY["at"].date(), **BY)
    return add_item(meeting, section=3, title="Mål", case=case, **BY)


@pytest.fixture
def closed(meeting):
    facts = {"is_closed": True, "public_heading": "Personsag", "html": "<p>Hemmeligt</p>"}
    return add_item(meeting, section=3, title="Valg af direktør", **facts, **BY)
