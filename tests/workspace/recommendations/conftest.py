from datetime import UTC, date, datetime

import pytest
from tests.cast import HOUSE
from tests.meetings.council_at_work import BY, minuted
from tests.rounds.asking_around import area, asked_of, contact_of
from tests.workspace.conftest import MORNING

from kkr.meetings.actions import add_item, decide, plan_meeting
from kkr.recommendations.actions import recommend
from kkr.rounds.actions import open_round
from kkr.rounds.weighing import weights_of

DAY = date(2017, 5, 1)
THEN = {"by": HOUSE, "at": MORNING}
AFTERWARDS = datetime(2017, 5, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def decision(cast):
    meeting = plan_meeting(council=cast.council, held_on=date(2017, 2, 6), **BY)
    item = add_item(
        meeting, section=3, title="Mål", proposal="Det anbefales at godkende målene.", **BY
    )
    made = decide(item, kind="recommended", html="<p>Anbefales.</p>", **BY)
    minuted(meeting)
    made.refresh_from_db()
    return made


@pytest.fixture
def drafted(decision):
    areas = [area(slug) for slug in ("albertslund", "glostrup", "egedal")]
    return recommend(
        decision,
        title="Mål for sundhed",
        html="<p>Godkender I målene?</p>",
        deadlines=[("", DAY)],
        rule="all",
        areas=areas,
        weights=weights_of(areas, DAY),
        **THEN,
    )


@pytest.fixture
def made(drafted):
    """A question to three municipalities, of which Albertslund has a contact."""
    contact_of("albertslund")
    open_round(drafted.round, **THEN)
    drafted.refresh_from_db()
    return drafted


@pytest.fixture
def asked(made):
    return asked_of(made.round, "albertslund")
