from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from tests.worlds import once_a_file

from kkr.config.demo.news import NOTE, load, told
from kkr.documents.addresses import resolve
from kkr.documents.richtext import sanitise
from kkr.ledger.actors import System
from kkr.ledger.models import Entry
from kkr.news.models import NewsItem
from kkr.news.tasks import publish_due

DEMO = datetime(2017, 2, 13, 9, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))
KL = {"www.kl.dk"}
BY = System("demo")
ROWS = list(told())


@pytest.fixture(scope="module")
def told_once(registered, django_db_blocker):
    yield from once_a_file(django_db_blocker, lambda: load(by=BY, at=DEMO))


@pytest.fixture
def loaded(told_once, register):
    return told_once


def test_loading_twice_loads_once(loaded):
    entries = Entry.objects.count()

    again = load(by=BY, at=DEMO + timedelta(days=400))

    assert (loaded, again) == (56, 0)
    assert Entry.objects.count() == entries


def test_on_the_demo_day_the_past_is_published_and_the_rest_waits(loaded):
    scheduled = NewsItem.objects.filter(state="scheduled")

    assert NewsItem.objects.public().count() == 13
    assert scheduled.count() == 43
    assert {item.publish_at.astimezone(DEMO.tzinfo).hour for item in scheduled} == {9}


def test_the_three_cases_of_the_meeting_are_told_on_the_demo_day(loaded):
    newest = NewsItem.objects.public().newest_first()[:3]

    assert {item.path for item in newest} == {
        "/hovedstaden/nyheder/2017/dimensionering-af-paedagoguddannelsen-2017-18/",
        "/hovedstaden/nyheder/2017/projekt-om-kompetent-arbejdskraft-i-greater-copenhagen/",
        "/hovedstaden/nyheder/2017/kkr-maal-for-sundhed/",
    }
    assert {item.published_at for item in newest} == {DEMO}
    assert resolve("/hovedstaden/nyheder/2017/kkr-maal-for-sundhed/") is not None


def test_what_waits_comes_with_the_tick(loaded):
    assert publish_due(DEMO.replace(year=2026)) == 43


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.last_of_path)
def test_a_text_is_short_sanitised_and_says_what_it_is(row):
    assert sanitise(row.html) == row.html.replace('">', '" rel="noopener">')
    assert row.html.endswith(f"{NOTE.format(publisher=row.publisher)}</p>")
    assert row.teaser.endswith(".")
    assert 1 <= row.body.strip().count("\n\n") + 1 <= 4
    assert "  " not in row.body + row.teaser


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.last_of_path)
def test_what_others_wrote_is_not_shown_as_from_kl(row):
    from_others = urlsplit(row.source).hostname not in KL

    assert from_others == (row.publisher != "KL")
    if from_others:
        first = row.body.strip().split(".\n")[0].casefold()
        assert row.label
        assert row.publisher.casefold() in first


def test_where_only_the_month_is_known_it_is_the_first_and_says_so():
    months = [row for row in ROWS if row.precision == "month"]

    assert [(row.on, row.at.day) for row in months] == [
        ("2010-01", 1),
        ("2015-01", 1),
        ("2025-10", 1),
    ]
