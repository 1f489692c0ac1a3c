from datetime import datetime

from django.db import transaction

from kkr.common.text import one_line, slug
from kkr.council.models import Party
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, require


@transaction.atomic
def add_party(*, letter: str, name: str, by: Actor, at: datetime) -> Party:
    """Enter a list, e.g. `add_party(letter="M", name="Moderaterne", by=..., at=...)`; the letter may be empty.

    Letters are handed on, so two lists may have one. Refuses an actor without `council.add_party`,
    and a name that a list has already.
    """
    require(by, "council.add_party")
    return _keep(Party(), letter, name, "council.party_added", by=by, at=at)


@transaction.atomic
def change_party(
    party: Party, *, letter: str, name: str, why: str = "", by: Actor, at: datetime
) -> Party:
    """Give a list another name or letter, wherever it stands; what changes nothing leaves no trace.

    Refuses an actor without `council.change_party`, since it shows in every council, and a name
    that another list has.
    """
    require(by, "council.change_party", party)
    party = Party.objects.select_for_update().get(pk=party.pk)
    return _keep(party, letter, name, "council.party_changed", by=by, at=at, why=why)


def _keep(
    party: Party, letter: str, name: str, verb: str, *, by: Actor, at: datetime, why: str = ""
) -> Party:
    before = {"letter": party.letter, "name": party.name}
    after = {"letter": letter.strip().upper(), "name": one_line(name)}
    if party.pk and before == after:
        return party
    party.letter, party.name = after["letter"], after["name"]
    party.slug = slug(party.name)[:80]
    party.full_clean()
    content = {"before": before, "after": after} if party.pk else after
    party.save()
    record(verb=verb, subject=party, by=by, at=at, why=why, content=content, public=True)
    return party
