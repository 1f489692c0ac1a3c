"""What the ledger tells of a thing of the register: entries of its own, and imports it was a part of."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from kkr.ledger.models import Entry, EntryQuerySet, key_of

IMPORTED = "council.register_imported"
RETOLD = "council.import_retold"
"""What an import did to the others, once somebody in it was erased."""
IMPORTS = (IMPORTED, RETOLD)


def entries_about(subject: models.Model) -> EntryQuerySet:
    """The whole history of a seat or a person, oldest first."""
    entries = Entry.objects.order_by("position")
    imports = entries.with_a_part_of(subject, verbs=IMPORTS, whole="council.council")
    return entries.about(subject) | imports


def part_of(content: Mapping[str, Any], subject: models.Model) -> Mapping[str, Any]:
    """What an import says of one thing; of any other entry all that it says."""
    parts = content.get("parts", ())
    own = [part for part in parts if part["of"] == key_of(subject)]
    return {**own[-1], "why": content.get("why", "")} if own else content
