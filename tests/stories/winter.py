"""A council before the winter of 2016-17: register and people, nothing on the agenda, a clock that is set on."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

from tests.stories.conftest import Site, free_port, new_place, served, site_at

START = """
from kkr.config.cli import _django
_django.start()
import os
from kkr.config.demo import council, users
from kkr.council.actions import load_register
from kkr.ledger import clock
from kkr.ledger.actors import System
clock.start()
when = {"by": System("demo"), "at": clock.now()}
load_register(**when)
council.load(**when)
users.load(password=os.environ["KKR_DEMO_PASSWORD"], **when)
"""
SET_ON = """
import sys
from kkr.config.cli import _django
_django.start()
from datetime import datetime
from django.utils import timezone
from kkr.ledger.models import ClockStart
ClockStart.objects.all().delete()  # a clock is set once; here it is another one each day
ClockStart.objects.create(set_at=timezone.now(), shows=datetime.fromisoformat(sys.argv[1]))
"""


class Winter:
    """The site and its days: on each the server starts again, as after a night."""

    def __init__(self, site: Site) -> None:
        self.site, self.night = site, ExitStack()

    def comes_to(self, day: date, hour: int = 9) -> None:
        """Let the clock show that hour of the day."""
        self.night.close()
        program(self.site, SET_ON, f"{day.isoformat()}T{hour:02}:00:00+01:00")
        self.night.enter_context(served(self.site))


def program(site: Site, text: str, *arguments: str) -> None:
    command = [sys.executable, "-c", text, *arguments]
    subprocess.run(command, env=site.environment, check=True)


@contextmanager
def before_winter(folder: Path, first: date) -> Iterator[Winter]:
    """The council on the first day, served."""
    site = site_at(free_port(), new_place(folder, first.isoformat()))
    program(site, START)
    winter = Winter(site)
    with winter.night:
        winter.comes_to(first)
        yield winter
