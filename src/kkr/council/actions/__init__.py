"""What can be done to the register, one file per family of nouns."""

from kkr.council.actions.memberships import (
    correct_membership,
    end_membership,
    replace_member,
    start_membership,
)
from kkr.council.actions.people import add_person, rename_person
from kkr.council.actions.register import load_register
from kkr.council.actions.roles import grant_role, revoke_role

__all__ = [
    "add_person",
    "correct_membership",
    "end_membership",
    "grant_role",
    "load_register",
    "rename_person",
    "replace_member",
    "revoke_role",
    "start_membership",
]
