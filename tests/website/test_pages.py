"""What the public sees, and what it costs."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.addresses import addresses
from tests.cast import HOUSE

from kkr.news.actions import correct_news, draft_news, publish_news, rename_news, withdraw_news

MORNING = datetime(2017, 2, 13, 8, 0, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


def publish(council, title="KKR-mål for sundhed", *, at=MORNING, **facts):
    facts = {"html": "<p>Teksten.</p>", "teaser": "Kort fortalt.", **facts}
    return publish_news(
        draft_news(council=council, title=title, by=HOUSE, at=at, **facts), by=HOUSE, at=at
    )


def text(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_front_page_leads_to_every_council(client, register):
    page = text(client, "/")

    for slug in ("hovedstaden", "sjaelland", "syddanmark", "midtjylland", "nordjylland"):
        assert f'href="/{slug}/"' in page


def test_every_municipality_is_a_tile_and_a_row(client, register):
    page = text(client, "/")

    assert page.count('<a class="tile') == 98
    assert page.count('href="/hovedstaden/kommuner/albertslund/"') == 2


def test_the_council_page_says_who_chairs(client, seats):
    page = text(client, "/hovedstaden/")

    assert "Steen Christiansen" in page
    assert "John Engelhardt" in page
    assert "Albertslund Kommune" in page


def test_the_newest_news_stands_first(client, cast):
    publish(cast.council, "Ældre", at=MORNING - timedelta(days=3))
    publish(cast.council, "Nyere")

    page = text(client, "/hovedstaden/")

    assert page.index("Nyere") < page.index("Ældre")
    assert '<time datetime="2017-02-13">13.02.17</time>' in page


def test_what_is_not_known_is_said(client, register):
    assert "Formand og næstformand er ikke i vores kilder for denne dag." in text(
        client, "/midtjylland/"
    )


@pytest.mark.parametrize(
    ("day", "chair"), [("2017-02-13", "John Engelhardt"), ("2018-02-01", "Karsten Søndergaard")]
)
def test_who_chaired_on_a_day(client, seats, day, chair):
    assert chair in text(client, f"/hovedstaden/medlemmer/?dato={day}")


def test_a_wrong_day_is_refused_in_words(client, seats):
    answer = client.get("/hovedstaden/medlemmer/?dato=31-02-2018")

    assert answer.status_code == 400
    assert "”31-02-2018” er ikke en dato" in answer.content.decode()


def test_a_renamed_item_redirects(client, cast):
    item = publish(cast.council)
    rename_news(item, slug="sundhedsmaal", by=HOUSE, at=MORNING)

    answer = client.get("/hovedstaden/nyheder/2017/kkr-maal-for-sundhed/")

    assert answer.status_code == 301
    assert answer["Location"] == "/hovedstaden/nyheder/2017/sundhedsmaal/"
    assert answer["Cache-Control"] == "no-cache"


def test_a_withdrawn_item_says_why(client, cast):
    item = publish(cast.council)
    withdraw_news(item, reason="Tallene var forkerte.", by=HOUSE, at=MORNING)

    answer = client.get(item.path)

    assert answer.status_code == 410
    assert "Tallene var forkerte." in answer.content.decode()
    assert "KKR-mål for sundhed" not in text(client, "/hovedstaden/nyheder/")


def test_a_correction_is_visible(client, cast):
    item = publish(cast.council)
    correct_news(item, text="Datoen var forkert.", by=HOUSE, at=MORNING)

    page = text(client, item.path)

    assert "Datoen var forkert." in page
    assert "Rettet den 13.\xa0februar 2017" in page


def test_a_month_is_shown_as_a_month(client, cast):
    publish(cast.council, date_precision="month")

    page = text(client, "/hovedstaden/nyheder/")

    assert '<time datetime="2017-02">feb. 2017</time>' in page


def test_a_municipality_under_another_council_redirects_to_its_own(client, register):
    answer = client.get("/sjaelland/kommuner/albertslund/")

    assert (answer.status_code, answer["Location"]) == (302, "/hovedstaden/kommuner/albertslund/")


def test_the_english_page_is_english(client, seats):
    page = text(client, "/en/hovedstaden/")

    assert '<html lang="en"' in page
    assert "Latest news" in page
    assert "Seneste nyt" not in page


@pytest.mark.parametrize("path", ["/hovedstaden/", "/", "/hovedstaden/nyheder/"])
def test_readers_get_no_cookie(client, cast, path):
    publish(cast.council)

    assert client.get(path).cookies == {}


def test_an_archive_page_that_is_not_there_is_404(client, register):
    assert [
        client.get(f"/hovedstaden/nyheder/?side={n}").status_code for n in ("1", "2", "x", "0")
    ] == [
        200,
        404,
        404,
        404,
    ]


@pytest.mark.parametrize(
    "path", ["/nope/", "/nope/nyheder/", "/hovedstaden/nope/", "/data/nope/", "/data/kommuner.exe"]
)
def test_a_page_that_is_not_there_shows_the_way_out(client, register, path):
    answer = client.get(path)

    assert answer.status_code == 404
    assert "Der er ingen side på denne adresse" in answer.content.decode()


def test_health_says_ok(client):
    assert client.get("/health").content == b"ok\n"


def test_robots_name_the_sitemap(client):
    assert "Sitemap: http" in client.get("/robots.txt").content.decode()


def test_the_sitemap_names_news_in_both_languages(client, cast):
    publish(cast.council)

    sitemap = client.get("/sitemap.xml").content.decode()

    assert "/hovedstaden/nyheder/2017/kkr-maal-for-sundhed/</loc>" in sitemap
    assert "/en/hovedstaden/nyheder/2017/kkr-maal-for-sundhed/</loc>" in sitemap


def test_every_address_answers(client, seats, cast):
    publish(cast.council)

    failed = [path for path in addresses() if client.get(path).status_code >= 500]

    assert failed == []
