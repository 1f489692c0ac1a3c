"""Meetings are planned one by one or a year at a time, changed, announced and called off."""

import re
from datetime import date

import pytest
from tests.workspace.meetings.preparing import BY, MEETINGS, at, text_of

from kkr.council.desk import desk_of
from kkr.council.models import Membership
from kkr.ledger.models import Entry
from kkr.meetings.actions import (
    add_item,
    cancel_meeting,
    change_meeting,
    draft_agenda,
    end_meeting,
    plan_meeting,
    publish_agenda,
)
from kkr.meetings.models import Meeting, Procedure, State
from kkr.workspace.meetings.days import easter, suggested

pytestmark = pytest.mark.django_db


def token_in(answer) -> str:
    return re.search(rb'name="token" value="([^"]+)"', answer.content)[1].decode()


def test_a_meeting_is_planned_and_only_the_secretariat_sees_it(secretary, cast):
    form = {"kind": "extraordinary", "held_on": "06.03.2017", "starts_at": "10.00", "place": "KL"}

    answer = secretary.post(f"{MEETINGS}nyt-moede/", form)

    made = Meeting.objects.get()
    assert answer["Location"] == at(made, "meeting")
    assert (made.kind, made.held_on, made.place) == ("extraordinary", date(2017, 3, 6), "KL")
    assert not Meeting.objects.public().exists()


def test_pressed_twice_it_is_one_meeting(secretary, register):
    path = f"{MEETINGS}nyt-moede/"
    form = {"kind": "ordinary", "held_on": "2017-04-24", "token": token_in(secretary.get(path))}

    first, second = secretary.post(path, form), secretary.post(path, form)

    assert first["Location"] == second["Location"]
    assert Meeting.objects.count() == 1


def test_sent_again_with_other_words_it_is_refused_and_keeps_them(secretary, register):
    path = f"{MEETINGS}nyt-moede/"
    form = {"kind": "ordinary", "held_on": "2017-04-24", "token": token_in(secretary.get(path))}
    secretary.post(path, form)

    again = text_of(secretary.post(path, form | {"place": "Rådhuset"}))

    assert Meeting.objects.get().place == ""
    assert "har allerede oprettet" in again
    assert 'value="Rådhuset"' in again


def test_a_constituting_meeting_in_february_is_refused_at_the_day(secretary, register):
    form = {"kind": "constituting", "held_on": "2018-02-05"}

    answer = secretary.post(f"{MEETINGS}nyt-moede/", form)

    assert "31. januar" in text_of(answer)
    assert 'href="#id_held_on"' in text_of(answer)
    assert not Meeting.objects.exists()


def test_a_year_of_five_meetings_is_one_form_with_days_suggested(secretary, register):
    path = f"{MEETINGS}moedeplan/?aar=2018"
    page = text_of(secretary.get(path))
    days = re.findall(r'name="day_\d" value="([^"]+)"', page)
    assert [day[:7] for day in days] == ["2018-02", "2018-04", "2018-06", "2018-09", "2018-11"]

    form = {f"day_{number}": day for number, day in enumerate(days, start=1)} | {"place": "KL"}
    secretary.post(path, form)
    secretary.post(path, form)

    assert Meeting.objects.count() == 5
    assert set(Meeting.objects.values_list("place", flat=True)) == {"KL"}


def test_a_day_may_be_left_empty_and_not_all_of_them(secretary, register):
    path = f"{MEETINGS}moedeplan/?aar=2018"

    assert "mindst ét møde" in text_of(secretary.post(path, {}))
    secretary.post(path, {"day_2": "2018-04-09"})

    assert [str(day) for day in Meeting.objects.values_list("held_on", flat=True)] == ["2018-04-09"]


@pytest.mark.parametrize("asked", ["2018", "x", "", "99999999999", "-3"])
def test_any_year_may_be_asked_for(secretary, register, asked):
    assert secretary.get(f"{MEETINGS}moedeplan/?aar={asked}").status_code == 200


def test_no_suggestion_is_a_holiday():
    for year in range(2000, 2100):
        moved = {(day - easter(year)).days for day in suggested(year, 5)}
        assert not moved & {1, 50}, year


def test_a_meeting_is_changed_and_told_as_changed(secretary, meeting):
    seen = meeting.changed_at.isoformat()
    form = {"held_on": "2017-04-25", "starts_at": "09:30", "seen": seen}

    secretary.post(at(meeting, "meeting_change"), form)

    meeting.refresh_from_db()
    assert (str(meeting.held_on), str(meeting.starts_at)) == ("2017-04-25", "09:30:00")


def test_who_changes_it_second_sees_both_and_loses_nothing(secretary, meeting):
    path = at(meeting, "meeting_change")
    seen = re.search(r'name="seen" value="([^"]+)"', text_of(secretary.get(path)))[1]
    later = BY["at"].replace(minute=30)
    change_meeting(meeting, held_on=meeting.held_on, place="Rådhuset", by=BY["by"], at=later)

    answer = secretary.post(path, {"held_on": "2017-04-24", "place": "KL-huset", "seen": seen})

    page = text_of(answer)
    assert answer.status_code == 409
    assert "Rådhuset" in page
    assert 'value="KL-huset"' in page
    again = re.search(r'name="seen" value="([^"]+)"', page)[1]
    secretary.post(path, {"held_on": "2017-04-24", "place": "KL-huset", "seen": again})
    meeting.refresh_from_db()
    assert meeting.place == "KL-huset"


def test_a_meeting_is_announced(secretary, meeting):
    secretary.post(at(meeting, "meeting_announce"))
    secretary.post(at(meeting, "meeting_announce"))

    assert Meeting.objects.public().get() == meeting


def test_it_is_cancelled_with_a_reason_once(secretary, meeting):
    path = at(meeting, "meeting_cancel")
    assert "Skriv, hvorfor mødet er aflyst" in text_of(secretary.post(path, {"why": " "}))

    for _press in range(2):
        assert secretary.post(path, {"why": "Snestorm"}).status_code == 302

    meeting.refresh_from_db()
    assert (meeting.state, meeting.cancelled_why) == (State.CANCELLED, "Snestorm")
    page = text_of(secretary.get(at(meeting, "meeting")))
    assert "Snestorm" in page
    assert "/aflys/" not in page


def test_what_is_cancelled_is_not_changed(secretary, meeting):
    cancel_meeting(meeting, why="Snestorm", **BY)

    answer = secretary.post(at(meeting, "meeting_change"), {"held_on": "2017-04-26"})

    assert answer.status_code == 200
    assert "Aflyst" in text_of(answer)


def test_deadlines_and_quorum_are_the_councils(secretary, cast):
    form = {"meetings_a_year": 6, "matters_days": 30, "agenda_days": 10, "minutes_days": 8}

    secretary.post(f"{MEETINGS}forretningsgang/", form | {"quorum_percent": "50"})

    agreed = Procedure.objects.get(council=cast.council)
    assert (agreed.agenda_days, agreed.quorum_percent, agreed.meetings_a_year) == (10, 50, 6)
    assert "fra 1 til 100" in text_of(
        secretary.post(f"{MEETINGS}forretningsgang/", form | {"quorum_percent": "halvdelen"})
    )


def test_each_meeting_says_its_one_next_step(secretary, meeting):
    page = text_of(secretary.get(MEETINGS))

    assert "Begynd dagsordenen" in page
    assert "senest den 17. april 2017" in page


def test_the_desk_has_a_door_to_it(secretary, cast, meeting):
    change_meeting(meeting, held_on=date(2017, 3, 6), **BY)

    assert [entry.kind for entry in desk_of(cast.secretary, BY["at"])] == ["meetings.prepare"]
    page = text_of(secretary.get("/arbejde/"))
    assert at(meeting, "meeting") in page
    assert "dagsordenen skal ud senest den 27. februar 2017" in page


AGREED = {"meetings_a_year": 5, "matters_days": 21, "agenda_days": 7, "minutes_days": 7}
USUAL = {"place": "KL-Huset", "starts_at": "10.00", "ends_at": "12.30", "link": "moede.kl.dk/kkr"}


def test_meetings_begin_with_the_usual_place_time_and_link_of_their_council(secretary, register):
    saved = secretary.post(f"{MEETINGS}forretningsgang/", AGREED | USUAL)
    assert saved.status_code == 302

    for path in ("nyt-moede/", "moedeplan/?aar=2018"):
        page = text_of(secretary.get(f"{MEETINGS}{path}"))
        for value in ("KL-Huset", "10:00", "12:30", "https://moede.kl.dk/kkr"):
            assert f'value="{value}"' in page, path
    other = {"kind": "ordinary", "held_on": "2017-04-24", "place": "Rådhuset"}
    secretary.post(f"{MEETINGS}nyt-moede/", other)
    assert Meeting.objects.get().place == "Rådhuset"


def test_the_history_tells_what_is_usual_and_not_the_link(secretary, register):
    secretary.post(f"{MEETINGS}forretningsgang/", AGREED | USUAL)
    secretary.post(f"{MEETINGS}forretningsgang/", AGREED | USUAL)

    (entry,) = Entry.objects.filter(verb="meetings.procedure_set")
    told = {"place": "KL-Huset", "starts_at": "10:00:00", "ends_at": "12:30:00", "link": True}
    assert entry.payload.content == told


def test_an_end_before_the_beginning_is_refused_at_its_field(secretary, register):
    answer = secretary.post(f"{MEETINGS}forretningsgang/", AGREED | USUAL | {"ends_at": "09.00"})

    assert 'href="#id_ends_at"' in text_of(answer)
    assert not Procedure.objects.exists()


@pytest.fixture
def constituting(cast):
    """A constituting meeting in a year of which the register knows the election period only."""
    seat = cast.mayor.role_grants.get().membership
    Membership.objects.filter(pk=seat.pk).update(start_basis="term")
    facts = {"council": cast.council, "kind": "constituting", "held_on": date(2018, 1, 29)}
    return plan_meeting(**facts, **BY)


def test_nobody_opens_a_constituting_meeting_until_the_secretary_says_who(
    secretary, cast, constituting
):
    person = cast.mayor.role_grants.get().membership.person
    assert "Ingen er nævnt" in text_of(secretary.get(at(constituting, "meeting")))
    path = at(constituting, "meeting_change")
    assert person.name in text_of(secretary.get(path))

    secretary.post(path, {"held_on": "2018-01-29", "opened_by": person.pk})

    assert person.name in text_of(secretary.get(at(constituting, "meeting")))
    seen = {"held_on": "2018-01-29", "opened_by": ""}
    secretary.post(path, seen)
    constituting.refresh_from_db()
    assert constituting.opened_by is None


def test_who_opens_it_is_chosen_as_it_is_planned(secretary, cast):
    person = cast.mayor.role_grants.get().membership.person
    Membership.objects.update(start_basis="term")
    form = {"kind": "constituting", "held_on": "2018-01-29", "opened_by": person.pk}

    secretary.post(f"{MEETINGS}nyt-moede/", form)

    assert Meeting.objects.get().opened_by == person
    other = form | {"kind": "ordinary", "is_another": "on"}
    secretary.post(f"{MEETINGS}nyt-moede/", other)
    assert Meeting.objects.get(kind="ordinary").opened_by is None


@pytest.fixture
def opened_by_one_who_left(constituting, cast):
    """A constituting meeting that is over, and was opened by a mayor whose seat has ended since."""
    seat = cast.mayor.role_grants.get().membership
    person = seat.person
    Membership.objects.filter(pk=seat.pk).update(starts_on=date(2013, 1, 1))
    day = date(2014, 1, 27)
    meeting = change_meeting(constituting, held_on=day, opened_by=person, **BY)
    Membership.objects.filter(pk=seat.pk).update(ends_on=date(2014, 6, 1))
    return meeting, person


def test_whoever_opened_it_stays_when_the_place_is_put_right_after_their_seat_has_ended(
    secretary, opened_by_one_who_left
):
    meeting, person = opened_by_one_who_left
    path = at(meeting, "meeting_change")

    page = text_of(secretary.get(path))
    (chosen,) = re.findall(r'<option value="(\d+)" selected>', page)
    form = {"held_on": "2014-01-27", "place": "Rådhuset", "opened_by": chosen}

    assert secretary.post(path, form).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.place, meeting.opened_by) == ("Rådhuset", person)


def test_a_mayor_of_its_day_who_left_can_be_named_afterwards(secretary, opened_by_one_who_left):
    meeting, person = opened_by_one_who_left
    change_meeting(meeting, held_on=meeting.held_on, opened_by=None, **BY)
    path = at(meeting, "meeting_change")

    secretary.post(path, {"held_on": "2014-01-27", "opened_by": person.pk})

    meeting.refresh_from_db()
    assert meeting.opened_by == person


def test_a_form_that_did_not_ask_who_opens_it_leaves_it_as_it_is(secretary, opened_by_one_who_left):
    meeting, person = opened_by_one_who_left
    path = at(meeting, "meeting_change")
    form = {"held_on": "2014-01-27", "place": "Rådhuset"}

    refused = text_of(secretary.post(path, form | {"starts_at": "tidligt"}))
    assert secretary.post(path, form).status_code == 302

    assert f'<option value="{person.pk}" selected>' in refused
    meeting.refresh_from_db()
    assert (meeting.place, meeting.opened_by) == ("Rådhuset", person)


def test_no_other_meeting_is_asked_who_opens_it(secretary, cast, meeting):
    assert "opened_by" not in text_of(secretary.get(at(meeting, "meeting_change")))


@pytest.mark.parametrize(
    ("then", "told"), [("", ["Åbnes af"]), ("held", ["Blev åbnet af"]), ("cancelled", [])]
)
def test_everybody_reads_who_opens_it_and_nothing_of_it_when_it_is_cancelled(
    secretary, cast, constituting, then, told
):
    person = cast.mayor.role_grants.get().membership.person
    change_meeting(constituting, held_on=constituting.held_on, opened_by=person, **BY)
    draft_agenda(constituting, **BY)
    publish_agenda(constituting, **BY)
    if then == "held":
        end_meeting(constituting, undecided="Udsat", **BY)
    if then == "cancelled":
        cancel_meeting(constituting, why="Snestorm", **BY)

    page = text_of(secretary.get(constituting.path))

    assert (person.name in page) == bool(told)
    assert [words for words in ("Åbnes af", "Blev åbnet af") if words in page] == told


def test_a_second_meeting_of_a_day_is_asked_for_once(secretary, meeting):
    path = f"{MEETINGS}nyt-moede/"
    form = {"kind": "extraordinary", "held_on": "2017-04-24"}
    assert 'type="checkbox" name="is_another"' not in text_of(secretary.get(path))

    asked = text_of(secretary.post(path, form))

    assert "Der er allerede et møde den dag. Skal der være et til?" in asked
    assert 'type="checkbox" name="is_another"' in asked
    assert Meeting.objects.count() == 1
    assert secretary.post(path, form | {"is_another": "on"}).status_code == 302
    assert Meeting.objects.count() == 2


def test_whoever_said_yes_to_a_second_meeting_sees_it_while_something_else_is_wrong(
    secretary, meeting
):
    form = {"kind": "extraordinary", "held_on": "2017-04-24", "is_another": "on"}

    refused = text_of(secretary.post(f"{MEETINGS}nyt-moede/", form | {"starts_at": "tidligt"}))

    assert re.search(r'<input type="checkbox" name="is_another"[^>]* checked', refused)


def test_one_day_twice_in_a_year_is_refused_and_both_rows_are_named(secretary, register):
    form = {"day_1": "2018-02-12", "day_2": "2018-04-09", "day_4": "2018-02-12"}

    refused = text_of(secretary.post(f"{MEETINGS}moedeplan/?aar=2018", form))

    assert "Møde 1 og Møde 4 har samme dag" in refused
    assert not Meeting.objects.exists()


def test_a_day_of_another_year_is_refused(secretary, register):
    form = {"day_1": "2018-02-12", "day_2": "2019-04-09"}

    refused = text_of(secretary.post(f"{MEETINGS}moedeplan/?aar=2018", form))

    assert "Skriv en dag i 2018" in refused
    assert not Meeting.objects.exists()


def test_what_is_planned_for_the_year_already_is_shown(secretary, meeting):
    assert "Ordinært møde, 24. april 2017" in text_of(
        secretary.get(f"{MEETINGS}moedeplan/?aar=2017")
    )
    assert "24. april 2017" not in text_of(secretary.get(f"{MEETINGS}moedeplan/?aar=2018"))


def test_of_two_meetings_of_a_day_the_desk_says_which_is_which(cast):
    for kind in ("ordinary", "written", "extraordinary"):
        plan_meeting(council=cast.council, held_on=date(2017, 3, 6), kind=kind, **BY)

    asked = desk_of(cast.secretary, BY["at"])

    day = "KKR Hovedstaden, 6. marts 2017"
    titles = {each.title.replace("\xa0", " ") for each in asked if each.kind == "meetings.prepare"}
    assert titles == {day, f"{day}: Skriftlig høring", f"{day}: Ekstraordinært møde"}


def test_closed_words_in_the_place_are_stopped_as_it_is_announced_and_as_it_is_changed(
    secretary, meeting, item
):
    words = {"is_closed": True, "public_heading": "Personsag", "html": "<p>Hemmeligt</p>"}
    add_item(meeting, section=4, title="Afskedigelse af direktøren for sundhed", **words, **BY)
    secret = "KL, efter afskedigelse af direktøren for sundhed"
    change_meeting(meeting, held_on=meeting.held_on, place=secret, **BY)

    assert 'name="override"' in text_of(secretary.post(at(meeting, "meeting_announce")))
    assert not Meeting.objects.public().exists()
    change_meeting(meeting, held_on=meeting.held_on, place="KL", **BY)
    assert secretary.post(at(meeting, "meeting_announce")).status_code == 302
    path, form = at(meeting, "meeting_change"), {"held_on": "2017-04-24", "place": secret}
    assert 'name="override"' in text_of(secretary.post(path, form))
    assert Meeting.objects.get().place == "KL"
    assert secretary.post(path, form | {"override": "Det er aftalt."}).status_code == 302
    assert "Det er aftalt." in Entry.objects.filter(verb="meetings.changed").last().payload.text
