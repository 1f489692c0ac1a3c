"""Copying and placing a SQLite database, with the SQLite that `newer_sqlite` swapped in."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection

from kkr.config.backup import Refused
from kkr.config.backup.contents import Snapshot, read


def snapshot(folder: Path) -> Snapshot:
    """Copy it as of one moment without stopping writers; what was erased is not in the copy."""
    path = folder / "database"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
        contents = read(lambda sql: copy.execute(sql).fetchall())
    return Snapshot(path, server(), contents)


def server() -> int:
    """The SQLite library; any reads what any other wrote."""
    major, minor, patch = sqlite3.sqlite_version_info
    return major * 1_000_000 + minor * 1_000 + patch


def refuse_unless_empty() -> None:
    """Refuse a file with tables in it, and the write-ahead log of one that is gone."""
    place = Path(settings.DATABASES["default"]["NAME"])
    log = place.with_name(f"{place.name}-wal")
    if not place.exists():
        if log.exists():
            raise Refused(f"{log} is left of another database; move it away first.", 2)
        return
    with closing(sqlite3.connect(f"{place.resolve().as_uri()}?mode=ro", uri=True)) as found:
        if found.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]:
            raise Refused(f"{place} is not empty; a backup is restored into an empty place.", 2)


def refuse_unless_readable(_server: int) -> None:
    """SQLite's format is one."""


def load(dump: Path) -> None:
    """Put the copy in its place, whole or not at all."""
    place = Path(settings.DATABASES["default"]["NAME"])
    connection.close()
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f"{place.name}.restoring")
    try:
        shutil.copyfile(dump, part)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        for end in ("-wal", "-shm"):
            place.with_name(f"{place.name}{end}").unlink(missing_ok=True)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
