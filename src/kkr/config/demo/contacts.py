"""Whom the demo's secretariat writes to in some municipalities. No address leads to anybody: all are examples.

The real mailboxes of the municipalities are not used, so that no demo can write to them. The others have no
contact, as a council that has just begun.
"""

from datetime import datetime

from kkr.council.actions import add_contact
from kkr.council.models import Contact, Municipality
from kkr.ledger.actors import Actor

MAILBOX = "Kommunens hovedpostkasse (illustrativ)"
WITH_MAILBOX = ("albertslund", "ballerup", "glostrup", "hvidovre", "koebenhavn", "taarnby")
SIGNED_IN = ("albertslund", "Kontakten i Albertslund (demo)", "kontakt.albertslund@demo.kkr")
"""The contact whose page one can see: somebody one can sign in as in the demo."""


def load(*, by: Actor, at: datetime) -> int:
    """Note the contacts that are missing; gives how many were."""
    named = [(slug, MAILBOX, f"post@{slug}.example") for slug in WITH_MAILBOX]
    wanted = [*named, SIGNED_IN]
    there = set(Contact.objects.current().values_list("email", flat=True))
    missing = [each for each in wanted if each[2] not in there]
    for slug, name, email in missing:
        municipality = Municipality.objects.get(slug=slug)
        add_contact(municipality=municipality, name=name, email=email, by=by, at=at)
    return len(missing)
