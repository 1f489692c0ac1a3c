"""What the room keeps, one file per family of nouns."""

from kkr.council.models.areas import Area, AreaPlacement
from kkr.council.models.bodies import Association, Body, Committee, Council, Municipality
from kkr.council.models.contacts import Contact
from kkr.council.models.memberships import Membership
from kkr.council.models.people import Party, Person, Term
from kkr.council.models.roles import RoleGrant
from kkr.council.models.uploads import Upload

__all__ = [
    "Area",
    "AreaPlacement",
    "Association",
    "Body",
    "Committee",
    "Contact",
    "Council",
    "Membership",
    "Municipality",
    "Party",
    "Person",
    "RoleGrant",
    "Term",
    "Upload",
]
