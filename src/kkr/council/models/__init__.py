"""What the room keeps, one file per family of nouns."""

from kkr.council.models.areas import Area, AreaPlacement
from kkr.council.models.bodies import Association, Body, Council, Municipality
from kkr.council.models.memberships import Membership
from kkr.council.models.people import Party, Person, Term
from kkr.council.models.roles import RoleGrant

__all__ = [
    "Area",
    "AreaPlacement",
    "Association",
    "Body",
    "Council",
    "Membership",
    "Municipality",
    "Party",
    "Person",
    "RoleGrant",
    "Term",
]
