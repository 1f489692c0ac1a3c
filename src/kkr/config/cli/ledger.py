import sys

import click

from kkr.config.cli import _django


@click.group()
def command() -> None:
    """The append-only history."""


@command.command()
def verify() -> None:
    """Walk the chain from its first link. Exit 1 and name the first broken one if it does not hold."""
    _django.start()
    from kkr.ledger.verification import verify as walk

    outcome = walk()
    if not outcome.holds:
        click.echo(f"Broken at entry {outcome.broken_at}: {outcome.reason}.", err=True)
        sys.exit(1)
    erased = f", {outcome.erased} erased" if outcome.erased else ""
    click.echo(f"{outcome.entries} entries hold{erased}. Digest {outcome.digest}")
