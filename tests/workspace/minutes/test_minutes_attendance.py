"""Who is there: the roll in one go, substitutes, and nobody writes over a colleague."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from tests.meetings.council_at_work import BY, held
from tests.workspace.minutes.desk import HX, where

from kkr.council.actions import add_person
from kkr.council.models import Person
from kkr.meetings.actions import (
    note_attendance,
    note_guests,
    note_roll,
    seat_substitute,
    set_procedure,
)
from kkr.meetings.models import Attendance, Standing

pytestmark = pytest.mark.django_db
GUESTS = "fremmoede/ogsaa-til-stede/"
FIELD = re.compile(r'name="(was-\d+)" value="([^"]*)"')


def roll_on(client, meeting, **words):
    """What the browser would send of the roll, with these words of its first row."""
    page = client.get(where(meeting, "fremmoede/")).content.decode()
    sent = dict(FIELD.findall(page))
    for row in Attendance.objects.filter(meeting=meeting):
        came, left = row.came_at_id or "", row.left_at_id or ""
        sent |= {f"standing-{row.pk}": row.standing, f"came-{row.pk}": came, f"left-{row.pk}": left}
    first = Attendance.objects.filter(meeting=meeting).first()
    return sent | {f"{name}-{first.pk}": value for name, value in words.items()}


def test_the_roll_is_called_once(secretary, cast, meeting):
    assert cast.mayor
    for _press in range(2):
        assert secretary.post(where(meeting, "fremmoede/opraab/")).status_code == 302

    assert [row.standing for row in meeting.attendance.all()] == ["present"]


def test_what_is_noted_stands_beside_the_items(secretary, cast, meeting, mayor_there):
    set_procedure(cast.council, quorum_percent=50, **BY)

    secretary.post(where(meeting, "fremmoede/"), roll_on(secretary, meeting, standing="apologies"))

    page = secretary.get(where(meeting)).content.decode()
    assert "0 af 1 plads er besat" in page
    assert "Rådet er ikke beslutningsdygtigt" in page
    assert "Ikke til stede: Mayor of the test" in page


def test_it_is_said_which_items_too_few_are_there_for(
    secretary, cast, meeting, mayor_there, closed
):
    set_procedure(cast.council, quorum_percent=50, **BY)
    note_attendance(meeting, mayor_there, standing=Standing.PRESENT, left_at=closed, **BY)

    page = secretary.get(where(meeting)).content.decode()

    assert f"Rådet er ikke beslutningsdygtigt ved punkt {closed.number}" in page


def test_where_no_quorum_is_agreed_none_is_shown(secretary, meeting, mayor_there):
    assert "beslutningsdygtig" not in secretary.get(where(meeting)).content.decode()


def test_that_too_few_are_there_is_said_before_it_ends_and_before_it_is_published(
    secretary, cast, meeting, mayor_there
):
    set_procedure(cast.council, quorum_percent=50, **BY)
    pages = [where(meeting, page) for page in ("referat/slut/", "referat/udgiv/")]
    assert "beslutningsdygtig" not in secretary.get(pages[0]).content.decode()
    note_attendance(meeting, mayor_there, standing=Standing.ABSENT, **BY)

    assert "Rådet er ikke beslutningsdygtigt" in secretary.get(pages[0]).content.decode()
    held(meeting)

    assert "Rådet er ikke beslutningsdygtigt" in secretary.get(pages[1]).content.decode()
    assert secretary.post(pages[1], {}).status_code == 302


def test_who_comes_late_and_leaves_early_is_noted_by_item(
    secretary, meeting, mayor_there, item, closed
):
    form = roll_on(secretary, meeting, came=item.pk, left=closed.pk)

    assert secretary.post(where(meeting, "fremmoede/"), form).status_code == 302

    row = meeting.attendance.get()
    assert (row.came_at, row.left_at) == (item, closed)


def test_nobody_leaves_before_they_came(secretary, meeting, mayor_there, item, closed):
    form = roll_on(secretary, meeting, came=closed.pk, left=item.pk)

    page = secretary.post(where(meeting, "fremmoede/"), form).content.decode()

    assert "Skal rettes" in page
    assert "Mayor of the test: Man kan ikke være gået" in page
    assert page.count('<tr class="is-refused">') == 1
    assert meeting.attendance.get().came_at is None


def test_of_several_those_are_named_who_left_before_they_came_and_nothing_is_noted(
    secretary, cast, meeting, mayor_there, item, closed
):
    for name in ("Bo Ny", "Ida Ny"):
        person = add_person(name=name, **BY)
        facts = {"standing": Standing.PRESENT, "municipality": cast.municipality}
        note_attendance(meeting, person, **facts, **BY)
    rows = list(meeting.attendance.by_municipality())
    form = roll_on(secretary, meeting)
    for row in rows:
        form |= {f"came-{row.pk}": closed.pk, f"left-{row.pk}": item.pk}
    form[f"left-{rows[0].pk}"] = ""

    answer = secretary.post(where(meeting, "fremmoede/"), form, **HX)

    said = answer.json()
    assert (answer.status_code, said["rows"]) == (422, [row.pk for row in rows[1:]])
    assert [f"{row.person.name}: Man kan" in said["said"] for row in rows] == [False, True, True]
    assert not meeting.attendance.exclude(came_at=None).exists()


def test_who_is_second_sees_what_a_colleague_noted(secretary, cast, meeting, mayor_there):
    form = roll_on(secretary, meeting, standing="apologies")
    note_attendance(
        meeting, mayor_there, standing=Standing.ABSENT, municipality=cast.municipality, **BY
    )

    answer = secretary.post(where(meeting, "fremmoede/"), form)

    assert answer.status_code == 409
    assert "Mayor of the test: Fraværende" in answer.content.decode()
    assert meeting.attendance.get().standing == "absent"
    again = form | dict(FIELD.findall(answer.content.decode()))
    assert secretary.post(where(meeting, "fremmoede/"), again).status_code == 302
    assert meeting.attendance.get().standing == "apologies"


def test_rows_that_were_not_touched_stay_as_the_colleague_noted_them(
    secretary, cast, meeting, mayor_there
):
    form = roll_on(secretary, meeting)
    note_attendance(
        meeting, mayor_there, standing=Standing.ABSENT, municipality=cast.municipality, **BY
    )

    assert secretary.post(where(meeting, "fremmoede/"), form).status_code == 302

    assert meeting.attendance.get().standing == "absent"


def test_a_substitute_comes_in_for_a_member_who_is_away(
    secretary, meeting, mayor_there, substitute
):
    form = {"name": "Jannich Petersen", "stands_in_for": mayor_there.pk}
    refused = secretary.post(where(meeting, "fremmoede/suppleant/"), form).content.decode()
    assert "Mayor of the test" in refused
    assert meeting.attendance.count() == 1

    secretary.post(where(meeting, "fremmoede/"), roll_on(secretary, meeting, standing="apologies"))
    for _press in range(2):
        answer = secretary.post(where(meeting, "fremmoede/suppleant/"), form)
        assert answer.status_code == 302

    row = meeting.attendance.get(person=substitute)
    assert (row.stands_in_for, row.municipality.name) == (mayor_there, "Albertslund")


def test_somebody_new_is_entered_as_they_come_in(secretary, meeting, mayor_there):
    secretary.post(where(meeting, "fremmoede/"), roll_on(secretary, meeting, standing="absent"))

    form = {"name": "Ukendt Suppleant", "stands_in_for": mayor_there.pk}
    for _press in range(2):
        assert secretary.post(where(meeting, "fremmoede/suppleant/"), form).status_code == 302

    assert Person.objects.filter(name="Ukendt Suppleant").count() == 1


def test_a_substitute_noted_by_mistake_is_taken_off(
    cast, secretary, meeting, mayor_there, substitute
):
    secretary.post(where(meeting, "fremmoede/"), roll_on(secretary, meeting, standing="apologies"))
    row = seat_substitute(meeting, substitute, stands_in_for=mayor_there, **BY)
    off = where(meeting, f"fremmoede/suppleant/{row.pk}/fjern/")

    for _press in range(2):
        assert secretary.post(off).status_code == 302

    assert meeting.attendance.count() == 1
    member = where(meeting, f"fremmoede/suppleant/{meeting.attendance.get().pk}/fjern/")
    assert "bliver stående på deltagerlisten" in secretary.post(member).content.decode()
    assert meeting.attendance.count() == 1


def guests_on(client, meeting, names):
    """What the browser would send of who else is there."""
    page = client.get(where(meeting, "fremmoede/")).content.decode()
    over = re.search(r'name="over"(?: value="([^"]*)")?', page)[1] or ""
    return {"over": over, "also_present": names}


def test_who_else_is_there_is_written_one_on_each_line(secretary, meeting):
    sent = guests_on(secretary, meeting, "Anne And, KL\r\n\r\n Bo Berg,  Region Hovedstaden ")
    for _press in range(2):
        assert secretary.post(where(meeting, GUESTS), sent).status_code == 302

    meeting.refresh_from_db()
    assert meeting.also_present == "Anne And, KL; Bo Berg, Region Hovedstaden"
    page = secretary.get(where(meeting, "fremmoede/")).content.decode()
    assert "Anne And, KL\nBo Berg, Region Hovedstaden</textarea>" in page
    preview = secretary.get(where(meeting, "referat/vis/")).content.decode()
    assert "Anne And, KL" in preview
    note_guests(meeting, "", over=meeting.also_present, **BY)
    assert "Anne And" not in secretary.get(where(meeting, "referat/vis/")).content.decode()


def test_who_is_second_sees_whom_a_colleague_noted_as_a_guest(secretary, meeting):
    sent = guests_on(secretary, meeting, "Bo Berg, KL")
    note_guests(meeting, "Anne And, KL", over="", **BY)

    answer = secretary.post(where(meeting, GUESTS), sent)

    assert answer.status_code == 409
    assert "<li>Anne And, KL</li>" in answer.content.decode()
    assert "Bo Berg, KL</textarea>" in answer.content.decode()
    again = sent | {"over": "Anne And, KL"}
    assert secretary.post(where(meeting, GUESTS), again).status_code == 302
    meeting.refresh_from_db()
    assert meeting.also_present == "Bo Berg, KL"


def test_only_those_who_write_the_minutes_note_guests(cast, meeting):
    with pytest.raises(PermissionDenied):
        note_guests(meeting, "Anne And", over="", by=cast.mayor, at=BY["at"])


def test_the_roll_of_another_meeting_is_not_touched(secretary, meeting, mayor_there):
    assert note_roll(meeting, noted=[], **BY) == []


def test_the_page_saves_by_itself_and_overwrites_no_colleague(
    secretary, cast, meeting, mayor_there
):
    by_script = {"HX-Request": "true"}
    form = roll_on(secretary, meeting, standing="apologies")
    address = where(meeting, "fremmoede/")

    answer = secretary.post(address, form, headers=by_script).json()

    key = meeting.attendance.get().pk
    assert answer["fields"] == {f"was-{key}": "apologies::"}
    assert answer["said"].startswith("Gemt kl. ")
    assert answer["present"] == "0 af 1 plads er besat"
    again = form | answer["fields"] | {f"standing-{key}": "present"}
    note_attendance(
        meeting, mayor_there, standing=Standing.ABSENT, municipality=cast.municipality, **BY
    )
    late = secretary.post(address, again, headers=by_script)
    assert late.status_code == 409
    assert "Mayor of the test: Fraværende" in late.json()["said"]
    assert meeting.attendance.get().standing == "absent"


def test_what_cannot_be_is_said_to_the_page_that_saves_by_itself(
    secretary, meeting, mayor_there, item, closed
):
    form = roll_on(secretary, meeting, came=closed.pk, left=item.pk)

    answer = secretary.post(where(meeting, "fremmoede/"), form, headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert answer.json()["said"]


def test_guests_are_saved_by_the_page_too(secretary, meeting):
    sent = guests_on(secretary, meeting, "Anne And, KL\nBo Berg")
    by_script = {"HX-Request": "true"}

    answer = secretary.post(where(meeting, GUESTS), sent, headers=by_script).json()

    assert answer["fields"] == {"over": "Anne And, KL; Bo Berg"}
    note_guests(meeting, "", over=answer["fields"]["over"], **BY)
    late = secretary.post(where(meeting, GUESTS), sent | answer["fields"], headers=by_script)
    assert (late.status_code, "Ingen" in late.json()["said"]) == (409, True)
