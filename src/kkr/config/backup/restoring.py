import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from kkr.accounts.actions import drop_all_sessions
from kkr.config.backup import Refused, archive
from kkr.config.backup.contents import ask_here, read
from kkr.config.backup.writing import Tell, database
from kkr.ledger.verification import Verification, verify
from kkr.outbox.actions import stop_restored


@dataclass(frozen=True)
class Restored:
    """What came of it: the backup, its ledger, and how many mails were kept from going out twice."""

    manifest: archive.Manifest
    ledger: Verification
    stopped: int


def restore(source: Path, tell: Tell) -> Restored:
    """Put a backup into an empty place and walk its ledger; nothing is touched before all is checked.

    Whoever signed out since is not signed in again, and no mail that waited then goes by itself.
    """
    if not source.is_file():
        raise Refused(f"There is no file {source}.", 3)
    files = Path(settings.MEDIA_ROOT)
    database().refuse_unless_empty()
    if files.is_dir() and any(files.iterdir()):
        raise Refused(f"{files} is not empty; a backup is restored into an empty place.", 2)
    files.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=files, prefix=".kkr-restore-") as name:
        folder = Path(name)
        tell("Reading the backup and its checksums.")
        manifest = archive.unpacked(source, folder)
        refuse_what_does_not_fit(manifest)
        tell("Every checksum is right. Loading the database.")
        database().load(folder / archive.DATABASE)
        move_files(folder / archive.FILES, files)
    os.sync()
    compare(manifest)
    tell("Bringing the database into the shape of this version.")
    call_command("migrate", interactive=False, verbosity=0)
    drop_all_sessions()
    stopped = stop_restored(now=timezone.now())
    tell("Walking the ledger.")
    return Restored(manifest, verify(), stopped)


def refuse_what_does_not_fit(manifest: archive.Manifest) -> None:
    """Refuse a backup of the other database, of newer code, or of a newer server."""
    if manifest.vendor != connection.vendor:
        raise Refused(f"The backup is of {manifest.vendor}, and this is {connection.vendor}.", 2)
    unknown = sorted(set(manifest.migrations) - known_migrations())
    if unknown:
        raise Refused(
            f"The backup is newer than this version: it knows {unknown[0]}"
            f" ({len(unknown)} unknown migrations, written by kkr {manifest.kkr}).",
            2,
        )
    database().refuse_unless_readable(manifest.server)


def known_migrations() -> set[str]:
    """What this version can have applied, squashed ones and what they replace included."""
    found = MigrationLoader(None, replace_migrations=False).disk_migrations
    replaced = {key for migration in found.values() for key in migration.replaces}
    return {f"{app}.{name}" for app, name in found.keys() | replaced}


def move_files(unpacked: Path, place: Path) -> None:
    """Move what was unpacked inside the files folder up to its place there."""
    for child in unpacked.iterdir() if unpacked.is_dir() else ():
        child.rename(place / child.name)


def compare(manifest: archive.Manifest) -> None:
    """Refuse to call it restored unless the database says of itself what it said then."""
    here = read(ask_here)
    if (here.digest, here.rows) != (manifest.digest, manifest.rows):
        raise Refused("What was restored is not what was backed up: the counts differ.", 1)
