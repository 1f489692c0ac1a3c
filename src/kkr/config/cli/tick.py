import sys
import time

import click

from kkr.config.cli import _django, _jobs


@click.command()
@click.option(
    "--every", type=_jobs.Seconds(), help="Go on, so many seconds apart. Without it: once."
)
def command(*, every: float | None) -> None:
    """Do what is due by the clock: publish scheduled news and the like.

    Once: exit 1 if a job failed. Either way exit 3 without a database to begin with.
    """
    _django.start()
    _django.refuse_without_key()
    _django.look()
    from django.db import close_old_connections

    from kkr.ledger import clock
    from kkr.ledger.listeners import tick_jobs

    rounds = _jobs.Rounds(tick_jobs, clock.now, every or 0.0)
    while True:
        done, code = rounds.call()
        if done or every is None:
            click.echo(f"{done} done.")
        if every is None:
            sys.exit(code)
        close_old_connections()
        time.sleep(rounds.pause)
