from datetime import datetime

from django.db import transaction

from kkr.common.text import slug
from kkr.council.models import Council, Person
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, require


@transaction.atomic
def add_person(*, name: str, by: Actor, at: datetime) -> Person:
    """Enter somebody by name, e.g. `add_person(name="Steen Christiansen", by=..., at=...)`.

    A second person of the same name gets an address of their own. Refuses an actor without
    `council.add_person` and an empty name.
    """
    require(by, "council.add_person")
    person = Person(name=name.strip(), slug=_free_slug(name))
    person.full_clean()
    person.save()
    record(
        verb="council.person_added",
        subject=person,
        by=by,
        at=at,
        content={"name": person.name, "slug": person.slug},
        public=True,
    )
    return person


@transaction.atomic
def rename_person(person: Person, *, name: str, why: str, by: Actor, at: datetime) -> Person:
    """Give a person another name, and the address that goes with it.

    Refuses an actor without `council.rename_person`, and an empty name.
    """
    require(by, "council.rename_person", person)
    person = Person.objects.select_for_update().get(pk=person.pk)
    before = {"name": person.name, "slug": person.slug}
    person.name, person.slug = name.strip(), _free_slug(name, keep=person)
    person.full_clean()
    person.save()
    record(
        verb="council.person_renamed",
        subject=person,
        by=by,
        at=at,
        why=why,
        content={"before": before, "after": {"name": person.name, "slug": person.slug}},
        public=True,
        scopes=_councils_of(person),
    )
    return person


def _free_slug(name: str, keep: Person | None = None) -> str:
    """The address of a name, numbered from the second person who has it."""
    wanted = slug(name)
    taken = Person.objects.filter(slug__startswith=wanted)
    slugs = set(taken.values_list("slug", flat=True)) - {keep and keep.slug}
    number = 1
    while (free := wanted if number == 1 else f"{wanted}-{number}") in slugs:
        number += 1
    return free


def _councils_of(person: Person) -> set[str]:
    councils = Council.objects.filter(memberships__person=person)
    return set(councils.values_list("slug", flat=True))
