from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kkr.common.locks import hold
from kkr.common.text import one_line, slug
from kkr.council.actions.stale import refuse_stale
from kkr.council.models import Membership, Party
from kkr.council.models.roles import day_of
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, require

NAMELESS = "liste"
"""The address of a name that has no letter from a to z."""
TAKEN = {"nyt", "import"}
"""What else stands where the parties do, so that no party is found there."""


@transaction.atomic
def add_party(*, letter: str, name: str, by: Actor, at: datetime) -> Party:
    """Enter a list, e.g. `add_party(letter="M", name="Moderaterne", by=..., at=...)`; the letter may be empty.

    Letters are handed on, so two lists may have one, but not at the same time: refuses a letter of a
    list that holds seats, or has never held any. Refuses an actor without `council.add_party`, and a
    name that a list has already.
    """
    require(by, "council.add_party")
    hold("parties")
    return _keep(Party(), letter, name, "council.party_added", by=by, at=at)


@transaction.atomic
def change_party(
    party: Party,
    *,
    letter: str,
    name: str,
    why: str = "",
    based_on: int | None = None,
    by: Actor,
    at: datetime,
) -> Party:
    """Give a list another name or letter, wherever it stands; what changes nothing leaves no trace.

    Its address stays, and by it `load_register` knows it again. `based_on` is the position of the
    newest entry the writer had seen of it. Refuses an actor without `council.change_party`, since it
    shows in every council, a name that another list has, and a new letter as `add_party` does; raises
    StaleCorrection for a newer entry.
    """
    require(by, "council.change_party", party)
    hold("parties")
    party = Party.objects.select_for_update().get(pk=party.pk)
    if (party.letter, party.name) != (one_line(letter).upper(), one_line(name)):
        refuse_stale(party, based_on)
    return _keep(party, letter, name, "council.party_changed", by=by, at=at, why=why)


def _keep(
    party: Party, letter: str, name: str, verb: str, *, by: Actor, at: datetime, why: str = ""
) -> Party:
    before = {"letter": party.letter, "name": party.name}
    after = {"letter": one_line(letter).upper(), "name": one_line(name)}
    if party.pk and before == after:
        return party
    _refuse_a_name_in_use(party, after["name"])
    if after["letter"] != before["letter"]:
        _refuse_a_letter_in_use(party, after["letter"], day_of(at))
    party.letter, party.name = after["letter"], after["name"]
    party.slug = party.slug or _free_slug(party.name)
    party.full_clean()
    content = {"before": before, "after": after} if party.pk else after
    party.save()
    record(verb=verb, subject=party, by=by, at=at, why=why, content=content, public=True)
    return party


def _refuse_a_name_in_use(party: Party, name: str) -> None:
    """Two names that differ only in capitals or signs are one to a reader."""
    others = Party.objects.exclude(pk=party.pk).values_list("name", flat=True)
    if slug(name) and slug(name) in map(slug, others):
        raise ValidationError({"name": _("Another list is called that already.")})


def _refuse_a_letter_in_use(party: Party, letter: str, day: date) -> None:
    """A letter is free again when the list that has it holds no seat any more."""
    others = Party.objects.exclude(pk=party.pk).filter(letter=letter) if letter else ()
    for other in others:
        seats = Membership.objects.standing().filter(party=other)
        if not seats.exists() or seats.filter(Q(ends_on=None) | Q(ends_on__gt=day)).exists():
            words = _("%(name)s has that letter. If it was handed on, take it from there first.")
            raise ValidationError({"letter": words % {"name": other.name}})


def _free_slug(name: str) -> str:
    """The address of a name, numbered where another list had that name before."""
    wanted = slug(name)[:70].strip("-") or NAMELESS
    number = 1
    while (
        free := wanted if number == 1 else f"{wanted}-{number}"
    ) in TAKEN or Party.objects.filter(slug=free):
        number += 1
    return free
