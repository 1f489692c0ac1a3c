"""From an edition to a print that stays what it is, for each audience no more than it may read."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY, LATER, a_file, minuted
from tests.printing.reading import everything, inside, text

from kkr.council.actions import add_person
from kkr.council.rules import is_visible
from kkr.meetings.actions import (
    Corrected,
    attach_file,
    call_roll,
    change_decision,
    decide,
    edit_item,
    exclude_member,
    note_attendance,
    note_guests,
    open_item,
    publish_agenda,
    publish_minutes,
    withdraw_attachment,
    withdraw_item,
)
from kkr.meetings.models import Capacity, Standing
from kkr.printing.actions import make_print
from kkr.printing.choosing import chosen
from kkr.printing.from_editions import written
from kkr.printing.models import Audience, Order, Print
from kkr.printing.prints import prints_of, public_print
from kkr.printing.tasks import print_ordered
from kkr.printing.typesetting import set_pdf

pytestmark = pytest.mark.django_db
TICK = {"by": HOUSE, "at": AFTER}


def bytes_of(made: Print) -> bytes:
    with made.content.open("rb") as content:
        return content.read()


def printed(edition, viewer=None) -> bytes:
    return bytes_of(make_print(edition, viewer=viewer, **TICK))


def mayor_of(cast):
    return cast.mayor.role_grants.get().membership.person


def test_everybody_reads_of_a_closed_item_its_heading_and_members_all_of_it(
    cast, meeting, item, closed
):
    attach_file(item, a_file("aaben.txt", b"aabne tal"), **BY)
    attach_file(item, a_file("lukket.txt", b"lukkede tal"), is_closed=True, **BY)
    edition = publish_agenda(meeting, **BY)

    public, members = printed(edition), printed(edition, cast.member)

    assert "Personsag" in text(public)
    assert "Dimensionering" in text(public)
    assert "Det indstilles, at KKR godkender optaget." in text(public)
    for word in (b"direkt", b"Hemmeligt", b"lukkede tal", b"lukket.txt"):
        assert word not in everything(public)
        assert word in everything(members)
    assert inside(public) == {"3.1 aaben.txt": b"aabne tal"}
    assert "Offentlig udgave" in text(public)
    assert "For medlemmer, med det lukkede" in text(members)


def test_who_is_excluded_gets_one_without_the_item(cast, meeting, item, closed):
    attach_file(item, a_file("lukket.txt", b"lukkede tal"), is_closed=True, **BY)
    exclude_member(closed, mayor_of(cast), why="Inhabil", **BY)
    edition = publish_agenda(meeting, **BY)

    own = printed(edition, cast.mayor)

    assert b"Hemmeligt" not in everything(own)
    assert b"direkt" not in everything(own)
    assert b"lukkede tal" in everything(own)
    assert "For medlemmer, uden punkt 3.2" in text(own)
    assert b"Hemmeligt" in everything(printed(edition, cast.member))


def test_there_is_one_print_for_an_audience(cast, meeting, item, closed):
    exclude_member(closed, mayor_of(cast), why="Inhabil", **BY)
    edition = publish_agenda(meeting, **BY)

    made = {
        name: make_print(edition, viewer=viewer, **TICK).pk
        for name, viewer in cast.everyone().items()
    }

    members = ("secretary", "chair", "member", "official", "administrator")
    others = ("mayor", "other_secretary", "contact", "newcomer", "citizen")  # all without 3.2
    assert len({made[name] for name in members}) == 1
    assert len({made[name] for name in others}) == 1
    assert Print.objects.count() == 2


def test_the_same_edition_has_the_same_bytes(cast, meeting, item, closed):
    attach_file(item, a_file(), **BY)
    edition = publish_agenda(meeting, **BY)
    for viewer in (None, cast.member):
        made = make_print(edition, viewer=viewer, **TICK)
        document = written(edition, chosen(edition, viewer), site=made.site)
        again = set_pdf(document.sheet, files=document.bytes())
        assert hashlib.sha256(again).hexdigest() == made.sha256
        assert again == bytes_of(made)


def test_only_the_house_prints(cast, meeting, item):
    edition = publish_agenda(meeting, **BY)

    for name in ("secretary", "mayor", "newcomer"):
        with pytest.raises(PermissionDenied):
            make_print(edition, by=getattr(cast, name), at=AFTER)


def test_a_print_never_changes_and_is_never_deleted(meeting, item):
    made = make_print(publish_agenda(meeting, **BY), **TICK)

    for change in (
        lambda: Print.objects.update(sha256="0" * 64),
        lambda: Print.objects.filter(pk=made.pk).update(audience=Audience.MEMBERS),
        lambda: Print.objects.filter(pk=made.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_what_is_published_is_ordered_with_it_and_printed_by_the_tick(cast, meeting, item, closed):
    exclude_member(item, mayor_of(cast), why="Inhabil", **BY)
    assert cast.member.name != cast.mayor.name  # both may read, one of them less
    edition = publish_agenda(meeting, **BY)
    assert [order.edition for order in Order.objects.due_at(AFTER)] == [edition]

    assert print_ordered(AFTER) == 1
    assert print_ordered(AFTER) == 0

    assert sorted(Print.objects.values_list("audience", flat=True)) == ["members", "public"]


def test_a_publication_that_comes_to_nothing_orders_nothing(meeting, item):
    with pytest.raises(RuntimeError), transaction.atomic():
        publish_agenda(meeting, **BY)
        raise RuntimeError

    assert not Order.objects.exists()


def test_what_cannot_be_printed_is_tried_again_and_stops_nothing_else(
    meeting, item, monkeypatch, tmp_path
):
    file = a_file()
    attach_file(item, file, **BY)
    publish_agenda(meeting, **BY)
    away = tmp_path / "away"
    (tmp_path / file.content.name).rename(away)

    assert print_ordered(AFTER) == 0
    order = Order.objects.get()
    assert order.attempts == 1
    assert print_ordered(AFTER) == 0

    away.rename(tmp_path / file.content.name)
    assert print_ordered(order.not_before) == 1
    assert Print.objects.count() == 1


def test_what_is_opened_makes_a_new_public_print_and_the_earlier_one_stays(meeting, item, closed):
    edition = publish_agenda(meeting, **BY)
    print_ordered(LATER)
    before = public_print(edition, at=LATER)
    content = bytes_of(before)

    open_item(closed, by=HOUSE, at=LATER)
    assert print_ordered(LATER) == 1

    after = public_print(edition, at=LATER)
    assert after != before
    assert "Valg af direktør" in text(bytes_of(after))
    assert "blev åbnet 23. januar 2017" in text(bytes_of(after)).replace("\xa0", " ")
    assert bytes_of(before) == content
    told = [(each.sha256, each.is_withdrawn) for each in prints_of(edition)]
    assert told == [(after.sha256, False), (before.sha256, False)]


def test_a_withdrawn_file_takes_its_prints_with_it(cast, meeting, item, closed):
    made = attach_file(item, a_file("cpr.txt", b"nummeret er 17"), **BY)
    reader = cast.member
    edition = publish_agenda(meeting, **BY)
    print_ordered(LATER)
    old = Print.objects.in_bulk()
    assert len(old) == 2

    withdraw_attachment(made, why="Den nævner en borger", by=HOUSE, at=LATER)

    assert not Print.objects.visible_to(reader).exists()
    assert not Print.objects.public().exists()
    now = public_print(edition, at=LATER)
    assert b"nummeret er 17" not in everything(bytes_of(now))
    assert "Den nævner en borger." in text(bytes_of(now))
    assert [each.is_withdrawn for each in prints_of(edition)] == [False, True]
    assert set(old) <= set(Print.objects.in_bulk())


def test_the_object_and_the_list_agree(cast, meeting, item, closed):
    exclude_member(closed, mayor_of(cast), why="Inhabil", **BY)
    edition = publish_agenda(meeting, **BY)
    make_print(edition, **TICK)
    members = make_print(edition, viewer=cast.member, **TICK)
    readers = {"secretary", "chair", "member", "official", "administrator"}

    for name, viewer in cast.everyone().items():
        seen = set(Print.objects.visible_to(viewer))
        assert (members in seen) == (name in readers)
        for made in Print.objects.all():
            assert is_visible(viewer, made) == (made in seen)


def test_minutes_list_the_wishes_a_case_was_sent_back_with(meeting, of_case):
    wishes = ["Færre temaer", "Mere fokus"]
    decide(of_case, kind="referred_back", wishes=wishes, **BY)
    words = text(printed(minuted(meeting)))

    assert "Ønsker til den næste version:" in words
    for wish in wishes:
        assert wish in words


def test_minutes_say_who_was_there_and_what_was_decided(cast, meeting, item):
    meeting.also_present = "Sekretær Anne And"
    meeting.save()
    mayor = mayor_of(cast)
    publish_agenda(meeting, **BY)
    call_roll(meeting, **BY)
    facts = {"municipality": cast.municipality, **BY}
    note_attendance(meeting, mayor, standing=Standing.APOLOGIES, **facts)
    substitute = add_person(name="Jannich Petersen", **BY)
    note_attendance(
        meeting,
        substitute,
        standing=Standing.PRESENT,
        capacity=Capacity.SUBSTITUTE,
        stands_in_for=mayor,
        came_at=item,
        **facts,
    )
    third = add_person(name="Bo Berg", **BY)
    note_attendance(meeting, third, standing=Standing.APOLOGIES, **facts)
    decide(
        item, kind="approved", html="<p>Som indstillet.</p>", dissent="Liste Z tog afstand.", **TICK
    )

    told = text(printed(minuted(meeting)))

    line = (
        "Mayor of the test, Albertslund Kommune supp. Jannich Petersen deltog (kom ved punkt 3.1)"
    )
    assert line in told
    assert "Bo Berg, Albertslund Kommune" in told
    for words in ("Godkendt", "Som indstillet.", "Liste Z tog afstand.", "Sekretær Anne And"):
        assert words in told


def test_corrected_minutes_say_what_was_corrected(meeting, item):
    minuted(meeting)
    decision = item.decisions.get()
    change_decision(decision, based_on=1, kind="approved", html="<p>Med forbehold.</p>", **TICK)
    what = Corrected(item=item, what="»alle« er rettet til »et flertal«", why="En var imod.")
    edition = publish_minutes(meeting, corrections=[what], **TICK)

    told = text(printed(edition))

    assert "3.1: »alle« er rettet til »et flertal«" in told
    assert "En var imod." in told


def test_what_was_corrected_above_the_items_is_told_of_the_meeting(meeting, item):
    minuted(meeting)
    note_guests(meeting, "Anne And, KL", over="", **TICK)
    what = Corrected(item=None, what="Anne And var der.", why="Hun var glemt.")

    told = text(printed(publish_minutes(meeting, corrections=[what], **TICK)))

    assert "Tid, sted eller deltagere: Anne And var der." in told
    assert "Hun var glemt." in told


def test_a_withdrawn_item_keeps_its_number_and_says_why(meeting, item, closed):
    publish_agenda(meeting, **BY)
    withdraw_item(item, why="Sagen er ikke klar", **BY)
    edition = publish_agenda(meeting, why="Et punkt er taget af", **BY)

    told = text(printed(edition))

    assert "Sagen er ikke klar" in told
    assert "Et punkt er taget af." in told
    assert "Det indstilles" not in told


def test_what_was_closed_after_publication_is_in_no_print_any_more(meeting, item):
    edition = publish_agenda(meeting, **BY)
    before = make_print(edition, **TICK)
    edit_item(
        item, based_on=1, title=item.title, html="<p>Optaget</p>",
        is_closed=True, public_heading="Lukket", **BY,
    )  # fmt: skip

    after = public_print(edition, at=AFTER)

    assert before not in Print.objects.public()
    assert "Det indstilles" not in text(bytes_of(after))


def test_what_does_not_fit_is_listed_with_its_address(meeting, item, monkeypatch):
    monkeypatch.setattr("kkr.printing.from_editions.ROOM", 5)
    attach_file(item, a_file("lille.txt", b"1234"), **BY)
    big = a_file("stor.txt", b"12345678")
    attach_file(item, big, **BY)
    edition = publish_agenda(meeting, **BY)

    content = printed(edition)

    assert inside(content) == {"3.1 lille.txt": b"1234"}
    assert str(big.public_id) in text(content).replace(" ", "")
    assert "nogle af dem er kun nævnt" in text(content)
