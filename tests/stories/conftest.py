"""A real server with the demo in it, and a real browser before it; both start once."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

KKR = [sys.executable, "-c", "from kkr.config.cli import main; main()"]
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


@dataclass(frozen=True)
class Site:
    """Where the demo is served, and the environment its `kkr` command runs in."""

    url: str
    environment: dict[str, str]

    def kkr(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the `kkr` command on the demo's database."""
        return subprocess.run(
            [*KKR, *arguments], env=self.environment, capture_output=True, text=True, check=True
        )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("demo")
    port = free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kkr.config.settings",  # the product's own, not the tests'
        "KKR_DEMO": "1",
        "KKR_TODAY": "2017-02-13",
        "KKR_DATA": str(folder),
        "KKR_DEMO_PASSWORD": secrets.token_urlsafe(12),
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": database(folder),
    }
    for name in ("KKR_PLAIN_STATIC", "DJANGO_SETTINGS_MODULE"):  # those of the tests themselves
        environment.pop(name, None)
    for command in (["migrate"], ["demo", "load"]):
        subprocess.run([*KKR, *command], env=environment, check=True, capture_output=True)
    server = subprocess.Popen([*KKR, "serve", "--port", str(port)], env=environment)
    try:
        wait_for(f"http://127.0.0.1:{port}/health")
        yield Site(f"http://127.0.0.1:{port}", environment)
    finally:
        server.terminate()
        server.wait(timeout=20)


def database(folder: Path) -> str:
    """A new database on the PostgreSQL that KKR_STORIES_DATABASE names, else a SQLite file."""
    server = os.environ.get("KKR_STORIES_DATABASE")
    if not server:
        return f"sqlite:///{folder / 'kkr.sqlite3'}"
    name = f"stories_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{server.rsplit('/', 1)[0]}/{name}"


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def wait_for(url: str, seconds: float = 30) -> None:
    for _ in range(int(seconds * 10)):
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 -- our own server
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise TimeoutError(url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET])
        yield started
        started.close()


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[Page]:
    yield from page_of(browser, site, PHONE)


@pytest.fixture
def desktop(browser: Browser, site: Site) -> Iterator[Page]:
    yield from page_of(browser, site, DESKTOP)


def page_of(browser: Browser, site: Site, viewport: dict[str, int]) -> Iterator[Page]:
    """A page that fails the test on any error in its console, refused style and script included."""
    context = browser.new_context(base_url=site.url, viewport=viewport, locale="da-DK")
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []
