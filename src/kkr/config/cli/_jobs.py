"""Calling the jobs of the tick and of the work loop, one by one; one that fails does not stop the others."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from kkr.config.cli import _django

logger = logging.getLogger("kkr.jobs")


class Outcome(NamedTuple):
    """How much was done, and the exit code of what failed: 0 nothing, 1 a job, 3 the database."""

    done: int
    code: int


def call(jobs: Iterable[Callable[[datetime], int]], now: Callable[[], datetime]) -> Outcome:
    """Call each job once with the time; what fails is logged, a lost database in words."""
    done = code = 0
    for job in jobs:
        try:
            done += job(now())
        except Exception as fault:  # noqa: BLE001 -- whatever it is, the other jobs go on
            code = max(code, failed(fault))
    return Outcome(done, code)


def failed(fault: Exception) -> int:
    """Log it; gives the exit code it stands for."""
    known = _django.trouble(fault)
    if known is None:
        logger.error("a job failed", exc_info=fault)
        return 1
    code, words = known
    logger.error(words)
    return code
