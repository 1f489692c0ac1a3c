"""Every public page of the demo: axe at phone and desktop width, in light and dark, and valid HTML."""

import os
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from tests.addresses import addresses
from tests.stories.conftest import DESKTOP, PHONE, Site

pytestmark = [pytest.mark.story, pytest.mark.slow]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def pages(site: Site, browser: Browser) -> list[str]:
    """The address of every page that answers with HTML, the 404 page, and one of a kind a language."""
    context = browser.new_context(base_url=site.url)
    found = []
    for path in [*addresses(), "/findes-ikke/", "/en/findes-ikke/"]:
        answer = context.request.get(path)
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        is_itself = answer.url.endswith(path)  # and not the page one signs in on
        if is_page and is_itself and (answer.ok or "findes-ikke" in path):
            found.append(path)
    context.close()
    assert len(found) > 30
    return found


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_axe_finds_nothing(site: Site, browser: Browser, pages: list[str], width: str) -> None:
    """Every page on a phone in light; the Danish ones also on a desk in dark."""
    look = {"viewport": PHONE, "color_scheme": "light"}
    if width == "desktop":
        look = {"viewport": DESKTOP, "color_scheme": "dark"}
        pages = [path for path in pages if not path.startswith("/en/")]
    context = browser.new_context(base_url=site.url, bypass_csp=True, **look)
    page = context.new_page()
    violations = {}

    for path in pages:
        page.goto(path)
        found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
        if found:
            violations[path] = [(each["id"], each["nodes"][0]["target"]) for each in found]

    context.close()
    assert violations == {}


def test_the_html_is_valid(site: Site, browser: Browser, pages: list[str], tmp_path: Path) -> None:
    context = browser.new_context(base_url=site.url)
    for number, path in enumerate(pages):
        (tmp_path / f"{number:03d}.html").write_bytes(context.request.get(path).body())
    context.close()

    command = [
        "java",
        "-jar",
        os.environ["KKR_VNU"],
        "--format",
        "xml",
        "--exit-zero-always",
        str(tmp_path),
    ]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)

    report = ET.fromstring(answer.stderr.encode())  # noqa: S314 -- the checker's own report
    errors = [
        f"{pages[int(Path(error.get('url', '')).stem)]}: {''.join(error.find('{*}message').itertext())}"
        for error in report.findall("{*}error")
    ]
    assert errors == []
