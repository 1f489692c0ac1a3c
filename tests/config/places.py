"""Whole places to run `kkr` in, each with a database and a folder of its own, as an operator has them."""

import os
import secrets
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

KKR = [sys.executable, "-c", "from kkr.config.cli import main; main()"]
START = "from kkr.config.cli import _django; _django.start()\n"
ACTS = (
    START
    + """
from datetime import UTC, datetime
from django.core.files.base import ContentFile
from kkr.documents.actions import store_file
from kkr.ledger.actors import System
from kkr.news.actions import draft_news, edit_news, publish_news
by, at = System("test"), datetime(2017, 2, 13, 9, 0, tzinfo=UTC)

def tell(number, text="Tekst."):
    item = draft_news(council=None, title=f"Nyhed {number}", html=f"<p>{text}</p>", by=by, at=at)
    return publish_news(item, by=by, at=at)

def keep(text):
    return store_file(ContentFile(text.encode(), name="bilag.txt"), by=by, at=at)
"""
)


@dataclass
class Place:
    """A folder and a database; `kkr` and `python` run in it as separate processes."""

    folder: Path
    database: str
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        ours = {
            "KKR_DATA": str(self.folder),
            "DATABASE_URL": self.database,
            "KKR_PLAIN_STATIC": "1",
        }
        base = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
        return base | ours | {"SECRET_KEY": "a-key-of-the-tests"} | self.more

    def kkr(self, *arguments: str, **options) -> subprocess.CompletedProcess[str]:
        return self.run([*KKR, *arguments], **options)

    def python(self, code: str, **options) -> subprocess.CompletedProcess[str]:
        """Run code after `ACTS`, so that it may tell news and keep files; fails where it fails."""
        done = self.run([sys.executable, "-c", ACTS + code], **options)
        assert done.returncode == 0, done.stderr
        return done

    def python_beside(self, code: str, other: str) -> subprocess.CompletedProcess[str]:
        """The same, with the text of another such program as `sys.argv[1]`."""
        done = self.run([sys.executable, "-c", ACTS + code, ACTS + other])
        assert done.returncode == 0, done.stderr
        return done

    def run(self, command: list[str], **options) -> subprocess.CompletedProcess[str]:
        environment = self.environment | options.pop("environment", {})
        return subprocess.run(
            command,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            **options,
        )

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def sqlite(self) -> Path:
        return self.folder / "kkr.sqlite3"

    def digest(self) -> str:
        """What `kkr ledger verify` says of it."""
        done = self.kkr("ledger", "verify")
        assert done.returncode == 0, done.stderr
        return done.stdout.rsplit(None, 1)[-1]


def new_place(folder: Path, like: Place | None = None) -> Place:
    """A place on the server that DATABASE_URL names, else with a SQLite file; empty, or as another is."""
    folder.mkdir(parents=True, exist_ok=True)
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        if like:
            shutil.copyfile(like.sqlite, folder / "kkr.sqlite3")
        return Place(folder, f"sqlite:///{folder / 'kkr.sqlite3'}")
    name = f"place_{secrets.token_hex(4)}"
    template = f' TEMPLATE "{like.database.rsplit("/", 1)[1]}"' if like else ""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"{template}')
    return Place(folder, f"{server.rsplit('/', 1)[0]}/{name}")
