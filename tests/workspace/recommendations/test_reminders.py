"""Every reminder says how to get no more, and one press is enough."""

from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.test import Client
from tests.rounds.asking_around import contact_of

from kkr.outbox.models import Mail
from kkr.rounds.models import StoppedReminders
from kkr.rounds.tasks import remind_unanswered

pytestmark = pytest.mark.django_db
HERE = "/arbejde/hovedstaden/anbefalinger/maal-for-sundhed/"


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    cache.clear()


@pytest.fixture
def reminder(made) -> Mail:
    remind_unanswered(datetime(2017, 4, 28, 9, 0, tzinfo=UTC))
    return Mail.objects.order_by("pk").last()


def way_out(mail: Mail) -> str:
    return "/" + mail.unsubscribe.split("/", 3)[3]


def test_a_reminder_leads_out_and_the_question_does_not(reminder):
    question = Mail.objects.order_by("pk").first()
    assert reminder.unsubscribe in reminder.text
    assert "Jeg vil ikke have flere påmindelser" in reminder.text
    assert reminder.unsubscribe in reminder.html
    assert question.unsubscribe == ""


def test_opening_does_nothing_and_one_press_ends_them_without_a_cookie(reminder, secretary):
    strict = Client(enforce_csrf_checks=True)
    assert "Vil du ikke have flere påmindelser?" in strict.get(way_out(reminder)).content.decode()
    assert not StoppedReminders.objects.exists()

    said = strict.post(way_out(reminder), {"List-Unsubscribe": "One-Click"}).content.decode()

    assert "Du får ikke flere påmindelser" in said
    assert StoppedReminders.objects.get().contact.email == "kontakt@example.dk"
    log = secretary.get(HERE).content.decode()
    assert "Påmindelser er slået fra" in log
    strict.post(way_out(reminder), {"do": "resume"})
    assert not StoppedReminders.objects.exists()


def test_a_wrong_token_tells_nothing_and_the_page_is_kept_nowhere(client, reminder):
    wrong = client.post(f"{way_out(reminder)[:-2]}x/")
    assert wrong.status_code == 404
    assert "no-store" in client.get(way_out(reminder))["Cache-Control"]


def test_a_contact_turns_them_off_and_on_on_its_own_page(signed_in, cast):
    contact_of("albertslund", cast.contact.email)
    browser = signed_in("contact")
    assert "Påmindelser på mail" in browser.get("/arbejde/svar/").content.decode()

    browser.post("/arbejde/svar/paamindelser/")
    assert StoppedReminders.objects.exists()
    assert "Du har ikke fået påmindelser siden" in browser.get("/arbejde/svar/").content.decode()

    browser.post("/arbejde/svar/paamindelser/", {"do": "resume"})
    assert not StoppedReminders.objects.exists()


def test_whoever_is_no_contact_has_no_choice(signed_in, secretary):
    assert secretary.post("/arbejde/svar/paamindelser/").status_code == 404
    assert signed_in("contact").post("/arbejde/svar/paamindelser/").status_code == 404
