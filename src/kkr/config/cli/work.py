import signal
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
    """Do what is waiting, by the real time: deliver mail. Several may run at once."""
    _django.start()
    from django.db import close_old_connections

    stop = Stop()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stop.asked:
        if run_once():
            continue
        if once:
            return
        close_old_connections()
        time.sleep(every)


def run_once() -> int:
    """Call every job of the work loop once; a failing one is logged and does not stop the others."""
    import logging

    from django.utils import timezone

    from kkr.ledger.listeners import work_jobs

    done = 0
    for job in work_jobs:
        try:
            done += job(timezone.now())
        except Exception:
            logging.getLogger(__name__).exception("a job of the work loop failed")
    return done
