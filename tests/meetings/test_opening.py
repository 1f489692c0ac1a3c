"""Nothing that was closed becomes public before the guards have looked at it, by hand or by itself."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY, STRANGERS, a_file, minuted

from kkr.cases.actions import open_case
from kkr.council.desk import desk_of
from kkr.documents.guarding import Guarded
from kkr.ledger.models import Entry
from kkr.meetings.actions import (
    Corrected,
    add_item,
    attach_file,
    cancel_meeting,
    change_decision,
    decide,
    edit_item,
    follow_up,
    keep_closed,
    open_attachment,
    open_item,
    plan_meeting,
    publish_agenda,
    publish_minutes,
    withdraw_item,
)
from kkr.meetings.models import AgendaItem, Attachment, EditionContent
from kkr.meetings.tasks import open_due

pytestmark = pytest.mark.django_db
NUMBER = "211062-5629"
SECRET = f"<p>Om {NUMBER}</p>"
DUE = datetime(2017, 3, 1, 12, 0, tzinfo=UTC)
FROM = date(2017, 3, 1)
CLOSED = {"section": 3, "title": "Valg af direktør", "is_closed": True}
CLOSED |= {"public_heading": "Personsag"}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def a_closed_item(meeting, **facts):
    return add_item(meeting, **{**CLOSED, "html": "<p>Hemmeligt</p>", **facts}, **BY)


def test_a_number_in_a_closed_item_keeps_it_closed_until_there_is_a_reason(meeting):
    closed = a_closed_item(meeting, html=SECRET)
    publish_agenda(meeting, **BY)

    with pytest.raises(Guarded) as refused:
        open_item(closed, by=HOUSE, at=AFTER)
    assert refused.value.counts == {"cpr_numbers": 1}
    assert not EditionContent.objects.public().exists()

    open_item(closed, override="Det er et eksempel.", by=HOUSE, at=AFTER)

    assert EditionContent.objects.public().exists()
    said = Entry.objects.get(verb="meetings.item_opened").payload.text
    assert "Det er et eksempel." in said
    assert NUMBER not in said


def in_an_earlier_edition(meeting, closed):
    edit_item(closed, based_on=1, title="Ny", html=SECRET, is_closed=True, public_heading="X", **BY)
    publish_agenda(meeting, **BY)
    edit_item(closed, based_on=2, title="Ny", html="", is_closed=True, public_heading="X", **BY)
    publish_agenda(meeting, why="Rettet", **BY)


def in_a_decision(meeting, closed):
    decide(closed, kind="elected", html=SECRET, **BY)
    minuted(meeting)


def in_a_file(meeting, closed):
    attach_file(closed, a_file("sag.txt", f"Om {NUMBER}".encode()), **BY)
    publish_agenda(meeting, **BY)


def in_what_follows(meeting, closed):
    made = decide(closed, kind="elected", html="<p>Valgt</p>", **BY)
    minuted(meeting)
    facts = {"what": f"Skriv til {NUMBER}", "body": meeting.council, "due_on": FROM}
    follow_up(made, **facts, by=HOUSE, at=AFTER)


def in_a_correction(meeting, closed):
    made = decide(closed, kind="elected", html="<p>Valgt</p>", **BY)
    minuted(meeting)
    change_decision(made, based_on=1, kind="elected", html="<p>X</p>", by=HOUSE, at=AFTER)
    said = Corrected(closed, "Navnet er rettet.", f"{NUMBER} hedder X.")
    publish_minutes(meeting, corrections=[said], by=HOUSE, at=AFTER)


@pytest.mark.parametrize(
    "wherever",
    [in_an_earlier_edition, in_a_decision, in_a_file, in_what_follows, in_a_correction],
)
def test_all_that_becomes_public_with_an_item_is_looked_at(meeting, closed, wherever):
    wherever(meeting, closed)

    with pytest.raises(Guarded) as refused:
        open_item(closed, by=HOUSE, at=AFTER)

    assert refused.value.counts == {"cpr_numbers": 1}


def test_a_file_that_stays_closed_is_not_looked_into_until_it_is_opened(meeting, closed):
    made = attach_file(closed, a_file("sag.txt", f"Om {NUMBER}".encode()), is_closed=True, **BY)
    publish_agenda(meeting, **BY)
    open_item(closed, by=HOUSE, at=AFTER)

    with pytest.raises(Guarded):
        open_attachment(made, by=HOUSE, at=AFTER)
    assert not Attachment.objects.public().exists()

    open_attachment(made, override="Det er et eksempel.", by=HOUSE, at=AFTER)
    assert Attachment.objects.public().exists()
    assert "Det er et eksempel." in Entry.objects.get(verb="meetings.file_opened").payload.text


def test_a_file_that_stays_closed_elsewhere_is_not_opened_unnoticed(meeting, item, closed):
    attach_file(item, a_file("a.txt", b"Fortroligt"), is_closed=True, **BY)
    attach_file(closed, a_file("b.txt", b"Fortroligt"), **BY)
    publish_agenda(meeting, **BY)

    with pytest.raises(Guarded) as refused:
        open_item(closed, by=HOUSE, at=AFTER)

    assert refused.value.counts == {"closed_shown": 1}


def test_what_a_guard_finds_does_not_open_by_itself_and_waits_on_the_desk(cast, meeting, item):
    closed = a_closed_item(meeting, html=SECRET, opens_on=FROM)
    made = attach_file(
        item,
        a_file("sag.txt", f"Om {NUMBER}".encode()),
        is_closed=True,
        opens_on=FROM,
        **BY,
    )
    publish_agenda(meeting, **BY)

    assert open_due(DUE) == 0
    assert open_due(DUE) == 0

    assert AgendaItem.objects.open_to_all().get() == item
    assert not Attachment.objects.public().exists()
    asked = [each for each in desk_of(cast.secretary, DUE) if each.kind.startswith("meetings.open")]
    assert {each.subject for each in asked} == {closed, made}
    held = Entry.objects.filter(verb__endswith="_held_back")
    assert held.count() == 2
    assert all("cpr_numbers" in each.payload.text for each in held)
    for name in STRANGERS:
        seen = desk_of(getattr(cast, name), DUE)
        assert not [each for each in seen if each.kind.startswith("meetings.open")]

    open_item(closed, override="Et eksempel.", by=cast.secretary, at=DUE)
    open_attachment(made, override="Et eksempel.", by=cast.secretary, at=DUE)
    asked = [each for each in desk_of(cast.secretary, DUE) if each.kind.startswith("meetings.open")]
    assert not asked


def test_what_is_changed_after_it_was_held_back_is_looked_at_again(meeting):
    closed = a_closed_item(meeting, title=f"Om {NUMBER}", opens_on=FROM)
    publish_agenda(meeting, **BY)
    assert open_due(DUE) == 0

    facts = {"is_closed": True, "public_heading": "Personsag", "html": "<p>Hemmeligt</p>"}
    edit_item(closed, based_on=1, title="Om en sag", **facts, by=HOUSE, at=DUE)

    assert AgendaItem.objects.due_to_open(FROM).get() == closed


def test_what_is_withdrawn_does_not_open_by_itself(meeting, item, closed):
    later = a_closed_item(meeting, title="En anden sag", opens_on=FROM)
    attach_file(item, a_file(), is_closed=True, opens_on=FROM, **BY)
    publish_agenda(meeting, **BY)
    withdraw_item(later, why="Trukket", **BY)
    withdraw_item(item, why="Trukket", **BY)

    assert open_due(DUE) == 0


def test_what_stood_on_the_agenda_of_a_cancelled_meeting_does_not_open_by_itself(meeting, item):
    a_closed_item(meeting, opens_on=FROM)
    attach_file(item, a_file(), is_closed=True, opens_on=FROM, **BY)
    publish_agenda(meeting, **BY)
    cancel_meeting(meeting, why="Sne", **BY)

    assert open_due(DUE) == 0


def test_a_draft_that_was_not_sent_out_is_not_opened_for_good(meeting, closed):
    with pytest.raises(ValidationError):
        open_item(closed, **BY)

    closed.refresh_from_db()
    assert closed.opened_at is None


@pytest.mark.parametrize("name", STRANGERS)
def test_strangers_open_nothing(cast, meeting, closed, name):
    made = attach_file(closed, a_file(), is_closed=True, **BY)
    publish_agenda(meeting, **BY)
    nobody = getattr(cast, name)

    with pytest.raises(PermissionDenied):
        open_item(closed, by=nobody, at=AFTER)
    with pytest.raises(PermissionDenied):
        open_attachment(made, by=nobody, at=AFTER)
    for thing in (closed, made):
        with pytest.raises(PermissionDenied):
            keep_closed(thing, why="Nej", by=nobody, at=AFTER)


def test_an_item_whose_copy_stays_closed_elsewhere_is_not_opened_unnoticed(cast, meeting):
    words = {"is_closed": True, "public_heading": "Personsag", "html": "<p>Kort.</p>"}
    first = add_item(meeting, section=3, title="Valg af direktør", **words, **BY)
    publish_agenda(meeting, **BY)
    later = plan_meeting(council=cast.council, held_on=date(2017, 4, 24), **BY)
    copy = add_item(later, section=3, title="Valg af direktør", **words, **BY)

    with pytest.raises(Guarded) as refused:
        open_item(first, by=HOUSE, at=AFTER)

    assert refused.value.counts == {"closed_shown": 1}
    withdraw_item(copy, why="", **BY)
    assert open_item(first, by=HOUSE, at=AFTER).is_open


def called_alike(cast, meeting, title, **more):
    """A closed item that was sent out, and a later one with the same title and another text."""
    facts = {"title": title, "is_closed": True, "public_heading": "Lukket punkt", "section": 3}
    first = add_item(meeting, html="<p>Kort.</p>", **facts, **more, **BY)
    publish_agenda(meeting, **BY)
    later = plan_meeting(council=cast.council, held_on=date(2017, 4, 24), **BY)
    add_item(later, html="<p>Andet.</p>", **facts, **more, **BY)
    return first


def test_a_short_title_that_comes_again_holds_nothing_back(cast, meeting):
    first = called_alike(cast, meeting, "Orientering")

    assert open_item(first, by=HOUSE, at=AFTER).is_open


def test_a_long_title_that_comes_again_does(cast, meeting):
    first = called_alike(cast, meeting, "Opsigelse af det gamle lejemål")

    with pytest.raises(Guarded):
        open_item(first, by=HOUSE, at=AFTER)


def test_and_so_does_a_short_one_in_the_same_case(cast, meeting):
    case = open_case(council=cast.council, title="Sag", opened_on=date(2017, 1, 9), **BY)
    first = called_alike(cast, meeting, "Personsag", case=case)

    with pytest.raises(Guarded):
        open_item(first, by=HOUSE, at=AFTER)


def test_a_title_that_everybody_reads_as_the_heading_is_no_copy(cast, meeting):
    words = {"is_closed": True, "public_heading": "Personsag", "title": "Personsag"}
    first = add_item(meeting, section=3, html="<p>Kort.</p>", **words, **BY)
    publish_agenda(meeting, override="Overskriften siger ikke mere.", **BY)
    add_item(meeting, section=3, html="<p>Andet.</p>", **words, **BY)

    assert open_item(first, by=HOUSE, at=AFTER).is_open
