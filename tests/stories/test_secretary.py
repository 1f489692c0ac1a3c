"""An invited secretary, from the invitation to the news she takes back; and who may not touch it."""

import re
import subprocess
import sys
import time
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.stories.conftest import DESKTOP, PHONE, Site
from tests.stories.test_news_desk import (
    NEWS,
    PASTE,
    WORD,
    is_as_wide_as_the_window,
    public,
    sign_in,
)
from tests.workspace.accounts.codes import totp

pytestmark = pytest.mark.story
ADDRESS, PASSWORD = "ny.sekretaer@example.dk", "kornblomst ved havnen 29"
TITLE = "Enighed om nærhed"
STEPS = ("", "vis/", "udgiv/", "vent/", "ret/", "traek-tilbage/", "versioner/", "adresse/")
ASKED = """
from kkr.config.cli import _django
_django.start()
"""
TIME = "from kkr.ledger import clock; print(clock.now().isoformat())"


def asked(site: Site, question: str) -> str:
    """What the database of the site says."""
    command = [sys.executable, "-c", ASKED + question]
    answer = subprocess.run(command, env=site.environment, capture_output=True, check=True)
    return answer.stdout.decode().strip()


def invite(browser: Browser, site: Site) -> str:
    """The administrator invites her; gives the link in the mail she gets."""
    context = browser.new_context(base_url=site.url, viewport=DESKTOP)
    page = context.new_page()
    sign_in(page, site, "admin@demo.kkr")
    page.goto("/konto/personer/inviter/")
    if "/bekraeft/" in page.url:
        page.fill("#id_password", site.environment["KKR_DEMO_PASSWORD"])
        page.press("#id_password", "Enter")
    page.fill("#id_name", "Ny Sekretær")
    page.fill("#id_email", ADDRESS)
    page.select_option("#id_role", "secretary")
    page.select_option("#id_body", label="KKR Hovedstaden")
    page.click("main form button")
    page.wait_for_url(lambda url: not url.endswith("/inviter/"))
    context.close()
    return link_in_mail(site)


def link_in_mail(site: Site) -> str:
    """The demo puts its mails in a folder; the worker needs a moment."""
    folder = Path(site.environment["KKR_DATA"]) / "mail"
    for _ in range(100):
        for file in folder.glob("*"):
            mail = message_from_bytes(file.read_bytes(), policy=default)
            body = mail.get_body(("plain",))
            if ADDRESS in str(mail["To"]) and body:
                return next(word for word in body.get_content().split() if "/invitation/" in word)
        time.sleep(0.2)
    raise AssertionError("no mail came")


def come_in(page: Page, link: str) -> None:
    """She chooses a password and sets up the second step, on her telephone."""
    page.set_viewport_size(PHONE)
    page.goto(link)
    page.fill("#id_password", PASSWORD)
    page.fill("#id_again", PASSWORD)
    page.press("#id_again", "Enter")
    page.wait_for_url("**/konto/log-ind/")
    enter_password(page)
    page.wait_for_url("**/arbejde/")
    page.goto("/konto/to-trin/tilfoej/")
    if "/bekraeft/" in page.url:
        page.fill("#id_password", PASSWORD)
        page.press("#id_password", "Enter")
    secret = page.locator(".secret").inner_text()
    page.fill("#id_code", totp(secret))
    page.press("#id_code", "Enter")
    page.wait_for_url("**/konto/to-trin/koder/")

    page.goto("/konto/")
    page.click('form[action="/konto/log-ud/"] button')
    page.wait_for_url("**/konto/log-ind/")
    enter_password(page)
    page.wait_for_url("**/konto/log-ind/kode/")
    page.fill("#id_code", totp(secret, time.time() + 30))  # each code lets in once
    page.press("#id_code", "Enter")
    page.wait_for_url("**/arbejde/")


def enter_password(page: Page) -> None:
    page.fill("#id_login", ADDRESS)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")


def write(page: Page) -> str:
    """She pastes a table from Word, sees it as readers will, on the telephone, and saves; gives where."""
    page.set_viewport_size(DESKTOP)
    page.click(f'.sections a[href="{NEWS}"]')
    page.click(f'a.button[href="{NEWS}ny/"]')
    page.fill("#id_title", TITLE)
    page.fill("#id_teaser", "29 kommuner går sammen.")
    page.locator(".ProseMirror").evaluate(PASTE, WORD)
    expect(page.locator(".ProseMirror td")).to_have_count(4)
    page.locator(".ProseMirror td").first.click()
    page.click('[data-tool="headerRow"]')  # or the guards ask her for it before it is public
    expect(page.locator(".ProseMirror th")).to_have_count(2)
    expect(page.locator("#saved")).to_contain_text("09.")

    page.set_viewport_size(PHONE)
    page.click('button[name="preview"]')
    expect(page.locator("h1")).to_have_text(TITLE)
    expect(page.locator(".prose th").first).to_have_text("Kommune")
    assert is_as_wide_as_the_window(page)

    page.set_viewport_size(DESKTOP)
    page.click(f'.messages a[href="{NEWS}ny/"]')
    page.click("#written button:not([name])[type=submit]")
    page.wait_for_url(lambda url: not url.endswith("/ny/"))
    return page.url.removeprefix(page.context.request.get("/").url.rstrip("/"))


def schedule(page: Page, site: Site) -> None:
    """In a minute or so: late enough to be seen as scheduled on a busy machine too."""
    now = datetime.fromisoformat(asked(site, TIME)).astimezone()
    danish = page.evaluate(
        "at => new Date(at).toLocaleString('sv-SE', { timeZone: 'Europe/Copenhagen' })",
        (now + timedelta(seconds=90)).isoformat(),
    )
    page.click('a[href$="/udgiv/"]')
    page.fill("#id_publish_at", danish.replace(" ", "T")[:16])
    page.click('button[name="later"]')
    expect(page.locator(".messages")).to_contain_text("Nyheden er planlagt.")


def touches_nothing(context: BrowserContext, site: Site, item: str, email: str) -> None:
    """They see a desk of their own, and of hers not even that it is there."""
    page = context.new_page()
    sign_in(page, site, email)
    page.goto("/arbejde/")
    expect(page.locator("h1")).to_contain_text("venter på dig")
    assert TITLE not in page.content()
    page.goto("/konto/")
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    for path in (NEWS, f"{NEWS}ny/", *(item + step for step in STEPS)):
        form = {"csrfmiddlewaretoken": token, "now": "1", "text": "x", "reason": "x", "slug": "x"}
        assert context.request.get(path).status == 404, path
        assert context.request.post(path, form=form).status == 404, path


def appears(site: Site, page: Page) -> str:
    """Wait until it stands on the public page; gives its address."""
    until = time.monotonic() + 150
    while time.monotonic() < until:
        text = public(site, page, "/hovedstaden/nyheder/")[1]
        if TITLE in text:
            found = re.search(r'href="(/hovedstaden/nyheder/\d{4}/enighed-om-naerhed/)"', text)
            assert found
            return found[1]
        time.sleep(1)
    raise AssertionError("it was never published")


def test_an_invited_secretary_and_the_news_she_writes(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url, locale="da-DK")
    page = context.new_page()
    come_in(page, invite(browser, site))
    item = write(page)
    assert TITLE not in public(site, page, "/hovedstaden/nyheder/")[1]
    schedule(page, site)
    page.goto("/arbejde/")
    expect(page.get_by_role("region", name="Kommer af sig selv")).to_contain_text(TITLE)

    for email in ("borgmester@demo.kkr", "kontakt.albertslund@demo.kkr"):
        stranger = browser.new_context(base_url=site.url, locale="da-DK")
        touches_nothing(stranger, site, item, email)
        stranger.close()

    path = appears(site, page)
    assert TITLE in public(site, page, "/hovedstaden/nyheder.atom")[1]
    status, text = public(site, page, path)
    assert status == 200
    assert re.search(r"<th[^>]*>(<p>)?<strong>Kommune</strong>", text)
    assert "Mso" not in text

    page.goto(f"{item}ret/")
    page.fill("#id_text", "Tallet for Albertslund er fra 2016.")
    page.click("main form button")
    expect(page.locator(".messages")).not_to_be_empty()
    assert "Tallet for Albertslund er fra 2016." in public(site, page, path)[1]

    page.goto(f"{item}traek-tilbage/")
    page.fill("#id_reason", "Sagen er udsat.")
    page.click("main form button")
    expect(page.locator(".messages")).not_to_be_empty()
    status, text = public(site, page, path)
    assert status == 410
    assert "Sagen er udsat." in text
    assert TITLE not in public(site, page, "/hovedstaden/nyheder/")[1]
    assert TITLE not in public(site, page, "/hovedstaden/nyheder.atom")[1]
    context.close()
