from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from kkr.common.locks import hold
from kkr.common.text import one_line, slug
from kkr.council.actions.stale import refuse_other_words, refuse_stale
from kkr.council.models import Council, Person
from kkr.ledger.actions import Parts, record, tell
from kkr.ledger.actors import Actor, require

LONGEST = 100
NAMELESS = "person"
"""The address of a name that has no letter from a to z."""


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
    may ask twice: the second time gives the first person back, or refuses another name. `within` are the
    parts of the larger act that this is one of, which has the entry then. Refuses an actor without `council.add_person`
    and an empty name.
    """
    require(by, "council.add_person")
    public_id = public_id or uuid4()
    hold(str(public_id))  # who asks at the same time waits, and is given what the first one got
    name = one_line(name)
    if known := Person.objects.filter(public_id=public_id).first():
        refuse_other_words(known, name=name)
        return known
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
    )  # nobody sees them before they have a seat
    return person


@transaction.atomic
def rename_person(
    person: Person, *, name: str, why: str, based_on: int | None = None, by: Actor, at: datetime
) -> Person:
    """Give a person another name; the same name leaves no trace.

    The address stays what it was, so that no link breaks and nobody else can get it. `based_on` is
    the position of the newest entry the writer had seen of them. Refuses an actor without
    `council.rename_person` on them, and an empty name; raises StaleCorrection for a newer entry.
    """
    require(by, "council.rename_person", person)
    person = Person.objects.select_for_update().get(pk=person.pk)
    before = person.name
    name = one_line(name)
    if name == person.name:
        return person
    refuse_stale(person, based_on)
    person.name = name
    person.full_clean()
    person.save()
    record(
        verb="council.person_renamed",
        subject=person,
        by=by,
        at=at,
        why=why,
        content={"before": {"name": before}, "after": {"name": person.name}},
        public=Person.objects.public().filter(pk=person.pk).exists(),
        scopes=councils_of(person),
    )
    return person


def _free_slug(name: str) -> str:
    """The address of a name, numbered from the second person who has it."""
    wanted = slug(name)[:LONGEST].strip("-") or NAMELESS
    taken = Person.objects.filter(slug__startswith=wanted)
    slugs = set(taken.values_list("slug", flat=True))
    number = 1
    while (free := wanted if number == 1 else f"{wanted}-{number}") in slugs:
        number += 1
    return free


def councils_of(person: Person) -> set[str]:
    """The slugs of the councils in which the person has a page, or had one, and of their committees'."""
    sat = Q(memberships__person=person) | Q(committees__memberships__person=person)
    return set(Council.objects.filter(sat).values_list("slug", flat=True))
