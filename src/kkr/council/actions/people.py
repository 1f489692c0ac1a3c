from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from kkr.common.text import slug
from kkr.council.models import Council, Person
from kkr.ledger.actions import Parts, record, tell
from kkr.ledger.actors import Actor, require


@transaction.atomic
def add_person(
    *,
    name: str,
    public_id: UUID | None = None,
    within: Parts | None = None,
    by: Actor,
    at: datetime,
) -> Person:
    """Enter somebody by name, e.g. `add_person(name="Steen Christiansen", by=..., at=...)`.

    A second person of the same name gets an address of their own. Whoever chooses the `public_id`
    may ask twice: the second time gives the first person back. `within` are the parts of the larger
    act that this is one of, which has the entry then. Refuses an actor without `council.add_person`
    and an empty name.
    """
    require(by, "council.add_person")
    public_id = public_id or uuid4()
    if known := Person.objects.filter(public_id=public_id).first():
        return known
    name = " ".join(name.split())
    person = Person(public_id=public_id, name=name, slug=_free_slug(name))
    person.full_clean()
    person.save()
    tell(
        within,
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
    """Give a person another name, and the address that goes with it; the same name leaves no trace.

    Refuses an actor without `council.rename_person` on them, and an empty name.
    """
    require(by, "council.rename_person", person)
    person = Person.objects.select_for_update().get(pk=person.pk)
    before = {"name": person.name, "slug": person.slug}
    name = " ".join(name.split())
    if name == person.name:
        return person
    person.name, person.slug = name, _free_slug(name, keep=person)
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
        scopes=councils_of(person),
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


def councils_of(person: Person) -> set[str]:
    """The slugs of the councils in which the person has a page, or had one."""
    councils = Council.objects.filter(memberships__person=person)
    return set(councils.values_list("slug", flat=True))
