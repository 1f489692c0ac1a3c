import signal
import sys
import time
from types import FrameType

import click

from kkr.config.cli import _django, _jobs


class Stop:
    """Whether we were asked to end; what is under way is finished first."""

    asked = False

    def __call__(self, _signal: int, _frame: FrameType | None) -> None:
        self.asked = True

    def rest(self, seconds: float) -> None:
        """Sleep, but wake up soon when asked to end."""
        until = time.monotonic() + seconds
        while not self.asked and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.5))


@click.command()
@click.option(
    "--every",
    type=_jobs.Seconds(),
    default=1.0,
    show_default=True,
    help="Seconds between two looks.",
)
@click.option("--once", is_flag=True, help="Do what there is to do now, and end.")
def command(*, every: float, once: bool) -> None:
    """Do what is waiting, by the real time: deliver mail. Several may run at once.

    With --once exit 1 if a job failed. Either way exit 3 without a database to begin with.
    """
    _django.start()
    _django.refuse_without_key()
    _django.look()
    from django.db import close_old_connections
    from django.utils import timezone

    from kkr.ledger.listeners import work_jobs

    stop = Stop()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    rounds = _jobs.Rounds(work_jobs, timezone.now, every)
    while not stop.asked:
        done, code = rounds.call()
        if done and code != _django.NO_DATABASE:
            continue
        if once:
            sys.exit(code)
        close_old_connections()
        stop.rest(rounds.pause)
