"""The secretary replaces a chair from the desk, and the public page is right on every date."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.stories.conftest import DESKTOP, PHONE, Site, page_of
from tests.stories.test_news_desk import is_as_wide_as_the_window, public, sign_in

pytestmark = pytest.mark.story
REGISTER = "/arbejde/register/"
HERE = f"{REGISTER}nordjylland/"
MEMBERS = "/nordjylland/medlemmer/?dato="


@pytest.fixture
def administrator(browser: Browser, site: Site) -> Iterator[Page]:
    for page in page_of(browser, site, DESKTOP):
        sign_in(page, site, "admin@demo.kkr")
        yield page


def chairs(site: Site, page: Page, day: str) -> str:
    """What the public page says of the chair that day, without its table and its notes."""
    text = public(site, page, MEMBERS + day)[1]
    found = re.search(r'<ul class="people[^"]*">.*?</ul>', text, re.DOTALL)
    return found[0] if found else ""


def test_a_chair_is_replaced_from_the_desk(administrator: Page, site: Site) -> None:
    page = administrator
    before = {day: chairs(site, page, day) for day in ("2020-05-31", "2020-06-01", "2021-12-31")}
    assert all("Arne Boelt" in text for text in before.values())

    page.goto("/arbejde/")
    page.click(f'.sections a[href="{REGISTER}"]')
    page.click(f'main a[href="{HERE}"]')
    page.fill("#dato", "2020-05-01")
    page.fill("#q", "boelt")
    page.click("main form button")
    page.click("main table a")
    page.click('main .button[href$="/afloes/"]')

    page.fill("#id_name", "Mogens Gåde")
    page.fill("#id_on", "2020-06-01")
    page.press("#id_on", "Enter")  # the form is sent, and asks whether that is Mogens Gade
    expect(page.locator(".notice--warning")).to_contain_text("Er det en af disse?")
    page.fill("#id_name", "Ny Formandsen")
    page.press("#id_name", "Enter")
    expect(page.locator("h1")).to_have_text("Ny Formandsen, formand")

    for day, name, other in (
        ("2020-05-31", "Arne Boelt", "Ny Formandsen"),
        ("2020-06-01", "Ny Formandsen", "Arne Boelt"),
        ("2021-12-31", "Ny Formandsen", "Arne Boelt"),
    ):
        said = chairs(site, page, day)
        assert name in said, day
        assert other not in said, day
    assert "Ny Formandsen" not in chairs(site, page, "2022-01-01")
    data = public(site, page, "/data/medlemmer.csv?raad=nordjylland&dato=2020-06-01")[1]
    assert "Ny Formandsen" in data
    assert "Arne Boelt" not in data


def test_every_page_of_the_register_fits_a_phone_and_wants_no_mouse(
    administrator: Page, site: Site
) -> None:
    page = administrator
    page.set_viewport_size(PHONE)
    for path in (
        REGISTER,
        HERE,
        f"{HERE}ny/",
        f"{HERE}udvalg/",
        f"{HERE}udvalg/ny/",
        f"{HERE}kontakter/",
        f"{HERE}kontakter/ny/",
        f"{HERE}import/",
        f"{REGISTER}personer/",
        f"{REGISTER}personer/ny/",
        f"{REGISTER}partier/",
        "/konto/personer/",
    ):
        page.goto(path)
        assert is_as_wide_as_the_window(page), path
    page.goto(f"{HERE}udvalg/ny/")
    page.focus("#id_name")
    page.keyboard.type("Udvalget for Sundhed")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Udvalget for Sundhed")


def test_a_table_is_exported_and_imported_with_nothing_to_do(administrator: Page) -> None:
    page = administrator
    page.goto(f"{HERE}import/")
    with page.expect_download() as download:
        page.click(f'main a[href="{HERE}eksport.xlsx"]')
    page.set_input_files("#id_file", str(download.value.path()))
    page.click("main form button")
    expect(page.locator("h1")).to_have_text("Der er intet at gøre")

    page.set_viewport_size(PHONE)
    source = f"https://www.kl.dk/{'en-adresse-uden-ende' * 10}.pdf"
    table = f"Navn;Rolle;Fra;Kilde\nPrøve Person;suppleant;01.01.2020;{source}\n"
    page.goto(f"{HERE}import/")
    file = {"name": f"{'liste' * 20}.csv", "mimeType": "text/csv", "buffer": table.encode()}
    page.set_input_files("#id_file", file)
    page.click("main form button")
    expect(page.locator("h1")).to_have_text("1 række bliver tilføjet og 0 ændret")
    assert is_as_wide_as_the_window(page)

    table = "Navn;Rolle;Fra\nPrøve Person;suppleant;01.01.2020\nFejl Person;konge;x\n"
    page.goto(f"{HERE}import/")
    file = {"name": "liste.csv", "mimeType": "text/csv", "buffer": table.encode("cp1252")}
    page.set_input_files("#id_file", file)
    page.click("main form button")
    expect(page.locator("h1")).to_have_text("Én række skal rettes")
    expect(page.locator("main table").first.locator("tbody tr")).to_have_count(2)
