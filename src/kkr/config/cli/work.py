import signal
import sys
import time
from types import FrameType

import click

from kkr.config.cli import _django


class Stop:
    """Whether we were asked to end; what is under way is finished first."""

    asked = False

    def __call__(self, _signal: int, _frame: FrameType | None) -> None:
        self.asked = True


@click.command()
@click.option("--every", default=1.0, show_default=True, help="Seconds between two looks.")
@click.option("--once", is_flag=True, help="Do what there is to do now, and end.")
def command(*, every: float, once: bool) -> None:
    """Do what is waiting, by the real time: deliver mail. Several may run at once.

    With --once exit 1 if a job failed. Either way exit 3 without a database to begin with.
    """
    _django.start()
    _django.look()
    from django.db import close_old_connections
    from django.utils import timezone

    from kkr.config.cli import _jobs
    from kkr.ledger.listeners import work_jobs

    stop = Stop()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stop.asked:
        done, code = _jobs.call(work_jobs, timezone.now)
        if done:
            continue
        if once:
            sys.exit(code)
        close_old_connections()
        time.sleep(every)
