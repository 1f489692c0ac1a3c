"""The item that approves the minutes of the last meeting has them attached by itself."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY, a_file, minuted
from tests.printing.reading import everything, inside, text
from tests.readers import body_of

from kkr.council.rules import is_visible
from kkr.meetings.actions import (
    Corrected,
    add_item,
    attach_file,
    change_decision,
    draft_agenda,
    end_meeting,
    exclude_member,
    open_item,
    plan_meeting,
    publish_agenda,
    publish_minutes,
    withdraw_attachment,
)
from kkr.meetings.differences import What, changes
from kkr.meetings.models import Decision
from kkr.printing.actions import make_print
from kkr.printing.choosing import Chosen, chosen, readers_of
from kkr.printing.from_editions import written
from kkr.printing.models import Audience, Order, Print
from kkr.printing.press import press
from kkr.printing.prints import print_for, public_print, why_withdrawn
from kkr.printing.tasks import print_ordered
from kkr.printing.typesetting import says, set_pdf
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

    made = printed(agenda)
    assert attached_to(made) == {NAME: bytes_of(public_print(minutes, at=AFTER))}
    assert b"Hemmeligt" not in everything(bytes_of(made))
    assert {each.finding.value for each in verify()} == {"same"}

    open_item(closed, **LATE)  # the minutes have a newer print now; what was sent out stays
    assert public_print(minutes, at=AFTER) not in made.within.all()
    assert public_print(agenda, at=AFTER) == made


@pytest.fixture
def kept_from(cast, closed):
    """That the mayor may not read the closed item."""
    mayor = cast.mayor.role_grants.get().membership.person
    return lambda: exclude_member(closed, mayor, why="Inhabil", **BY)


def test_a_member_has_the_closed_minutes_within_an_agenda_where_all_is_open(
    cast, meeting, item, closed, april
):
    minutes = minuted(meeting)
    agenda = agenda_of(april)

    own = printed(agenda, cast.member)

    assert attached_to(own) == {NAME: bytes_of(print_for(cast.member, minutes, at=AFTER))}
    assert b"Hemmeligt" in everything(bytes_of(own))
    assert "lukket bilag" in text(bytes_of(own))
    assert "For medlemmer, med det lukkede" in text(bytes_of(own))
    assert own.audience == Audience.MEMBERS
    assert own not in Print.objects.public()
    assert printed(agenda, cast.secretary) == own
    for stranger in (cast.other_secretary, cast.contact, cast.newcomer):
        assert printed(agenda, stranger) == printed(agenda)
    assert {each.finding.value for each in verify()} == {"same"}


def test_who_is_excluded_has_the_minutes_without_the_item(
    cast, meeting, item, closed, april, kept_from
):
    attach_file(item, a_file("lukket.txt", b"lukkede tal"), is_closed=True, **BY)
    kept_from()
    minutes = minuted(meeting)
    agenda = agenda_of(april)

    own, others = printed(agenda, cast.mayor), printed(agenda, cast.member)

    assert attached_to(own) == {NAME: bytes_of(print_for(cast.mayor, minutes, at=AFTER))}
    assert b"lukkede tal" in everything(bytes_of(own))
    for word in (b"Hemmeligt", b"direkt"):
        assert word not in everything(bytes_of(own))
        assert word in everything(bytes_of(others))
    assert {own, printed(agenda)} == set(Print.objects.of_edition(agenda).visible_to(cast.mayor))


def test_a_print_is_refused_to_whom_is_excluded_later_from_what_lies_within(
    cast, meeting, item, closed, april, kept_from
):
    minuted(meeting)
    agenda = agenda_of(april)
    before = print_for(cast.mayor, agenda, at=AFTER)
    assert b"Hemmeligt" in everything(bytes_of(before))

    kept_from()

    for name, viewer in cast.everyone().items():
        seen = before in Print.objects.visible_to(viewer)
        assert seen == (name in {"secretary", "chair", "member", "official", "administrator"})
        assert is_visible(viewer, before) == seen
    now = print_for(cast.mayor, agenda, at=AFTER)
    assert b"Hemmeligt" not in everything(bytes_of(now))
    assert now == public_print(agenda, at=AFTER)


def test_the_tick_prints_an_agenda_for_each_who_reads_other_minutes(
    cast, meeting, item, closed, april, kept_from
):
    attach_file(item, a_file("lukket.txt", b"lukkede tal"), is_closed=True, **BY)
    kept_from()
    minuted(meeting)
    agenda = agenda_of(april)
    assert cast.member != cast.mayor
    assert not Print.objects.exists()  # none of the minutes either
    Order.objects.exclude(edition=agenda).delete()

    assert print_ordered(AFTER) == 1

    made = Print.objects.of_edition(agenda)
    assert made.count() == 3
    for viewer in (None, *readers_of(agenda)):
        assert printed(agenda, viewer) in made.all()
    assert made.all().count() == 3


def test_what_a_member_was_sent_stays_when_the_item_in_the_minutes_opens(
    cast, meeting, item, closed, april
):
    minutes = minuted(meeting)
    agenda = agenda_of(april)
    before = printed(agenda, cast.member)

    open_item(closed, **LATE)

    assert print_for(cast.member, minutes, at=AFTER) == public_print(minutes, at=AFTER)
    assert print_for(cast.member, agenda, at=AFTER) == before
    assert public_print(agenda, at=AFTER) != before
    assert {each.finding.value for each in verify()} == {"same"}


def kept_as_before(edition, shows: Chosen) -> Print:
    """A print as it was kept when members, too, had everybody's minutes within."""
    values = {name: keys for name, keys in shows.values.items() if name != "prints_for_some"}
    document = written(edition, shows, site=settings.SITE_URL)
    files = document.bytes()
    content = set_pdf(document.sheet, files=files)
    made = Print(
        edition=edition,
        audience=shows.audience,
        shows=values,
        key=shows.key,
        site=settings.SITE_URL,
        made_at=AFTER,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        says=says(document.sheet, files=files),
        **vars(press()),
    )
    made.content.save("", ContentFile(content))
    made.contents.set(shows.contents)
    made.within.set(shows.prints)
    return made


def test_a_members_print_from_before_stays_and_comes_out_the_same(
    cast, meeting, item, closed, april
):
    facts = {"is_closed": True, "public_heading": "Lokaler", "html": "<p>Fortroligt</p>"}
    add_item(april, section=3, title="Valg af lokaler", **facts, **BY)
    minutes = minuted(meeting)
    agenda = agenda_of(april)
    public = public_print(minutes, at=AFTER)
    shows = replace(chosen(agenda, cast.member), prints=[public.pk], prints_for_some=[])
    before = kept_as_before(agenda, shows)

    now = print_for(cast.member, agenda, at=AFTER)

    assert attached_to(before) == {NAME: bytes_of(public)}
    assert attached_to(now) == {NAME: bytes_of(print_for(cast.member, minutes, at=AFTER))}
    assert before in Print.objects.visible_to(cast.member)
    assert {each.finding.value for each in verify()} == {"same"}


def test_where_nothing_of_the_minutes_is_closed_all_have_the_same_print(cast, meeting, item, april):
    minuted(meeting)
    agenda = agenda_of(april)

    assert {printed(agenda, viewer) for viewer in (None, *cast.everyone().values())} == {
        public_print(agenda, at=AFTER)
    }


def test_minutes_too_large_to_lie_within_are_listed_where_the_reader_reads_them(
    client, cast, meeting, item, closed, april, monkeypatch
):
    minuted(meeting)
    agenda = agenda_of(april)
    monkeypatch.setattr("kkr.printing.from_editions.ROOM", 5)

    own, public = printed(agenda, cast.member), printed(agenda)

    assert attached_to(own) == attached_to(public) == {}
    (minutes,) = own.within.all()
    assert minutes.path in text(bytes_of(own)).replace(" ", "")
    client.force_login(cast.member)
    assert body_of(client.get(minutes.path)) == bytes_of(minutes)
    (minutes,) = public.within.all()
    client.logout()
    assert body_of(client.get(minutes.path)) == bytes_of(minutes)


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
