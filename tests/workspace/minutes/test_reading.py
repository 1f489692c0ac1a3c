"""Members read the papers, closed ones they may see included; their notes are their own."""

from datetime import date

import pytest
from tests.cast import HOUSE
from tests.meetings.council_at_work import BY, LATER, a_file, minuted
from tests.workspace.minutes.desk import HX, where

from kkr.meetings.actions import (
    announce_meeting,
    attach_file,
    change_meeting,
    edit_item,
    exclude_member,
    plan_meeting,
    publish_agenda,
    withdraw_item,
)
from kkr.meetings.models import Note, Reading

pytestmark = pytest.mark.django_db
READERS = ("secretary", "chair", "mayor", "member", "official", "administrator")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def mayor(signed_in):
    return signed_in("mayor")


def text_of(client, meeting):
    return client.get(where(meeting, "laes/")).content.decode()


def changed(item, html="<p>Nyt optag</p>"):
    edit_item(item, based_on=1, title=item.title, html=html, **BY)
    return publish_agenda(item.meeting, why="Nye tal", by=HOUSE, at=LATER)


@pytest.mark.parametrize("name", READERS)
def test_who_acts_in_the_council_reads_what_is_closed_and_sees_that_it_is(signed_in, meeting, name):
    page = text_of(signed_in(name), meeting)

    assert "Fortroligt" in page
    assert "Lukket punkt" in page
    assert page.index("3.1 Dimensionering") < page.index("3.2 Valg af direktør")


@pytest.mark.parametrize("name", ["other_secretary", "contact", "newcomer", "committee_official"])
def test_strangers_find_no_papers_and_note_nothing(signed_in, meeting, item, name):
    client = signed_in(name)

    assert client.get(where(meeting, "laes/")).status_code == 404
    assert client.post(where(meeting, "laes/laest/"), {}).status_code == 404
    note = where(meeting, f"laes/note/{item.public_id}/")
    assert client.post(note, {"text": "Nej"}).status_code == 404
    assert not Note.objects.exists()


def test_who_is_excluded_is_told_so_and_reads_nothing_closed(cast, mayor, meeting, closed):
    attach_file(closed, a_file("ansoegning.txt"), **BY)
    publish_agenda(meeting, why="Bilag", by=HOUSE, at=LATER)
    person = cast.mayor.role_grants.get().membership.person
    exclude_member(closed, person, why="Inhabil", **BY)

    page = text_of(mayor, meeting)

    assert "Du deltager ikke i dette punkt" in page
    for word in ("Fortroligt", "Valg af direktør", "ansoegning"):
        assert word not in page
    note = where(meeting, f"laes/note/{closed.public_id}/")
    assert mayor.post(note, {"text": "Hvad er det?"}).status_code == 404


def test_closed_files_are_marked(mayor, meeting, item):
    attach_file(item, a_file("tal.txt"), title="Lukkede tal", is_closed=True, **BY)
    publish_agenda(meeting, why="Bilag", by=HOUSE, at=LATER)

    page = text_of(mayor, meeting)

    assert "Lukkede tal" in page
    assert "Lukket bilag" in page


def test_a_note_is_kept_as_it_is_written_and_seen_by_its_writer_alone(
    signed_in, mayor, meeting, item
):
    note = where(meeting, f"laes/note/{item.public_id}/")

    assert (
        mayor.post(note, {"text": "Spørg om tallene"}, **HX).json()["said"] == "Din note er gemt."
    )

    assert "Spørg om tallene" in text_of(mayor, meeting)
    for other in ("chair", "secretary", "administrator"):
        assert "Spørg om tallene" not in text_of(signed_in(other), meeting)


def test_without_a_script_a_note_is_kept_by_its_button(mayor, meeting, item):
    note = where(meeting, f"laes/note/{item.public_id}/")

    answer = mayor.post(note, {"text": "Husk"})

    assert answer["Location"].endswith(f"/laes/#punkt-{item.public_id}")
    assert Note.objects.get().text == "Husk"


def test_a_note_written_in_two_windows_is_not_written_over(mayor, meeting, item):
    note = where(meeting, f"laes/note/{item.public_id}/")
    first = mayor.post(note, {"text": "Den ene", "kept": "0"}, **HX).json()

    refused = mayor.post(note, {"text": "Den anden", "kept": "0"}, **HX)

    assert (refused.status_code, refused.json()["kept"]) == (409, first["kept"])
    page = mayor.post(note, {"text": "Den anden", "kept": "0"})
    assert page.status_code == 409
    assert "Den ene" in page.content.decode()
    assert "Den anden</textarea>" in page.content.decode()
    assert Note.objects.get().text == "Den ene"
    again = {"text": "Den anden", "kept": first["kept"]}
    assert mayor.post(note, again, **HX).json()["kept"] == first["kept"] + 1
    assert mayor.post(note, again).status_code == 302
    assert Note.objects.get().text == "Den anden"


def test_what_is_new_since_it_was_read_stands_at_the_top(cast, mayor, meeting, item, closed):
    assert "Nyt, siden" not in text_of(mayor, meeting)
    mayor.post(where(meeting, "laes/laest/"), {"edition": meeting.editions.get().pk})
    assert "Du læste denne udgave" in text_of(mayor, meeting)

    newer = changed(item)

    page = text_of(mayor, meeting)
    assert "Nyt, siden du læste papirerne" in page
    assert "3.1 Dimensionering: har en anden tekst" in page
    assert Reading.objects.get().edition != newer


def test_what_is_new_says_nothing_of_what_one_is_excluded_from(cast, mayor, meeting, closed):
    mayor.post(where(meeting, "laes/laest/"), {"edition": meeting.editions.get().pk})
    person = cast.mayor.role_grants.get().membership.person
    exclude_member(closed, person, why="Inhabil", **BY)
    edit_item(
        closed, based_on=1, title="Nyt navn", html="<p>Nyt</p>",
        is_closed=True, public_heading="Personsag", **BY,
    )  # fmt: skip
    publish_agenda(meeting, why="Nyt", by=HOUSE, at=LATER)

    assert "Nyt navn" not in text_of(mayor, meeting)


def test_the_papers_of_another_meeting_are_not_marked(mayor, meeting):
    for number in ("999", "9" * 5000):
        answer = mayor.post(where(meeting, "laes/laest/"), {"edition": number})
        assert answer.status_code == 404


def test_the_video_meeting_is_reached_from_the_papers(mayor, meeting):
    change_meeting(meeting, held_on=meeting.held_on, link="https://video.example.dk/kkr", **BY)

    assert "https://video.example.dk/kkr" in text_of(mayor, meeting)


def test_the_minutes_are_read_when_they_are_out(mayor, meeting):
    minuted(meeting)

    page = text_of(mayor, meeting)

    assert "Referat, udgave 1" in page
    assert "Godkendt." in page


def test_before_the_agenda_is_out_the_page_says_what_will_stand_there(cast, secretary):
    planned = plan_meeting(council=cast.council, held_on=date(2017, 4, 24), **BY)
    announce_meeting(planned, **BY)

    assert "Her kommer papirerne til at stå" in text_of(secretary, planned)


def test_what_is_withdrawn_is_called_an_item_and_marked_in_the_contents(signed_in, meeting, item):
    withdraw_item(item, why="Taget af bordet.", **BY)
    publish_agenda(meeting, why="Et punkt er taget af", by=HOUSE, at=LATER)

    page = text_of(signed_in("secretary"), meeting)

    assert "Punktet er taget af dagsordenen. Taget af bordet." in page
    assert "Nyheden" not in page.split("<main")[1]
    contents = page.split('aria-labelledby="contents"')[1].split("</nav>")[0]
    assert contents.count("Taget af") == 1
