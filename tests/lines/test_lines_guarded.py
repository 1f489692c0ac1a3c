"""A line is looked at before everybody reads it: as it is entered, or as what it comes from is opened."""

import pytest
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY, DAY

from kkr.documents.guarding import Guarded
from kkr.ledger.models import Entry
from kkr.lines.actions import establish_line
from kkr.lines.models import CommonLine
from kkr.meetings.actions import open_item

pytestmark = pytest.mark.django_db
NUMBER = "211062-5629"
FACTS = {"title": "Mål", "html": f"<p>Om {NUMBER}</p>", "in_force_from": DAY}
CLOSED = {"is_closed": True, "public_heading": "Personsag"}


@pytest.mark.parametrize("place", ["title", "html", "illustrative"])
def test_a_number_keeps_a_line_out_of_the_register_until_there_is_a_reason(decided, place):
    decision = decided()
    facts = FACTS | {"html": "<p>Vi vil</p>"} | {place: f"Om {NUMBER}"}
    with pytest.raises(Guarded):
        establish_line(decision, **facts, **BY)
    assert not CommonLine.objects.exists()

    establish_line(decision, override="Det er et eksempel.", **facts, **BY)

    said = Entry.objects.get(verb="lines.established").payload.text
    assert "Det er et eksempel." in said
    assert NUMBER not in said


def test_a_closed_line_is_looked_at_when_what_it_comes_from_is_opened(decided):
    decision = decided(**CLOSED)
    establish_line(decision, **FACTS, **BY)

    with pytest.raises(Guarded):
        open_item(decision.item, by=HOUSE, at=AFTER)

    assert not CommonLine.objects.public().exists()
