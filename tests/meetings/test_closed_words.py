"""What is closed is found in an open text word for word, and what everybody knows or says is not."""

from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY, LATER, a_file, held, minuted
from tests.printing.samples import agenda

from kkr.council.models import Council
from kkr.documents.guarding import Guarded, Piece, Publication, check_list
from kkr.ledger.models import Entry
from kkr.meetings import closed_words
from kkr.meetings.actions import (
    add_item,
    attach_file,
    decide,
    open_item,
    plan_meeting,
    publish_agenda,
    publish_minutes,
)
from kkr.meetings.closed_words import KEY, closed_of, look, repeated, words_of
from kkr.meetings.composing import compose
from kkr.meetings.models import EditionKind
from kkr.meetings.opening import opening_of
from kkr.meetings.publication import publication_of
from kkr.printing.sheets import Item, Section
from kkr.printing.typesetting import set_pdf
from kkr.rounds.models import Asked

NOTHING = words_of()
SECRET = "Direktøren fratræder den første marts, og stillingen slås op i april måned."
PHRASE = "Det indstilles, at KKR Hovedstaden drøfter sagen og tager orienteringen til efterretning."
database = pytest.mark.django_db
words = st.lists(st.text("abcæøå", min_size=1, max_size=4), max_size=12)
between = st.sampled_from([" ", ", ", "\n", " – ", ".  ", "\u00ad "])


def says(*words: str, title: str = "Sag"):
    return closed_of("3.1 Personsag", title, "Personsag", [" ".join(words)])


# The rule


@given(words, st.lists(st.sampled_from("xyz"), min_size=8, max_size=12), words, words)
def test_eight_words_in_a_row_are_found_wherever_they_stand(before, same, after, other):
    said = words_of(" ".join([*before, *same, *after]))

    assert repeated(said, says(*other, *same), NOTHING)


@given(st.lists(st.text("abcæøå", min_size=1), min_size=8, max_size=8), between, st.booleans())
def test_how_words_are_written_makes_no_difference(same, gap, loud):
    text = gap.join(same)

    assert repeated(words_of(text.upper() if loud else text), says(*same), NOTHING)


@given(st.lists(st.text("abcæøå", min_size=1), max_size=7), words)
def test_seven_words_are_no_finding(same, other):
    assert not repeated(words_of(" ".join([*same, "x"])), says(*same, "y", *other), NOTHING)


@given(words, words)
def test_nothing_is_found_that_is_public(said, closed):
    text = " ".join(said)

    assert not repeated(words_of(text), says(*said, *closed, title=text), words_of(text))


def test_a_whole_title_is_found_where_it_is_not_the_heading_too():
    said = words_of("Rådet talte om opsigelse af det gamle lejemål i går.")
    title = "Opsigelse af det gamle lejemål"

    assert repeated(said, closed_of("", title, "Lejemål", []), NOTHING) == title.casefold()
    assert not repeated(said, closed_of("", title, f"{title}!", []), NOTHING)
    assert not repeated(said, closed_of("", "Det gamle lejemål", "Lejemål", []), NOTHING)


def test_the_end_of_one_text_and_the_beginning_of_another_are_no_run():
    assert not repeated(words_of("a b c d", "e f g h"), says(*"abcdefgh"), NOTHING)


# The closed texts of a council


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def secret(meeting):
    """A closed item that tells something."""
    facts = {"is_closed": True, "public_heading": "Personsag", "html": f"<p>{SECRET}</p>"}
    return add_item(meeting, section=3, title="Om direktøren", **facts, **BY)


def found(publication) -> list[str]:
    return [str(each.says) for each in look(publication)]


def found_in(meeting, kind=EditionKind.AGENDA) -> list[str]:
    return found(publication_of(meeting, compose(meeting, kind)))


def told(subject, text=SECRET):
    return found(Publication(subject, (Piece("Tekst", text=text),)))


@database
def test_an_agenda_with_a_closed_paragraph_needs_a_reason(meeting, secret):
    assert found_in(meeting) == []
    add_item(meeting, section=3, title="Sag", html=f"<p>Kort.</p><p>{SECRET}</p>", **BY)

    with pytest.raises(Guarded) as refused:
        publish_agenda(meeting, **BY)
    assert refused.value.counts == {KEY: 1}
    assert "Personsag" in found_in(meeting)[0]

    publish_agenda(meeting, override="Det er aftalt med formanden.", **BY)
    said = Entry.objects.get(verb="meetings.agenda_published").payload.text
    assert "aftalt med formanden" in said
    assert "fratræder" not in said


@database
@pytest.mark.parametrize("field", ["title", "proposal"])
def test_other_words_of_a_closed_item_are_closed_too(meeting, secret, field):
    facts = {"title": "Kort", "is_closed": True, "public_heading": "Sag", "html": ""}
    text = "En ny direktør er valgt iblandt de syv ansøgere"
    add_item(meeting, section=3, **facts | {field: text}, **BY)

    assert len(told(meeting, text)) == 1


@database
def test_a_closed_decision_is_found_in_a_later_meeting_until_its_item_opens(cast, meeting, closed):
    decide(closed, kind="approved", html=f"<p>{SECRET}</p>", by=HOUSE, at=LATER)
    minuted(meeting)
    later = plan_meeting(council=cast.council, held_on=date(2017, 6, 1), **BY)
    add_item(later, section=3, title="Sag", html=f"<p>{SECRET}</p>", **BY)
    assert len(found_in(later)) == 1

    open_item(closed, by=HOUSE, at=AFTER)

    assert found_in(later) == []


@database
def test_minutes_are_compared_as_agendas_are(meeting, item, secret):
    decide(item, kind="approved", html=f"<p>{SECRET}</p>", by=HOUSE, at=LATER)
    held(meeting)

    with pytest.raises(Guarded):
        publish_minutes(meeting, by=HOUSE, at=AFTER)


@database
def test_an_item_is_not_compared_with_itself_when_it_opens(meeting, secret):
    publish_agenda(meeting, **BY)
    secret.refresh_from_db()

    assert found(opening_of(secret)) == []


@database
def test_a_set_phrase_that_everybody_has_read_is_no_finding(cast, meeting, item, secret):
    facts = {"is_closed": True, "public_heading": "Sag", "proposal": PHRASE}
    add_item(meeting, section=3, title="Lukket sag", html="", **facts, **BY)
    assert len(told(meeting, PHRASE)) == 1
    add_item(meeting, section=3, title="Åben sag", html="", proposal=PHRASE, **BY)
    publish_agenda(meeting, override="Det er en fast vending.", **BY)

    assert told(meeting, PHRASE) == []
    assert len(told(meeting)) == 1


@database
def test_the_words_of_another_council_are_its_own(cast, secret):
    elsewhere = Council.objects.exclude(pk=cast.council.pk).first()
    other = plan_meeting(council=elsewhere, held_on=date(2017, 6, 1), **BY)

    assert told(other) == []


@database
def test_whoever_writes_no_agenda_is_not_told_what_it_will_hold(meeting, item, secret):
    decision = decide(item, kind="approved", html="<p>Ja</p>", by=HOUSE, at=LATER)
    (before,) = told(decision)
    publish_agenda(meeting, **BY)
    (after,) = told(decision)

    assert ("Personsag" in before, "Personsag" in after) == (False, True)
    assert "Om direktøren" not in before + after
    assert told(Asked()) == []


@database
def test_it_asks_the_database_twice_and_once_more_where_it_found(
    meeting, secret, django_assert_num_queries
):
    with django_assert_num_queries(0):
        told(meeting, "Kort")
    with django_assert_num_queries(2):  # for closed items and for closed files
        told(meeting, PHRASE)
    with django_assert_num_queries(3):
        assert told(meeting)


# In files


@database
def test_an_open_file_with_closed_words_needs_a_reason_and_is_named(meeting, item, secret):
    attach_file(item, a_file("kort.txt", b"Kort."), **BY)
    assert found_in(meeting) == []

    attach_file(item, a_file("notat.txt", f"Notat.\n{SECRET}".encode()), **BY)

    (finding,) = look(publication_of(meeting, compose(meeting, EditionKind.AGENDA)))
    assert (finding.where, "Personsag" in str(finding.says)) == ("notat.txt", True)
    with pytest.raises(Guarded) as refused:
        publish_agenda(meeting, **BY)
    assert refused.value.counts == {KEY: 1}


@database
def test_the_page_is_named_in_whatever_language_it_is_read(meeting, item, secret):
    items = (Item(number="3.1", title="Sag", html=f"<p>{SECRET}</p>"),)
    sheet = agenda(sections=(Section(number="3", title="Sager", items=items),))
    attach_file(item, a_file("bilag.pdf", set_pdf(sheet, files={})), **BY)

    (finding,) = look(publication_of(meeting, compose(meeting, EditionKind.AGENDA)))

    assert str(finding.where) == "bilag.pdf, side 1"
    with override("en"):
        assert str(finding.where) == "bilag.pdf, page 1"


@database
def test_a_file_in_news_is_compared_too(cast, secret):
    file = a_file("notat.txt", SECRET.encode())

    assert len(found(Publication(cast.council, (Piece("Nyhed", files=(file,)),)))) == 1


@database
def test_a_closed_file_is_compared_with_nothing_while_it_is_closed(meeting, item, secret):
    attach_file(item, a_file("notat.txt", SECRET.encode()), is_closed=True, **BY)

    assert found_in(meeting) == []


@database
def test_what_is_closed_opens_with_its_own_files(meeting, secret):
    attach_file(secret, a_file("notat.txt", SECRET.encode()), **BY)
    publish_agenda(meeting, **BY)
    secret.refresh_from_db()

    assert found(opening_of(secret)) == []


@database
@pytest.mark.parametrize("under", ["item", "closed"])
def test_words_of_a_closed_file_are_found_in_a_text_of_its_meeting(
    meeting, item, closed, cast, under
):
    where, is_closed = {"item": (item, True), "closed": (closed, False)}[under]
    file = a_file("notat.txt", SECRET.encode())
    attach_file(where, file, title="Aftalen", is_closed=is_closed, **BY)

    (says,) = told(meeting)

    assert ("Aftalen" in says, where.heading in says) == (True, True)
    later = plan_meeting(council=cast.council, held_on=date(2017, 6, 1), **BY)
    assert told(later) == []


@database
def test_what_two_files_have_on_all_their_paper_is_no_finding(meeting, item):
    head = b"KKR Hovedstaden, Weidekampsgade 10, 2300 K\xc3\xb8benhavn S, telefon 33 70 33 70."
    attach_file(item, a_file("lukket.txt", head + b" Lukket."), is_closed=True, **BY)
    attach_file(item, a_file("aaben.txt", head + b" Aaben."), **BY)

    assert found_in(meeting) == []


@database
@pytest.mark.parametrize(("limit", "value"), [("SECONDS", -1), ("MOST_RUNS", -1)])
def test_a_file_there_was_no_room_for_is_named(meeting, item, secret, monkeypatch, limit, value):
    monkeypatch.setattr(closed_words, limit, value)
    attach_file(item, a_file("langt.txt", SECRET.encode()), **BY)

    (finding,) = look(publication_of(meeting, compose(meeting, EditionKind.AGENDA)))

    assert finding.where == "langt.txt"
    assert "ikke sammenlignet" in str(finding.says)


@database
def test_a_closed_file_there_was_no_time_to_read_is_named(meeting, item, monkeypatch):
    attach_file(item, a_file("lukket.txt", b"Kort."), title="Aftalen", is_closed=True, **BY)
    assert told(meeting) == []
    monkeypatch.setattr(closed_words, "SECONDS_CLOSED", -1)

    (finding,) = look(Publication(meeting, (Piece("Tekst", text=SECRET),)))

    assert "Aftalen" in str(finding.where)
    assert "ikke sammenlignet" in str(finding.says)


@database
def test_no_file_is_read_where_nothing_is_closed(meeting, item, monkeypatch):
    monkeypatch.setattr(closed_words, "SECONDS", -1)
    attach_file(item, a_file("langt.txt", SECRET.encode()), **BY)

    assert found_in(meeting) == []


@database
def test_the_list_says_what_is_looked_for(meeting):
    assert KEY in [each.guard.key for each in check_list(Publication(meeting, ()))]
