"""The PDF of an agenda or minutes at its addresses, for everybody."""

import base64
import hashlib
from datetime import date

import pytest
from django.test import RequestFactory
from tests.cast import HOUSE
from tests.meetings.council_at_work import BY, LATER, a_file
from tests.printing.reading import everything, text
from tests.readers import Reader, body_of

from kkr.meetings.actions import (
    add_item,
    attach_file,
    open_item,
    plan_meeting,
    publish_agenda,
    withdraw_attachment,
)
from kkr.printing.models import Print
from kkr.website.prints.lines import print_line

pytestmark = pytest.mark.django_db
MEETING = "/hovedstaden/moeder/2017-02-06"
AGENDA = f"{MEETING}/dagsorden.pdf"
AT_WORK = "/arbejde/hovedstaden/moeder/2017-02-06/dagsorden.pdf"


@pytest.fixture
def meeting(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return plan_meeting(council=cast.council, held_on=date(2017, 2, 6), **BY)


@pytest.fixture
def item(meeting):
    return add_item(meeting, section=3, title="Dimensionering", html="<p>Optaget</p>", **BY)


@pytest.fixture
def closed(meeting):
    facts = {"is_closed": True, "public_heading": "Personsag", "html": "<p>Hemmeligt</p>"}
    return add_item(meeting, section=3, title="Valg", **facts, **BY)


@pytest.fixture
def attached(item):
    return attach_file(item, a_file("tal.txt", b"nummeret er 17"), **BY)


@pytest.fixture
def edition(meeting, attached, closed):
    return publish_agenda(meeting, **BY)


def test_it_is_there_before_the_tick_and_proves_what_it_is(client, edition):
    answer = client.get(AGENDA)

    content = body_of(answer)
    digest = hashlib.sha256(content)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    told = base64.b64encode(digest.digest()).decode()
    assert answer["Repr-Digest"] == f"sha-256=:{told}:"
    assert answer["ETag"] == f'"{digest.hexdigest()}"'
    name = "KKR Hovedstaden 2017-02-06 Dagsorden udgave 1.pdf"
    assert answer["Content-Disposition"] == f'inline; filename="{name}"'
    assert body_of(client.get(AGENDA)) == content
    assert Print.objects.count() == 1


def test_any_cache_may_keep_it_and_must_ask_each_time(client, edition):
    first = client.get(AGENDA)
    assert body_of(first)

    assert first["Cache-Control"] == "public, no-cache"
    assert "Cookie" not in first.get("Vary", "")
    again = client.get(AGENDA, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_cache_of_pages_keeps_none(edition, attached):
    reader = Reader()
    assert reader(AGENDA)[0] == "200"
    assert not reader.cache.shelf.pages

    withdraw_attachment(attached, why="En fejl", by=HOUSE, at=LATER)

    _status, body = reader.whole(RequestFactory().get(AGENDA).environ)
    assert b"nummeret er 17" not in everything(body)


def test_each_edition_and_each_print_has_its_address(client, edition, meeting, item):
    add_item(meeting, section=3, title="Et punkt mere", **BY)
    publish_agenda(meeting, why="Et punkt mere", by=HOUSE, at=LATER)

    first = body_of(client.get(f"{MEETING}/dagsorden/1.pdf"))
    second = body_of(client.get(f"{MEETING}/dagsorden/2.pdf"))

    assert "Et punkt mere" not in text(first)
    assert "Et punkt mere" in text(second)
    assert body_of(client.get(AGENDA)) == second
    line = print_line(edition)
    assert line["href"] == f"{MEETING}/dagsorden/1.pdf"
    assert line["print"].sha256 == hashlib.sha256(first).hexdigest()
    assert body_of(client.get(line["print"].path)) == first


@pytest.mark.parametrize(
    "path",
    [
        f"{MEETING}/referat.pdf",
        f"{MEETING}/dagsorden/2.pdf",
        f"{MEETING}/referat/1.pdf",
        f"{MEETING}/dagsorden/1/{'0' * 64}.pdf",
        "/hovedstaden/moeder/2017-02-07/dagsorden.pdf",
        "/sjaelland/moeder/2017-02-06/dagsorden.pdf",
    ],
)
def test_what_is_not_there_is_404(client, edition, path):
    assert client.get(path).status_code == 404


def test_what_is_opened_leaves_the_earlier_print_at_its_digest(client, edition, closed):
    before = body_of(client.get(AGENDA))

    open_item(closed, by=HOUSE, at=LATER)

    after = body_of(client.get(AGENDA))
    assert "Hemmeligt" in text(after)
    digest = hashlib.sha256(before).hexdigest()
    assert body_of(client.get(f"{MEETING}/dagsorden/1/{digest}.pdf")) == before
    (earlier,) = print_line(edition)["earlier"]
    assert earlier["print"].sha256 == digest
    assert not earlier["print"].is_withdrawn


def test_a_print_with_a_withdrawn_file_is_gone_and_says_why(client, edition, attached):
    before = body_of(client.get(AGENDA))
    etag = f'"{hashlib.sha256(before).hexdigest()}"'
    place = f"{MEETING}/dagsorden/1/{etag[1:-1]}.pdf"
    assert body_of(client.get(place)) == before

    withdraw_attachment(attached, why="Den nævner en borger", by=HOUSE, at=LATER)

    gone = client.get(place, headers={"if-none-match": etag})
    assert gone.status_code == 410
    for words in ("Den nævner en borger", "punkt 3.1", etag[1:-1], f"{MEETING}/dagsorden/1.pdf"):
        assert words in gone.content.decode()
    now = client.get(AGENDA, headers={"if-none-match": etag})
    assert now.status_code == 200
    assert b"nummeret er 17" not in everything(body_of(now))
    assert [each["print"].is_withdrawn for each in print_line(edition)["earlier"]] == [True]


def test_members_get_theirs_at_work_and_nobody_else(cast, client, edition):
    readers = {"secretary", "chair", "mayor", "member", "official", "administrator"}
    for name, viewer in cast.everyone().items():
        if name == "citizen":
            continue
        client.force_login(viewer)
        answer = client.get(AT_WORK)
        content = body_of(answer)
        assert (name, answer.status_code) == (name, 200 if name in readers else 404)
        if name in readers:
            assert "Hemmeligt" in text(content)
            assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
            assert "for medlemmer.pdf" in answer["Content-Disposition"]


def test_a_citizen_is_asked_who_they_are_and_told_nothing(client, edition):
    there, nowhere = client.get(AT_WORK), client.get(AT_WORK.replace("2017", "1917"))

    assert there.status_code == nowhere.status_code == 302
    assert not Print.objects.exists()


def test_the_address_of_a_members_print_is_nobodys(cast, client, edition):
    client.force_login(cast.member)
    digest = hashlib.sha256(body_of(client.get(AT_WORK))).hexdigest()

    assert client.get(f"{MEETING}/dagsorden/1/{digest}.pdf").status_code == 404
