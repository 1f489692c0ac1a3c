"""Small promises to readers: who is reached, whose news it is, which days there are."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from tests.cast import HOUSE
from tests.readers import Reader
from tests.website.test_pages import publish, text

from kkr.council.actions import add_committee, add_person, start_membership
from kkr.council.models import Council, Person
from kkr.council.sources import source_name

MORNING = datetime(2017, 2, 13, 8, 0, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


@pytest.mark.parametrize("path", ["/was", "/privatliv/", "/en/was", "/en/privatliv/"])
def test_the_contact_of_whoever_runs_the_site_is_named(client, register, settings, path):
    settings.CONTACT_NAME = "Sekretariatet"
    settings.CONTACT_EMAIL, settings.CONTACT_PHONE = "post@example.dk", "+45 12 34 56 78"

    page = text(client, path)

    assert 'href="mailto:post@example.dk"' in page
    assert 'href="tel:+4512345678"' in page


@pytest.mark.parametrize("path", ["/was", "/privatliv/"])
def test_a_demo_names_no_secretariat_of_its_own(client, register, settings, path):
    settings.KKR_DEMO = True

    page = text(client, path)

    assert "mailto:" not in page
    assert "https://www.kl.dk/politik/kls-politiske-organisation/" in page


def test_the_statement_has_what_the_law_asks_for(client, register):
    page = text(client, "/was")

    for heading in (
        "Overholdelsesstatus",
        "Indhold, der ikke er tilgængeligt",
        "Udarbejdelse af erklæringen",
        "Hvis noget spærrer for dig",
        "Håndhævelse",
    ):
        assert heading in page


def test_a_statement_at_the_agency_is_led_to(client, register, settings):
    settings.WAS_URL = "https://www.was.digst.dk/kkr-example-dk"

    assert client.get("/was")["Location"] == settings.WAS_URL


def test_what_concerns_all_councils_says_so_on_the_page_of_each(client, cast):
    publish(None, "Til alle", label="Omtalt af avisen")
    publish(cast.council, "Kun vores")

    page = text(client, "/hovedstaden/")

    assert page.count("Alle fem KKR") == 1
    assert '<span lang="da">Omtalt af avisen</span>' in text(client, "/en/hovedstaden/")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/hovedstaden/nyheder/2017/", 200),
        ("/hovedstaden/nyheder/2016/", 404),
        ("/nyheder/1999/", 404),
        ("/nyheder/02017/", 404),
        ("/nyheder/?side=٢", 404),
        (f"/nyheder/?side={'9' * 5000}", 404),
    ],
)
def test_there_is_an_archive_only_of_this_year_and_of_years_with_news(client, cast, path, status):
    assert client.get(path).status_code == status


@pytest.mark.parametrize(
    "written",
    [
        "13.02.2017",
        "13.2.2017",
        "%2013.2.2017",
        "13-2-2017",
        "13/02/2017",
        "13.02.17",
        "2017-2-13",
        "13.+februar+2017",
        "13.%C2%A0feb.%202017",
        "13+February+2017",
    ],
)
def test_a_danish_day_leads_to_its_address(client, register, written):
    answer = client.get(f"/hovedstaden/medlemmer/?dato={written}")

    assert (answer.status_code, answer["Location"]) == (
        302,
        "/hovedstaden/medlemmer/?dato=2017-02-13",
    )


@pytest.mark.parametrize(
    "written", ["٢٠١٧-٠٢-١٣", "20170213", "2017-W07-1", "31.2.2017", "13. x 2017", "13. fe 2017"]
)
def test_what_is_not_a_day_is_refused(client, register, written):
    assert client.get(f"/hovedstaden/medlemmer/?dato={written}").status_code == 400


def test_a_refusal_says_back_only_the_beginning(client, register):
    page = client.get(f"/hovedstaden/medlemmer/?dato={'x' * 900}").content.decode()

    assert f"”{'x' * 40}…”" in page
    assert "x" * 41 not in page


def test_the_days_of_change_have_the_ends_too(client, seats):
    page = text(client, "/nordjylland/medlemmer/")

    assert "?dato=2018-01-26" in page
    assert "?dato=2022-01-01" in page
    assert "senere end i dag" in page


def test_where_chairs_are_known_the_others_are_called_others(client, seats):
    assert "de øvrige medlemmer" in text(client, "/syddanmark/medlemmer/")
    assert "hvem der sad her" in text(client, "/midtjylland/medlemmer/")


def test_a_member_leads_to_the_municipality(client, seats):
    page = text(client, "/hovedstaden/medlemmer/")

    assert '<a href="/hovedstaden/kommuner/albertslund/">Albertslund</a>' in page


def test_each_end_of_a_seat_says_how_it_is_known(client, cast):
    start_membership(
        body=cast.council,
        person=add_person(name="Ane Eksempel", by=HOUSE, at=MORNING),
        role="supplementary",
        municipality=cast.municipality,
        starts_on=date(2018, 1, 29),
        ends_on=date(2022, 1, 1),
        end_basis="term",
        by=HOUSE,
        at=MORNING,
    )

    for path in ("/hovedstaden/personer/ane-eksempel/", "/hovedstaden/kommuner/albertslund/"):
        page = text(client, path)
        assert "29.01.2018 <small>(er ikke begyndt)</small>" in page
        assert "31.12.2021 <small>(valgperiodens slutning)</small>" in page
    assert "/kommuner/albertslund/" in text(client, "/hovedstaden/personer/ane-eksempel/")


def test_english_days_are_english(client, cast):
    item = publish(cast.council)

    assert "13\xa0February 2017" in text(client, f"/en{item.path}")
    assert "Who sits in KKR Hovedstaden on 13\xa0February 2017?" in text(
        client, "/en/hovedstaden/medlemmer/"
    )


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (
            "https://www.kl.dk/nyhed/2018/januar/kkr-hovedstaden-har-valgt/",
            "KL, nyhed fra januar 2018",
        ),
        (
            "http://www.kl.dk/Kommunalpolitik1/Kommunekontaktrad/KKR-Sjaelland/",
            "KL, siden om KKR Sjælland",
        ),
        ("https://us.dk/nyheder/2022/oktober/x/", "Udlændingestyrelsen, nyhed fra oktober 2022"),
        ("https://notkl.dk/x", "notkl.dk"),
        ("", ""),
    ],
)
def test_a_source_is_called_by_what_it_is(address, name):
    with translation.override("da"):
        assert source_name(address) == name


def test_a_council_without_a_known_chair_says_so(client, seats):
    page = text(client, "/")

    assert "Formand: Steen Christiansen" in page
    assert page.count("Formand: ikke i vores kilder for denne dag") == 3


def test_the_sitemap_is_complete(client, seats, cast):
    publish(Council.objects.get(slug="sjaelland"))

    sitemap = client.get("/sitemap.xml").content.decode()

    for path in (
        "/sjaelland/nyheder/2017/",
        "/nyheder/2017/",
        "/hovedstaden/personer/steen-christiansen/",
        "/en/data/medlemmer/",
        "/data/",
        "/was",
    ):
        assert f"{path}</loc>" in sitemap


def test_the_foot_knows_who_is_signed_in_and_nobody_else_sees_it(client, cast):
    client.force_login(cast.secretary)

    answer = client.get("/om/")

    assert "Dit arbejdsbord" in answer.content.decode()
    assert "Cookie" in answer["Vary"]
    assert answer["Cache-Control"] == "private, no-cache"


def test_a_reader_without_a_session_is_asked_for_none(client, register):
    answer = client.get("/om/")

    assert "Log ind" in answer.content.decode()
    assert "Cookie" not in answer.get("Vary", "")


def test_a_signed_in_page_never_comes_out_of_the_cache(client, cast):
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import RequestFactory

    from kkr.website.page_cache import PageCache

    client.force_login(cast.secretary)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    reader = Reader()
    reader.cache = PageCache(WSGIHandler())
    environ = RequestFactory().get("/om/", HTTP_COOKIE=cookie).environ

    asked = reader.ask(environ)[1], reader("/om/")[1], reader.ask(environ)[1]

    assert ["Dit arbejdsbord" in page for page in asked] == [True, False, True]


def test_a_day_that_is_not_understood_shows_nobody(client, seats):
    answer = client.get("/hovedstaden/medlemmer/?dato=i+morgen")

    page = answer.content.decode()
    assert "Hvem sad i KKR Hovedstaden?" in page
    assert "Steen Christiansen" not in page


def test_a_day_given_twice_is_asked_about(client, register):
    answer = client.get("/hovedstaden/medlemmer/?dato=2017-02-13&dato=2018-02-01")

    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("day", "asks"),
    [
        ("2017-02-12", "Hvem sad i KKR Hovedstaden den 12.\xa0februar 2017?"),
        ("2017-02-13", "Hvem sidder i KKR Hovedstaden den 13.\xa0februar 2017?"),
        ("2018-02-01", "Hvem sidder i KKR Hovedstaden den 1.\xa0februar 2018?"),
    ],
)
def test_only_a_day_that_is_over_is_past(client, seats, day, asks):
    page = text(client, f"/hovedstaden/medlemmer/?dato={day}")

    assert f"<h1>{asks}</h1>" in page
    assert ("Dagen er ikke kommet endnu" in page) == (day > "2017-02-13")


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        ("/", False),
        ("/hovedstaden/", True),
        ("/hovedstaden/kommuner/", True),
        ("/hovedstaden/kommuner/albertslund/", True),
    ],
)
def test_a_page_about_today_says_that_another_day_was_not_used(client, seats, path, leads):
    page = text(client, f"{path}?dato=1.2.2018")

    assert "Siden viser, hvordan det er i dag, den 13.\xa0februar 2017" in page
    assert ('href="/hovedstaden/medlemmer/?dato=2018-02-01"' in page) == leads
    assert "i dag, den 13." not in text(client, path).split("<main")[0]


def test_the_map_of_the_country_leads_to_the_larger_map_of_each_council(client, register):
    legend = text(client, "/").split('<ul class="legend">')[1].split("</ul>")[0]

    assert legend.count("<a href=") == 5
    assert '<a href="/hovedstaden/kommuner/">KKR Hovedstaden</a>' in legend


def test_the_cookies_of_signing_in_are_those_that_are_named(client, cast):
    named = text(client, "/privatliv/")

    before = set(client.get("/konto/log-ind/").cookies)
    client.force_login(cast.secretary)
    client.get("/arbejde/")
    everything = before | set(client.cookies)

    assert before == {"csrftoken"}
    assert [name for name in everything if name not in named] == []


def test_in_a_demo_the_statement_names_no_host_and_nobody_is_asked_to_write(
    client, register, settings
):
    settings.KKR_DEMO = True

    page = text(client, "/was")

    assert "localhost" not in page.split("<main")[1].split("</main>")[0]
    assert "den rigtige kalender" in page
    assert "Skriv" not in page.split("<main")[1].replace("skrive", "")


def test_who_sits_in_a_committee_is_on_no_public_page(client, cast, seats):
    health = add_committee(
        council=cast.council, name="Sundhed", composition="officials", by=HOUSE, at=MORNING
    )
    official = add_person(name="Embeds Mand", by=HOUSE, at=MORNING)
    mayor = Person.objects.get(slug="steen-christiansen")
    for person in (official, mayor):
        start_membership(
            body=health,
            person=person,
            role="member",
            municipality=cast.municipality,
            starts_on=date(2014, 2, 1),
            by=HOUSE,
            at=MORNING,
        )

    assert "Embeds Mand" not in text(client, "/hovedstaden/kommuner/albertslund/")
    assert "Sundhed" not in text(client, "/hovedstaden/personer/steen-christiansen/")
    assert client.get("/hovedstaden/personer/embeds-mand/").status_code == 404


def test_the_other_language_leads_on_to_where_one_was_going(client, register):
    page = client.get("/konto/log-ind/?next=/arbejde/").content.decode()

    assert 'href="/en/konto/log-ind/?next=%2Farbejde%2F"' in page
    assert (
        "evil"
        not in client.get("/konto/log-ind/?next=//evil.dk/").content.decode().split("<main")[0]
    )
