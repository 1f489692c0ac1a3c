"""A real server with the demo in it, and a real browser before it; both start once."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.migrated import made_once

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
expect.set_options(timeout=20_000)  # on a busy machine a picture takes its time
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
    folder = tmp_path_factory.mktemp("demo") / "place"
    with served(site_at(free_port(), copy_of_demo(tmp_path_factory, folder))) as site:
        yield site


def site_at(port: int, environment: dict[str, str]) -> Site:
    url = f"http://127.0.0.1:{port}"
    return Site(url, {**environment, "SITE_URL": url})


@contextmanager
def served(site: Site) -> Iterator[Site]:
    """The site with its pages and what works behind them, until the block ends."""
    port = site.url.rpartition(":")[2]
    server = subprocess.Popen([*KKR, "serve", "--port", port], env=site.environment)
    try:
        wait_for(f"{site.url}/health")
        yield site
    finally:
        server.terminate()
        server.wait(timeout=20)


def copy_of_demo(factory: pytest.TempPathFactory, folder: Path) -> dict[str, str]:
    """A demo of the worker's own in `folder`, copied from one that the first worker makes for all."""
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    shared = factory.getbasetemp() if alone else factory.getbasetemp().parent
    made, said = shared / "made-demo", shared / "made-demo.json"
    try:
        made.mkdir()
    except FileExistsError:
        wait_until(said.exists, 300)
        environment = json.loads(said.read_text())
    else:
        environment = new_demo(made)
        draft = said.with_suffix(".draft")
        draft.write_text(json.dumps(environment))
        draft.rename(said)
    shutil.copytree(made, folder)
    database = database_like(environment["DATABASE_URL"], made, folder)
    return {**environment, "KKR_DATA": str(folder), "DATABASE_URL": database}


def new_demo(folder: Path) -> dict[str, str]:
    """Load the demo into `folder`; gives the environment it was loaded in."""
    environment = new_place(folder, "2017-02-13")
    subprocess.run([*KKR, "demo", "load"], env=environment, check=True, capture_output=True)
    return environment


def new_place(folder: Path, today: str) -> dict[str, str]:
    """A database in shape with nothing in it, whose clock starts on `today`; gives its environment."""
    environment = {
        **os.environ,
        "KKR_DEMO": "1",
        "KKR_TODAY": today,
        "KKR_DATA": str(folder),
        "KKR_DEMO_PASSWORD": secrets.token_urlsafe(12),
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DATABASE_URL": new_database(folder),
    }
    for name in ("KKR_PLAIN_STATIC", "DJANGO_SETTINGS_MODULE"):  # those of the tests themselves
        environment.pop(name, None)
    subprocess.run([*KKR, "migrate"], env=environment, check=True, capture_output=True)
    return environment


def new_database(folder: Path, template: str = "") -> str:
    """A new database on the PostgreSQL that KKR_STORIES_DATABASE names, else a SQLite file: empty tables, or a copy."""
    server = os.environ.get("KKR_STORIES_DATABASE", "")
    if not server:
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "kkr.sqlite3"
        shutil.copyfile(made_once().sqlite, file)
        return f"sqlite:///{file}"
    template = template or made_once(server).database.rpartition("/")[2]
    name = f"stories_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return f"{server.rsplit('/', 1)[0]}/{name}"


def database_like(url: str, made: Path, folder: Path) -> str:
    """A copy of a database; the file of SQLite was copied with its folder."""
    if url.startswith("sqlite"):
        return url.replace(str(made), str(folder))
    return new_database(folder, url.rpartition("/")[2])


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def wait_until(is_so: Callable[[], bool], seconds: float) -> None:
    for _ in range(int(seconds * 10)):
        if is_so():
            return
        time.sleep(0.1)
    raise TimeoutError(is_so)


def wait_for(url: str, seconds: float = 90) -> None:
    def answers() -> bool:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 -- our own server
                return True
        except OSError:  # not there yet, or too busy starting to answer in time
            return False

    wait_until(answers, seconds)


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
