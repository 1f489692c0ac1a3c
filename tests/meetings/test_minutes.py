"""From the roll to approved minutes, and their correction."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY, STRANGERS, held, minuted

from kkr.cases.actions import open_case, publish_case
from kkr.cases.journey import journey_of
from kkr.council.actions import add_person
from kkr.documents.actions import StaleEdit
from kkr.meetings.actions import (
    Corrected,
    Noted,
    Undecided,
    add_item,
    call_roll,
    change_decision,
    decide,
    draft_agenda,
    drop_decision,
    edit_item,
    end_meeting,
    finish_follow_up,
    follow_up,
    note_attendance,
    note_roll,
    plan_meeting,
    publish_agenda,
    publish_minutes,
    seat_substitute,
    set_procedure,
    whereabouts,
)
from kkr.meetings.attendance import seats_at_items, seats_filled
from kkr.meetings.models import (
    Capacity,
    Correction,
    Decision,
    EditionDecision,
    FollowUp,
    Meeting,
    MeetingKind,
    Standing,
    WrongState,
)
from kkr.meetings.registries import happened_since
from kkr.meetings.wording import by_municipality, roll_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def substitute(cast):
    return add_person(name="Jannich Petersen", **BY)


def mayor_of(cast):
    return cast.mayor.role_grants.get().membership.person


def test_the_roll_has_every_member_of_the_day_once(cast, meeting):
    mayor = mayor_of(cast)

    first, again = call_roll(meeting, **BY), call_roll(meeting, **BY)

    assert [row.person for row in first] == [mayor]
    assert again == []


def test_minutes_say_who_stood_in_and_who_came_late_and_left(cast, meeting, item, substitute):
    mayor = mayor_of(cast)
    call_roll(meeting, **BY)
    note_attendance(
        meeting, mayor, standing=Standing.APOLOGIES, municipality=cast.municipality, **BY
    )
    facts = {"municipality": cast.municipality, "stands_in_for": mayor, "left_at": item}
    note_attendance(
        meeting, substitute, standing=Standing.PRESENT, capacity=Capacity.SUBSTITUTE, **facts, **BY
    )

    head = minuted(meeting).head
    lines = head["attendance"]

    assert by_municipality(head) == roll_of(head).present
    assert [len(people) for people in by_municipality(head).values()] == [1]
    assert [line["person"] for line in lines] == ["Mayor of the test", "Jannich Petersen"]
    assert lines[1]["municipality"] == "Albertslund Kommune"
    assert (lines[1]["stands_in_for"], lines[1]["left_at"]) == ("Mayor of the test", "3.1")


def test_a_seat_has_one_who_sits_in_it(cast, meeting, substitute):
    facts = {"capacity": Capacity.SUBSTITUTE, "stands_in_for": mayor_of(cast)}
    call_roll(meeting, **BY)

    with pytest.raises(ValidationError, match="Mayor of the test"):
        note_attendance(meeting, substitute, standing=Standing.PRESENT, **facts, **BY)


def test_a_member_who_comes_after_all_does_not_sit_in_a_seat_that_is_taken(
    cast, meeting, item, substitute
):
    mayor, second = mayor_of(cast), add_item(meeting, section=3, title="Turisme", **BY)
    call_roll(meeting, **BY)
    note_attendance(meeting, mayor, standing=Standing.ABSENT, **BY)
    seat_substitute(meeting, substitute, stands_in_for=mayor, **BY)

    with pytest.raises(ValidationError, match="Jannich Petersen"):
        note_attendance(meeting, mayor, standing=Standing.PRESENT, **BY)
    with pytest.raises(ValidationError, match="Jannich Petersen"):
        note_attendance(meeting, mayor, standing=Standing.PRESENT, came_at=second, **BY)
    assert meeting.attendance.get(person=mayor).standing == Standing.ABSENT

    seat_substitute(meeting, substitute, stands_in_for=mayor, left_at=second, **BY)
    note_attendance(meeting, mayor, standing=Standing.PRESENT, came_at=second, **BY)
    assert seats_filled(meeting) == 1
    assert seats_at_items(meeting) == [(item, 1), (second, 1)]


def test_who_leaves_and_who_comes_in_is_noted_on_the_roll_in_one_go(
    cast, meeting, item, substitute
):
    mayor, second = mayor_of(cast), add_item(meeting, section=3, title="Turisme", **BY)
    call_roll(meeting, **BY)
    note_attendance(meeting, mayor, standing=Standing.ABSENT, **BY)
    seat_substitute(meeting, substitute, stands_in_for=mayor, **BY)
    rows = {each.person: each for each in meeting.attendance.all()}
    present = Standing.PRESENT
    back = Noted(rows[mayor], present, second, None, whereabouts(rows[mayor]))
    off = Noted(rows[substitute], present, None, second, whereabouts(rows[substitute]))
    with pytest.raises(ValidationError):
        note_roll(meeting, noted=[back], **BY)

    assert len(note_roll(meeting, noted=[back, off], **BY)) == 2


def test_the_seats_that_are_filled_are_counted_item_by_item(cast, meeting, item):
    mayor, second = mayor_of(cast), add_item(meeting, section=3, title="Turisme", **BY)
    call_roll(meeting, **BY)
    note_attendance(meeting, mayor, standing=Standing.PRESENT, left_at=second, **BY)

    assert seats_at_items(meeting) == [(item, 1), (second, 0)]


def test_the_quorum_counts_seats_that_are_filled(cast, meeting, substitute):
    mayor = mayor_of(cast)
    call_roll(meeting, **BY)
    agreed = set_procedure(cast.council, quorum_percent=50, **BY)
    note_attendance(meeting, mayor, standing=Standing.APOLOGIES, **BY)
    assert seats_filled(meeting) < agreed.quorum_of(1)

    facts = {"capacity": Capacity.SUBSTITUTE, "stands_in_for": mayor}
    note_attendance(meeting, substitute, standing=Standing.PRESENT, **facts, **BY)

    assert seats_filled(meeting) == agreed.quorum_of(1) == 1


def test_a_meeting_does_not_end_with_an_undecided_item_unnoticed(meeting, item):
    publish_agenda(meeting, **BY)

    with pytest.raises(Undecided) as refused:
        end_meeting(meeting, **BY)
    assert refused.value.items == [item]

    ended = end_meeting(meeting, undecided="Punktet blev ikke nået.", **BY)
    assert ended.state == "held"


def test_decisions_are_public_with_the_minutes_and_not_before(cast, meeting, item):
    held(meeting)
    assert not Decision.objects.public().exists()
    assert not Decision.objects.visible_to(cast.mayor).exists()
    assert Decision.objects.visible_to(cast.secretary).exists()

    publish_minutes(meeting, by=HOUSE, at=AFTER)

    assert Decision.objects.public().get().kind == "approved"


def test_several_decisions_on_one_item_stand_in_their_order(meeting, item):
    publish_agenda(meeting, **BY)
    decide(item, kind="discussed", html="<p>Drøftet.</p>", **BY)
    decide(item, kind="recommended", html="<p>Anbefales.</p>", dissent="X tog forbehold.", **BY)

    minuted(meeting)

    told = EditionDecision.objects.public().order_by("place")
    assert [(each.kind, each.dissent) for each in told] == [
        ("discussed", ""),
        ("recommended", "X tog forbehold."),
    ]


def test_what_was_noted_by_mistake_is_taken_back_until_it_is_published(meeting, item):
    publish_agenda(meeting, **BY)
    drop_decision(decide(item, kind="rejected", **BY), **BY)
    minuted(meeting)

    assert Decision.objects.get().kind == "approved"
    with pytest.raises(ValidationError):
        drop_decision(Decision.objects.get(), by=HOUSE, at=AFTER)


def test_two_who_write_the_same_decision_do_not_write_over_each_other(meeting, item):
    made = decide(item, kind="approved", html="<p>En</p>", **BY)
    change_decision(made, based_on=1, kind="approved", html="<p>To</p>", **BY)

    with pytest.raises(StaleEdit):
        change_decision(made, based_on=1, kind="approved", html="<p>Tre</p>", **BY)


def test_minutes_are_corrected_by_a_later_meeting_and_the_first_ones_stay(cast, meeting, item):
    first = minuted(meeting)
    april = plan_meeting(council=cast.council, held_on=date(2017, 4, 24), by=HOUSE, at=AFTER)
    made = Decision.objects.get()
    change_decision(
        made, based_on=1, kind="approved", html="<p>Generel opbakning.</p>", by=HOUSE, at=AFTER
    )
    assert EditionDecision.objects.current().get().version.html == "<p>Godkendt.</p>"
    with pytest.raises(ValidationError):
        publish_minutes(meeting, by=HOUSE, at=AFTER)

    said = Corrected(item, "“Alle” blev til “generel opbakning”.", "Én kommune var imod.", april)
    second = publish_minutes(meeting, corrections=[said], by=HOUSE, at=AFTER)

    assert (first.number, second.number) == (1, 2)
    assert EditionDecision.objects.current().get().version.html == "<p>Generel opbakning.</p>"
    assert first.items.get().content.decisions.get().version.html == "<p>Godkendt.</p>"
    assert Correction.objects.public().get().decided_in == april


def test_the_next_meeting_approves_the_minutes(cast, meeting, item):
    minuted(meeting)
    april = plan_meeting(council=cast.council, held_on=date(2017, 4, 24), by=HOUSE, at=AFTER)
    draft_agenda(april, by=HOUSE, at=AFTER)
    assert Meeting.objects.get(pk=meeting.pk).approved_in is None

    minuted(april)

    assert Meeting.objects.get(pk=meeting.pk).approved_in == april


def test_what_was_decided_in_writing_stands_on_the_next_agenda(cast, meeting):
    before = plan_meeting(council=cast.council, held_on=date(2016, 11, 25), **BY)
    for on in (date(2016, 11, 25), date(2016, 12, 20)):
        facts = {"kind": MeetingKind.WRITTEN, "held_on": on}
        written = plan_meeting(council=cast.council, **facts, **BY)
        add_item(written, section=1, title="FGU", **BY)
        minuted(written)

    lines = happened_since(meeting, before)

    assert (
        [line.path for line in lines]
        == [
            "/hovedstaden/moeder/2016-11-25-skriftlig/1.1/",  # what came on the day was not on that agenda
            "/hovedstaden/moeder/2016-12-20-skriftlig/1.1/",
        ]
    )
    assert "FGU" in lines[0].text


def test_what_follows_is_done_overdue_and_told_at_the_next_meeting(cast, meeting, item):
    minuted(meeting)
    april = plan_meeting(council=cast.council, held_on=date(2017, 4, 24), by=HOUSE, at=AFTER)
    facts = {"what": "Sende til kommunerne", "body": cast.committee, "due_on": date(2017, 3, 1)}
    made = follow_up(Decision.objects.get(), **facts, by=HOUSE, at=AFTER)
    assert made.is_overdue_on(date(2017, 3, 2))
    assert ["Sende til kommunerne" in line.text for line in happened_since(april, meeting)] == [
        True
    ]

    finish_follow_up(
        made, on=date(2017, 2, 13), outcome="Sendt.", by=cast.committee_official, at=AFTER
    )

    assert not FollowUp.objects.undone().exists()
    assert [line.on for line in happened_since(april, meeting)] == [date(2017, 2, 13)]


def test_a_case_is_followed_from_the_agenda_to_the_decision(cast, meeting):
    case = open_case(
        council=cast.council,
        title="Dimensionering",
        opened_on=date(2017, 1, 1),
        summary="Om optag",
        **BY,
    )
    publish_case(case, **BY)
    item = add_item(meeting, section=3, title="Dimensionering", case=case, **BY)
    assert [stop.kind for stop in journey_of(case)] == []
    publish_agenda(meeting, **BY)
    assert [stop.kind for stop in journey_of(case)] == ["meetings.scheduled"]

    minuted(meeting)
    follow_up(
        item.decisions.get(), what="Sende", body=cast.committee, due_on=date(2017, 3, 1), **BY
    )

    assert [stop.kind for stop in journey_of(case)] == ["meetings.decided", "meetings.followed_up"]


def test_minutes_come_after_the_meeting(meeting, item):
    with pytest.raises(WrongState):
        publish_minutes(meeting, **BY)


@pytest.mark.parametrize("name", STRANGERS)
def test_only_those_who_may_write_minutes(cast, meeting, item, name):
    held(meeting)
    by = {"by": getattr(cast, name), "at": AFTER}
    decision = item.decisions.get()

    for act in (
        lambda: call_roll(meeting, **by),
        lambda: note_attendance(meeting, mayor_of(cast), standing=Standing.ABSENT, **by),
        lambda: decide(item, kind="approved", **by),
        lambda: change_decision(decision, based_on=1, kind="rejected", html="", **by),
        lambda: drop_decision(decision, **by),
        lambda: end_meeting(meeting, **by),
        lambda: publish_minutes(meeting, **by),
        lambda: follow_up(decision, what="Nej", body=cast.committee, due_on=date(2017, 3, 1), **by),
        lambda: edit_item(item, based_on=1, title="Nej", html="", **by),
    ):
        with pytest.raises(PermissionDenied):
            act()
