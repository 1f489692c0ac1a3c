"""What is closed is read by those who act in the council, not by the excluded, and by all once it is opened."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY, LATER, a_file, minuted

from kkr.council.rules import is_visible
from kkr.documents.models import File
from kkr.ledger.models import Entry
from kkr.meetings import models as nouns
from kkr.meetings.actions import (
    Corrected,
    add_item,
    attach_file,
    change_decision,
    decide,
    edit_item,
    exclude_member,
    keep_note,
    lift_exclusion,
    mark_read,
    open_item,
    publish_agenda,
    publish_minutes,
    withdraw_attachment,
)
from kkr.meetings.differences import What, changes
from kkr.meetings.models import (
    AgendaItem,
    Attachment,
    Correction,
    EditionContent,
    EditionDecision,
    Note,
)
from kkr.meetings.tasks import open_due

pytestmark = pytest.mark.django_db
READERS = {"secretary", "chair", "mayor", "member", "official", "administrator"}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def who_reads(cast, rows) -> set[str]:
    return {name for name, viewer in cast.everyone().items() if rows(viewer).exists()}


def test_a_closed_item_shows_everybody_a_number_and_the_heading_written_for_them(meeting, closed):
    edition = publish_agenda(meeting, **BY)

    row = edition.items.public().get()

    assert (row.number, row.heading) == ("3.1", "Personsag")
    assert not EditionContent.objects.public().exists()
    assert AgendaItem.objects.public().get().heading == "Personsag"


def test_its_content_is_read_by_those_who_act_in_the_council(cast, meeting, closed):
    publish_agenda(meeting, **BY)

    assert who_reads(cast, EditionContent.objects.visible_to) == READERS
    assert who_reads(cast, AgendaItem.objects.readable_by) == READERS


def test_nobody_but_the_writers_reads_what_is_not_sent_out(cast, meeting, closed, item):
    assert who_reads(cast, AgendaItem.objects.readable_by) == {"secretary", "administrator"}


def test_a_closed_item_needs_a_heading_for_everybody(meeting):
    with pytest.raises(ValidationError):
        add_item(meeting, section=3, title="Hemmeligt", is_closed=True, **BY)


def test_a_closed_file_under_an_open_item_goes_to_members_only(cast, meeting, item):
    attach_file(item, a_file("aaben.txt", b"1"), **BY)
    attach_file(item, a_file("lukket.txt", b"2"), is_closed=True, **BY)
    assert not File.objects.public().exists()

    publish_agenda(meeting, **BY)

    assert [file.name for file in File.objects.public()] == ["aaben.txt"]
    closed = Attachment.objects.filter(is_closed=True)
    assert who_reads(cast, lambda v: closed & Attachment.objects.visible_to(v)) == READERS
    lukket = File.objects.filter(name="lukket.txt")
    assert who_reads(cast, lambda v: lukket & File.objects.visible_to(v)) == READERS


def test_attached_files_are_not_thrown_away(meeting, item):
    attach_file(item, a_file(), **BY)

    assert not File.objects.unused().exists()


def test_who_is_excluded_reads_nothing_of_it_that_is_closed(cast, meeting, closed):
    mayor = cast.mayor.role_grants.get().membership.person
    attach_file(closed, a_file(), **BY)
    decide(closed, kind="elected", html="<p>Valgt</p>", **BY)
    exclusion = exclude_member(closed, mayor, why="Inhabil", **BY)
    edition = minuted(meeting)

    for rows in (
        EditionContent.objects.visible_to,
        Attachment.objects.visible_to,
        EditionDecision.objects.visible_to,
    ):
        assert who_reads(cast, rows) == READERS - {"mayor"}
    with pytest.raises(PermissionDenied):
        keep_note(closed, text="Hvad er det?", by=cast.mayor, at=AFTER)

    lift_exclusion(exclusion, why="Han er habil alligevel.", by=HOUSE, at=AFTER)
    assert "mayor" in who_reads(cast, EditionContent.objects.visible_to)
    assert edition.items.count() == 1


def test_what_is_opened_is_for_everybody_with_its_decision_and_open_files(meeting, closed):
    attach_file(closed, a_file(), **BY)
    decide(closed, kind="elected", html="<p>Valgt</p>", **BY)
    minuted(meeting)

    open_item(closed, by=HOUSE, at=AFTER)

    assert EditionContent.objects.public().exists()
    assert EditionDecision.objects.public().exists()
    assert Attachment.objects.public().exists()


def test_what_is_closed_until_a_day_opens_on_it_by_itself(meeting, item, closed):
    edit_item(
        closed,
        based_on=1,
        title=closed.title,
        html="<p>Hemmeligt</p>",
        is_closed=True,
        public_heading="Personsag",
        opens_on=date(2017, 3, 1),
        **BY,
    )
    attach_file(item, a_file(), is_closed=True, opens_on=date(2017, 3, 1), **BY)
    publish_agenda(meeting, **BY)

    assert open_due(datetime(2017, 2, 28, 12, 0, tzinfo=UTC)) == 0
    assert open_due(datetime(2017, 3, 1, 12, 0, tzinfo=UTC)) == 2
    assert AgendaItem.objects.open_to_all().count() == 2
    assert open_due(datetime(2017, 3, 2, 12, 0, tzinfo=UTC)) == 0


def test_a_withdrawn_file_is_gone_at_once(cast, meeting, item):
    made = attach_file(item, a_file(), **BY)
    publish_agenda(meeting, **BY)

    withdraw_attachment(made, why="Den nævner en borger.", by=HOUSE, at=LATER)

    assert not Attachment.objects.public().exists()
    assert not File.objects.public().exists()
    assert not Attachment.objects.visible_to(cast.mayor).exists()


def test_a_difference_says_nothing_of_what_is_closed(cast, meeting, item, closed):
    first = publish_agenda(meeting, **BY)
    attach_file(item, a_file(), is_closed=True, **BY)
    edit_item(
        closed, based_on=1, title="Nyt navn", html="<p>Andet</p>",
        is_closed=True, public_heading="Personsag", **BY,
    )  # fmt: skip
    second = publish_agenda(meeting, why="Rettelser", by=HOUSE, at=LATER)

    assert changes(first, second) == []
    assert changes(first, second, cast.citizen) == []
    assert [each.what for each in changes(first, second, cast.mayor)] == [
        What.ATTACHMENTS,
        What.HEADING,
        What.TEXT,
    ]


def test_notes_are_ones_own(cast, meeting, item):
    edition = publish_agenda(meeting, **BY)
    keep_note(item, text="Spørg om tallene", by=cast.mayor, at=LATER)
    mark_read(edition, by=cast.mayor, at=LATER)

    assert who_reads(cast, Note.objects.visible_to) == {"mayor"}
    keep_note(item, text=" ", by=cast.mayor, at=LATER)
    assert not Note.objects.exists()


def test_the_object_and_the_list_agree(cast, meeting, item, closed):
    attach_file(item, a_file(), is_closed=True, **BY)
    decide(closed, kind="elected", html="<p>Valgt</p>", **BY)
    minuted(meeting)

    for name in ("Meeting", "AgendaItem", "Attachment", "Decision", "Edition", "EditionContent"):
        model = getattr(nouns, name)
        for viewer in cast.everyone().values():
            seen = set(model.objects.visible_to(viewer))
            for thing in model.objects.all():
                if viewer.is_authenticated:
                    perm = f"meetings.view_{model._meta.model_name}"
                    assert viewer.has_perm(perm, thing) == (thing in seen)
                else:
                    assert is_visible(viewer, thing) == (thing in seen)


def test_what_was_published_as_closed_is_opened_by_its_own_step_only(meeting, closed):
    publish_agenda(meeting, **BY)
    facts = {"title": closed.title, "html": "<p>Hemmeligt</p>", "public_heading": "Personsag"}

    with pytest.raises(ValidationError):
        edit_item(closed, based_on=1, is_closed=False, **facts, **BY)

    assert not EditionContent.objects.public().exists()


def test_a_correction_in_a_closed_item_is_read_where_the_item_is(cast, meeting, closed):
    made = decide(closed, kind="elected", html="<p>Valgt</p>", **BY)
    minuted(meeting)
    change_decision(made, based_on=1, kind="elected", html="<p>X</p>", by=HOUSE, at=AFTER)
    said = Corrected(closed, "Navnet er rettet.", "X hedder Y.")

    edition = publish_minutes(meeting, corrections=[said], by=HOUSE, at=AFTER)

    assert edition.why == ""
    assert not Correction.objects.public().exists()
    assert Correction.objects.visible_to(cast.mayor).get().why == "X hedder Y."
    assert (
        "X hedder Y"
        not in Entry.objects.filter(verb="meetings.minutes_published").last().payload.text
    )
