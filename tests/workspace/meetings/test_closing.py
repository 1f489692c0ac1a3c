"""Files under items, members who take no part, and what is opened."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.workspace.meetings.preparing import BY, at, text_of

from kkr.documents.models import File
from kkr.ledger.models import Entry
from kkr.meetings.actions import add_item, end_meeting, publish_agenda, publish_minutes
from kkr.meetings.models import Attachment
from kkr.meetings.tasks import open_due

pytestmark = pytest.mark.django_db
NUMBER = "211062-5629"


def a_file(name="bilag.txt", content=b"Tal"):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def attached(secretary, item):
    secretary.post(at(item, "agenda_item_attach"), {"file": a_file(), "title": "Tabel"})
    return Attachment.objects.get()


def test_a_file_is_attached_once_however_often_the_button_is_pressed(secretary, item):
    token = str(uuid4())

    for _press in range(2):
        form = {"file": a_file(), "title": "Tabel", "is_closed": "on", "opens_on": "2018-01-01"}
        answer = secretary.post(at(item, "agenda_item_attach"), form | {"token": token})
        assert answer.status_code == 302

    made = Attachment.objects.get()
    assert (made.title, made.is_closed, str(made.opens_on)) == ("Tabel", True, "2018-01-01")
    page = text_of(secretary.get(at(item, "agenda_item")))
    assert "Tabel" in page
    assert "åbnes den 1. januar 2018" in page


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("virus.exe", b"MZ", "kan ikke vedhæftes"),
        ("tal.pdf", b"ingen pdf", "men indholdet er noget andet"),
        ("tom.txt", b"", "Filen er tom"),
    ],
)
def test_what_may_not_be_attached_is_refused_in_words(secretary, item, name, content, told):
    answer = secretary.post(
        at(item, "agenda_item_attach"), {"file": a_file(name, content), "title": "Min titel"}
    )

    assert 'value="Min titel"' in text_of(answer)
    assert told in text_of(answer)
    assert not Attachment.objects.exists()
    assert not File.objects.exists()


def test_a_file_that_is_too_large_is_refused_in_words_and_nothing_is_lost(
    secretary, item, settings
):
    settings.KKR_LARGEST_FILE = 1000

    answer = secretary.post(
        at(item, "agenda_item_attach"), {"file": a_file(content=b"x" * 1001), "title": "Min titel"}
    )

    assert "Filen er større end" in text_of(answer)
    assert 'value="Min titel"' in text_of(answer)
    assert not File.objects.exists()


def test_a_file_is_taken_away_and_one_sent_out_says_why(secretary, meeting, item, attached):
    publish_agenda(meeting, **BY)
    path = at(attached, "attachment_withdraw")

    assert "Skriv hvorfor" in text_of(secretary.post(path, {"why": ""}))
    for _press in range(2):
        assert secretary.post(path, {"why": "Den nævner en borger."}).status_code == 302

    assert not Attachment.objects.public().exists()


def test_why_a_file_is_taken_away_is_looked_through_where_everybody_reads_it(
    secretary, meeting, item, attached
):
    publish_agenda(meeting, **BY)
    path = at(attached, "attachment_withdraw")
    assert "Læserne ser det" in text_of(secretary.get(path))

    refused = text_of(secretary.post(path, {"why": f"Den nævner {NUMBER}."}))

    assert 'name="override"' in refused
    assert Attachment.objects.public().exists()
    let = {"why": f"Den nævner {NUMBER}.", "override": "Et eksempel."}
    assert secretary.post(path, let).status_code == 302
    said = Entry.objects.get(verb="meetings.file_withdrawn").payload.text
    assert "Et eksempel." in said


def test_why_a_closed_file_is_taken_away_is_read_by_those_who_read_it(secretary, meeting, item):
    secretary.post(at(item, "agenda_item_attach"), {"file": a_file(), "is_closed": "on"})
    publish_agenda(meeting, **BY)
    path = at(Attachment.objects.get(), "attachment_withdraw")

    assert "Læserne ser det" not in text_of(secretary.get(path))
    assert secretary.post(path, {"why": f"Den nævner {NUMBER}."}).status_code == 302


def test_why_a_file_of_a_closed_item_was_taken_away_is_looked_through_as_it_is_opened(
    secretary, meeting, closed
):
    secretary.post(at(closed, "agenda_item_attach"), {"file": a_file()})
    publish_agenda(meeting, **BY)
    withdraw = at(Attachment.objects.get(), "attachment_withdraw")
    secretary.post(withdraw, {"why": f"Den nævner {NUMBER}."})

    refused = text_of(secretary.post(at(closed, "agenda_item_open")))

    assert 'name="override"' in refused


def test_a_closed_file_is_opened(secretary, meeting, item):
    secretary.post(at(item, "agenda_item_attach"), {"file": a_file(), "is_closed": "on"})
    publish_agenda(meeting, **BY)
    made = Attachment.objects.get()
    assert not Attachment.objects.public().exists()

    secretary.post(at(made, "attachment_open"))

    assert Attachment.objects.public().exists()


def test_a_member_is_kept_out_of_an_item_and_let_in_again(secretary, cast, meeting, closed):
    mayor = cast.mayor.role_grants.get().membership.person
    path = at(closed, "agenda_item_exclude")
    assert mayor.name in text_of(secretary.get(path))
    assert "Vælg, hvem der ikke deltager" in text_of(secretary.post(path, {"why": "x"}))

    for _press in range(2):
        secretary.post(path, {"person": mayor.pk, "why": "Er i familie."})

    exclusion = closed.exclusions.get()
    assert "Er i familie." in text_of(secretary.get(at(closed, "agenda_item")))
    lift = at(closed, "agenda_item_lift", exclusion.pk)
    assert "Skriv, hvorfor medlemmet deltager" in text_of(secretary.post(lift, {"why": ""}))
    secretary.post(lift, {"why": "Det var en navnefælle."})
    assert not closed.exclusions.exists()
    assert secretary.get(lift).status_code == 404


def test_only_who_sits_in_the_council_can_be_kept_out(secretary, cast, closed):
    from kkr.council.actions import add_person

    nobody = add_person(name="En anden", **BY)

    answer = secretary.post(at(closed, "agenda_item_exclude"), {"person": nobody.pk, "why": "x"})

    assert answer.status_code == 200
    assert not closed.exclusions.exists()


def test_a_closed_item_is_opened_once_it_was_sent_out(secretary, meeting, closed):
    path = at(closed, "agenda_item_open")
    assert secretary.post(path).status_code == 302
    closed.refresh_from_db()
    assert closed.opened_at is None

    publish_agenda(meeting, **BY)
    for _press in range(2):
        secretary.post(path)

    closed.refresh_from_db()
    assert closed.is_open


def test_a_closed_item_can_be_opened_after_the_minutes_too(secretary, meeting, closed):
    publish_agenda(meeting, **BY)
    end_meeting(meeting, undecided="Udsat", **BY)
    publish_minutes(meeting, undecided="Udsat", **BY)

    page = text_of(secretary.get(at(closed, "agenda_item")))
    assert at(closed, "agenda_item_open") in page
    assert at(closed, "agenda_item_attach") not in page

    secretary.post(at(closed, "agenda_item_open"))

    closed.refresh_from_db()
    assert closed.is_open


def test_what_is_found_in_a_closed_item_is_shown_and_opened_with_a_reason(secretary, meeting):
    facts = {"is_closed": True, "public_heading": "Personsag", "html": "<p>Om 211062-5629</p>"}
    closed = add_item(meeting, section=4, title="Valg af direktør", **facts, **BY)
    publish_agenda(meeting, **BY)
    path = at(closed, "agenda_item_open")
    assert "CPR-numre" in text_of(secretary.get(path))

    refused = text_of(secretary.post(path))

    assert "211062-5629" not in refused
    assert 'name="override"' in refused
    closed.refresh_from_db()
    assert not closed.is_open
    assert secretary.post(path, {"override": "Det er et eksempel."}).status_code == 302
    closed.refresh_from_db()
    assert closed.is_open


def test_what_did_not_open_by_itself_waits_on_the_desk_with_the_way_to_open_it(secretary, meeting):
    facts = {"is_closed": True, "public_heading": "Personsag", "html": "<p>Om 211062-5629</p>"}
    closed = add_item(meeting, section=4, title="Valg", opens_on=date(2017, 4, 1), **facts, **BY)
    publish_agenda(meeting, **BY)
    open_due(datetime(2017, 4, 1, 12, 0, tzinfo=UTC))

    desk = text_of(secretary.get("/arbejde/"))

    assert "holdt tilbage" in desk
    assert at(closed, "agenda_item_open") in desk
    assert at(closed, "agenda_item_keep") in text_of(secretary.get(at(closed, "agenda_item_open")))

    assert "Skriv, hvorfor det skal blive lukket" in text_of(
        secretary.post(at(closed, "agenda_item_keep"), {"why": ""})
    )
    for _press in range(2):
        answer = secretary.post(at(closed, "agenda_item_keep"), {"why": "Det er en personsag."})
        assert answer.status_code == 302

    closed.refresh_from_db()
    assert (closed.opens_on, closed.held_at, closed.is_open) == (None, None, False)
    assert "holdt tilbage" not in text_of(secretary.get("/arbejde/"))


def test_a_file_that_did_not_open_by_itself_is_let_stay_closed(secretary, meeting, item):
    form = {"file": a_file(content=b"Om 211062-5629"), "is_closed": "on", "opens_on": "2017-04-01"}
    secretary.post(at(item, "agenda_item_attach"), form)
    publish_agenda(meeting, **BY)
    open_due(datetime(2017, 4, 1, 12, 0, tzinfo=UTC))
    made = Attachment.objects.get()
    assert at(made, "attachment_open") in text_of(secretary.get("/arbejde/"))
    assert at(made, "attachment_keep") in text_of(secretary.get(at(made, "attachment_open")))

    secretary.post(at(made, "attachment_keep"), {"why": "Den nævner en borger."})

    made.refresh_from_db()
    assert (made.opens_on, made.held_at, made.is_open) == (None, None, False)
