"""The item that approves the minutes of the last meeting has them attached by itself."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY, a_file, minuted
from tests.printing.reading import everything, inside
from tests.readers import body_of

from kkr.meetings.actions import (
    Corrected,
    attach_file,
    change_decision,
    draft_agenda,
    end_meeting,
    open_item,
    plan_meeting,
    publish_agenda,
    publish_minutes,
    withdraw_attachment,
)
from kkr.meetings.differences import What, changes
from kkr.meetings.models import Decision
from kkr.printing.actions import make_print
from kkr.printing.models import Order, Print
from kkr.printing.prints import public_print, why_withdrawn
from kkr.printing.verifying import verify

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
LATE = {"by": HOUSE, "at": AFTER}
NAME = "1.1 Referat af mødet den 6. februar 2017.pdf"


def bytes_of(made: Print) -> bytes:
    with made.content.open("rb") as content:
        return content.read()


def printed(edition, viewer=None) -> Print:
    return make_print(edition, viewer=viewer, **LATE)


def attached_to(made: Print) -> dict[str, bytes]:
    """The files inside by their Unicode names; the reader also gives each under an older one."""
    files = inside(bytes_of(made))
    return {name: content for name, content in files.items() if "\u00c3" not in name}


@pytest.fixture
def april(cast):
    return plan_meeting(council=cast.council, held_on=date(2017, 4, 24), **BY)


def corrected(meeting, words="<p>Godkendt med en bemærkning.</p>"):
    """The minutes anew, with other words of the first decision."""
    decision = Decision.objects.filter(item__meeting=meeting).order_by("pk").first()
    based_on = decision.document.latest.number
    change_decision(decision, based_on=based_on, kind="approved", html=words, **LATE)
    said = Corrected(decision.item, what="Ordlyden", why="En fejl")
    return publish_minutes(meeting, corrections=[said], **LATE)


def agenda_of(april):
    draft_agenda(april, **LATE)
    return publish_agenda(april, **LATE)


def test_an_agenda_holds_the_frozen_public_print_of_the_last_minutes(
    cast, meeting, item, closed, april
):
    minutes = minuted(meeting)
    agenda = agenda_of(april)

    for viewer in (None, cast.member):
        files = attached_to(printed(agenda, viewer))
        assert files == {NAME: bytes_of(public_print(minutes, at=AFTER))}
    made = printed(agenda)
    assert b"Hemmeligt" not in everything(bytes_of(made))
    assert {each.finding.value for each in verify()} == {"same"}

    open_item(closed, **LATE)  # the minutes have a newer print now; what was sent out stays
    assert public_print(minutes, at=AFTER) not in made.within.all()
    assert public_print(agenda, at=AFTER) == made


def test_everybody_and_members_find_them_under_the_item(client, cast, meeting, item, april):
    minuted(meeting)
    agenda_of(april)
    link = '<a href="/hovedstaden/moeder/2017-02-06/referat/1.pdf"'

    for path in ("", "1.1/", "dagsorden/1/"):
        page = client.get(f"/hovedstaden/moeder/2017-04-24/{path}").content.decode()
        assert link in page, path
        assert "Referat af mødet den 6. februar 2017 (PDF)" in page.replace("\xa0", " ")
    client.force_login(cast.member)
    page = client.get("/arbejde/hovedstaden/moeder/2017-04-24/laes/").content.decode()
    assert (
        '<a href="/arbejde/hovedstaden/moeder/2017-02-06/referat.pdf"' in page
    )  # with what is closed
    answer = client.get("/hovedstaden/moeder/2017-02-06/referat/1.pdf")
    assert body_of(answer).startswith(b"%PDF")


def test_a_correction_is_followed_until_the_agenda_is_out_and_then_a_new_edition_says_so(
    meeting, item, april
):
    minuted(meeting)
    draft_agenda(april, **LATE)
    second = corrected(meeting)
    agenda = publish_agenda(april, **LATE)
    name, content = next(iter(attached_to(printed(agenda)).items()))
    assert name == NAME.replace(".pdf", ", udgave 2.pdf")
    assert content == bytes_of(public_print(second, at=AFTER))

    third = corrected(meeting, "<p>Godkendt med to bemærkninger.</p>")
    assert attached_to(printed(agenda)) == {name: content}
    with pytest.raises(ValidationError):
        publish_agenda(april, **LATE)
    newer = publish_agenda(april, why="Referatet er rettet", **LATE)

    assert [each.what for each in changes(agenda, newer)] == [What.ATTACHMENTS]
    assert bytes_of(public_print(third, at=AFTER)) in attached_to(printed(newer)).values()


def test_minutes_say_what_was_sent_out_and_hold_no_minutes(meeting, item, april):
    first = minuted(meeting)
    agenda_of(april)
    end_meeting(april, undecided="Kun til prøve", **LATE)
    corrected(meeting)
    minutes = publish_minutes(april, undecided="Kun til prøve", **LATE)

    facts = minutes.items.get(number="1.1").content.facts
    assert facts["approves"] == first.pk
    assert attached_to(printed(minutes)) == {}


def test_without_minutes_nothing_is_attached_and_later_a_new_edition_has_them(meeting, item, april):
    agenda = agenda_of(april)
    assert attached_to(printed(agenda)) == {}

    minuted(meeting)
    newer = publish_agenda(april, why="Referatet er kommet", **LATE)

    assert list(attached_to(printed(newer))) == [NAME]


def test_what_is_withdrawn_from_the_minutes_is_withdrawn_from_the_agenda(
    cast, meeting, item, april
):
    file = attach_file(item, a_file("cpr.txt", b"nummeret er 17"), **BY)
    minuted(meeting)
    agenda = agenda_of(april)
    made = printed(agenda)
    assert b"nummeret er 17" in everything(bytes_of(made))
    Order.objects.all().delete()

    withdraw_attachment(file, why="Den nævner en borger", **LATE)

    assert made not in Print.objects.public()
    assert made not in Print.objects.visible_to(cast.member)
    assert why_withdrawn(made) == [("3.1", "Den nævner en borger")]
    assert agenda in [order.edition for order in Order.objects.all()]
    now = public_print(agenda, at=AFTER)
    assert b"nummeret er 17" not in everything(bytes_of(now))
    assert list(attached_to(now)) == [NAME]
