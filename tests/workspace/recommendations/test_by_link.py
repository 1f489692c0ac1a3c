"""Answering by the link of a mail: no sign-in, and no count before the second mail."""

import re
from datetime import date

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.rounds.asking_around import asked_of, contact_of
from tests.workspace.recommendations.conftest import THEN

from kkr.outbox.models import Mail
from kkr.rounds.actions import close_round, make_link, note_stage, revoke_link
from kkr.rounds.models import Reply, ReplyLink, Stage, UnconfirmedReply, Way

pytestmark = pytest.mark.django_db
SAID = {"answer": "approved", "decided_on": "07.02.2017"}


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    cache.clear()


def way_in(mail: Mail) -> str:
    """The path of the link in a mail."""
    return re.search(r"https?://[^/\s]+(/svar/\S+/)", mail.text)[1]


def newest() -> Mail:
    return Mail.objects.order_by("pk").last()


@pytest.fixture
def address(made):
    return way_in(newest())


def test_an_answer_counts_when_it_is_confirmed_from_the_second_mail(client, made, address):
    assert "Godkender I målene?" in client.get(address).content.decode()
    client.post(address, SAID)
    assert not Reply.objects.exists()
    second = way_in(newest())
    assert newest().confidential

    shown = client.get(second).content.decode()
    assert "Godkendt" in shown
    assert "07.02.2017" in shown
    assert not Reply.objects.exists()
    for _press in range(2):
        assert client.post(second)["Location"] == second
    assert "tæller" in client.get(second).content.decode()

    reply = Reply.objects.get()
    assert (reply.asked.name, reply.answer, reply.way) == ("Albertslund", "approved", Way.LINK)


def test_who_asks_sees_the_second_mail_and_a_link_that_was_taken_back(client, made, address, cast):
    client.post(address, SAID)
    revoke_link(ReplyLink.objects.get(), **THEN)
    secretary = Client()
    secretary.force_login(cast.secretary)

    page = secretary.get(f"/arbejde/hovedstaden/anbefalinger/{made.slug}/").content.decode()

    shown = page[page.index("svar med et link bekræftes fra") :]
    assert newest().to in shown
    assert way_in(newest()) not in page
    assert "taget tilbage den" in shown


def test_a_correction_by_a_link_says_why(client, address):
    for answer, why in (("approved", ""), ("noted", "En fejl.")):
        client.post(address, SAID | {"answer": answer})
        second = way_in(newest())
        if why:
            assert client.post(second).status_code == 200
            assert Reply.objects.valid().get().answer == "approved"
        client.post(second, {"why": why})

    assert (Reply.objects.valid().get().answer, Reply.objects.valid().get().why) == (
        "noted",
        "En fejl.",
    )


def test_a_file_is_sent_by_a_link_and_read_when_it_counts(client, made, address):
    client.post(address, SAID | {"file": SimpleUploadedFile("referat.txt", b"Godkendt.")})
    second = way_in(newest())
    assert "referat.txt" in client.get(second).content.decode()
    file = UnconfirmedReply.objects.get().file
    assert client.get(file.path).status_code == 404

    client.post(second)

    assert b"".join(client.get(file.path)) == b"Godkendt."


def test_a_stranger_learns_the_same_whatever_is_wrong(client, made, address):
    guess = client.get("/svar/gaet/")
    link = ReplyLink.objects.get()
    revoke_link(link, **THEN)
    revoked = client.get(address)
    contact = link.contact
    fresh = make_link(link.asked, contact, at=THEN["at"])
    close_round(made.round, **THEN)

    answers = [guess, revoked, client.get(f"/svar/{fresh}/"), client.get("/svar/bekraeft/gaet/")]

    assert {each.status_code for each in answers} == {404}
    assert len({re.sub(r"/svar/[^\"]*", "", each.content.decode()) for each in answers}) == 1


def test_the_page_is_kept_nowhere_and_found_by_nobody(client, address):
    for answer in (client.get(address), client.get("/svar/gaet/")):
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        # other sites learn no address; with no-referrer a browser would send our own form from "null"
        assert answer["Referrer-Policy"] == "same-origin"


def test_guessing_is_slowed_down_and_changes_nothing(client, made):
    answers = [client.get(f"/svar/gaet-{number}/").status_code for number in range(61)]
    assert answers[0] == 404
    assert answers[-1] == 429
    assert not UnconfirmedReply.objects.exists()


def test_one_sees_that_a_link_was_opened_in_another_browser(client, address):
    client.get(address)
    client.get(address)
    assert ReplyLink.objects.get().browsers == 1

    Client().get(address)

    assert ReplyLink.objects.get().browsers == 2


def test_a_link_answers_its_own_question_only(client, made, address):
    contact_of("glostrup", "anden@example.dk")
    client.post(address, SAID)
    client.post(way_in(newest()))
    assert not Reply.objects.filter(asked=asked_of(made.round, "glostrup")).exists()


def test_what_cannot_count_is_refused_at_once(client, address):
    before = Mail.objects.count()
    answer = client.post(address, {"answer": "approved_with_remarks"})
    assert "refusal" in answer.content.decode()
    assert Mail.objects.count() == before


def test_how_far_it_is_counts_when_it_is_confirmed_and_keeps_the_link_good(client, made, address):
    said = {"do": "stage", "stage-stage": "on_agenda", "stage-on": "14.03.2017"}
    refused = client.post(address, said | {"stage-on": ""}).content.decode()
    assert 'class="refusal"' in refused
    assert "bekræft" in client.post(address, said).content.decode().lower()
    assert asked_of(made.round, "albertslund").stage == ""
    second = way_in(newest())
    assert "2017-03-14" not in newest().html

    assert "2017-03-14" in client.get(second).content.decode()
    for _press in range(2):
        client.post(second)

    asked = asked_of(made.round, "albertslund")
    assert (asked.stage, asked.stage_on) == ("on_agenda", date(2017, 3, 14))
    assert "noteret for Albertslund" in client.get(second).content.decode()
    assert client.get(address).status_code == 200
    assert not Reply.objects.exists()


def test_confirmed_late_a_stage_undoes_no_newer_one(client, made, address):
    client.post(address, {"do": "stage", "stage-stage": "received"})
    second = way_in(newest())
    note_stage(asked_of(made.round, "albertslund"), stage=Stage.POSTPONED, **THEN)

    refused = client.post(second)

    assert "Der er noteret noget andet imens" in refused.content.decode()
    assert asked_of(made.round, "albertslund").stage == Stage.POSTPONED


def test_confirmed_twice_a_stage_undoes_no_newer_one(client, made, address):
    client.post(address, {"do": "stage", "stage-stage": "received"})
    second = way_in(newest())
    client.post(second)
    note_stage(asked_of(made.round, "albertslund"), stage=Stage.POSTPONED, **THEN)

    client.post(second)

    assert asked_of(made.round, "albertslund").stage == Stage.POSTPONED


def test_a_stage_takes_the_place_of_no_answer_that_waits(client, made, address):
    client.post(address, {"answer": "approved", "decided_on": "06.02.2017", "case_number": "1"})
    first = way_in(newest())
    client.post(address, {"do": "stage", "stage-stage": "received"})

    assert client.get(first).status_code == 200


def test_the_text_for_an_agenda_is_fetched_by_the_link_and_only_while_it_opens(
    client, made, address
):
    assert f"{address}punkt/" in client.get(address).content.decode()
    page = client.get(f"{address}punkt/").content.decode()
    assert "Godkender I målene?" in page
    assert client.get(f"{address}punkt.docx").content.startswith(b"PK")

    close_round(made.round, **THEN)

    ways = ("punkt/", "punkt.docx")
    assert {client.get(f"{address}{way}").status_code for way in ways} == {404}
    assert client.get("/svar/gaet/punkt.docx").status_code == 404
