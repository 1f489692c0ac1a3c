"""What rooms upstairs may hang on the ledger: listeners to entries, jobs of the tick and of
the work loop."""

from collections.abc import Callable
from datetime import datetime

from kkr.common.registry import Registry
from kkr.ledger.models import Entry

listeners: Registry[Callable[[Entry], None]] = Registry()
"""Called for each entry in its own transaction; cheap, and a failing one never stops the act."""

tick_jobs: Registry[Callable[[datetime], int]] = Registry()
"""Called by the tick with the clock's time; each gives the number of things it did."""

work_jobs: Registry[Callable[[datetime], int]] = Registry()
"""Called by the work loop about once a second with the real time, again at once while any does something."""
