"""A news item leads to what it tells of, where everybody may read that."""

from datetime import UTC, date, datetime

import pytest
from tests.cast import HOUSE

from kkr.config.demo import cases, meetings, news
from kkr.meetings.actions import add_item, decide, end_meeting, plan_meeting, publish_agenda
from kkr.meetings.actions import publish_minutes as publish
from kkr.meetings.models import Decision
from kkr.news.actions import draft_news, draft_of_minutes, publish_news
from kkr.news.models import NewsItem
from kkr.news.tasks import draft_from_minutes

MORNING = datetime(2017, 2, 13, 8, 0, tzinfo=UTC)
BY = {"by": HOUSE, "at": MORNING}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


def text(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ")


def test_the_three_items_of_the_demo_hang_on_the_three_decisions(client, register):
    cases.load(**BY)
    meetings.load(**BY)
    news.load(**BY)
    held = Decision.objects.filter(item__meeting__held_on=date(2017, 2, 6))

    told = NewsItem.objects.public().filter(decision__in=held)
    assert sorted(told.values_list("decision__item__number", flat=True)) == ["3.1", "3.2", "3.3"]
    assert draft_from_minutes(MORNING) == 1
    assert not NewsItem.objects.filter(decision__in=held).exclude(pk__in=told).exists()

    page = text(client, "/hovedstaden/nyheder/2017/kkr-maal-for-sundhed/")
    assert 'href="/hovedstaden/moeder/2017-02-06/3.3/">punkt 3.3, mødet 6. februar 2017' in page
    item = text(client, "/hovedstaden/moeder/2017-02-06/3.3/")
    assert "Nyheder om beslutningen" in item
    assert 'href="/hovedstaden/nyheder/2017/kkr-maal-for-sundhed/"' in item
    assert "Nyheder om beslutningen" not in text(client, "/hovedstaden/moeder/2017-02-06/1.1/")
    english = text(client, "/en/hovedstaden/nyheder/2017/kkr-maal-for-sundhed/")
    assert 'href="/en/hovedstaden/moeder/2017-02-06/3.3/">' in english


def test_news_of_minutes_lead_to_the_meeting_and_news_of_what_is_closed_nowhere(client, cast):
    meeting = plan_meeting(council=cast.council, held_on=date(2017, 2, 6), **BY)
    closed = {"is_closed": True, "public_heading": "Personsag"}
    item = add_item(meeting, section=3, title="Fyring", **closed, **BY)
    decision = decide(item, kind="approved", html="<p>Ja</p>", **BY)
    publish_agenda(meeting, **BY)
    end_meeting(meeting, **BY)
    minutes = publish(meeting, **BY)
    of_minutes = publish_news(draft_of_minutes(minutes, **BY), **BY)
    facts = {"council": cast.council, "title": "Nyt", "teaser": "Kort", "html": ""}
    of_closed = draft_news(**facts, decision=decision, **BY)
    of_closed = publish_news(of_closed, override="Det er aftalt.", **BY)

    page = text(client, of_minutes.path)
    assert 'Referatet: <a href="/hovedstaden/moeder/2017-02-06/">mødet 6. februar 2017' in page
    assert "moeder" not in text(client, of_closed.path).split("<main")[1].split("</main>")[0]
    item.refresh_from_db()
    assert of_closed.path not in text(client, item.path)
