"""The roll saves by itself, and nothing of it is lost with the connection or to a colleague."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.stories.conftest import DESKTOP, Site
from tests.stories.test_news_desk import sign_in

pytestmark = pytest.mark.story
ROLL = "/arbejde/hovedstaden/moeder/2017-02-21/fremmoede/"
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
meeting = actions.plan_meeting(council=council, held_on=date(2017, 2, 21), **when)
for title in ("Dimensionering", "Sundhed"):
    actions.add_item(meeting, section=3, title=title, html="<p>Kort.</p>", **when)
actions.publish_agenda(meeting, **when)
actions.call_roll(meeting, **when)
"""
KEPT = "Object.keys(localStorage).filter(name => name.startsWith('kkr.')).length"


@pytest.fixture(scope="module")
def planted(site: Site) -> None:
    subprocess.run([sys.executable, "-c", PLANT], env=site.environment, check=True)


@pytest.fixture
def page(browser: Browser, site: Site, planted: None) -> Iterator[Page]:
    """The roll before a secretary, without a watch on the console: a lost connection is an error there."""
    context = browser.new_context(base_url=site.url, viewport=DESKTOP, locale="da-DK")
    made = context.new_page()
    sign_in(made, site)
    made.goto(ROLL)
    yield made
    context.close()


@pytest.fixture
def colleague(browser: Browser, site: Site, planted: None) -> Iterator[Page]:
    """The same roll before somebody else, in a browser of their own."""
    context = browser.new_context(base_url=site.url, viewport=DESKTOP, locale="da-DK")
    made = context.new_page()
    sign_in(made, site, "admin@demo.kkr")
    made.goto(ROLL)
    yield made
    context.close()


def standing(page: Page, row: int) -> Locator:
    return page.locator("select[name^='standing-']").nth(row)


def roll_said(page: Page) -> Locator:
    return page.locator("form:has(.roll) [data-saved]")


def guests(page: Page) -> Locator:
    return page.locator("[name='also_present']")


def test_who_is_there_is_saved_as_it_is_noted_though_the_connection_is_lost(page: Page) -> None:
    everybody = page.locator("[data-present]").inner_text()
    standing(page, 0).select_option("apologies")
    expect(roll_said(page)).to_contain_text("Gemt kl.")
    expect(page.locator("[data-present]")).not_to_have_text(everybody)

    page.context.set_offline(True)
    standing(page, 1).select_option("absent")
    expect(page.locator("#lost")).to_contain_text("Forbindelsen er væk")
    guests(page).fill("Anne And, KL")
    page.get_by_role("link", name="En suppleant kommer ind").click()
    expect(page.locator("#lost")).to_be_focused()
    assert page.url.endswith(ROLL)

    page.context.set_offline(False)
    expect(page.locator("#lost")).to_contain_text("Forbindelsen er tilbage")
    assert page.evaluate(KEPT) == 0
    page.reload()
    expect(standing(page, 0)).to_have_value("apologies")
    expect(standing(page, 1)).to_have_value("absent")
    expect(guests(page)).to_have_value("Anne And, KL")


def test_a_browser_that_was_closed_without_a_connection_has_the_roll_still(page: Page) -> None:
    context = page.context
    context.set_offline(True)
    standing(page, 2).select_option("apologies")
    expect(page.locator("#lost")).to_contain_text("gemt i denne browser")
    page.close()
    context.set_offline(False)

    again = context.new_page()
    again.goto(ROLL)

    expect(standing(again, 2)).to_have_value("apologies")
    expect(roll_said(again)).to_contain_text("Gemt kl.")
    assert "lå i denne browser" in again.locator("#lost").inner_text()
    assert again.evaluate(KEPT) == 0
    again.reload()
    expect(standing(again, 2)).to_have_value("apologies")


def test_what_the_browser_kept_before_an_upgrade_is_found_again(page: Page) -> None:
    """Then it kept a list of the fields, and nothing beside it."""
    keep = """field => localStorage.setItem(
        `kkr.${field.form.dataset.saves}`,
        JSON.stringify([...field.form.elements]
            .filter(each => each.name && each.name.split("-")[1] === field.name.split("-")[1])
            .map(each => [each.name, each === field ? "apologies" : each.value])))"""
    standing(page, 8).evaluate(keep)
    page.reload()

    expect(standing(page, 8)).to_have_value("apologies")
    expect(roll_said(page)).to_contain_text("Gemt kl.")
    page.reload()
    expect(standing(page, 8)).to_have_value("apologies")


def test_what_a_colleague_noted_meanwhile_is_shown_before_it_is_changed(page: Page) -> None:
    colleague = page.context.new_page()
    colleague.goto(ROLL)
    standing(colleague, 3).select_option("absent")
    expect(roll_said(colleague)).to_contain_text("Gemt kl.")

    standing(page, 3).select_option("apologies")
    expect(page.locator("#lost")).to_contain_text("Gem fremmødet")
    page.get_by_role("button", name="Gem fremmødet").click()
    expect(page.locator(".notice[role='alert']")).to_contain_text("En kollega har imens noteret")
    expect(standing(page, 3)).to_have_value("apologies")

    page.get_by_role("button", name="Gem fremmødet").click()
    expect(page.get_by_text("Fremmødet er gemt")).to_be_visible()
    colleague.reload()
    expect(standing(colleague, 3)).to_have_value("apologies")


def test_what_was_refused_is_not_sent_by_itself_on_a_later_visit(
    page: Page, colleague: Page
) -> None:
    standing(colleague, 4).select_option("absent")
    expect(roll_said(colleague)).to_contain_text("Gemt kl.")
    standing(page, 4).select_option("apologies")
    expect(page.locator("#lost")).to_contain_text("Gem fremmødet")
    standing(colleague, 4).select_option("present")  # what it was written over stands there again
    expect(roll_said(colleague)).to_contain_text("Gemt kl.")

    later = page.context.new_page()
    later.goto(ROLL)

    expect(later.locator("#lost")).to_contain_text("Gem fremmødet")
    expect(roll_said(later)).to_have_text("ikke gemt")
    expect(standing(later, 4)).to_have_value("apologies")
    later.wait_for_timeout(6000)  # longer than it waits before it tries again
    colleague.reload()
    expect(standing(colleague, 4)).to_have_value("present")
    later.get_by_role("button", name="Gem fremmødet").click()
    expect(later.get_by_text("Fremmødet er gemt")).to_be_visible()
    colleague.reload()
    expect(standing(colleague, 4)).to_have_value("apologies")


def test_what_was_refused_and_is_taken_back_is_no_longer_in_the_way(
    page: Page, colleague: Page
) -> None:
    standing(colleague, 5).select_option("absent")
    expect(roll_said(colleague)).to_contain_text("Gemt kl.")
    standing(page, 5).select_option("apologies")
    expect(page.locator("#lost")).to_contain_text("Gem fremmødet")

    standing(page, 5).select_option("present")

    expect(page.locator("#lost")).to_be_empty()
    assert page.evaluate(KEPT) == 0
    page.get_by_role("link", name="En suppleant kommer ind").click()
    page.wait_for_url("**/suppleant/")


def test_whoever_is_noted_as_gone_before_they_came_is_named_and_marked(page: Page) -> None:
    row = page.locator(".roll tbody tr").nth(6)
    name = row.locator("th").inner_text().strip()
    row.locator("select[name^='came-']").select_option(index=2)
    row.locator("select[name^='left-']").select_option(index=1)

    expect(page.locator("#lost")).to_contain_text(f"{name}: Man kan ikke være gået")
    expect(page.locator(".roll tr.is-refused")).to_have_count(1)
    expect(row).to_have_class("is-refused")

    row.locator("select[name^='left-']").select_option(index=0)
    expect(roll_said(page)).to_contain_text("Gemt kl.")
    expect(page.locator(".roll tr.is-refused")).to_have_count(0)
