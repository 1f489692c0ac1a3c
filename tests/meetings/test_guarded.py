"""Before an agenda or minutes go out the guards look at what everybody would read, and at nothing else."""

from datetime import date

import pytest
from django.db import connection
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY, DAY, LATER, a_file, held, minuted

from kkr.cases.actions import add_paper, open_case, release_version
from kkr.documents.guarding import Guard, Guarded, check_list, guards
from kkr.ledger.models import Entry
from kkr.meetings.actions import (
    Corrected,
    add_item,
    announce_meeting,
    attach_file,
    cancel_meeting,
    change_decision,
    change_meeting,
    correct_cancellation,
    decide,
    edit_item,
    finish_follow_up,
    follow_up,
    plan_meeting,
    publish_agenda,
    publish_minutes,
    withdraw_attachment,
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


@pytest.mark.parametrize(
    "act",
    [
        lambda meeting, _made: change_meeting(meeting, held_on=DAY, place="Rådhuset", **BY),
        lambda meeting, _made: cancel_meeting(meeting, why="Snestorm", **BY),
        lambda _meeting, made: withdraw_attachment(made, why="Den er forkert.", **BY),
    ],
)
def test_nothing_is_locked_while_they_look_at_what_is_told_at_once(meeting, item, meanwhile, act):
    made = attach_file(item, a_file(), **BY)
    publish_agenda(meeting, **BY)
    meeting.refresh_from_db()
    made.refresh_from_db()
    looks = meanwhile(lambda: None)

    act(meeting, made)

    assert looks == [False]


def test_nothing_is_locked_while_they_look_at_a_place_or_why_it_is_cancelled(meeting, meanwhile):
    looks = meanwhile(lambda: None)

    announced = announce_meeting(meeting, **BY)
    cancelled = cancel_meeting(announced, why="Sne", **BY)
    correct_cancellation(cancelled, why="Snestorm", **BY)

    assert looks == [False, False, False]


def test_a_meeting_that_is_moved_while_they_look_is_looked_at_again(meeting, meanwhile):
    changed = {"held_on": DAY, "place": "Rådhuset"}
    looks = meanwhile(lambda: change_meeting(meeting, **changed, **BY))

    assert announce_meeting(meeting, **BY).place == "Rådhuset"

    assert looks == [False, True]


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


def test_a_file_that_is_closed_elsewhere_while_they_look_is_compared_again(
    cast, meeting, item, meanwhile
):
    attach_file(item, a_file(), **BY)
    later = plan_meeting(council=cast.council, held_on=date(2017, 4, 24), **BY)
    other = add_item(later, section=3, title="Sag", html="", **BY)
    meanwhile(lambda: attach_file(other, a_file(), is_closed=True, **BY))

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


@pytest.mark.parametrize(
    ("text", "is_missed"),
    [
        ("Se bilag 7.", True),
        ("Se bilag 1-3.", True),
        ("Se bilag 1 og 2.", True),
        ("Se bilag 1, 2 og 3.", True),
        ("Bilag 1, 2 viser, at bilag 1 til 2, er nye", True),
        ("Se bilag 1/2", True),
        ("Se BILAG 1 til 3. De er nye.", True),
        ("Ifølge bilag 1, 12 kommuner", False),
        ("Se bilag 1, 12-årige deltog.", False),
        ("Høring fra bilag 1 til 29. maj.", False),
        ("Se bilag 1 til 29. maj og 3. juni.", False),
        ("Se bilag 1.", False),
        ("Se bilagene.", False),
        ("Bilag 2016 er vedlagt.", False),
    ],
)
def test_an_appendix_of_a_higher_number_than_there_are_files_is_missed(meeting, text, is_missed):
    item = add_item(meeting, section=3, title="Optag", html=f"<p>{text}</p>", **BY)
    attach_file(item, a_file(), title="Tabel", **BY)

    assert found(meeting) == ({"missing_attachments": 1} if is_missed else {})


def test_an_appendix_is_there_by_its_number_in_the_title_too(meeting):
    item = add_item(meeting, section=3, title="Optag", html="<p>Se bilag 7.</p>", **BY)
    attach_file(item, a_file(), title="Bilag 7: Tabel", **BY)

    assert found(meeting) == {}


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


@pytest.fixture
def followed(meeting, item):
    """What follows from a decision that everybody reads."""
    made = decide(item, kind="approved", html="<p>Ja</p>", by=HOUSE, at=LATER)
    minuted(meeting)
    made.refresh_from_db()
    facts = {"what": "Skriv til regionen", "body": meeting.council, "due_on": DAY}
    return follow_up(made, **facts, by=HOUSE, at=AFTER)


def test_what_follows_from_a_public_decision_is_looked_at_as_it_is_noted(meeting, followed):
    facts = {"what": f"Skriv til {NUMBER}", "body": meeting.council, "due_on": DAY}
    facts |= {"by": HOUSE, "at": AFTER}
    with pytest.raises(Guarded):
        follow_up(followed.decision, **facts)

    follow_up(followed.decision, override="Det er et eksempel.", **facts)

    said = Entry.objects.filter(verb="meetings.follow_up_noted").last().payload.text
    assert "Det er et eksempel." in said
    assert NUMBER not in said


def test_what_came_of_it_is_looked_at_whoever_writes_it(followed):
    facts = {"on": AFTER.date(), "outcome": f"Sendt til {NUMBER}", "by": HOUSE, "at": AFTER}
    with pytest.raises(Guarded):
        finish_follow_up(followed, **facts)
    followed.refresh_from_db()
    assert followed.done_on is None

    assert finish_follow_up(followed, override="Et eksempel.", **facts).outcome
    assert "Et eksempel." in Entry.objects.get(verb="meetings.followed_up").payload.text


def test_what_follows_from_a_decision_is_looked_at_with_the_minutes_it_is_published_in(
    meeting, item
):
    made = decide(item, kind="approved", html="<p>Ja</p>", by=HOUSE, at=LATER)
    facts = {"what": f"Skriv til {NUMBER}", "body": meeting.council, "due_on": DAY}
    follow_up(made, **facts, by=HOUSE, at=LATER)

    with pytest.raises(Guarded):
        minuted(meeting)


def test_why_there_is_a_new_agenda_is_looked_at(meeting, item):
    publish_agenda(meeting, **BY)
    edit_item(item, based_on=1, title="Andet", html="<p>Andet</p>", **BY)

    with pytest.raises(Guarded):
        publish_agenda(meeting, why=f"Brev fra {NUMBER}", **BY)

    publish_agenda(meeting, why=f"Brev fra {NUMBER}", override="Et eksempel.", **BY)
    said = Entry.objects.filter(verb="meetings.agenda_published").last()
    assert NUMBER not in said.payload.text


@pytest.mark.parametrize("place", ["what", "why"])
@pytest.mark.parametrize("has_item", [True, False])
def test_what_is_corrected_is_looked_at(meeting, item, place, has_item):
    made = decide(item, kind="approved", html="<p>Ja</p>", by=HOUSE, at=LATER)
    minuted(meeting)
    change_decision(made, based_on=1, kind="approved", html="<p>Nej</p>", by=HOUSE, at=AFTER)
    words = {"what": "Navnet", "why": "Det var forkert"} | {place: f"Fra {NUMBER}"}
    said = Corrected(item if has_item else None, **words)

    with pytest.raises(Guarded):
        publish_minutes(meeting, corrections=[said], by=HOUSE, at=AFTER)

    publish_minutes(meeting, corrections=[said], override="Et eksempel.", by=HOUSE, at=AFTER)


def test_a_file_that_is_closed_at_another_meeting_is_not_sent_out_openly_unnoticed(
    cast, meeting, item, closed
):
    attach_file(closed, a_file("lukket.txt", b"Fortroligt"), **BY)
    publish_agenda(meeting, **BY)
    later = plan_meeting(council=cast.council, held_on=date(2017, 4, 24), **BY)
    other = add_item(later, section=3, title="Sag", html="", **BY)
    attach_file(other, a_file("aaben.txt", b"Fortroligt"), **BY)

    with pytest.raises(Guarded) as refused:
        publish_agenda(later, **BY)

    (found_in,) = [each for each in refused.value.checks if each.findings]
    (finding,) = found_in.findings
    assert found_in.guard.key == "closed_shown"
    assert "Personsag" in str(finding.says)
    assert publish_agenda(later, override="Det er aftalt.", **BY)


def test_a_closed_file_is_found_in_a_paper_of_a_case(cast, meeting, closed):
    attach_file(closed, a_file("lukket.txt", b"Fortroligt"), **BY)
    publish_agenda(meeting, **BY)
    case = open_case(council=cast.council, title="Sag", opened_on=BY["at"].date(), **BY)
    file = a_file("aaben.txt", b"Fortroligt")
    link = f'<p><a href="{file.path}">Bilag</a></p>'
    version = add_paper(case, title="Udkast", html=link, dated_on=DAY, **BY)

    with pytest.raises(Guarded) as refused:
        release_version(version, **BY)

    assert refused.value.counts == {"closed_shown": 1}
