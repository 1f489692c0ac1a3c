"""A case from its opening to the public's reading of it: two at the desk, and a citizen who follows."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.stories.conftest import DESKTOP, Site, page_of
from tests.stories.judges import violations
from tests.stories.test_news_desk import is_as_wide_as_the_window, public, sign_in

pytestmark = pytest.mark.story
CASES = "/arbejde/sager/"
TITLE = "Optag på social- og sundhedsassistentuddannelsen"


@pytest.fixture
def secretary(browser: Browser, site: Site) -> Iterator[Page]:
    for page in page_of(browser, site, DESKTOP):
        sign_in(page, site)
        yield page


def save(page: Page, button: str) -> None:
    """Press the button that saves a text; its page follows when the last words are kept."""
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_url(re.compile(r"/papirer/[a-z-]+/$"))


def press(page: Page, button: str) -> None:
    """Press a button and wait for the page that follows, or the next address would call it off."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=button, exact=True).click()


def write(page: Page, words: str) -> None:
    page.click(".ProseMirror")
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def open_case(page: Page, title: str) -> str:
    page.goto(f"{CASES}ny/")
    page.fill("#id_title", title)
    page.fill("#id_summary", "Hvor mange der kan optages i de fem råd.")
    press(page, "Opret sagen")
    page.wait_for_url(re.compile(r"/sager/[0-9a-f-]{36}/$"))
    return page.url


def test_a_case_travels_from_its_opening_to_its_readers(
    secretary: Page, browser: Browser, site: Site
) -> None:
    page = secretary
    case = open_case(page, TITLE)
    path = "/hovedstaden/sager/optag-paa-social-og-sundhedsassistentuddannelsen/"
    assert public(site, page, path)[0] == 404

    page.get_by_role("link", name="Skriv et nyt papir").click()
    page.fill("#id_title", "Forslag")
    page.fill("#id_dated_on", "2017-01-16")
    write(page, "Forslaget har ti temaer.")
    expect(page.locator("#saved")).to_contain_text("Gemt kl.")
    save(page, "Tilføj papiret")
    paper = page.url

    page.goto(f"{case}send-tilbage/")
    page.fill("#id_on", "2017-01-23")
    page.fill("#id_wishes", "Færre temaer\nTal for hvert råd")
    press(page, "Send den tilbage")
    expect(page.get_by_role("heading", name="Færre temaer")).to_be_visible()

    page.goto(f"{paper}skriv/")
    write(page, "Forslaget har tre temaer.")
    page.fill("#id_what_changed", "Færre temaer")
    save(page, "Gem udgaven")
    expect(page.locator(".beside del").first).to_have_text("ti")
    page.get_by_role("button", name="Vis i én tekst").click()
    expect(page.locator(".marked ins")).to_have_text("tre")

    for wish, answer, why in (
        ("Færre temaer", "met", "Tre i stedet for ti."),
        ("Tal for hvert råd", "not", "Tallene findes ikke endnu."),
    ):
        page.goto(case)
        page.get_by_role("link", name=re.compile(f"^Svar.*{wish}")).click()
        page.check(f'[name="answer"][value="{answer}"]')
        page.fill("#id_why", why)
        press(page, "Svar")
        expect(page.get_by_text(why).first).to_be_visible()

    page.goto(f"{case}aabn/")
    press(page, "Åbn den for alle")
    for number in (1, 2):
        page.goto(f"{paper}{number}/frigiv/")
        press(page, "Frigiv udgaven")
    page.goto(f"{paper}2/for-raadet/")
    press(page, "Forelæg den")
    expect(page.get_by_text("forelagt rådet").first).to_be_visible()

    status, read = public(site, page, path)
    assert status == 200
    order = ["Udkast:", "sendte den tilbage med 2 ønsker", "Udgave 2 af", "Tre i stedet for ti."]
    places = [read.replace("\xa0", " ").index(words) for words in order]
    assert places == sorted(places)
    assert "Tallene findes ikke endnu." in read

    state = page.context.storage_state()
    seen = [CASES, f"{CASES}ny/", case, paper, f"{paper}skriv/", f"{case}bestil/"]
    seen = [each.removeprefix(site.url) for each in [*seen, f"{case}embedsmaend/"]]
    for look in ("phone", "desktop"):
        assert violations(browser, site, seen, look, storage_state=state) == {}


def test_one_who_was_taken_over_is_told_and_keeps_every_word(
    secretary: Page, browser: Browser, site: Site
) -> None:
    page = secretary
    case = open_case(page, "En sag for to")
    page.goto(f"{case}nyt-papir/")
    page.fill("#id_title", "Notat")
    write(page, "Første udgave.")
    save(page, "Tilføj papiret")
    paper = page.url
    page.goto(f"{paper}skriv/")

    context = browser.new_context(base_url=site.url, viewport=DESKTOP)
    other = context.new_page()
    sign_in(other, site, "admin@demo.kkr")
    other.goto(f"{paper}skriv/")
    expect(other.get_by_role("heading", level=1)).to_have_text(
        "Sekretariatet (demo) skriver i teksten nu"
    )
    assert is_as_wide_as_the_window(other)
    other.get_by_role("button", name="Overtag teksten").click()
    expect(other.locator(".ProseMirror")).to_have_text("Første udgave.")

    write(page, "Sekretariatets udgave.")
    expect(page.locator(".taken")).to_contain_text("overtog teksten")
    write(other, "Administratorens udgave.")
    other.fill("#id_what_changed", "Skrevet om")
    save(other, "Gem udgaven")
    context.close()

    page.goto(f"{paper}skriv/")
    expect(page.locator(".ProseMirror")).to_have_text("Sekretariatets udgave.")
    page.goto(paper)
    expect(page.locator(".sheet")).to_have_text("Administratorens udgave.")
