import sys
from pathlib import Path

import click

from kkr.config.cli import _django


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def command(*, file: Path) -> None:
    """Write the database and its files to FILE, while the site runs.

    Exit 1 if it could not be written, or files are missing; 2 if FILE exists; 3 without pg_dump.
    """
    _django.start()
    from django.db import OperationalError

    from kkr.config.backup import Refused
    from kkr.config.backup.writing import write

    try:
        manifest = write(file.resolve(), lambda words: click.echo(f"   {words}"))
    except Refused as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(refusal.code)
    except (OSError, OperationalError) as fault:
        why = getattr(fault, "strerror", None) or fault
        click.echo(f"The backup could not be written: {why}. Nothing is left of it.", err=True)
        sys.exit(1)
    size, files = file.stat().st_size / 2**20, len(manifest.parts) - 1
    click.echo(f"{file}: {size:.1f} MiB, {manifest.entries} entries, {files} files.")
    click.echo(f"Digest {manifest.digest}")
    if not manifest.entries:
        click.echo(
            f"Nothing has happened in {_django.place()} yet: is it the one you mean?", err=True
        )
    if manifest.absent:
        named = ", ".join(manifest.absent[:5])
        click.echo(f"{len(manifest.absent)} files are missing or damaged: {named}.", err=True)
        sys.exit(1)
