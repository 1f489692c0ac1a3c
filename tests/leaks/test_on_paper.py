"""The eyes that look for canaries see into prints: their pages, and the files inside."""

from datetime import UTC, date, datetime

import pytest
from tests.cast import HOUSE
from tests.leaks.on_paper import attach_canary
from tests.leaks.test_leaks import Canaries
from tests.readers import body_of

from kkr.meetings.actions import add_item, plan_meeting, publish_agenda

pytestmark = pytest.mark.django_db
WHEN = {"by": HOUSE, "at": datetime(2017, 1, 20, 12, 0, tzinfo=UTC)}


def test_the_canaries_would_be_found_in_a_print(cast, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    canaries = Canaries()
    meeting = plan_meeting(council=cast.council, held_on=date(2017, 2, 6), **WHEN)
    words = {"title": canaries("title"), "html": f"<p>{canaries('text')}</p>"}
    item = add_item(meeting, section=3, proposal=canaries("proposal"), **words, **WHEN)
    attach_canary(canaries, item, "file", frozenset(), WHEN)
    publish_agenda(meeting, override="Det er en prøve.", **WHEN)

    content = body_of(client.get("/hovedstaden/moeder/2017-02-06/dagsorden.pdf"))

    proposal = next(word for word, (where, _) in canaries.planted.items() if where == "proposal")
    assert proposal.encode() not in content  # it is packed
    seen = set(canaries.found_in(content))
    assert seen == {"title", "text", "proposal", "title of a file", "file"}
