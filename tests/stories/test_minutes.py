"""Minutes taken by keyboard while the connection is lost, and a mayor who reads on a tablet."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.stories.conftest import DESKTOP, Site, page_of
from tests.stories.test_news_desk import is_as_wide_as_the_window, sign_in

pytestmark = pytest.mark.story
TABLET = {"width": 820, "height": 1180}
MEETING = "/arbejde/hovedstaden/moeder/2017-02-22/"
PLANT = """
from kkr.config.cli import _django
_django.start()
from datetime import date
from kkr.council.models import Council
from kkr.ledger import clock
from kkr.ledger.actors import System
from kkr.meetings import actions
when = {"by": System("test"), "at": clock.now()}
council = Council.objects.get(slug="hovedstaden")
meeting = actions.plan_meeting(council=council, held_on=date(2017, 2, 22), **when)
for title in ("Dimensionering", "Sundhed", "Mødeplan", "Trafik", "Kultur"):
    actions.add_item(meeting, section=3, title=title, html="<p>Kort.</p>", **when)
closed = {"is_closed": True, "public_heading": "Personsag", "html": "<p>Fortroligt.</p>"}
actions.add_item(meeting, section=4, title="Valg af direktør", **closed, **when)
actions.publish_agenda(meeting, **when)
"""
CHANGE = """
from kkr.config.cli import _django
_django.start()
from kkr.ledger import clock
from kkr.ledger.actors import System
from kkr.meetings import actions
from kkr.meetings.models import AgendaItem
when = {"by": System("test"), "at": clock.now()}
item = AgendaItem.objects.get(meeting__slug="2017-02-22", number="3.3")
actions.edit_item(item, based_on=item.revision, title="Mødeplan", html="<p>Nye dage.</p>", **when)
actions.publish_agenda(item.meeting, why="Nye dage", **when)
"""


def run(site: Site, program: str) -> None:
    subprocess.run([sys.executable, "-c", program], env=site.environment, check=True)


@pytest.fixture(scope="module")
def planted(site: Site) -> None:
    run(site, PLANT)


@pytest.fixture
def secretary(browser: Browser, site: Site, planted: None) -> Iterator[Page]:
    """Without a watch on the console: a lost connection is an error there."""
    context = browser.new_context(base_url=site.url, viewport=DESKTOP, locale="da-DK")
    page = context.new_page()
    sign_in(page, site)
    yield page
    context.close()


@pytest.fixture
def colleague(browser: Browser, site: Site, planted: None) -> Iterator[Page]:
    """Who takes minutes too, in a browser of their own."""
    context = browser.new_context(base_url=site.url, viewport=DESKTOP, locale="da-DK")
    page = context.new_page()
    sign_in(page, site, "admin@demo.kkr")
    yield page
    context.close()


@pytest.fixture
def mayor(browser: Browser, site: Site, planted: None) -> Iterator[Page]:
    for page in page_of(browser, site, TABLET):
        sign_in(page, site, "borgmester@demo.kkr")
        yield page


def current(page: Page) -> str:
    return page.locator(".minute-item.is-current h2").inner_text()


def open_item(page: Page, number: str) -> None:
    page.goto(f"{MEETING}referat/")
    page.locator(".minute-items a", has_text=number).click()


def words(page: Page, number: str) -> Locator:
    """The text of the first decision on an item, which is the one that is shown."""
    expect(page.locator(".minute-item.is-current h2")).to_contain_text(number)
    return page.locator(".is-current textarea[name$='-text']").first


def press(page: Page, number: str, button: str) -> None:
    expect(page.locator(".minute-item.is-current h2")).to_contain_text(number)
    page.locator(".is-current").get_by_role("button", name=button, exact=True).click()


def note(page: Page, number: str, text: str) -> None:
    """Write a decision on an item and save it."""
    open_item(page, number)
    page.locator(".is-current select").first.select_option("approved")
    words(page, number).fill(text)
    press(page, number, "Gem")
    expect(page.get_by_text("Gemt.", exact=True)).to_be_visible()


def test_minutes_are_taken_by_keyboard_though_the_connection_is_lost(secretary: Page) -> None:
    page = secretary
    page.goto(f"{MEETING}referat/")
    assert current(page) == "3.1 Dimensionering"
    page.locator(".is-current select").focus()
    page.keyboard.press("g")  # as in Godkendt
    page.keyboard.press("Tab")
    page.keyboard.type("KKR godkender fordelingen.")
    expect(page.locator(".is-current [data-saved]")).to_contain_text("Gemt kl.")

    page.keyboard.press("Control+Enter")
    expect(page.locator(".minute-item.is-current h2")).to_have_text("3.2 Sundhed")
    page.wait_for_load_state()

    page.context.set_offline(True)
    page.locator(".is-current textarea").first.focus()
    page.keyboard.type("Skrevet, mens nettet var væk.")
    expect(page.locator("#lost")).to_contain_text("Forbindelsen er væk")
    page.keyboard.press("Alt+PageDown")
    assert current(page) == "3.3 Mødeplan"
    page.locator(".is-current textarea").first.focus()
    page.keyboard.type("Også det næste punkt.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#lost")).to_be_focused()
    assert current(page) == "3.3 Mødeplan"

    page.context.set_offline(False)
    expect(page.locator("#lost")).to_contain_text("Forbindelsen er tilbage", timeout=20_000)
    page.reload()
    texts = [field.input_value() for field in page.locator("textarea[name$='-text']").all()]
    assert {"Skrevet, mens nettet var væk.", "Også det næste punkt."} <= set(texts)


def test_a_browser_that_was_closed_without_a_connection_has_the_words_still(
    secretary: Page,
) -> None:
    closing, context = secretary, secretary.context
    closing.goto(f"{MEETING}referat/")
    closing.click(".minute-items a:has-text('4.1')")
    context.set_offline(True)
    closing.locator(".is-current textarea").first.fill("De sidste ord, før strømmen gik.")
    expect(closing.locator("#lost")).to_contain_text("gemt i denne browser")
    closing.close()  # one that is only left sends its words when the connection is back, before it is gone
    context.set_offline(False)

    page = context.new_page()
    page.goto(f"{MEETING}referat/")

    expect(page.locator("#lost")).to_contain_text("lå i denne browser")
    kept = page.locator(".minute-item:has-text('4.1 Valg') textarea").first
    expect(kept).to_have_value("De sidste ord, før strømmen gik.")
    expect(page.locator(".minute-item:has-text('4.1 Valg') [data-saved]")).to_contain_text(
        "Gemt kl."
    )
    left = "Object.keys(localStorage).filter(name => name.startsWith('kkr.')).length"
    assert page.evaluate(left) == 0  # the page forgets its words before it says that they are kept


def test_two_secretaries_write_the_same_decision_and_the_second_can_save(
    secretary: Page, colleague: Page
) -> None:
    note(secretary, "3.4", "Først skrevet.")
    for page in (secretary, colleague):
        open_item(page, "3.4")
    words(colleague, "3.4").fill("Kollegaens ord.")
    press(colleague, "3.4", "Gem")
    expect(colleague.get_by_text("Gemt.", exact=True)).to_be_visible()

    words(secretary, "3.4").fill("Mine ord.")
    press(secretary, "3.4", "Gem")
    expect(secretary.locator(".clash")).to_contain_text("En kollega har gemt imens")
    words(secretary, "3.4").fill("Vores ord.")
    press(secretary, "3.4", "Gem og gå til næste punkt")

    expect(secretary.get_by_text("Gemt.", exact=True)).to_be_visible()
    open_item(colleague, "3.4")
    expect(words(colleague, "3.4")).to_have_value("Vores ord.")


def test_two_secretaries_each_note_the_first_decision_and_see_both(
    secretary: Page, colleague: Page
) -> None:
    for page in (secretary, colleague):
        open_item(page, "3.5")
        page.locator(".is-current select").first.select_option("approved")
    note(colleague, "3.5", "Kollegaens beslutning.")

    words(secretary, "3.5").fill("Min beslutning.")
    press(secretary, "3.5", "Gem")

    expect(secretary.locator(".is-current [role='alert']")).to_contain_text("to beslutninger")
    expect(words(secretary, "3.5")).to_have_value("Kollegaens beslutning.")
    mine = secretary.locator(".is-current textarea[name$='-text']").last
    expect(mine).to_have_value("Min beslutning.")
    expect(mine).to_be_visible()


def test_the_meeting_ends_only_with_a_reason_for_what_is_undecided(secretary: Page) -> None:
    page = secretary
    page.goto(f"{MEETING}referat/slut/")

    page.get_by_role("button", name="Afslut mødet").click()

    expect(page.get_by_role("alert")).to_contain_text("Skriv, hvorfor der ikke er besluttet noget.")


def test_a_mayor_reads_on_a_tablet_notes_and_sees_what_changed(mayor: Page, site: Site) -> None:
    page = mayor
    page.goto("/arbejde/")
    page.get_by_role("link", name="Læs mødepapirerne").first.click()
    page.wait_for_url("**/laes/")
    assert is_as_wide_as_the_window(page)
    expect(page.locator(".paper--closed")).to_contain_text("Fortroligt.")
    link = page.locator(".contents a", has_text="3.3 Mødeplan")
    assert link.bounding_box()["height"] >= 40  # a finger finds it
    link.click()

    note = page.locator(".paper", has_text="3.3 Mødeplan").locator("textarea")
    note.fill("Spørg om juni")
    expect(page.locator(".paper", has_text="3.3 Mødeplan").locator("[data-saved]")).to_have_text(
        "Din note er gemt."
    )
    page.get_by_role("button", name="Jeg har læst denne udgave").first.click()
    expect(page.get_by_text("Du læste denne udgave")).to_be_visible()

    run(site, CHANGE)
    page.goto(f"{MEETING}laes/")

    expect(page.locator(".news-since")).to_contain_text("3.3 Mødeplan: har en anden tekst")
    expect(note).to_have_value("Spørg om juni")
