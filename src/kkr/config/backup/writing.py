import importlib
import os
import re
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import django
from django.conf import settings
from django.db import connection
from django.utils import timezone

from kkr.config.backup import Refused, archive
from kkr.config.backup.contents import Snapshot

Tell = Callable[[str], None]
DIGEST = re.compile(r"[0-9a-f]{64}")
TELL_SECONDS = 5


def database() -> ModuleType:
    """The drawer for the database in use: `sqlite` or `postgresql`."""
    return importlib.import_module(f"kkr.config.backup.{connection.vendor}")


def write(target: Path, tell: Tell) -> archive.Manifest:
    """Write database and files to `target`, whole or not at all; refuses to overwrite.

    The database is copied first, and a file lies on disk before any row names it, so whatever the
    copy names is there afterwards, but for what somebody erases in between: that is named as
    missing, and the next backup is whole.
    """
    if target.exists():
        raise Refused(f"{target} exists already; a backup never overwrites another.", 2)
    if not target.parent.is_dir():
        raise Refused(f"{target.parent} is no folder.", 2)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".kkr-backup-") as name:
        folder = Path(name)
        tell("Copying the database.")
        snapshot = database().snapshot(folder)
        manifest = _archive(folder, snapshot, tell)
        _keep(folder / "archive", target)
    return manifest


def _archive(folder: Path, snapshot: Snapshot, tell: Tell) -> archive.Manifest:
    manifest = manifest_of(snapshot)
    with archive.written(folder / "archive") as writer:
        writer.add(archive.DATABASE, snapshot.path)
        manifest.absent = _add_files(writer, snapshot.contents.files, tell)
        writer.close(manifest, folder)
    return manifest


def manifest_of(snapshot: Snapshot) -> archive.Manifest:
    contents = snapshot.contents
    return archive.Manifest(
        made_at=timezone.now().isoformat(timespec="seconds"),
        kkr=version("kkr"),
        django=django.get_version(),
        vendor=connection.vendor,
        server=snapshot.server,
        migrations=contents.migrations,
        rows=contents.rows,
        entries=contents.entries,
        digest=contents.digest,
    )


def _add_files(writer: archive.Writer, names: list[str], tell: Tell) -> list[str]:
    """Add the files; gives the names of those that are missing, or are not what their name says."""
    absent, told = [], time.monotonic()
    for number, name in enumerate(names, start=1):
        path = Path(settings.MEDIA_ROOT) / name
        part = f"{archive.FILES}/{name}"
        if not path.is_file():
            absent.append(name)
            continue
        writer.add(part, path)
        if DIGEST.fullmatch(path.name) and writer.parts[part] != path.name:
            absent.append(name)
        if time.monotonic() - told > TELL_SECONDS:
            tell(f"{number} of {len(names)} files.")
            told = time.monotonic()
    return absent


def _keep(written: Path, target: Path) -> None:
    """Give the archive its name once it is on the disk itself."""
    with written.open("rb") as stream:
        os.fsync(stream.fileno())
    written.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
