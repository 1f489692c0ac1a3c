"""Minutes say who took no part in an item, and never why: as they were published, to those who read the item."""

from datetime import date

import pytest
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY, LATER, minuted
from tests.printing.reading import text
from tests.workspace.minutes.desk import where

from kkr.meetings.actions import (
    Corrected,
    add_item,
    change_decision,
    decide,
    exclude_member,
    lift_exclusion,
    plan_meeting,
    publish_minutes,
)
from kkr.meetings.composing import compose
from kkr.meetings.differences import What, changes
from kkr.meetings.models import EditionContent, EditionKind, MeetingKind
from kkr.printing.actions import make_print

pytestmark = pytest.mark.django_db
TICK = {"by": HOUSE, "at": AFTER}
SAID = "Mayor of the test deltog ikke i punktet."


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def kept_out(cast, item, **when):
    person = cast.mayor.role_grants.get().membership.person
    return exclude_member(item, person, why="Ejer messen", **(BY | when))


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    found = answer.content.decode()
    assert "Ejer messen" not in found
    return found


def printed(edition, viewer=None):
    made = make_print(edition, viewer=viewer, **TICK)
    with made.content.open("rb") as content:
        return " ".join(text(content.read()).split())


def test_everybody_reads_it_under_an_open_item_on_pages_in_the_print_and_as_data(
    cast, client, signed_in, meeting, item
):
    kept_out(cast, item)
    assert SAID in page(signed_in("secretary"), where(meeting, "referat/vis/"))
    edition = minuted(meeting)

    public = f"/{meeting.council.slug}/moeder/{meeting.slug}/"
    for address in (f"{public}3.1/", f"{public}referat/1/"):
        assert SAID in page(client, address)
    assert SAID in page(signed_in("member"), where(meeting, "laes/"))
    assert SAID in printed(edition)
    assert '"Mayor of the test"' in page(client, "/data/dagsordenspunkter.json")


def test_of_a_closed_item_only_those_read_it_who_read_the_item(
    cast, client, signed_in, meeting, closed
):
    kept_out(cast, closed)
    edition = minuted(meeting)

    public = f"/{meeting.council.slug}/moeder/{meeting.slug}/"
    assert SAID not in page(client, f"{public}referat/1/")
    assert SAID not in printed(edition)
    assert SAID not in page(signed_in("mayor"), where(meeting, "laes/"))
    assert SAID not in printed(edition, cast.mayor)
    assert SAID in page(signed_in("member"), where(meeting, "laes/"))
    assert SAID in printed(edition, cast.member)


def test_it_stands_as_it_was_published_until_the_minutes_are_corrected(cast, meeting, item):
    before = minuted(meeting)
    row = EditionContent.objects.filter(row__item=item, row__edition=before)
    exclusion = kept_out(cast, item, at=AFTER)
    assert "without" not in row.get().facts

    why = [Corrected(item, "Borgmesteren deltog ikke.", "Det manglede.")]
    after = publish_minutes(meeting, corrections=why, by=HOUSE, at=AFTER)

    assert (after.number, [each.what for each in changes(before, after)]) == (2, [What.WITHOUT])
    lift_exclusion(exclusion, why="Forkert person", by=HOUSE, at=LATER)
    told = EditionContent.objects.get(row__item=item, row__edition=after)
    assert told.facts["without"] == ["Mayor of the test"]


def test_minutes_from_before_they_said_it_are_corrected_without_a_word_of_it(
    cast, meeting, item, closed
):
    """What somebody corrects elsewhere needs no reason for items that nobody touched."""
    before = minuted(meeting)
    kept_out(cast, item)  # was known before they were published, and they did not say it
    assert publish_minutes(meeting, **TICK) == before
    decided = closed.decisions.get()
    change_decision(decided, based_on=1, kind="approved", html="<p>Støttet.</p>", **TICK)

    why = [Corrected(closed, "“Godkendt” blev til “støttet”.", "Skrevet forkert.")]
    after = publish_minutes(meeting, corrections=why, **TICK)

    assert after.number == 2
    told = EditionContent.objects.get(row__item=item, row__edition=after)
    assert told.facts["without"] == ["Mayor of the test"]


def test_an_agenda_does_not_say_it(cast, meeting, item):
    kept_out(cast, item)

    (line, *_more) = compose(meeting, EditionKind.AGENDA).lines

    assert "without" not in line.facts


@pytest.mark.parametrize(
    ("text_of_it", "names"),
    [("<p>Ikke hørt: Mayor of the test.</p>", None), ("<p>Godkendt.</p>", ["Mayor of the test"])],
)
def test_what_is_decided_in_writing_says_it_once(cast, text_of_it, names):
    """The words that a hearing ends with name those who were not asked."""
    written = plan_meeting(
        council=cast.council, held_on=date(2017, 2, 22), kind=MeetingKind.WRITTEN, **BY
    )
    item = add_item(written, section=1, title="Messen", **BY)
    kept_out(cast, item)
    decide(item, kind="approved", html=text_of_it, **BY)

    (line,) = compose(written, EditionKind.MINUTES).lines

    assert line.facts.get("without") == names
