"""The tables as `kkr migrate` makes them in an empty database: made once, and copied wherever a test begins with them.

They are kept under KKR_DATA by what they follow from, and made anew when that changes.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import psycopg

from tests.config.places import Place
from tests.house.source import ROOT


@cache
def mark() -> str:
    """What the tables follow from: our migrations and what they call, the packages with theirs, and which apps
    there are."""
    ours = sorted(ROOT.glob("src/kkr/*/migrations/*.py"))
    called = ["council/models/guards.py", "common/database.py", "config/settings.py"]
    files = [
        *ours,
        *(ROOT / "src/kkr" / each for each in called),
        ROOT / "requirements/runtime.lock",
    ]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def made_once(server: str = "") -> Place:
    """Such a place, with its database on the server of this address, else a SQLite file; who asks first makes it."""
    folder = Path(os.environ.get("KKR_DATA", "var")).resolve() / "tests" / mark()
    folder.mkdir(parents=True, exist_ok=True)
    make = _on_postgresql if server.startswith("postgres") else _on_sqlite
    with (folder / f"{make.__name__}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return make(folder, server)


def _on_sqlite(folder: Path, _server: str) -> Place:
    made = Place(folder, f"sqlite:///{folder / 'kkr.sqlite3'}")
    if not made.sqlite.exists():
        draft = folder / "draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        _migrate(Place(draft, f"sqlite:///{draft / 'kkr.sqlite3'}"))
        (draft / "kkr.sqlite3").rename(made.sqlite)
    return made


def _on_postgresql(folder: Path, server: str) -> Place:
    made, draft, beginning = f"migrated_{mark()}", "migrated_draft", server.rsplit("/", 1)[0]
    with psycopg.connect(server, autocommit=True) as connection:
        known = "SELECT 1 FROM pg_database WHERE datname = %s"
        if not connection.execute(known, [made]).fetchone():
            connection.execute(f'DROP DATABASE IF EXISTS "{draft}"')
            connection.execute(f'CREATE DATABASE "{draft}"')
            _migrate(Place(folder / "postgresql", f"{beginning}/{draft}"))
            connection.execute(f'ALTER DATABASE "{draft}" RENAME TO "{made}"')
    return Place(folder, f"{beginning}/{made}")


def _migrate(place: Place) -> None:
    done = place.kkr("migrate")
    assert done.returncode == 0, done.stderr


def test_database() -> Iterator[None]:
    """A copy that Django takes for its database until the test run ends: in memory, where it is SQLite."""
    from django.conf import settings  # not set up when this file is read
    from django.db import connection

    before, name = connection.settings_dict["NAME"], connection.creation._get_test_db_name()
    server = os.environ.get("DATABASE_URL", "") if connection.vendor == "postgresql" else ""
    made = made_once(server)
    if server:
        with psycopg.connect(server, autocommit=True) as at_server:
            at_server.execute(f'DROP DATABASE IF EXISTS "{name}"')
            template = made.database.rpartition("/")[2]
            at_server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    connection.ensure_connection()
    if not server:
        with closing(sqlite3.connect(made.sqlite)) as file:
            file.backup(connection.connection)
    yield
    connection.creation.destroy_test_db(before, verbosity=0)
