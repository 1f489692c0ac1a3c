import sys  # noqa: N999 -- a subcommand is called as its file is
from pathlib import Path

import click

from kkr.config.cli import _django


@click.group()
def command() -> None:
    """Bring in what others keep: the subject classes of the municipalities (KLE)."""


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
def kle(*, file: Path) -> None:
    """Bring in subject classes from FILE, a CSV with a column for the number and one for the title.

    Exit 2 where a row is wrong or FILE cannot be read; then nothing is changed. The same file again is safe.
    """
    try:
        content = file.read_bytes()
    except OSError as fault:
        click.echo(f"{file} cannot be read: {fault.strerror}", err=True)
        sys.exit(2)
    _django.start()
    from kkr.cases.actions import import_subject_classes
    from kkr.cases.subject_file import BadFile
    from kkr.ledger import clock
    from kkr.ledger.actors import System

    try:
        done = import_subject_classes(content, by=System("import"), at=clock.now())
    except BadFile as bad:
        for each in bad.faults:
            click.echo(f"{file.name}, {each}", err=True)
        click.echo("Nothing was changed.", err=True)
        sys.exit(2)
    click.echo(f"{done.added} added, {done.changed} given another title, {done.same} as before.")
