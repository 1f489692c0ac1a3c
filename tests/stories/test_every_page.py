"""Every public page of the demo: axe at phone and desktop width, in light and dark, and valid HTML."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.addresses import addresses
from tests.stories.conftest import Site
from tests.stories.judges import html_errors, violations

pytestmark = [pytest.mark.story, pytest.mark.slow]


@pytest.fixture(scope="module")
def pages(site: Site, browser: Browser) -> list[str]:
    """The address of every page that answers with HTML, the 404 page, and one of a kind a language."""
    context = browser.new_context(base_url=site.url)
    found = []
    desks = ("/arbejde/", "/en/arbejde/")  # whoever is not signed in is sent to sign in
    public = [path for path in addresses() if not path.startswith(desks)]
    for path in [*public, "/findes-ikke/", "/en/findes-ikke/"]:
        answer = context.request.get(path)
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        is_itself = answer.url.endswith(path)  # and not the page one signs in on
        if is_page and is_itself and (answer.ok or "findes-ikke" in path):
            found.append(path)
    context.close()
    assert len(found) > 30
    return found


@pytest.mark.parametrize("look", ["phone", "desktop"])
def test_axe_finds_nothing(site: Site, browser: Browser, pages: list[str], look: str) -> None:
    """Every page on a phone in light; the Danish ones also on a desk in dark."""
    if look == "desktop":
        pages = [path for path in pages if not path.startswith("/en/")]

    assert violations(browser, site, pages, look) == {}


def test_the_html_is_valid(site: Site, browser: Browser, pages: list[str], tmp_path: Path) -> None:
    context = browser.new_context(base_url=site.url)

    errors = html_errors(context, pages, tmp_path)

    context.close()
    assert errors == []
