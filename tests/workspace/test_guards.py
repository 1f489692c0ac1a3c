"""The check list at the desk: what was found and where, what was looked for, and a reason."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.cast import HOUSE
from tests.workspace.conftest import MORNING

from kkr.ledger import clock
from kkr.ledger.models import Entry, Payload
from kkr.meetings.actions import add_item, plan_meeting
from kkr.news.actions import draft_news, edit_news, publish_news, schedule_news
from kkr.news.models import NewsItem, State

CPR = "211062-5629"
WHY = "Nummeret er opdigtet"
LATER = "2017-02-14T09:00"
pytestmark = pytest.mark.django_db


def at(item):
    return reverse("workspace:news_publish", args=["hovedstaden", item.public_id])


@pytest.fixture
def doubtful(cast):
    html = f"<h4>Mål</h4><p>Borger {CPR}</p>"
    return draft_news(council=cast.council, title="Mål", html=html, by=HOUSE, at=MORNING)


def test_what_was_found_stands_with_where_and_what_to_do(secretary, doubtful):
    page = secretary.get(at(doubtful)).content.decode()

    assert "2 ting at se på, før det bliver offentligt" in page
    assert "211062-••••" in page
    assert CPR not in page
    assert "<strong>Tekst:</strong>" in page
    assert 'name="override"' in page
    assert page.count("<form") == page.count("</form>")


def test_closed_words_in_news_are_shown_and_need_a_reason(secretary, cast):
    secret = "<p>Direktøren fratræder den første marts og stillingen slås op.</p>"
    held = plan_meeting(council=cast.council, held_on=date(2017, 3, 6), by=HOUSE, at=MORNING)
    facts = {"is_closed": True, "public_heading": "Personsag", "html": secret}
    add_item(held, section=3, title="Direktøren", **facts, by=HOUSE, at=MORNING)
    item = draft_news(council=cast.council, title="Nyt", html=secret, by=HOUSE, at=MORNING)

    page = secretary.get(at(item)).content.decode()
    assert "direktøren fratræder den første marts" in page
    assert "står også i noget lukket" in page
    assert secretary.post(at(item), {"now": "1"}).status_code == 200
    assert NewsItem.objects.get().state == State.DRAFT

    assert secretary.post(at(item), {"now": "1", "override": WHY}).status_code == 302


def test_without_findings_it_says_what_was_looked_for_and_asks_for_no_reason(secretary, drafted):
    page = secretary.get(at(drafted)).content.decode()

    assert "Der blev ikke fundet noget, der bør rettes" in page
    assert "CPR-numre" in page
    assert 'name="override"' not in page


@pytest.mark.parametrize("button", [{"now": "1"}, {"later": "1", "publish_at": LATER}])
def test_without_a_reason_it_is_not_done_and_said_at_the_field(secretary, doubtful, button):
    answer = secretary.post(at(doubtful), button)

    assert answer.status_code == 200
    assert 'href="#id_override"' in answer.content.decode()
    assert NewsItem.objects.get().state == State.DRAFT


@pytest.mark.parametrize(
    ("button", "state"),
    [({"now": "1"}, State.PUBLISHED), ({"later": "1", "publish_at": LATER}, State.SCHEDULED)],
)
def test_with_a_reason_it_is_done(secretary, doubtful, button, state):
    assert secretary.post(at(doubtful), {**button, "override": WHY}).status_code == 302

    entry = Entry.objects.about(doubtful).latest("position")
    assert NewsItem.objects.get().state == state
    assert Payload.objects.get(entry=entry).content["why"] == WHY


def test_what_is_held_back_is_on_the_desk_and_its_page_says_why(secretary, cast):
    item = draft_news(council=cast.council, title="Mål", html="<p>x</p>", by=HOUSE, at=MORNING)
    soon = MORNING + timedelta(minutes=1)
    schedule_news(item, publish_at=soon, by=HOUSE, at=MORNING)
    html = f"<p>{CPR}</p>"
    edit_news(item, title="Mål", html=html, based_on=1, by=HOUSE, at=MORNING)

    desk = secretary.get("/arbejde/").content.decode()
    page = secretary.get(at(item)).content.decode()

    assert "Nyhed holdt tilbage" in desk
    assert "Kommer af sig selv" not in desk
    assert "før nogen har set på den" in desk
    assert "Den blev holdt tilbage og er ikke offentliggjort" in page
    assert secretary.post(at(item), {"now": "1", "override": WHY}).status_code == 302
    assert NewsItem.objects.get().is_public


def test_what_is_public_is_corrected_with_the_list_before_one(secretary, published):
    path = at(published).removesuffix("udgiv/")
    words = {"title": "Mål", "html": f"<p>{CPR}</p>", "based_on": 1}

    page = secretary.post(path, words)
    assert "Én ting at se på, før det bliver offentligt" in page.content.decode()
    assert secretary.get(path).content.decode().count('name="override"') == 0

    assert secretary.post(path, {**words, "override": f"Det er {CPR}"}).status_code == 200
    assert secretary.post(path, {**words, "override": WHY}).status_code == 302
    assert published.document.latest.number == 2


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("correct", {"text": f"Vi skrev {CPR}"}),
        ("withdraw", {"reason": f"Der stod {CPR}"}),
        ("rename", {"slug": f"borger-{CPR}"}),
    ],
)
def test_what_is_said_of_a_public_item_is_asked_of_at_the_desk(secretary, cast, step, words):
    item = draft_news(council=cast.council, title="Mål", html="<p>x</p>", by=HOUSE, at=MORNING)
    publish_news(item, by=HOUSE, at=MORNING)
    there = reverse(f"workspace:news_{step}", args=["hovedstaden", item.public_id])
    assert 'name="override"' not in secretary.get(there).content.decode()

    page = secretary.post(there, words).content.decode()
    assert "211062-••••" in page
    assert 'href="#id_override"' in page

    assert secretary.post(there, words | {"override": WHY}).status_code == 302


def test_who_edits_what_is_scheduled_is_told_what_nobody_has_seen(secretary, drafted):
    later = MORNING + timedelta(days=365)
    schedule_news(drafted, publish_at=later, by=HOUSE, at=MORNING)
    words = {"title": "Mål", "html": f"<p>{CPR}</p>", "based_on": "1"}
    there = reverse("workspace:news_edit", args=["hovedstaden", drafted.public_id])

    answer = secretary.post(there, words, follow=True)

    assert answer.redirect_chain == [(at(drafted), 302)]
    assert "Der er fundet noget, som ingen har set" in answer.content.decode()


@pytest.mark.parametrize("is_held", [True, False])
def test_what_was_not_published_in_time_says_so(secretary, drafted, monkeypatch, is_held):
    soon = MORNING + timedelta(minutes=1)
    schedule_news(drafted, publish_at=soon, by=HOUSE, at=MORNING)
    NewsItem.objects.update(held_at=MORNING if is_held else None)
    monkeypatch.setattr(clock, "now", lambda: MORNING + timedelta(hours=1))

    desk = secretary.get("/arbejde/").content.decode()

    assert "skulle have været offentliggjort den" in desk
