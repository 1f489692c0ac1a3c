"""Forms of the desk sent without a connection or signed out: the page stays, with every word on it."""

import pytest
from playwright.sync_api import Browser, expect
from tests.stories.conftest import DESKTOP, Site
from tests.stories.test_news_desk import sign_in

pytestmark = pytest.mark.story
FORMS = [
    ("/arbejde/register/personer/ny/", "#id_name"),
    ("/arbejde/sager/ny/", "#id_title"),
    ("/arbejde/hovedstaden/moeder/nyt-moede/", "#id_place"),
]


@pytest.mark.parametrize(("address", "field"), FORMS)
def test_no_form_of_the_desk_loses_its_words_at_a_closed_door(
    browser: Browser, site: Site, address: str, field: str
) -> None:
    context = browser.new_context(base_url=site.url, viewport=DESKTOP)
    page = context.new_page()
    sign_in(page, site)
    page.goto(address)
    words = "Skrevet i toget til Albertslund"
    page.fill(field, words)
    button = page.locator("main form[method=post] button").last

    context.set_offline(True)
    button.click()
    said = page.locator("main form [role=alert]")
    expect(said).to_contain_text("Forbindelsen er væk, og intet er sendt")
    expect(said).to_be_focused()
    context.set_offline(False)

    context.clear_cookies()
    button.click()
    expect(said).to_contain_text("Du er logget ud, og intet er sendt")
    expect(page.locator(field)).to_have_value(words)

    sign_in(page, site)
    with page.expect_navigation():
        button.click()
    assert words in page.content()
    assert "/konto/" not in page.url
    context.close()


def test_no_form_about_people_with_an_account_loses_its_words_either(
    browser: Browser, site: Site
) -> None:
    context = browser.new_context(base_url=site.url, viewport=DESKTOP)
    page = context.new_page()
    sign_in(page, site)
    page.goto("/konto/personer/inviter/")
    words = "Anna Ny Medarbejder"
    page.fill("#id_name", words)
    button = page.locator("main form[method=post] button").last

    context.set_offline(True)
    button.click()

    expect(page.locator("main form [role=alert]")).to_contain_text("intet er sendt")
    expect(page.locator("#id_name")).to_have_value(words)
    context.close()
