"""Calling the jobs of the tick and of the work loop, one by one; one that fails does not stop the others."""

import logging
import math
from collections.abc import Callable, Iterable
from datetime import datetime
from traceback import extract_tb
from typing import Any, NamedTuple

import click

from kkr.config.cli import _django

logger = logging.getLogger("kkr.jobs")
LONGEST_PAUSE = 60.0


class Seconds(click.FloatRange):
    """Between two looks: a tenth, so that nothing runs hot, to a day."""

    def __init__(self) -> None:
        super().__init__(min=0.1, max=86_400)

    def convert(self, value: Any, param: Any, ctx: Any) -> float:
        seconds: float = super().convert(value, param, ctx)
        if math.isnan(seconds):
            self.fail(f"{value} is not a number of seconds.", param, ctx)
        return seconds


class Outcome(NamedTuple):
    """How much was done, and the exit code of what failed: 0 nothing, 1 a job, 3 the database."""

    done: int
    code: int


class Rounds:
    """Calls the jobs round after round.

    The same trouble is told once, until a round goes well; while the database is away or behind,
    `pause` grows from `every` to a minute.
    """

    def __init__(
        self,
        jobs: Iterable[Callable[[datetime], int]],
        now: Callable[[], datetime],
        every: float = 0.0,
    ) -> None:
        self.jobs, self.now, self.every = jobs, now, every
        self.pause = every
        self.told: set[str] = set()

    def call(self) -> Outcome:
        """Call each job once with the time; what fails is logged, a lost database in words."""
        done = code = 0
        met: set[str] = set()
        for job in self.jobs:
            try:
                done += job(self.now())
            except Exception as fault:  # noqa: BLE001 -- whatever it is, the other jobs go on
                code = max(code, self._failed(fault, met))
        self._after(code, met)
        return Outcome(done, code)

    def _failed(self, fault: Exception, met: set[str]) -> int:
        """Log it unless it was told before; gives the exit code it stands for."""
        code, words = _django.trouble(fault) or (1, "")
        name = words.split(" (", 1)[0] or place_of(fault)
        if name not in self.told | met:
            logger.error(words or "a job failed", exc_info=None if words else fault)
        met.add(name)
        return code

    def _after(self, code: int, met: set[str]) -> None:
        if self.told and not met:
            logger.warning("The jobs work again.")
        self.told = met
        longer = min(self.pause * 2, max(self.every, LONGEST_PAUSE))
        self.pause = longer if code == _django.NO_DATABASE else self.every


def place_of(fault: Exception) -> str:
    """What kind of fault it is, and where it came from."""
    frames = extract_tb(fault.__traceback__)
    return f"{type(fault).__qualname__} {frames[-1].filename}:{frames[-1].lineno}"
