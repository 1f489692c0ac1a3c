"""What the register hands out of somebody who only stands in it, and how one entered by mistake is erased."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.accounts.holdings import Holding, Row, holdings
from kkr.accounts.models import User
from kkr.council.actions.erasing import as_told, refuse_naming, refuse_no_reason
from kkr.council.history import IMPORTS, RETOLD, entries_about
from kkr.council.models import Council, Membership, Person, RoleGrant
from kkr.ledger.actions import erase_payload, record
from kkr.ledger.actors import Actor, require
from kkr.ledger.models import Entry, EntryQuerySet, key_of


@transaction.atomic
def hand_out_person(
    person: Person, *, why: str, by: Actor, at: datetime
) -> list[tuple[Holding, list[Row]]]:
    """Everything held about somebody in the register, by kind; that it was asked for is an entry.

    Seats that were struck out are there too, and of an import only what it says of them. Refuses an
    actor without `council.erase_person`, and no reason.
    """
    require(by, "council.erase_person", person)
    refuse_no_reason(why)
    record(verb="council.person_handed_out", subject=person, by=by, at=at, why=why.strip())
    kinds = {holding.key: holding for holding in holdings}
    return [(kinds["offices"], _offices(person)), (kinds["ledger"], _told(person))]


@transaction.atomic
def erase_person(person: Person, *, why: str, by: Actor, at: datetime) -> Person:
    """Erase somebody who was entered by mistake: the name, and what the history says of them.

    The row and its number stay, so that the chain verifies. What an import says of others is told
    once more before its own words go. Refuses an actor without `council.erase_person`, no reason,
    one that names them, somebody who has an account, and somebody with a seat that was not struck
    out: who held a public office stays public (GDPR art. 17(3)(d)).
    """
    require(by, "council.erase_person", person)
    person = Person.objects.select_for_update().get(pk=person.pk)
    refuse_no_reason(why)
    refuse_naming(why, person.name)
    _refuse_who_stays(person)
    about = _about(person)
    for entry in about.exclude(verb__in=IMPORTS):
        erase_payload(entry, by=by, at=at, why=why)
    for entry in about.filter(verb__in=IMPORTS):
        _tell_without(person, entry, why=why, by=by, at=at)
    person.name, person.slug = "", f"erased-{person.public_id}"
    person.save()
    record(verb="council.person_erased", subject=person, by=by, at=at, why=why)
    return person


def _refuse_who_stays(person: Person) -> None:
    if Membership.objects.standing().filter(person=person).exists():
        raise ValidationError(
            _(
                "They have or had a seat, and who sat where is public. A seat entered by mistake is "
                "struck out first; a name that is wrong is changed."
            )
        )
    if User.objects.filter(role_grants__in=RoleGrant.objects.filter(membership__person=person)):
        raise ValidationError(_("They have an account. Erase that; what stands here goes with it."))


def _offices(person: Person) -> list[Row]:
    """Their name with each seat; somebody without one is a line of the name alone."""
    nowhere = {"name": person.name, "role": "", "body": "", "party": ""}
    seats = Membership.objects.filter(person=person).with_names().order_by("starts_on", "pk")
    return [as_office(seat) for seat in seats] or [{**nowhere, "starts_on": None, "ends_on": None}]


def as_office(seat: Membership) -> Row:
    """A seat as a row of the kind `offices`."""
    return {
        "name": seat.person.name,
        "role": seat.get_role_display(),
        "body": seat.body.name,
        "party": seat.party.name if seat.party else "",
        "starts_on": seat.starts_on,
        "ends_on": seat.ends_on,
    }


def _of(person: Person) -> list[Person | Membership]:
    return [person, *Membership.objects.filter(person=person)]


def _about(person: Person) -> EntryQuerySet:
    """What the ledger says of the person and of each of their seats, oldest first."""
    positions = {entry.pk for each in _of(person) for entry in entries_about(each)}
    entries = Entry.objects.filter(pk__in=positions, payload__isnull=False)
    return entries.order_by("position")


def _told(person: Person) -> list[Row]:
    """The history as rows; an import names others too, so of it only their own parts."""
    theirs = {key_of(each) for each in _of(person)}
    return [
        {**row, "content": {"parts": _parts(row["content"], theirs)}}
        if row["verb"] in IMPORTS
        else row
        for row in as_told(_about(person))
    ]


def _parts(content: Row, of: set[str]) -> list[Row]:
    return [part for part in content["parts"] if part["of"] in of]


def _tell_without(person: Person, entry: Entry, *, why: str, by: Actor, at: datetime) -> None:
    """Say once more what an import did to others, and erase what it said."""
    theirs = {key_of(each) for each in _of(person)}
    content = entry.payload.content
    rest = [part for part in content["parts"] if part["of"] not in theirs]
    council = Council.objects.get(pk=entry.subject_id)
    erase_payload(entry, by=by, at=at, why=why)
    if rest:
        said = {"instead_of": entry.position, **content, "parts": rest}  # told twice: as the first
        record(verb=RETOLD, subject=council, by=by, at=at, content=said, scopes=entry.scopes)
