"""A secretary asks the municipal councils with a decision, and follows who answers."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.meetings.council_at_work import BY
from tests.rounds.asking_around import answered, area, asked_of, contact_of
from tests.workspace.recommendations.conftest import AFTERWARDS, DAY, THEN

from kkr.ledger import clock
from kkr.meetings.actions import add_item, decide, plan_meeting
from kkr.outbox.models import Mail
from kkr.recommendations.actions import recommend
from kkr.recommendations.models import Recommendation
from kkr.rounds.actions import withdraw_round
from kkr.rounds.models import Reply, ReplyLink, Round, SentNotice, Way
from kkr.workspace.recommendations.forms import question_in

pytestmark = pytest.mark.django_db
INDEX = "/arbejde/hovedstaden/anbefalinger/"


@pytest.fixture
def page(made):
    return f"{INDEX}{made.slug}/"


def text_of(client, address: str) -> str:
    return client.get(address).content.decode().replace("\xa0", " ")


def test_from_a_decision_to_a_question_that_is_out(secretary, decision):
    contact_of("albertslund")
    new = f"{INDEX}ny/{decision.public_id}/"
    follow_up = f"/arbejde/hovedstaden/moeder/{decision.item.meeting.slug}/opfoelgning/"
    assert new in text_of(secretary, follow_up)
    form = secretary.get(new).context["form"]
    said = {
        "title": form.initial["title"],
        "html": form.initial["html"],
        "rule": form.initial["rule"],
        "areas": form.initial["areas"],
        "deadline_on": "01.05.2017",
    }

    answer = secretary.post(new, said)

    made = Recommendation.objects.get()
    page = f"{INDEX}{made.slug}/"
    assert answer["Location"] == page
    assert made.question.latest.html == "<p>Det anbefales at godkende målene.</p>"
    assert made.round.asked.count() == 29
    assert made.round.asked.get(area__slug="albertslund").weight == 27870
    draft = text_of(secretary, page)
    assert "Ikke sendt ud endnu" in draft
    assert "ingen kontaktperson" in draft
    assert page in text_of(secretary, "/arbejde/")
    assert not Mail.objects.exists()

    secretary.post(f"{page}send/")

    assert Round.objects.get().state == "open"
    assert Mail.objects.count() == 1
    assert "0 af 29 har svaret" in text_of(secretary, page)
    assert page in text_of(secretary, INDEX)


def test_the_question_begins_with_what_was_decided_and_not_with_what_was_proposed(cast):
    meeting = plan_meeting(council=cast.council, held_on=date(2017, 2, 6), **BY)
    item = add_item(meeting, section=3, title="Støj", proposal="Det indstilles at sige ja.", **BY)
    decided = "KKR Hovedstaden anbefaler kommunerne at godkende støjkortet."
    amended = decide(item, kind="recommended", html=f"<p>{decided}</p>", **BY)
    bare = decide(item, kind="approved", html="<p>Godkendt som indstillet.</p>", **BY)

    assert question_in(amended) == f"<p>{decided}</p>"
    assert question_in(bare) == "<p>Det indstilles at sige ja.</p>"


def test_what_is_missing_is_said_at_its_field(secretary, decision):
    new = f"{INDEX}ny/{decision.public_id}/"
    answer = secretary.post(new, {"title": "Mål", "html": "<p>?</p>", "rule": "number"})
    assert {"deadline_on", "areas"} <= set(answer.context["form"].errors)
    assert not Recommendation.objects.exists()


def test_before_it_is_out_the_question_can_be_reworded_and_not_after(secretary, drafted):
    edit = f"{INDEX}{drafted.slug}/ret/"
    said = {"html": "<p>Godkender kommunalbestyrelsen?</p>", "based_on": 1}
    secretary.post(edit, said)
    assert drafted.question.latest.html == "<p>Godkender kommunalbestyrelsen?</p>"
    stale = secretary.post(edit, said | {"html": "<p>Tiltræder kommunalbestyrelsen?</p>"})
    assert stale.status_code == 409
    assert "En kollega har gemt imens" in stale.content.decode()
    assert stale.context["form"]["based_on"].value() == 2
    assert "Tiltræder" in stale.context["form"]["html"].value()
    assert drafted.question.latest.html == "<p>Godkender kommunalbestyrelsen?</p>"

    secretary.post(f"{INDEX}{drafted.slug}/send/")

    secretary.post(edit, said | {"html": "<p>Nej</p>", "based_on": 2})
    assert secretary.get(edit)["Location"] == f"{INDEX}{drafted.slug}/"
    assert drafted.question.latest.html == "<p>Godkender kommunalbestyrelsen?</p>"


def test_the_secretary_enters_an_answer_and_says_from_where(secretary, made, page):
    asked = asked_of(made.round, "glostrup")
    entry = f"{page}svar/{asked.public_id}/"
    said = {"answer": "approved_with_remarks", "remark": "Husk økonomien."}
    assert "sagsnummer" in secretary.post(entry, said).content.decode()
    assert not Reply.objects.exists()

    secretary.post(entry, said | {"file": SimpleUploadedFile("mail.txt", b"Vi godkender.")})

    reply = Reply.objects.get()
    assert (reply.way, reply.file.name) == (Way.SECRETARY, "mail.txt")
    shown = text_of(secretary, page)
    assert "1 af 3 har svaret" in shown
    assert "Husk økonomien." in shown


def test_one_sees_who_has_it_on_an_agenda_and_who_is_late(secretary, made, page, monkeypatch):
    asked = asked_of(made.round, "egedal")
    note = {"do": "stage", "stage-stage": "on_agenda", "stage-on": "14.03.2017"}
    secretary.post(f"{page}svar/{asked.public_id}/", note)
    answered(made.round, "albertslund", "approved")
    assert "14. marts 2017" in text_of(secretary, page)
    drawn = text_of(secretary, page).split('id="answers-0165"')[1].split("</title>")[0]
    assert "<title>Albertslund: Godkendt" in drawn
    assert page not in text_of(secretary, "/arbejde/").split("</nav>")[-1]

    monkeypatch.setattr(clock, "now", lambda: AFTERWARDS)

    assert "2 svar mangler efter fristen" in text_of(secretary, page)
    assert "2 svar mangler" in text_of(secretary, "/arbejde/")


def test_one_sees_what_was_sent_and_takes_a_link_back(secretary, made, page):
    link = ReplyLink.objects.get()
    shown = text_of(secretary, page)
    assert "Sendte mails" in shown
    assert "ikke åbnet" in shown

    secretary.post(f"{page}links/{link.pk}/")

    link.refresh_from_db()
    assert link.revoked_at is not None
    assert "taget tilbage den" in text_of(secretary, page)


def test_the_last_day_is_moved_with_a_reason(secretary, made, page):
    assert secretary.post(f"{page}frist/", {"to": "01.06.2017"}).status_code == 200
    secretary.post(f"{page}frist/", {"to": "01.06.2017", "why": "Ferie."})
    assert str(made.round.steps.get().deadline_on) == "2017-06-01"


def test_a_question_is_closed_or_withdrawn_once(secretary, made, page):
    assert secretary.post(f"{page}traek-tilbage/", {"why": ""}).status_code == 200
    secretary.post(f"{page}traek-tilbage/", {"why": "Sagen er udskudt."})
    assert "Sagen er udskudt." in text_of(secretary, page)
    assert secretary.post(f"{page}luk/")["Location"] == page
    made.round.refresh_from_db()
    assert made.round.state == "withdrawn"


def test_closed_it_shows_what_came_of_it(secretary, made, page):
    secretary.post(f"{page}luk/")
    assert "Ikke tiltrådt" in text_of(secretary, page)


@pytest.mark.parametrize("who", ["other_secretary", "mayor", "contact", "official", "newcomer"])
def test_nobody_else_asks_or_follows(signed_in, made, page, who):
    other = signed_in(who)
    decision = made.decision
    asked = made.round.asked.first()
    link = ReplyLink.objects.get()
    for address in (
        INDEX,
        page,
        f"{INDEX}ny/{decision.public_id}/",
        f"{page}svar/{asked.public_id}/",
        f"{page}links/{link.pk}/",
        *(f"{page}{each}/" for each in ("ret", "send", "luk", "traek-tilbage", "frist")),
    ):
        assert other.get(address).status_code == 404
        assert other.post(address, {"why": "x", "to": "01.06.2017"}).status_code == 404
    assert Round.objects.get().state == "open"


def test_the_list_leads_to_a_choice_of_decisions_and_one_that_asks_is_not_among_them(
    secretary, decision
):
    assert f"{INDEX}ny/" in text_of(secretary, INDEX)
    assert f"{INDEX}ny/{decision.public_id}/" in text_of(secretary, f"{INDEX}ny/")

    made = recommend(
        decision,
        title="Mål",
        html="<p>?</p>",
        deadlines=[("", DAY)],
        rule="all",
        areas=[area("egedal")],
        **THEN,
    )
    assert str(decision.public_id) not in text_of(secretary, f"{INDEX}ny/")

    withdraw_round(made.round, why="En fejl.", **THEN)
    assert str(decision.public_id) in text_of(secretary, f"{INDEX}ny/")


def test_the_list_says_what_is_true_of_each(secretary, made, monkeypatch):
    def said() -> str:
        (line,) = secretary.get(INDEX).context["lines"]
        return line["stands"]

    assert said() == "Åben"
    assert made.path in text_of(secretary, INDEX)
    with monkeypatch.context() as later:
        later.setattr(clock, "now", lambda: AFTERWARDS)
        assert said() == "3 svar mangler efter fristen"
    for slug in ("albertslund", "glostrup", "egedal"):
        answered(made.round, slug, "approved")
    assert said().replace("\xa0", " ") == "Tiltrådt den 20. marts 2017"
    answered(made.round, "egedal", "not_approved", why="En fejl.", at=AFTERWARDS)
    assert said().replace("\xa0", " ") == "Ikke tiltrådt den 3. maj 2017"


def test_a_reminder_is_sent_with_a_press_and_the_page_says_to_whom(secretary, made, page):
    assert "17. april 2017" in text_of(secretary, page)
    before = Mail.objects.count()
    assert "Der er ingen tilbage" in text_of(secretary, f"{page}paamind/")  # asked today
    SentNotice.objects.update(sent_at=datetime(2017, 2, 1, 9, 0, tzinfo=UTC))
    assert "Albertslund, Kontakt" in text_of(secretary, f"{page}paamind/")

    secretary.post(f"{page}paamind/")

    assert Mail.objects.count() == before + 1
    assert "har ikke svaret endnu" in Mail.objects.order_by("pk").last().text
    assert "Påmindelse fra sekretariatet" in text_of(secretary, page)


def test_that_no_reminder_goes_because_of_the_quiet_weeks_is_said(
    secretary, made, page, monkeypatch
):
    quiet = "hvor ingen bliver påmindet"
    assert quiet not in text_of(secretary, page)
    monkeypatch.setattr(clock, "now", lambda: datetime(2017, 6, 30, 9, 0, tzinfo=UTC))
    monkeypatch.setattr(clock, "today", lambda: date(2017, 6, 30))

    secretary.post(f"{page}frist/", {"to": "17.07.2017", "why": "Ferie."})

    shown = text_of(secretary, page)
    assert "Der går ikke flere påmindelser af sig selv." in shown
    assert quiet in shown
