import time

import click

from kkr.config.cli import _django


@click.command()
@click.option("--every", type=float, help="Go on, so many seconds apart. Without it: once.")
def command(*, every: float | None) -> None:
    """Do what is due by the clock: publish scheduled news and the like."""
    _django.start()
    from django.db import close_old_connections

    while True:
        done = run_once()
        if done or every is None:
            click.echo(f"{done} done.")
        if every is None:
            return
        close_old_connections()
        time.sleep(every)


def run_once() -> int:
    """Call every job of the tick once; a failing one is logged and does not stop the others."""
    import logging

    from kkr.ledger import clock
    from kkr.ledger.listeners import tick_jobs

    done = 0
    for job in tick_jobs:
        try:
            done += job(clock.now())
        except Exception:
            logging.getLogger(__name__).exception("a job of the tick failed")
    return done
