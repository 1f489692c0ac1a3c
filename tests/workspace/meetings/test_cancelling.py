"""Why a meeting is cancelled is read at once where it was announced; so it is looked through, and can be put right."""

import pytest
from tests.workspace.meetings.preparing import BY, at, text_of

from kkr.ledger.models import Entry
from kkr.meetings.actions import (
    add_item,
    announce_meeting,
    cancel_meeting,
    correct_cancellation,
    decide,
    edit_item,
)
from kkr.meetings.models import Meeting, State, WrongState

pytestmark = pytest.mark.django_db
NUMBER = "211062-5629"
SECRET = "Direktøren fratræder sin stilling med udgangen af februar måned næste år"


def refused(secretary, path, why) -> str:
    return text_of(secretary.post(path, {"why": why}))


def test_a_personal_number_in_the_reason_is_stopped_until_there_is_a_reason_for_it(
    secretary, meeting
):
    announce_meeting(meeting, **BY)
    path = at(meeting, "meeting_cancel")

    asked = refused(secretary, path, f"Sygdom hos {NUMBER}")

    assert 'name="override"' in asked
    assert Meeting.objects.get().state == State.PLANNED
    let = {"why": f"Sygdom hos {NUMBER}", "override": "Det er et eksempel."}
    assert secretary.post(path, let).status_code == 302
    said = Entry.objects.get(verb="meetings.cancelled").payload.text
    assert "Det er et eksempel." in said
    assert NUMBER not in said


def test_closed_words_in_the_reason_are_stopped(secretary, meeting, closed):
    facts = {"is_closed": True, "public_heading": "Personsag", "title": closed.title}
    edit_item(closed, html=f"<p>{SECRET}</p>", based_on=closed.revision, **facts, **BY)
    announce_meeting(meeting, **BY)

    asked = refused(secretary, at(meeting, "meeting_cancel"), SECRET)

    assert "står også i noget lukket" in asked
    assert Meeting.objects.get().cancelled_why == ""


def test_what_is_wrong_on_the_agenda_does_not_stop_a_cancellation(secretary, meeting, closed):
    facts = {"is_closed": True, "public_heading": closed.title, "title": closed.title}
    edit_item(closed, html="<p>Se bilag</p>", based_on=closed.revision, **facts, **BY)
    announce_meeting(meeting, **BY)

    assert secretary.post(at(meeting, "meeting_cancel"), {"why": "Snestorm"}).status_code == 302


def test_nobody_reads_the_reason_of_a_meeting_that_was_never_announced(secretary, meeting):
    path = at(meeting, "meeting_cancel")

    assert secretary.post(path, {"why": f"Sygdom hos {NUMBER}"}).status_code == 302
    secretary.post(at(meeting, "meeting_announce"))

    assert not Meeting.objects.public().exists()


def test_the_reason_is_corrected_and_looked_through_again(secretary, meeting):
    announce_meeting(meeting, **BY)
    cancel_meeting(meeting, why="Sygdom hos formanden", **BY)
    before = Meeting.objects.get().sequence
    path = at(meeting, "meeting_cancellation")
    assert path in text_of(secretary.get(at(meeting, "meeting")))
    assert 'name="override"' in refused(secretary, path, NUMBER)

    for _press in range(2):
        assert secretary.post(path, {"why": "Sygdom"}).status_code == 302

    now = Meeting.objects.get()
    assert (now.cancelled_why, now.sequence) == ("Sygdom", before + 1)
    assert Entry.objects.filter(verb="meetings.cancellation_corrected").count() == 1
    assert "Sygdom hos formanden" in text_of(secretary.get(at(meeting, "meeting")))


def test_of_a_meeting_that_stands_there_is_no_reason_to_correct(secretary, meeting):
    assert secretary.get(at(meeting, "meeting_cancellation")).status_code == 302
    with pytest.raises(WrongState):
        correct_cancellation(meeting, why="Snestorm", **BY)


def test_that_something_is_decided_already_is_said_before_it_is_cancelled(secretary, meeting):
    assert "allerede noteret" not in text_of(secretary.get(at(meeting, "meeting_cancel")))
    item = add_item(meeting, section=3, title="Optag", **BY)
    decide(item, kind="approved", html="<p>Godkendt.</p>", **BY)

    page = text_of(secretary.get(at(meeting, "meeting_cancel")))

    assert "Der er allerede noteret 1 beslutning, på 3.1." in page
    assert secretary.post(at(meeting, "meeting_cancel"), {"why": "Snestorm"}).status_code == 302
