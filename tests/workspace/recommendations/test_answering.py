"""A municipality's contact answers on its page; nobody else sees or changes it."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.rounds.asking_around import BY, asked_of, filled_in

from kkr.rounds.actions import close_round
from kkr.rounds.models import Asked, Reply, Way

pytestmark = pytest.mark.django_db


def page_of(asked: Asked) -> str:
    return f"/arbejde/svar/{asked.public_id}/"


def said(**other: str) -> dict[str, str]:
    return {
        "answer": "approved",
        "decided_on": "07.02.2017",
        "case_number": "17/123",
        "path": "Sundhedsudvalget 31.01.2017\r\nØkonomiudvalget",
    } | other


def test_a_contact_answers_from_the_desk(signed_in, asked):
    contact = signed_in("contact")
    assert page_of(asked) in contact.get("/arbejde/").content.decode()
    assert "Godkender I målene?" in contact.get(page_of(asked)).content.decode()

    answer = contact.post(page_of(asked), said())

    reply = Reply.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page_of(asked))
    assert (reply.answer, reply.way, reply.case_number) == ("approved", Way.PAGE, "17/123")
    assert reply.path == [
        {"committee": "Sundhedsudvalget", "on": "2017-01-31"},
        {"committee": "Økonomiudvalget", "on": ""},
    ]
    assert page_of(asked) not in contact.get("/arbejde/").content.decode()
    assert "Albertslund har svaret" in contact.get(page_of(asked)).content.decode()


def test_a_correction_says_why_and_the_first_answer_stays(signed_in, asked):
    contact = signed_in("contact")
    contact.post(page_of(asked), said())
    again = said(answer="approved_with_remarks", remark="Husk økonomien.")

    assert contact.post(page_of(asked), again).status_code == 200
    contact.post(page_of(asked), again | {"why": "Bemærkningen manglede."})

    valid = Reply.objects.valid().get()
    assert (valid.answer, valid.why) == ("approved_with_remarks", "Bemærkningen manglede.")
    text = contact.get(page_of(asked)).content.decode()
    assert "Tidligere svar" in text
    assert "Bemærkningen manglede." in text


def test_a_window_that_was_opened_before_a_correction_undoes_it_only_when_told_so(signed_in, asked):
    contact = signed_in("contact")
    page = page_of(asked)
    contact.post(page, said())
    old = filled_in(contact, page) | said(answer="noted", why="Fejl.")
    contact.post(page, filled_in(contact, page) | said(case_number="17/9", why="Nyt nummer."))

    slipped = contact.post(page, old | {"decided_on": "i går"}).content.decode()
    refused = contact.post(page, old)

    assert f'name="over" value="{old["over"]}"' in slipped
    assert refused.status_code == 409
    assert "Der er svaret, siden du åbnede siden" in refused.content.decode()
    assert Reply.objects.valid().get().case_number == "17/9"
    assert contact.post(page, old | filled_in(contact, page)).status_code == 302
    assert Reply.objects.valid().get().answer == "noted"


def test_sent_twice_it_is_kept_once_and_asks_no_reason(signed_in, asked):
    contact = signed_in("contact")
    sent = filled_in(contact, page_of(asked)) | said()

    for _press in range(2):
        assert contact.post(page_of(asked), sent).status_code == 302
    assert Reply.objects.count() == 1


def test_what_is_missing_is_said_at_its_field_and_nothing_is_kept(signed_in, asked):
    contact = signed_in("contact")
    for wrong in (
        {"answer": ""},
        {"answer": "approved_with_remarks"},
        {"decided_on": "07.02.2018"},
        {"path": "Økonomiudvalget 99.99.2017"},
        {"source_url": "ikke en adresse"},
    ):
        answer = contact.post(page_of(asked), said(**wrong))
        assert answer.status_code == 200
        assert "refusal" in answer.content.decode()
    assert not Reply.objects.exists()


def test_a_file_comes_with_the_answer_and_stays_through_a_correction(signed_in, asked):
    contact = signed_in("contact")
    file = SimpleUploadedFile("referat.txt", b"Godkendt.")
    contact.post(page_of(asked), said() | {"file": file})
    assert Reply.objects.get().file.name == "referat.txt"

    contact.post(page_of(asked), said(answer="noted", why="Fejl."))

    assert Reply.objects.valid().get().file.name == "referat.txt"
    refused = said() | {"file": SimpleUploadedFile("x.exe", b"MZ"), "why": "Fejl."}
    assert contact.post(page_of(asked), refused).status_code == 200
    assert Reply.objects.count() == 2


def test_a_contact_says_how_far_it_is(signed_in, asked):
    contact = signed_in("contact")
    note = {"do": "stage", "stage-stage": "on_agenda", "stage-on": ""}
    assert contact.post(page_of(asked), note).status_code == 200

    assert contact.post(page_of(asked), note | {"stage-on": "14.03.2017"}).status_code == 302

    asked.refresh_from_db()
    assert (asked.stage, str(asked.stage_on)) == ("on_agenda", "2017-03-14")


@pytest.mark.parametrize("who", ["other_contact", "mayor", "newcomer", "other_secretary"])
def test_nobody_else_reaches_the_page(signed_in, asked, who):
    other = signed_in(who)
    assert other.get(page_of(asked)).status_code == 404
    assert other.post(page_of(asked), said()).status_code == 404
    assert not Reply.objects.exists()


def test_a_contact_sees_its_own_municipality_only(signed_in, made, client):
    glostrup = asked_of(made.round, "glostrup")
    text = signed_in("contact").get("/arbejde/svar/").content.decode()
    assert "Albertslund" in text
    assert page_of(glostrup) not in text
    assert signed_in("mayor").get("/arbejde/svar/").status_code == 404
    assert client.get(page_of(glostrup)).status_code == 302


def test_a_closed_question_takes_no_answer(signed_in, asked):
    close_round(asked.round, **BY)
    contact = signed_in("contact")
    assert "Send svaret" not in contact.get(page_of(asked)).content.decode()
    assert contact.post(page_of(asked), said()).status_code == 200
    assert not Reply.objects.exists()


def test_the_text_for_the_own_agenda_is_html_and_word(signed_in, asked):
    contact = signed_in("contact")
    assert "punkt/" in contact.get(page_of(asked)).content.decode()
    shown = contact.get(f"{page_of(asked)}punkt/").content.decode()
    assert "<p>Godkender I målene?</p>" in shown

    file = contact.get(f"{page_of(asked)}punkt.docx")

    words = [each.text for each in docx.Document(io.BytesIO(file.content)).paragraphs]
    assert words[0] == "Mål for sundhed"
    assert "Godkender I målene?" in words
    assert "maal-for-sundhed.docx" in file["Content-Disposition"]
    for each in ("punkt/", "punkt.docx"):
        assert signed_in("other_contact").get(page_of(asked) + each).status_code == 404


def test_of_a_region_one_asks_what_the_regional_council_answered(secretary, made, cast):
    asked = Asked.objects.create(round=made.round, area=cast.council.area)
    page = f"/arbejde/hovedstaden/anbefalinger/{made.slug}/svar/{asked.public_id}/"
    shown = secretary.get(page).content.decode()
    assert "Hvad svarede regionsrådet?" in shown
    assert "kommunalbestyrelsen" not in shown.split("<form")[-2]

    said_there = {"answer": "approved", "decided_on": "07.02.2017", "case_number": "17/1"}
    secretary.post(page, said_there | {"step": 1})

    assert "besluttet i regionsrådet" in secretary.get(page).content.decode()
