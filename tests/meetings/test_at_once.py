"""Two secretaries in the same second; each in a transaction of their own."""

import threading
from collections.abc import Callable
from datetime import date
from time import monotonic, sleep

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY, held, minuted
from tests.worlds import take_away_all

from kkr.cases.actions import edit_case, open_case
from kkr.cases.actions.recording import locked as locked_case
from kkr.cases.models import Case, Wish
from kkr.council.actions import add_person, rename_person, start_membership
from kkr.council.models import Area, Association, Council, Person
from kkr.ledger.verification import verify
from kkr.meetings.actions import (
    EndedOtherwise,
    add_item,
    change_meeting,
    decide,
    decide_in_writing,
    exclude_member,
    hear_members,
    note_guests,
    plan_meeting,
    plan_year,
    publish_minutes,
    send_hearing,
    take_to_meeting,
)
from kkr.meetings.actions.recording import locked
from kkr.meetings.models import AgendaItem, Decision, Meeting, WrittenHearing
from kkr.rounds.actions import Said, reply
from kkr.rounds.actions.recording import locked as locked_round
from kkr.rounds.models import Asked, Reply, Way

SECONDS = 20


@pytest.fixture
def council(tables, django_db_blocker):
    """A council that every connection sees, taken away past the triggers."""
    with django_db_blocker.unblock():
        if connection.vendor != "postgresql":
            pytest.skip("SQLite lets one writer in at a time")
        country, part = (
            Area.objects.create(kind=kind, name=kind, slug=kind) for kind in ("country", "council")
        )
        facts = {"kind": "association", "name": "KL", "slug": "kl"}
        association = Association.objects.create(area=country, **facts)
        facts = {"kind": "council", "name": "KKR X", "slug": "x", "short_name": "X", "ordering": 1}
        yield Council.objects.create(association=association, area=part, **facts)
        take_away_all()


def beside(act: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
    """The act in a thread of its own, begun already, and what comes of it."""
    came: list[object] = []

    def run() -> None:
        try:
            came.append(act())
        except (DatabaseError, ValidationError) as refused:
            came.append(refused)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, came


def until_somebody_waits() -> None:
    """Return when another transaction waits for something that this one holds."""
    end = monotonic() + SECONDS
    with connection.cursor() as cursor:
        while monotonic() < end:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            sleep(0.05)
    pytest.fail("nobody waited")


@pytest.mark.parametrize("what", ["place", "guests"])
def test_what_is_changed_while_the_minutes_are_approved_is_kept(council, what):
    february = plan_meeting(council=council, held_on=date(2017, 2, 6), **BY)
    add_item(february, section=3, title="Mål", **BY)
    minuted(february)
    april = plan_meeting(council=council, held_on=date(2017, 4, 24), **BY)
    add_item(april, section=1, kind="approval_of_minutes", title="Referat", about=february, **BY)
    held(april)

    with transaction.atomic():
        locked(february)
        thread, came = beside(lambda: publish_minutes(april, by=HOUSE, at=AFTER))
        until_somebody_waits()
        if what == "place":
            facts = {"held_on": february.held_on, "place": "Rådhuset"}
            change_meeting(february, **facts, by=HOUSE, at=AFTER)
        else:
            note_guests(february, "Ida", over="", by=HOUSE, at=AFTER)
    thread.join()

    assert not isinstance(came[0], Exception), came
    now = Meeting.objects.get(pk=february.pk)
    assert now.approved_in == april
    assert (now.place, now.also_present) == (("Rådhuset", "") if what == "place" else ("", "Ida"))
    assert verify().broken_at is None


def test_who_edits_a_case_while_its_wishes_come_out_is_waited_for(council):
    opened_on = date(2016, 9, 1)
    cases = [open_case(council=council, title=t, opened_on=opened_on, **BY) for t in ("A", "B")]
    meeting = plan_meeting(council=council, held_on=date(2017, 2, 6), **BY)
    for case in cases:
        item = add_item(meeting, section=3, title=case.title, case=case, **BY)
        decide(item, kind="referred_back", wishes=["Færre temaer"], **BY)
    held(meeting)

    with transaction.atomic():
        locked_case(cases[1])
        thread, came = beside(lambda: publish_minutes(meeting, by=HOUSE, at=AFTER))
        until_somebody_waits()
        edit_case(cases[1], title="B", summary="Ny", by=HOUSE, at=AFTER)
    thread.join()

    assert not isinstance(came[0], Exception), came
    assert Case.objects.get(pk=cases[1].pk).summary == "Ny"
    assert Wish.objects.count() == len(cases)
    assert verify().broken_at is None


def test_a_year_that_is_planned_twice_in_the_same_second_is_planned_once(council):
    days = [date(2018, 2, 5), date(2018, 4, 23), date(2018, 6, 11)]
    start = threading.Barrier(2)

    def plan() -> object:
        start.wait()
        return plan_year(council=council, days=days, **BY)

    threads = [beside(plan)[0] for _press in range(2)]
    for thread in threads:
        thread.join()

    assert sorted(Meeting.objects.values_list("held_on", flat=True)) == days
    assert verify().broken_at is None


@pytest.fixture
def hearing(council):
    """A written hearing of the one member a council has, who agrees."""
    seat = {"role": "supplementary", "starts_on": date(2014, 1, 1)}
    start_membership(body=council, person=add_person(name="Bo", **BY), **seat, **BY)
    case = open_case(council=council, title="Messen", opened_on=date(2016, 9, 1), **BY)
    asked = {"title": "Messen", "html": "<p>Gives.</p>", "deadline_on": date(2017, 2, 20)}
    made = send_hearing(hear_members(case, council=council, **asked, **BY), **BY)
    reply(Asked.objects.get(), Said("agrees"), way=Way.SECRETARY, **BY)
    return made


def test_of_two_who_end_a_hearing_in_the_same_second_one_does_and_the_other_is_told(hearing):
    april = plan_meeting(council=hearing.round.council, held_on=date(2017, 4, 24), **BY)

    with transaction.atomic():
        locked_round(hearing.round)
        both = [
            beside(lambda: decide_in_writing(hearing, **BY)),
            beside(lambda: take_to_meeting(hearing, april, **BY)),
        ]
        until_somebody_waits()
    for thread, _came in both:
        thread.join()

    came = sorted((came[0] for _thread, came in both), key=lambda one: isinstance(one, Exception))
    item = AgendaItem.objects.get()
    assert came[0] == item == WrittenHearing.objects.get().item
    assert isinstance(came[1], EndedOtherwise)
    assert Decision.objects.count() == (item.meeting != april)
    assert verify().broken_at is None


def test_who_renames_somebody_left_out_of_a_hearing_is_waited_for(hearing):
    council, case, bo = hearing.round.council, hearing.case, Person.objects.get()
    item = add_item(
        plan_meeting(council=council, held_on=date(2017, 3, 6), **BY),
        section=3,
        title="Messen",
        html="",
        case=case,
        **BY,
    )
    exclude_member(item, bo, why="Ejer messen", **BY)
    asked = {"title": "Igen", "html": "<p>Gives.</p>", "deadline_on": date(2017, 2, 20)}

    with transaction.atomic():
        Person.objects.select_for_update().get()
        thread, came = beside(lambda: hear_members(case, council=council, **asked, **BY))
        until_somebody_waits()
        rename_person(bo, name="Bo Ny", why="Gift", **BY)
    thread.join()

    assert came[0].exclusions.get().person.name == "Bo Ny"
    assert verify().broken_at is None


def test_who_answers_while_a_hearing_is_ended_is_waited_for_and_counted(hearing):
    with transaction.atomic():
        locked_round(hearing.round)
        thread, came = beside(lambda: decide_in_writing(hearing, **BY))
        until_somebody_waits()
        said = Said("wants_a_meeting")
        reply(Asked.objects.get(), said, why="Tænkt om", way=Way.SECRETARY, **BY)
    thread.join()

    assert isinstance(came[0], ValidationError)
    assert Reply.objects.valid().get().answer == "wants_a_meeting"
    assert not Decision.objects.exists()
    assert verify().broken_at is None
