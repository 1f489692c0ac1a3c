"""Whoever changes what somebody else changed meanwhile is told, and nothing is written."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

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


def refuse_other_words(known: object, **said: Any) -> None:
    """Refuse a form that is sent again, where what it made says something else; the same words are fine."""
    if any(getattr(known, name) != value for name, value in said.items()):
        raise ValidationError(
            _(
                "This form has made “%(what)s” already, and what stands there now differs from what you "
                "wrote here. Change it there, or begin with an empty form."
            ),
            code="made_already",
            params={"what": str(known)},
        )
