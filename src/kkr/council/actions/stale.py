"""Whoever changes what somebody else changed meanwhile is told, and nothing is written."""

from django.db import models

from kkr.council.history import newest_change
from kkr.ledger.models import Entry


class StaleCorrection(Exception):
    """Somebody changed the thing meanwhile. Nothing was written; `theirs` is what it says now."""

    def __init__(self, theirs: models.Model, entry: Entry) -> None:
        super().__init__(f"{theirs._meta.label} {theirs.pk} was changed by entry {entry.position}")
        self.theirs = theirs
        self.entry = entry


def refuse_stale(thing: models.Model, based_on: int | None) -> None:
    """Raise StaleCorrection where the history of `thing` goes on after the entry at `based_on`."""
    newest = newest_change(thing)
    if based_on is not None and newest is not None and newest.position > based_on:
        raise StaleCorrection(thing, newest)
