"""What is closed is found in an open text word for word, and what everybody knows or says is not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY, LATER, held, minuted

from kkr.council.models import Council
from kkr.documents.guarding import Guarded, Piece, Publication, check_list
from kkr.ledger.models import Entry
from kkr.meetings.actions import (
    add_item,
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
def test_it_asks_the_database_once_and_once_more_where_it_found(
    meeting, secret, django_assert_num_queries
):
    with django_assert_num_queries(0):
        told(meeting, "Kort")
    with django_assert_num_queries(1):
        told(meeting, PHRASE)
    with django_assert_num_queries(2):
        assert told(meeting)


@database
def test_the_list_says_what_is_looked_for(meeting):
    assert KEY in [each.guard.key for each in check_list(Publication(meeting, ()))]
