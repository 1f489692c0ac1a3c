"""What is said when a page is not given, and by which address it is given after all."""

from uuid import UUID

import pytest

from kkr.config.refusals import nearby

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
PUBLIC = ["/", "/hovedstaden/", "/en/om/", "/data/", "/data/kommuner.csv", "/health", "/robots.txt"]


@pytest.fixture
def strict(register):
    """A browser that brings no token, as a stranger's form does not."""
    from django.test import Client

    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("path", [*PUBLIC, "/sitemap.xml", "/favicon.ico"])
def test_a_public_page_can_only_be_read(strict, method, path):
    answer = getattr(strict, method)(path)

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert "Siden kan kun læses" in answer.content.decode() or path.startswith("/en/")


def test_a_program_is_told_so_in_json(strict):
    answer = strict.post("/data/kommuner.json")

    assert answer.status_code == 405
    assert answer.json() == {"status": 405, "error": "Siden kan kun læses."}


def test_a_page_with_a_form_still_takes_it(strict):
    assert strict.post("/konto/log-ind/").status_code == 403


@pytest.mark.parametrize("path", PUBLIC)
def test_the_head_of_a_public_page_can_be_read(strict, path):
    assert strict.head(path).status_code == 200


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("/Hovedstaden/", "/hovedstaden/"),
        ("/was/", "/was"),
        ("/WAS", "/was"),
        ("/en/was/", "/en/was"),
        ("/Sjælland/nyheder/", "/sjaelland/nyheder/"),
        ("/Hovedstaden/Medlemmer/?dato=2018-02-01", "/hovedstaden/medlemmer/?dato=2018-02-01"),
        ("/Data/Kommuner.CSV", "/data/kommuner.csv"),
    ],
)
def test_an_address_that_is_all_but_right_leads_to_the_right_one(client, register, asked, right):
    answer = client.get(asked)

    assert (answer.status_code, answer["Location"]) == (301, right)


@pytest.mark.parametrize(
    "path", ["/Konto/", "/Arbejde/", "/findes/IKKE/her/", "/Ord", "/Ord/", "/en/Ord/"]
)
def test_only_public_addresses_are_led_to(client, register, path):
    assert client.get(path).status_code == 404


def test_no_other_site_is_led_to(register):
    assert nearby("//Example.dk/") == nearby("/\\Example.dk/") == ""


def test_a_host_that_is_not_ours_gets_a_page_of_ours(client, register):
    answer = client.get("/", headers={"Host": "example.org"})

    assert answer.status_code == 400
    assert "Spørgsmålet kunne ikke forstås" in answer.content.decode()


def test_the_icon_answers(client):
    assert client.get("/favicon.ico")["Location"].startswith("/static/design/favicon")


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        (
            "/hovedstaden/medlemmer/?dato=2018-02-01&utm=x",
            "/hovedstaden/medlemmer/?dato=2018-02-01",
        ),
        ("/hovedstaden/nyheder/?side=1", "/hovedstaden/nyheder/"),
        ("/om/?dato=2018-02-01&fbclid=1", "/om/"),
    ],
)
def test_only_what_a_page_understands_stays_in_its_address(client, register, asked, canonical):
    page = client.get(asked).content.decode()

    assert f'<link rel="canonical" href="http://localhost:8000{canonical}">' in page
    assert f'href="/en{canonical}"' in page


def test_nobody_to_turn_to_is_told_to_the_operator(settings):
    from kkr.config.checks import somebody_can_be_reached

    settings.KKR_DEMO, settings.CONTACT_EMAIL, settings.CONTACT_PHONE = False, "", ""
    assert [message.id for message in somebody_can_be_reached()] == ["kkr.W006"]

    settings.CONTACT_EMAIL, settings.CONTACT_PHONE = "post@example.dk", "12 34 56 78"
    assert somebody_can_be_reached() == []


@pytest.mark.parametrize(
    "path",
    [
        f"/filer/{UUID(int=0)}/%00",
        "/hovedstaden/medlemmer/%00/",
        "/konto/invitation/%00/",
        "/hovedstaden/nyheder/?side=%00",
        "/arbejde/register/hovedstaden/kontakter/ny/?kommune=%00",
    ],
)
def test_an_address_that_no_database_can_look_for_is_not_understood(client, cast, path):
    client.force_login(cast.secretary)

    assert client.get(path).status_code == 400
