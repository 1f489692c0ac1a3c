"""Who sat where in the demo: the chairs of the five councils, and the mayors of Hovedstaden.

What is known and no more: a post nobody was found for is empty, and every date says how it is known.
"""

from datetime import datetime

from kkr.common.text import slug
from kkr.config.demo.council_chairs import CHAIRS
from kkr.config.demo.council_mayors import mayors
from kkr.config.demo.council_seats import Seat
from kkr.council.actions import add_person, start_membership
from kkr.council.models import Council, Membership, Municipality, Party, Person, Term
from kkr.council.models.guards import overlaps
from kkr.ledger.actors import Actor


def load(*, by: Actor, at: datetime) -> int:
    """Seat whoever is not seated yet; gives how many memberships were started."""
    return sum(_seated(seat, by=by, at=at) for seat in [*CHAIRS, *mayors()])


def _seated(seat: Seat, *, by: Actor, at: datetime) -> bool:
    council = Council.objects.get(slug=seat.council)
    person = Person.objects.filter(slug=slug(seat.person)).first()
    person = person or add_person(name=seat.person, by=by, at=at)
    there = Membership.objects.of_body(council).filter(person=person, role=seat.role)
    # whatever was made of the seat at the desk, it is not entered twice
    if there.filter(overlaps(seat.starts_on, seat.ends_on)).exists():
        return False
    start_membership(
        body=council,
        person=person,
        role=seat.role,
        starts_on=seat.starts_on,
        start_basis=seat.start_basis,
        ends_on=seat.ends_on,
        end_basis=seat.end_basis,
        municipality=Municipality.objects.filter(name=seat.municipality).first(),
        party=Party.objects.filter(name=seat.party).first(),
        term=Term.objects.running_on(seat.starts_on).first(),
        source=seat.source,
        why="demo",
        by=by,
        at=at,
    )
    return True
