"""What the ledger tells of a thing of the register: entries of its own, and imports it was a part of."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from kkr.ledger.models import Entry, EntryQuerySet, Payload, key_of

IMPORTED = "council.register_imported"
RETOLD = "council.import_retold"
"""What an import did to the others, once somebody in it was erased."""
HANDED_OUT = ("council.contact_handed_out", "council.person_handed_out")
"""What changes nothing of whom it is about."""
IMPORTS = (IMPORTED, RETOLD)


def entries_about(subject: models.Model) -> EntryQuerySet:
    """The whole history of a seat or a person, oldest first."""
    entries = Entry.objects.order_by("position")
    imports = entries.with_a_part_of(subject, verbs=IMPORTS, whole="council.council")
    return entries.about(subject) | imports


def newest_change(thing: models.Model) -> Entry | None:
    """The newest entry that changed it; of an import told again, the import itself."""
    entries = entries_about(thing).exclude(verb__in=HANDED_OUT)
    again = Payload.objects.filter(entry__in=entries.filter(verb=RETOLD).values("pk"))
    imports = Entry.objects.filter(pk__in=[payload.content["instead_of"] for payload in again])
    found = [entries.exclude(verb=RETOLD).last(), imports.order_by("position").last()]
    return max(filter(None, found), key=lambda entry: entry.position, default=None)


def part_of(content: Mapping[str, Any], subject: models.Model) -> Mapping[str, Any]:
    """What an import says of one thing; of any other entry all that it says."""
    parts = content.get("parts", ())
    own = [part for part in parts if part["of"] == key_of(subject)]
    kept = {name: content[name] for name in ("why", "instead_of") if name in content}
    return {"why": "", **own[-1], **kept} if own else content
