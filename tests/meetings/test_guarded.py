"""Before an agenda or minutes go out the guards look at what everybody would read, and at nothing else."""

import pytest
from django.db import connection
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY, LATER, a_file, held

from kkr.documents.guarding import Guard, Guarded, check_list, guards
from kkr.ledger.models import Entry
from kkr.meetings.actions import (
    add_item,
    attach_file,
    decide,
    edit_item,
    publish_agenda,
    publish_minutes,
)
from kkr.meetings.composing import compose
from kkr.meetings.models import Edition, EditionKind
from kkr.meetings.publication import publication_of

pytestmark = pytest.mark.django_db
NUMBER = "211062-5629"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def found(meeting) -> dict[str, int]:
    checks = check_list(publication_of(meeting, compose(meeting, EditionKind.AGENDA)))
    return {each.guard.key: len(each.findings) for each in checks if each.findings}


def test_a_number_holds_the_agenda_back_until_there_is_a_reason(meeting):
    add_item(meeting, section=3, title="Sag", html=f"<p>{NUMBER}</p>", **BY)
    with pytest.raises(Guarded):
        publish_agenda(meeting, **BY)
    assert not Edition.objects.exists()

    publish_agenda(meeting, override="Det er et eksempel.", **BY)

    said = Entry.objects.get(verb="meetings.agenda_published").payload.text
    assert "Det er et eksempel." in said
    assert NUMBER not in said


@pytest.fixture
def meanwhile(monkeypatch):
    """Looking takes long: what is given happens after the first look; gives of each look whether an act had begun."""
    outside = len(connection.savepoint_ids)  # the test itself is a transaction

    def happens(act):
        looks = []

        def look(publication):
            looks.append(len(connection.savepoint_ids) > outside)
            yield from ()
            if len(looks) == 1:
                act()

        slow = Guard(key="slow", title="Slow", explanation="", look=look)
        monkeypatch.setattr(guards, "_things", [*guards, slow])
        return looks

    return happens


def test_nothing_is_locked_while_the_guards_look(meeting, item, meanwhile):
    looks = meanwhile(lambda: None)

    publish_agenda(meeting, **BY)

    assert looks == [False]


def test_what_is_written_while_they_look_is_looked_at_again(meeting, item, meanwhile):
    changed = {"based_on": item.revision, "title": item.title, "html": f"<p>{NUMBER}</p>"}
    looks = meanwhile(lambda: edit_item(item, **changed, **BY))

    with pytest.raises(Guarded) as refused:
        publish_agenda(meeting, **BY)

    assert refused.value.counts == {"cpr_numbers": 1}
    assert looks == [False, True]
    assert not Edition.objects.exists()


def test_a_closed_title_that_is_written_while_they_look_is_compared_again(
    meeting, closed, meanwhile
):
    facts = {"is_closed": True, "public_heading": closed.public_heading}
    words = {"title": closed.public_heading, "html": "", "based_on": closed.revision}
    meanwhile(lambda: edit_item(closed, **words, **facts, **BY))

    with pytest.raises(Guarded) as refused:
        publish_agenda(meeting, **BY)

    assert refused.value.counts == {"closed_shown": 1}


def test_minutes_are_looked_at_before_anything_is_locked(meeting, item, meanwhile):
    decide(item, kind="approved", html="<p>Ja</p>", by=HOUSE, at=LATER)
    held(meeting)
    looks = meanwhile(lambda: None)

    publish_minutes(meeting, by=HOUSE, at=AFTER)

    assert looks == [False]


def test_what_is_closed_is_not_looked_at_but_its_heading_is(meeting):
    facts = {"is_closed": True, "html": f"<p>{NUMBER}</p>", "title": f"Om {NUMBER}"}
    item = add_item(meeting, section=3, public_heading="Personsag", **facts, **BY)
    attach_file(item, a_file("sag.txt", NUMBER.encode()), **BY)
    assert found(meeting) == {}

    add_item(meeting, section=3, public_heading=f"Sagen {NUMBER}", **facts, **BY)
    assert found(meeting) == {"cpr_numbers": 1}


def test_a_closed_file_is_not_looked_into_and_an_open_one_is(meeting, item):
    attach_file(item, a_file("lukket.txt", NUMBER.encode()), is_closed=True, **BY)
    assert found(meeting) == {}

    attach_file(item, a_file("aaben.txt", f"Nr. {NUMBER}".encode()), **BY)
    assert found(meeting) == {"cpr_numbers": 1}


def test_an_appendix_that_is_spoken_of_is_missed(meeting):
    item = add_item(meeting, section=3, title="Optag", html="<p>Se bilag 1.</p>", **BY)
    assert found(meeting) == {"missing_attachments": 1}

    attach_file(item, a_file(), **BY)
    assert found(meeting) == {}


def test_minutes_are_looked_at_too(meeting, item):
    decide(item, kind="approved", html=f"<p>{NUMBER}</p>", by=HOUSE, at=LATER)
    held(meeting)

    with pytest.raises(Guarded):
        publish_minutes(meeting, by=HOUSE, at=AFTER)
    publish_minutes(meeting, override="Det er et eksempel.", by=HOUSE, at=AFTER)


def test_a_heading_for_everybody_does_not_say_what_is_closed(meeting):
    facts = {"is_closed": True, "title": "Opsigelse af lejemålet"}
    add_item(meeting, section=3, public_heading="Om opsigelse af lejemålet", **facts, **BY)

    assert found(meeting) == {"closed_shown": 1}


def test_a_file_is_not_closed_in_one_place_and_open_in_another(meeting, item, closed):
    attach_file(closed, a_file("notat.txt", b"Fortroligt"), **BY)
    assert found(meeting) == {}

    attach_file(item, a_file("andet-navn.txt", b"Fortroligt"), **BY)

    assert found(meeting) == {"closed_shown": 1}
