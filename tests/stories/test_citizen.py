"""A citizen, with the keyboard alone, at the width of a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.story


def tab_to(page: Page, name: str, most: int = 80) -> None:
    """Press Tab until the focus stands on the link or button with this name."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(document.activeElement.querySelector('title')?.textContent"
            " || document.activeElement.textContent).trim()"
        )
        if focused.startswith(name):
            return
    raise AssertionError(f"{name} cannot be reached with Tab")


def test_a_citizen_finds_who_chairs_and_reads_the_news(phone: Page) -> None:
    phone.goto("/")

    tab_to(phone, "KKR Hovedstaden")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_have_text("KKR Hovedstaden")
    expect(phone.get_by_role("heading", name="Steen Christiansen er formand")).to_be_visible()
    expect(phone.get_by_text("Albertslund Kommune, Socialdemokratiet (A)")).to_be_visible()

    tab_to(phone, "KKR-mål for sundhed")
    phone.keyboard.press("Enter")
    expect(phone).to_have_url(re.compile(r"/hovedstaden/nyheder/2017/kkr-maal-for-sundhed/$"))
    expect(phone.get_by_text("KKR Hovedstaden, 13. februar 2017")).to_be_visible()


def test_the_way_past_the_head_is_first(phone: Page) -> None:
    phone.goto("/hovedstaden/")

    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")

    assert phone.evaluate("document.activeElement.closest('main') !== null")


def test_a_citizen_finds_albertslund_on_the_map(phone: Page) -> None:
    phone.goto("/hovedstaden/")

    tab_to(phone, "Albertslund")
    phone.keyboard.press("Enter")

    expect(phone.get_by_role("heading", level=1)).to_have_text("Albertslund Kommune")
    expect(phone.get_by_text("0165")).to_be_visible()


def test_a_journalist_asks_who_chaired_on_a_day(desktop: Page) -> None:
    desktop.goto("/hovedstaden/")
    desktop.get_by_role("link", name="Alle medlemmer på enhver dato").click()

    desktop.get_by_label("Vis en anden dag").fill("2018-02-01")
    desktop.get_by_role("button", name="Vis").click()

    expect(desktop.get_by_role("heading", level=1)).to_contain_text("1. februar 2018")
    expect(desktop.get_by_role("link", name="Karsten Søndergaard").first).to_be_visible()


def test_a_reader_subscribes_to_the_feed(desktop: Page) -> None:
    desktop.goto("/hovedstaden/")
    address = desktop.locator('link[type="application/atom+xml"]').get_attribute("href")

    answer = desktop.request.get(address or "")

    assert answer.ok
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert "KKR-mål for sundhed" in answer.text()


def test_a_visitor_reads_in_english(desktop: Page) -> None:
    desktop.goto("/hovedstaden/")

    desktop.get_by_role("link", name="English").click()

    expect(desktop.get_by_role("heading", name="Latest news")).to_be_visible()
    assert desktop.locator("html").get_attribute("lang") == "en"


def test_a_reader_gets_no_cookie_and_no_script(desktop: Page) -> None:
    asked: list[str] = []
    desktop.on("request", lambda request: asked.append(request.resource_type))

    desktop.goto("/hovedstaden/")

    assert desktop.context.cookies() == []
    assert "script" not in asked


def test_nothing_needs_sideways_scrolling(phone: Page) -> None:
    phone.set_viewport_size({"width": 320, "height": 700})
    paths = (
        "/",
        "/hovedstaden/",
        "/hovedstaden/medlemmer/",
        "/hovedstaden/kommuner/albertslund/",
        "/data/medlemmer/",
    )
    too_wide = []

    for path in paths:
        phone.goto(path)
        if phone.evaluate("document.documentElement.scrollWidth") > 320:
            too_wide.append(path)

    assert too_wide == []
