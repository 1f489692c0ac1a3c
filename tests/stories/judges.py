"""What axe and the HTML checker say of pages."""

import os
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext
from tests.stories.conftest import DESKTOP, PHONE, Site

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASKED = {
    "runOnly": WCAG,
    "resultTypes": ["violations"],
}  # what passed need not be told of each node
LOOKS: dict[str, dict[str, Any]] = {
    "phone": {"viewport": PHONE, "color_scheme": "light"},
    "desktop": {"viewport": DESKTOP, "color_scheme": "dark"},
}


def violations(
    browser: Browser, site: Site, pages: list[str], look: str, **more: Any
) -> dict[str, list[Any]]:
    """What axe finds, by page, and `too wide` where one must scroll sideways."""
    context = browser.new_context(base_url=site.url, bypass_csp=True, **LOOKS[look], **more)
    page = context.new_page()
    found: dict[str, list[Any]] = {}
    for path in pages:
        page.goto(path)
        seen = Axe().run(page, options=ASKED).response["violations"]
        faults = [(each["id"], each["nodes"][0]["target"]) for each in seen]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            faults.append(("too wide", page.viewport_size))
        if faults:
            found[path] = faults
    context.close()
    return found


def html_errors(context: BrowserContext, pages: list[str], folder: Path) -> list[str]:
    """What the checker says of the pages, each with its address."""
    for number, path in enumerate(pages):
        (folder / f"{number:03d}.html").write_bytes(context.request.get(path).body())
    command = ["java", "-jar", os.environ["KKR_VNU"], "--format", "xml", "--exit-zero-always"]
    answer = subprocess.run([*command, str(folder)], capture_output=True, text=True, check=True)
    report = ET.fromstring(answer.stderr.encode())  # noqa: S314 -- the checker's own report
    return [
        f"{pages[int(Path(error.get('url', '')).stem)]}: {''.join(error.find('{*}message').itertext())}"
        for error in report.findall("{*}error")
    ]
