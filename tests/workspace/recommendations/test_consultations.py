"""A secretary sends a case out for consultation, and follows it; municipalities and committees answer."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cases.consulting import (
    FINAL,
    TWO_STEPS,
    a_case,
    asked_in,
    consulted,
    responded,
    sent_out,
)
from tests.rounds.asking_around import area, contact_of, filled_in
from tests.workspace.recommendations.conftest import AFTERWARDS, THEN

from kkr.cases.actions import add_paper
from kkr.cases.models import Consultation, Paper, PaperVersion
from kkr.ledger import clock
from kkr.outbox.models import Mail
from kkr.rounds.actions import withdraw_round
from kkr.rounds.models import Reply, ReplyLink, Way
from kkr.rounds.tasks import remind_unanswered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def case(cast):
    return a_case(cast.council)


@pytest.fixture
def out(case, cast):
    """Albertslund, which has a contact, Glostrup and a committee are asked; it is not public."""
    contact_of("albertslund")
    return sent_out(case, cast.council, "albertslund", "glostrup", committees=[cast.committee])


def page_of(made) -> str:
    return f"/arbejde/sager/{made.case.public_id}/hoeringer/{made.number}/"


def text_of(client, address: str) -> str:
    return client.get(address).content.decode().replace("\xa0", " ")


# The secretary


def test_from_a_case_to_a_consultation_that_is_out(secretary, case, cast):
    contact_of("albertslund")
    version = add_paper(case, title="Udkast", html="<p>Ti mål</p>", dated_on=FINAL, **THEN)
    committee = cast.committee
    desk = f"/arbejde/sager/{case.public_id}/"
    new = f"{desk}hoeringer/ny/"
    assert new in text_of(secretary, desk)
    said = {
        "title": "Høring om mål",
        "html": "<p>Hvad mener I?</p>",
        "about": version.pk,
        "deadline_on": "01.05.2017",
        "whom": "all",
        "committees": [committee.pk],
        "is_public": "on",
        "token": re.search('name="token" value="([^"]+)"', text_of(secretary, new))[1],
    }

    pressed = [secretary.post(new, said) for _press in range(2)]

    made = Consultation.objects.get()
    page = page_of(made)
    assert [answer["Location"] for answer in pressed] == [page] * 2
    assert made.round.asked.count() == 30
    draft = text_of(secretary, page)
    assert "Ikke sendt ud endnu" in draft
    assert "Ti mål" in draft
    change = f"{page}udkast/"
    form = secretary.get(change).context["form"]
    said = {"title": "Høring om mål", "deadline_on": "2017-05-01", "over": form.seen}
    said["areas"] = [form["areas"].value()[0]]
    said["committees"] = list(form["committees"].value())
    assert secretary.post(change, said)["Location"] == page
    assert made.round.asked.count() == 2
    assert secretary.post(change, said).status_code == 409
    everybody = {"areas": form["areas"].value(), "over": secretary.get(change).context["form"].seen}
    secretary.post(change, said | everybody)
    assert page in text_of(secretary, desk)
    assert page in text_of(secretary, "/arbejde/")
    assert not Mail.objects.exists()

    secretary.post(f"{page}send/")

    mail = Mail.objects.get()
    assert mail.subject == "Høring: Høring om mål"
    assert "0 af 30 har svaret" in text_of(secretary, page)
    assert secretary.get(f"{page}ret/")["Location"] == page


def test_two_reports_chosen_municipalities_or_committees_alone(secretary, case, cast):
    new = f"/arbejde/sager/{case.public_id}/hoeringer/ny/"
    committee = cast.committee
    said = {
        "title": "Høring",
        "html": "<p>?</p>",
        "first_on": "15.03.2017",
        "deadline_on": "01.05.2017",
        "whom": "some",
    }
    assert "areas" in secretary.post(new, said).context["form"].errors
    assert "whom" in secretary.post(new, said | {"whom": "none"}).context["form"].errors
    chosen = said | {"areas": [area("albertslund").pk]}
    for whom in ("all", "none"):
        assert "whom" in secretary.post(new, chosen | {"whom": whom}).context["form"].errors
    assert not Consultation.objects.exists()

    secretary.post(new, said | {"whom": "none", "committees": [committee.pk]})

    made = Consultation.objects.get()
    assert [each.name for each in made.round.asked.all()] == ["Sundhed"]
    assert [str(each) for each in made.round.steps.all()] == ["Første svar", "Endeligt svar"]
    assert not made.round.is_public


def test_of_a_closed_case_the_form_offers_nothing_public(secretary, cast):
    closed = a_case(cast.council, is_public=False)
    new = f"/arbejde/sager/{closed.public_id}/hoeringer/ny/"
    assert "Sagen er lukket" in text_of(secretary, new)
    said = {"title": "x", "html": "<p>?</p>", "deadline_on": "01.05.2017", "whom": "all"}
    secretary.post(new, said | {"is_public": "on"})
    assert not Consultation.objects.get().round.is_public


def test_the_question_is_reworded_before_it_is_out(secretary, case, cast):
    made = consulted(case, cast.council, "albertslund")
    secretary.post(f"{page_of(made)}ret/", {"html": "<p>Nyt</p>", "based_on": 1})
    assert made.question.latest.html == "<p>Nyt</p>"


def test_one_follows_who_has_answered_and_who_is_late(secretary, out, monkeypatch):
    responded(out, "Albertslund", "Husk økonomien.")
    page = page_of(out)
    shown = text_of(secretary, page)
    assert "1 af 3 har svaret" in shown
    assert "Husk økonomien." in shown
    assert page not in text_of(secretary, "/arbejde/").split("</nav>")[-1]

    monkeypatch.setattr(clock, "now", lambda: AFTERWARDS)

    assert "2 svar mangler efter fristen" in text_of(secretary, page)
    assert "2 høringssvar" in text_of(secretary, "/arbejde/")


def test_the_secretary_enters_a_response_with_a_file_alone(secretary, out):
    entry = f"{page_of(out)}svar/{asked_in(out, 'Glostrup').public_id}/"
    said = {"answer": "response"}
    assert "Skriv høringssvaret" in secretary.post(entry, said).content.decode()

    secretary.post(entry, said | {"file": SimpleUploadedFile("svar.txt", b"Vi er enige.")})

    reply = Reply.objects.get()
    assert (reply.way, reply.file.name, reply.remark) == (Way.SECRETARY, "svar.txt", "")
    assert "svar.txt" in text_of(secretary, page_of(out))


def test_one_press_makes_the_paper_and_another_its_next_version(secretary, out):
    responded(out, "Albertslund", "Husk økonomien.")
    summarise = f"{page_of(out)}sammenfat/"
    form = secretary.get(summarise).context["form"]

    answer = secretary.post(summarise, {"title": form.initial["title"]})

    paper = Paper.objects.get()
    assert paper.title == "Høringssvar: Høring om mål"
    assert paper.slug in answer["Location"]
    assert "Husk økonomien." in text_of(secretary, answer["Location"])
    assert PaperVersion.objects.get().released_at is None

    responded(out, "Glostrup", "Enig.")
    form = secretary.get(summarise).context["form"]
    assert form.initial["paper"] == paper
    secretary.post(summarise, {"paper": paper.pk, "title": ""})
    assert PaperVersion.objects.count() == 2


def test_it_is_given_more_time_closed_and_withdrawn(secretary, case, out, cast):
    page = page_of(out)
    secretary.post(f"{page}frist/", {"to": "01.06.2017", "why": "Ferie."})
    assert str(out.round.steps.get().deadline_on) == "2017-06-01"
    secretary.post(f"{page}luk/")
    assert "Lukket" in text_of(secretary, page)
    assert secretary.post(f"{page}luk/")["Location"] == page
    other = sent_out(case, cast.council, "albertslund")
    secretary.post(f"{page_of(other)}traek-tilbage/", {"why": "Sagen er udskudt."})
    assert "Sagen er udskudt." in text_of(secretary, page_of(other))
    assert secretary.get(f"{page_of(other)}sammenfat/").status_code == 404


def test_of_two_reports_one_says_which_last_day_is_moved(secretary, case, cast):
    made = sent_out(case, cast.council, "albertslund", deadlines=TWO_STEPS)
    first = made.round.steps.get(number=1)
    said = {"step": first.pk, "to": "20.03.2017", "why": "Ferie."}
    secretary.post(f"{page_of(made)}frist/", said)
    days = [str(each.deadline_on) for each in made.round.steps.all()]
    assert days == ["2017-03-20", "2017-05-01"]


def test_a_link_is_taken_back(secretary, out):
    link = ReplyLink.objects.get()
    secretary.post(f"{page_of(out)}links/{link.pk}/")
    link.refresh_from_db()
    assert link.revoked_at is not None


WAYS = (
    "", "ret/", "send/", "frist/", "luk/", "traek-tilbage/", "sammenfat/",
)  # fmt: skip


@pytest.mark.parametrize(
    "who", ["other_secretary", "mayor", "contact", "official", "committee_official", "newcomer"]
)
def test_nobody_else_asks_or_follows(signed_in, out, who):
    other, page = signed_in(who), page_of(out)
    asked, link = out.round.asked.first(), ReplyLink.objects.get()
    more = (f"{page}svar/{asked.public_id}/", f"{page}links/{link.pk}/", f"{page}../ny/")
    for address in (*(f"{page}{each}" for each in WAYS), *more):
        assert other.get(address).status_code == 404
        assert other.post(address, {"why": "x", "title": "x"}).status_code == 404
    assert out.round.state == "open"
    assert not Paper.objects.exists()


# Those who answer


def test_a_contact_responds_on_the_page_of_its_municipality(signed_in, out):
    contact = signed_in("contact")
    asked = asked_in(out, "Albertslund")
    page = f"/arbejde/svar/{asked.public_id}/"
    assert page in text_of(contact, "/arbejde/")
    shown = text_of(contact, page)
    assert "Hvad mener I om målene?" in shown
    assert "høringssvar" in shown.lower()
    assert "Godkendt" not in shown
    assert "kommunalbestyrelsen" not in shown.split("<main")[-1].split("stage")[0]

    contact.post(page, {"answer": "response", "remark": "Husk økonomien."})

    assert Reply.objects.get().way == Way.PAGE
    assert "Husk økonomien." in text_of(contact, page)
    assert page not in text_of(contact, "/arbejde/").split("</nav>")[-1]


def test_an_official_of_the_committee_responds_on_the_same_page(signed_in, out):
    official = signed_in("committee_official")
    asked = asked_in(out, "Sundhed")
    page = f"/arbejde/svar/{asked.public_id}/"
    assert page in text_of(official, "/arbejde/")
    own = text_of(official, "/arbejde/svar/")
    assert "Spørgsmål til udvalget" in own
    assert page in own

    official.post(page, {"answer": "no_remarks"})

    assert Reply.objects.get().asked == asked
    assert "besvaret af udvalget" in text_of(official, page)
    other = asked_in(out, "Albertslund")
    assert official.get(f"/arbejde/svar/{other.public_id}/").status_code == 404


def test_who_is_asked_nothing_has_no_such_page(signed_in, case):
    assert signed_in("committee_official").get("/arbejde/svar/").status_code == 404


def test_both_reports_are_given_one_after_the_other(signed_in, case, cast):
    made = sent_out(case, cast.council, "albertslund", deadlines=TWO_STEPS)
    contact = signed_in("contact")
    page = f"/arbejde/svar/{asked_in(made, 'Albertslund').public_id}/"
    assert "Første svar" in text_of(contact, page)
    first = filled_in(contact, page) | {"answer": "response", "remark": "Foreløbigt."}
    for _press in range(2):
        assert contact.post(page, first).status_code == 302
    shown = text_of(contact, page)
    assert "Endeligt svar" in shown
    assert "Foreløbigt." in shown
    contact.post(page, filled_in(contact, page) | {"answer": "response", "remark": "Endeligt."})
    assert given_now() == {(1, "Foreløbigt."), (2, "Endeligt.")}

    mended = filled_in(contact, f"{page}?rapport=1") | {"remark": "Mindre.", "why": "For langt."}
    contact.post(page, mended | {"answer": "response"})

    assert given_now() == {(1, "Mindre."), (2, "Endeligt.")}


def test_which_of_two_reports_is_given_is_said(signed_in, case, cast):
    made = sent_out(case, cast.council, "albertslund", deadlines=TWO_STEPS)
    page = f"/arbejde/svar/{asked_in(made, 'Albertslund').public_id}/"

    assert signed_in("contact").post(page, {"answer": "no_remarks"}).status_code == 200
    assert not Reply.objects.exists()


def given_now():
    return set(Reply.objects.valid().values_list("step__number", "remark"))


def test_the_text_that_is_asked_about_is_read_there_though_it_is_closed(signed_in, case, cast):
    about = add_paper(case, title="Udkast", html="<p>Ti mål</p>", dated_on=FINAL, **THEN)
    made = sent_out(case, cast.council, "albertslund", about=about)
    page = f"/arbejde/svar/{asked_in(made, 'Albertslund').public_id}/"
    assert "Ti mål" in text_of(signed_in("contact"), page)


def test_the_text_for_an_agenda_speaks_of_a_consultation(signed_in, out):
    page = f"/arbejde/svar/{asked_in(out, 'Albertslund').public_id}/punkt"
    contact = signed_in("contact")
    shown = text_of(contact, f"{page}/")
    assert "Hvad mener I om målene?" in shown
    assert "afgives høringssvar" in shown
    assert contact.get(f"{page}.docx").content.startswith(b"PK")


def test_by_a_personal_link_one_responds_and_confirms(client, out):
    token = Mail.objects.get().text.split("/svar/")[1].split("/")[0]
    page = f"/svar/{token}/"
    assert "Hvad mener I om målene?" in text_of(client, page)
    client.post(page, {"answer": "response", "remark": "Husk økonomien."})
    confirm = Mail.objects.latest("pk").text.split("/svar/bekraeft/")[1].split("/")[0]
    client.post(f"/svar/bekraeft/{confirm}/")
    assert Reply.objects.get().remark == "Husk økonomien."


def test_the_mails_have_no_word_of_what_is_not_public(out):
    remind_unanswered(AFTERWARDS.replace(day=2))
    assert Mail.objects.count() == 2
    for mail in Mail.objects.all():
        assert "om mål" not in mail.subject + mail.text + mail.html
        assert "høring, der ikke er offentlig" in mail.subject


def test_the_list_says_what_each_is_and_that_one_is_withdrawn(signed_in, out, made):
    contact = signed_in("contact")
    waiting = text_of(contact, "/arbejde/svar/")
    assert "Spørgsmål til kommunalbestyrelsen ·" in waiting
    assert "Høring ·" in waiting

    withdraw_round(made.round, why="Sagen er udskudt.", **THEN)

    shown = text_of(contact, "/arbejde/svar/")
    assert (
        "(Spørgsmål til kommunalbestyrelsen), Albertslund: trukket tilbage, ikke besvaret" in shown
    )
    assert "lukket uden svar" not in shown
