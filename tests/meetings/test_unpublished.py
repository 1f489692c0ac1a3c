"""What is changed after publication and not published again stays with those who write it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY, minuted

from kkr.cases.actions import open_case, publish_case
from kkr.cases.journey import journey_of
from kkr.council.desk import desk_of
from kkr.meetings.actions import (
    Corrected,
    add_item,
    change_decision,
    edit_item,
    finish_follow_up,
    follow_up,
    plan_meeting,
    publish_agenda,
    publish_minutes,
    withdraw_item,
)
from kkr.meetings.models import Decision, EditionDecision, FollowUp
from kkr.meetings.presentation import scheduled
from kkr.meetings.rules import may_finish

pytestmark = pytest.mark.django_db
LATE = {"by": HOUSE, "at": AFTER}


@pytest.fixture
def case(cast):
    facts = {"title": "Optag", "opened_on": date(2017, 1, 1), "summary": "Om optag"}
    return publish_case(open_case(council=cast.council, **facts, **BY), **BY)


def reopened(item):
    item.refresh_from_db()
    return item


def kinds(case):
    return [stop.kind for stop in journey_of(case)]


def test_a_case_is_on_an_agenda_when_the_agenda_says_so(meeting, item, case):
    publish_agenda(meeting, **BY)
    item = reopened(item)
    said = {"title": item.title, "html": item.document.latest.html, "proposal": item.proposal}
    edit_item(item, based_on=item.revision, **said, case=case, **BY)
    assert kinds(case) == []

    publish_agenda(meeting, why="Sagen hører til", **BY)
    assert kinds(case) == ["meetings.scheduled"]

    withdraw_item(reopened(item), why="Udsat", **BY)
    assert kinds(case) == ["meetings.scheduled"]

    publish_agenda(meeting, why="Udsat", **BY)
    assert kinds(case) == []


def test_a_decision_is_of_the_kind_that_the_minutes_tell(meeting, item):
    minuted(meeting)
    decision = Decision.objects.get()
    change_decision(decision, based_on=1, kind="rejected", html="<p>Nej</p>", **LATE)

    assert EditionDecision.objects.kind_told_of(decision) == "approved"
    assert EditionDecision.objects.kind_told_of(Decision(pk=0)) == ""


def test_minutes_tell_of_the_time_before_them_what_they_told_first(cast, meeting, item):
    minuted(meeting)
    facts = {"what": "Sende til kommunerne", "body": cast.committee, "due_on": date(2017, 3, 1)}
    made = follow_up(Decision.objects.get(), **facts, **LATE)
    april = plan_meeting(council=cast.council, held_on=date(2017, 4, 24), **LATE)
    add_item(april, section=1, title="Siden sidst", kind="since_last", **LATE)
    other = add_item(april, section=3, title="Andet", **LATE)
    first = minuted(april)
    told = first.items.get(heading="Siden sidst").content.facts["since_last"]
    assert "Sende til kommunerne" in told[0]["text"]

    finish_follow_up(made, on=date(2017, 2, 13), outcome="Sendt.", **LATE)
    assert publish_minutes(april, **LATE) == first

    decision = other.decisions.get()
    change_decision(decision, based_on=1, kind="approved", html="<p>Rettet.</p>", **LATE)
    corrected = [Corrected(other, "Teksten", "Skrevet forkert")]
    second = publish_minutes(april, corrections=corrected, **LATE)
    assert second.items.get(heading="Siden sidst").content.facts["since_last"] == told


def test_a_desk_asks_as_often_however_much_is_to_be_followed_up(cast, meeting, item):
    minuted(meeting)
    decision = Decision.objects.get()

    def asked(viewer) -> int:
        with CaptureQueriesContext(connection) as asked:
            desk_of(viewer, AFTER)
        return len(asked)

    facts = {"body": cast.committee, "due_on": date(2017, 3, 1)}
    follow_up(decision, what="Et", **facts, **LATE)
    viewers = (cast.newcomer, cast.secretary, cast.committee_official)
    before = [asked(viewer) for viewer in viewers]
    for number in range(5):
        follow_up(decision, what=f"Nr. {number}", **facts, **LATE)

    assert [asked(viewer) for viewer in viewers] == before


def test_those_can_say_it_is_done_whose_it_is_and_those_who_write_the_minutes(cast, meeting, item):
    minuted(meeting)
    facts = {"what": "Sende", "body": cast.committee, "due_on": date(2017, 3, 1)}
    made = follow_up(Decision.objects.get(), **facts, **LATE)

    for name, viewer in cast.everyone().items():
        listed = FollowUp.objects.finished_by(viewer).filter(pk=made.pk).exists()
        may = bool(may_finish(viewer, made))
        assert listed == may, name


def told(case) -> list[str]:
    return [str(words) for stop in journey_of(case) for words in scheduled(stop, str)["told"]]


def test_the_stop_on_an_agenda_says_what_of_it_is_illustrative_as_the_agenda_does(
    cast, meeting, case
):
    facts = {"title": "Optag", "html": "<p>Om optag</p>", "illustrative": "Nummeret."}
    item = add_item(meeting, section=3, case=case, **facts, **BY)
    publish_agenda(meeting, **BY)
    assert told(case) == ["Som punkt 3.1.", "Illustrativt: Nummeret."]

    facts["illustrative"] = "Skrevet siden."
    edit_item(reopened(item), based_on=reopened(item).revision, case=case, **facts, **BY)

    assert told(case) == ["Som punkt 3.1.", "Illustrativt: Nummeret."]


def test_the_stop_says_so_where_the_whole_meeting_is_illustrative(cast, case):
    words = "Dagen er gættet."
    made = plan_meeting(council=cast.council, held_on=date(2017, 6, 1), illustrative=words, **BY)
    add_item(made, section=3, title="Optag", html="", case=case, **BY)
    publish_agenda(made, **BY)

    assert told(case) == ["Som punkt 3.1.", f"Illustrativt: {words}"]
