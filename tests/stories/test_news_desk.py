"""The editor of news: images, the keyboard, a lost connection."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.documents.pictures import photograph
from tests.stories.conftest import DESKTOP, PHONE, Site, page_of

pytestmark = pytest.mark.story
NEWS = "/arbejde/hovedstaden/nyheder/"
SIGN_IN = """
import sys
from kkr.config.cli import _django
_django.start()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from kkr.accounts.models import User
user = User.objects.get(email=sys.argv[1])
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
print(session.session_key)
"""
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>
<p class=MsoNormal style='margin-bottom:8pt'><span lang=DA>Kommunerne er enige.<o:p></o:p></span></p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse;mso-yfti-tbllook:1184'>
<tr><td width=301 style='width:225pt'><p class=MsoNormal><b>Kommune<o:p></o:p></b></p></td>
<td><p class=MsoNormal>Indbyggere<o:p></o:p></p></td></tr>
<tr><td><p class=MsoNormal>Albertslund</p></td><td><p class=MsoNormal>27.806</p></td></tr></table>
</body></html>"""
PASTE = """(field, html) => {
  const clipboard = new DataTransfer()
  clipboard.setData("text/html", html)
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true }))
}"""


def sign_in(page: Page, site: Site, email: str = "sekretariat@demo.kkr") -> None:
    command = [sys.executable, "-c", SIGN_IN, email]
    key = subprocess.run(command, env=site.environment, capture_output=True, text=True, check=True)
    cookie = {"name": "sessionid", "value": key.stdout.strip(), "url": site.url}
    page.context.add_cookies([cookie])


@pytest.fixture
def secretary(browser: Browser, site: Site) -> Iterator[Page]:
    for page in page_of(browser, site, DESKTOP):
        sign_in(page, site)
        yield page


def begin(page: Page) -> None:
    """Open an empty form; what another story of the writer left unsaved there is thrown away."""
    page.goto(f"{NEWS}ny/")
    left = page.get_by_role("button", name="Kassér det, og begynd")
    if left.count():
        with page.expect_navigation():
            left.click()


def write_title(page: Page, words: str) -> None:
    """Write a title and wait until just that is kept: the page may say of older words that they are."""
    revision = page.locator("#saved [name=kept]")
    before = revision.input_value()
    page.fill("#id_title", words)
    expect(revision).not_to_have_value(before)
    expect(page.locator("#saved")).to_contain_text("Gemt kl.")


def is_as_wide_as_the_window(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def public(site: Site, page: Page, path: str) -> tuple[int, str]:
    """What somebody without a session gets."""
    reader = page.context.browser.new_context(base_url=site.url)
    answer = reader.request.get(path)
    status, text = answer.status, answer.text()
    reader.close()
    return status, text


def test_an_image_stands_where_the_writer_is(secretary: Page, tmp_path: Path) -> None:
    page = secretary
    photo = tmp_path / "Rådet ~ 1.jpg"
    photo.write_bytes(photograph((800, 500)))
    begin(page)
    page.click(".ProseMirror")
    page.keyboard.type("Før")
    page.click('[data-tool="image"]')
    page.set_input_files("#image_image", photo)
    page.fill("#image_alt_text", "Formanden på talerstolen")
    page.click(".editor-image button:not([type])")

    expect(page.locator('.ProseMirror img[alt="Formanden på talerstolen"]')).to_be_visible()
    expect(page.locator(".ProseMirror img")).to_have_js_property("naturalWidth", 800)
    assert page.input_value("#id_html").startswith("<p>Før</p><figure")


def put_in_image(page: Page, photo: Path, words: str) -> None:
    page.click('[data-tool="image"]')
    page.set_input_files("#image_image", photo)
    page.fill("#image_alt_text", words)
    page.dblclick(".editor-image button:not([type])")
    expect(page.locator(f'.ProseMirror img[alt="{words}"]')).to_be_visible()


def test_images_stand_one_after_the_other_and_go_with_their_frame(
    secretary: Page, tmp_path: Path
) -> None:
    page = secretary
    photo = tmp_path / "kort.jpg"
    photo.write_bytes(photograph((800, 500)))
    begin(page)
    put_in_image(page, photo, "Første")
    page.click('.ProseMirror img[alt="Første"]')
    put_in_image(page, photo, "Andet")

    expect(page.locator(".ProseMirror img[src]")).to_have_count(2)
    written = page.input_value("#id_html")
    assert written.index("Første") < written.index("Andet")
    assert written.count("<img") == 2

    page.click('.ProseMirror img[alt="Første"]')
    page.keyboard.press("Delete")
    expect(page.locator(".ProseMirror img[src]")).to_have_count(1)
    assert page.input_value("#id_html").count("<figure") == 1


def test_a_link_is_asked_for_until_it_is_an_address(secretary: Page) -> None:
    page = secretary
    begin(page)
    page.click(".ProseMirror")
    page.click('[data-tool="link"]')
    page.fill("#link-address", "javascript:alert(1)")
    page.keyboard.press("Enter")
    expect(page.locator("#link-refusal")).to_contain_text("er ikke en adresse")

    page.fill("#link-address", "kl.dk/x")
    page.keyboard.press("Enter")
    expect(page.locator('.ProseMirror a[href="https://kl.dk/x"]')).to_be_visible()


def test_one_can_write_after_a_table(secretary: Page) -> None:
    page = secretary
    begin(page)
    page.click(".ProseMirror")
    page.click('[data-tool="table"]')
    page.keyboard.press("Control+End")
    page.locator(".ProseMirror > p").last.click()
    page.keyboard.type("Efter tabellen")

    assert page.input_value("#id_html").endswith("</table><p>Efter tabellen</p>")


def test_what_is_wrong_with_an_image_is_said_where_it_is_asked_for(
    browser: Browser, site: Site
) -> None:
    context = browser.new_context(base_url=site.url, viewport=PHONE)
    page = context.new_page()
    sign_in(page, site)
    begin(page)
    page.click('[data-tool="image"]')
    page.click(".editor-image button:not([type])")

    expect(page.locator(".editor-image [data-refusals]")).to_contain_text(
        "Skriv, hvad billedet viser"
    )
    assert page.locator(".editor-image").is_visible()
    context.close()


def test_the_editor_is_worked_with_the_keyboard(secretary: Page) -> None:
    page = secretary
    begin(page)
    page.click(".ProseMirror")
    page.keyboard.type("En sætning")
    expect(page.locator(".ProseMirror")).to_have_text("En sætning")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("[data-tool]:focus")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    expect(page.locator('[data-tool="heading3"]')).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".ProseMirror h3")).to_have_text("En sætning")
    expect(page.locator(".ProseMirror")).to_be_focused()
    page.keyboard.type(" her")

    expect(page.locator(".ProseMirror h3")).to_have_text("En sætning her")
    expect(page.locator('[data-tool="heading3"]')).to_have_attribute("aria-pressed", "true")
    assert page.input_value("#id_html") == "<h3>En sætning her</h3>"


def test_a_lost_connection_keeps_the_words_and_says_so(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url, viewport=DESKTOP)
    page = context.new_page()
    sign_in(page, site)
    begin(page)
    context.set_offline(True)
    page.fill("#id_title", "Skrevet i toget")
    expect(page.locator("#lost")).not_to_be_empty()
    assert page.input_value("#id_title") == "Skrevet i toget"

    context.set_offline(False)
    expect(page.locator("#lost")).to_be_empty()
    expect(page.locator("#saved")).to_contain_text("Gemt kl.")
    page.reload()
    assert page.input_value("#id_title") == "Skrevet i toget"
    context.close()


def test_words_of_a_page_closed_without_a_connection_stand_there_again(
    browser: Browser, site: Site
) -> None:
    context = browser.new_context(base_url=site.url, viewport=DESKTOP)
    page = context.new_page()
    sign_in(page, site)
    begin(page)
    context.set_offline(True)
    page.fill("#id_title", "De sidste ord i toget")
    page.locator(".ProseMirror").fill("Og en sætning")
    page.close()
    context.set_offline(False)

    again = context.new_page()
    again.goto(f"{NEWS}ny/")

    expect(again.locator("#lost")).to_contain_text("lå i denne browser")
    expect(again.locator(".ProseMirror")).to_have_text("Og en sætning")
    expect(again.locator("#saved")).to_contain_text("Gemt kl.")
    assert again.input_value("#id_title") == "De sidste ord i toget"
    assert again.evaluate("Object.keys(localStorage).length") == 0
    context.close()


def test_who_may_no_longer_save_is_told_and_keeps_the_words(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url, viewport=DESKTOP)
    page = context.new_page()
    sign_in(page, site)
    begin(page)
    page.route("**/nyheder/ny/", lambda route: route.fulfill(status=404, body="x"))

    page.fill("#id_title", "De sidste ord")
    page.get_by_role("button", name="Gem", exact=True).click()

    expect(page.locator("#lost")).to_contain_text("ikke længere gemme her")
    assert page.input_value("#id_title") == "De sidste ord"
    context.close()


def test_words_are_not_sent_through_a_closed_door(browser: Browser, site: Site) -> None:
    """Saving without a connection, or signed out, leaves the page and all that stands on it."""
    context = browser.new_context(base_url=site.url, viewport=DESKTOP)
    page = context.new_page()
    sign_in(page, site)
    begin(page)
    write_title(page, "De sidste ord")

    context.set_offline(True)
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.locator("#lost")).to_be_focused()
    expect(page.locator("#lost")).to_be_in_viewport()
    expect(page.locator("#saved")).to_be_hidden()
    context.set_offline(False)
    expect(page.locator("#lost")).to_be_empty(timeout=15_000)

    context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.locator("#lost")).to_contain_text("logget ud")
    assert page.input_value("#id_title") == "De sidste ord"

    sign_in(page, site)
    page.get_by_role("button", name="Gem", exact=True).click()
    page.wait_for_url(lambda url: not url.endswith("/ny/"))
    assert page.input_value("#id_title") == "De sidste ord"
    context.close()


def test_whoever_signs_in_again_in_another_window_goes_on_writing(
    browser: Browser, site: Site
) -> None:
    context = browser.new_context(base_url=site.url, viewport=DESKTOP)
    page = context.new_page()
    sign_in(page, site)
    begin(page)
    context.clear_cookies()
    page.fill("#id_title", "Skrevet, mens jeg var ude")
    expect(page.locator("#lost")).to_contain_text("logget ud")

    sign_in(context.new_page(), site)
    expect(page.locator("#lost")).to_be_empty(timeout=25_000)
    page.get_by_role("button", name="Gem", exact=True).click()
    page.wait_for_url(lambda url: not url.endswith("/ny/"))
    assert page.input_value("#id_title") == "Skrevet, mens jeg var ude"
    context.close()


def test_two_windows_of_one_writer_do_not_write_over_each_other(
    browser: Browser, site: Site
) -> None:
    context = browser.new_context(base_url=site.url, viewport=DESKTOP)
    first, second = context.new_page(), context.new_page()
    sign_in(first, site)
    for page in (first, second):
        begin(page)
    write_title(first, "Fra det første vindue")

    second.fill("#id_title", "Fra det andet vindue")
    expect(second.locator("#lost")).to_contain_text("i et andet vindue")
    second.reload()
    assert second.input_value("#id_title") == "Fra det første vindue"

    write_title(first, "Mere fra det første")
    second.fill("#id_title", "Det, der skal gælde")
    second.get_by_role("button", name="Gem det, der står her").click()
    expect(second.locator("#lost")).to_be_empty()
    second.reload()
    assert second.input_value("#id_title") == "Det, der skal gælde"
    context.close()
