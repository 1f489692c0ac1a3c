"""The chair signs in on the telephone, with a second step, and sees where they are signed in."""

import pytest
from playwright.sync_api import Page
from tests.stories.conftest import PHONE, Site
from tests.workspace.accounts.codes import totp

pytestmark = pytest.mark.story
ADDRESS = "formand@demo.kkr"  # whose second step is in no other story's way


def reach(page: Page, selector: str) -> None:
    """Press Tab until what the selector names has the focus, as somebody without a mouse would."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with the keyboard on {page.url}")


def press(page: Page, selector: str, leads_to: str) -> None:
    reach(page, selector)
    page.keyboard.press("Enter")
    arrive(page, leads_to)


def write(page: Page, selector: str, text: str) -> None:
    reach(page, selector)
    page.keyboard.type(text)


def arrive(page: Page, path: str) -> None:
    """Wait for the page, and see that nothing of it lies outside the screen."""
    page.wait_for_url(lambda url: url.split("?")[0].endswith(path))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def enter_password(page: Page, site: Site, leads_to: str) -> None:
    write(page, "#id_login", ADDRESS)
    write(page, "#id_password", site.environment["KKR_DEMO_PASSWORD"])
    page.keyboard.press("Enter")
    arrive(page, leads_to)


def test_the_chair_signs_in_with_two_steps_on_the_telephone(phone, site):
    phone.goto("/om/")
    press(phone, '.site-footer a[href="/konto/log-ind/"]', "/konto/log-ind/")
    enter_password(phone, site, "/arbejde/")
    press(phone, 'a[href="/konto/"]', "/konto/")

    press(phone, 'a[href="/konto/to-trin/"]', "/konto/to-trin/")
    press(phone, 'a[href="/konto/to-trin/tilfoej/"]', "/konto/bekraeft/")
    write(phone, "#id_password", site.environment["KKR_DEMO_PASSWORD"])
    phone.keyboard.press("Enter")
    arrive(phone, "/konto/to-trin/tilfoej/")
    assert phone.locator(".qr-code svg").bounding_box()["width"] > 150
    secret = phone.locator(".secret").inner_text()
    write(phone, "#id_code", totp(secret))
    phone.keyboard.press("Enter")
    arrive(phone, "/konto/to-trin/koder/")
    assert phone.locator(".codes li").count() == 10

    press(phone, '.actions a[href="/konto/"]', "/konto/")
    press(phone, 'form[action="/konto/log-ud/"] button', "/konto/log-ind/")
    enter_password(phone, site, "/konto/log-ind/kode/")
    write(phone, "#id_code", totp(secret))
    phone.keyboard.press("Enter")
    arrive(phone, "/arbejde/")

    press(phone, 'a[href="/konto/"]', "/konto/")
    press(phone, 'a[href="/konto/sessioner/"]', "/konto/sessioner/")
    assert phone.locator(".session-list > li").count() == 1
    assert "Chrome, Linux" in phone.locator(".session-list").inner_text()
