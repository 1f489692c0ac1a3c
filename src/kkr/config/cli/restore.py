import sys
from pathlib import Path

import click

from kkr.config.cli import _django


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def command(*, file: Path) -> None:
    """Put a backup into an empty database and files folder, and walk its ledger.

    Exit 1 if the ledger does not hold or the disk is full, 2 if FILE is damaged or newer than this
    version or the place is not empty, 3 without FILE or pg_restore.
    """
    _django.start()
    from kkr.config.backup import Refused
    from kkr.config.backup.restoring import restore

    try:
        done = restore(file, lambda words: click.echo(f"   {words}"))
    except Refused as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(refusal.code)
    except OSError as fault:
        click.echo(f"The backup could not be restored: {fault.strerror or fault}.", err=True)
        sys.exit(1)
    manifest, outcome = done.manifest, done.ledger
    if not outcome.holds:
        click.echo(f"Broken at entry {outcome.broken_at}: {outcome.reason}.", err=True)
        sys.exit(1)
    files = len(manifest.parts) - 1
    click.echo(f"Restored as of {manifest.made_at}: {outcome.entries} entries, {files} files.")
    click.echo(f"Digest {outcome.digest}")
    if done.stopped:
        click.echo(
            f"{done.stopped} mails waited in the backup and may have been sent since:"
            " `kkr mail list`, then `kkr mail retry` or settle them at the desk."
        )
