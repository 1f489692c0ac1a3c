"""The register of common lines as the public reads it."""

from datetime import UTC, date, datetime

import pytest
from tests.cast import HOUSE
from tests.worlds import once_a_file

from kkr.config.demo import cases, lines, meetings
from kkr.lines.actions import end_line, establish_line
from kkr.lines.models import CommonLine
from kkr.meetings.models import Decision

MORNING = datetime(2017, 2, 13, 8, 0, tzinfo=UTC)
BY = {"by": HOUSE, "at": MORNING}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
REGISTER = "/hovedstaden/faelles-linjer/"


def text(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode().replace("\xa0", " ")


def loaded():
    cases.load(**BY)
    meetings.load(**BY)
    return lines.load(**BY), lines.load(**BY)


@pytest.fixture(scope="module")
def loaded_once(registered, django_db_blocker):
    yield from once_a_file(django_db_blocker, loaded)


@pytest.fixture
def told(loaded_once, register):
    return loaded_once


@pytest.fixture
def later(told):
    """Two lines more: one in place of the goals of health, one that was ended."""
    dimension = Decision.objects.get(item__title="Dimensionering af pædagoguddannelsen 2017-18")
    words = {"html": "<p>Vi vil noget andet.</p>"}
    goals = CommonLine.objects.get()
    new = establish_line(
        dimension, title="Nye mål", **words, in_force_from=date(2018, 1, 1), replaces=goals, **BY
    )
    short = establish_line(
        dimension, title="Kort linje", **words, in_force_from=date(2017, 2, 6), **BY
    )
    end_line(short, decision=dimension, on=date(2017, 3, 1), **BY)
    return new


def test_the_demo_has_the_goals_of_health_once(told):
    assert told == (1, 0)


def test_the_register_says_since_when_and_by_which_decision(client, told):
    page = text(client, REGISTER)

    assert "Det står kommunerne i KKR Hovedstaden sammen om" in page
    assert "Gælder fra 6. februar 2017" in page
    assert 'href="/hovedstaden/moeder/2017-02-06/3.3/">Godkendt på mødet 6. februar 2017' in page
    assert "delvis illustrativ" in page


def test_a_line_says_what_is_agreed_and_what_is_not_known(client, told):
    page = text(client, f"{REGISTER}kkr-maal-for-sundhed/")

    assert "Beslutningen om målene fra 2013 blev heller ikke fundet" in page
    assert 'href="/hovedstaden/sager/kkr-maal-for-sundhed/"' in page
    assert "Gælder fra 6. februar 2017" in page


def test_on_another_day_another_line_is_in_force(client, later):
    before = text(client, f"{REGISTER}?dato=2017-02-05")
    after = text(client, f"{REGISTER}?dato=2018-01-01")

    assert "Der står ingen fælles linje fra den dag i registret" in before
    assert after.index("Nye mål") < after.index("Gælder ikke længere")
    assert "Gjaldt fra 6. februar 2017 og blev afløst 1. januar 2018" in after
    assert "Gjaldt fra 6. februar 2017 og blev ophævet 1. marts 2017" in after


def test_a_line_leads_to_what_stands_in_its_place_and_back(client, later):
    old = text(client, f"{REGISTER}kkr-maal-for-sundhed/")
    new = text(client, f"{REGISTER}nye-maal/")

    assert f'href="{REGISTER}nye-maal/"' in old
    assert f'href="{REGISTER}kkr-maal-for-sundhed/"' in new
    assert "Træder i kraft 1. januar 2018" in new


def test_a_day_that_is_none_is_refused_in_words(client, told):
    assert "er ikke en dato" in text(client, f"{REGISTER}?dato=i-gaar", status=400)
    assert client.get(f"{REGISTER}?dato=1.3.2017").status_code == 302


def test_the_english_page_is_english_around_the_danish_words(client, told):
    page = text(client, f"/en{REGISTER}")

    assert "stand for together" in page
    assert 'href="/en/hovedstaden/faelles-linjer/kkr-maal-for-sundhed/"' in page


def test_machines_get_the_same(client, later):
    rows = client.get("/data/faelles-linjer.json?raad=hovedstaden&dato=2018-02-01").json()
    states = {row["title"]: row["state"] for row in rows["rows" if "rows" in rows else "data"]}

    assert states == {
        "KKR-mål for sundhed": "replaced",
        "Nye mål": "in_force",
        "Kort linje": "ended",
    }


def test_the_register_costs_the_same_with_three_lines_as_with_one(
    client, later, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10):
        client.get(f"{REGISTER}?dato=2018-02-01")


def test_the_case_and_the_council_lead_to_it(client, told):
    assert f'href="{REGISTER}"' in text(client, "/hovedstaden/")


def test_search_engines_know_of_it(client, told):
    assert f"{REGISTER}kkr-maal-for-sundhed/" in text(client, "/sitemap.xml")
