"""What can be done to the register, one file per family of nouns."""

from kkr.council.actions.committees import add_committee, close_committee, rename_committee
from kkr.council.actions.contacts import add_contact, change_contact, remove_contact
from kkr.council.actions.erasing import erase_contact, hand_out_contact
from kkr.council.actions.erasing_people import erase_person, hand_out_person
from kkr.council.actions.imports import (
    Imported,
    PlanChanged,
    apply_import,
    drop_upload,
    keep_upload,
    preview_import,
)
from kkr.council.actions.memberships import (
    correct_membership,
    end_membership,
    replace_member,
    start_membership,
    strike_membership,
)
from kkr.council.actions.parties import add_party, change_party
from kkr.council.actions.people import add_person, rename_person
from kkr.council.actions.register import load_register
from kkr.council.actions.roles import AccountClosed, grant_role, revoke_role
from kkr.council.actions.stale import StaleCorrection, refuse_other_words
from kkr.council.actions.table_imports import ImportedRows, import_table, preview_table

__all__ = [
    "AccountClosed",
    "Imported",
    "ImportedRows",
    "PlanChanged",
    "StaleCorrection",
    "add_committee",
    "add_contact",
    "add_party",
    "add_person",
    "apply_import",
    "change_contact",
    "change_party",
    "close_committee",
    "correct_membership",
    "drop_upload",
    "end_membership",
    "erase_contact",
    "erase_person",
    "grant_role",
    "hand_out_contact",
    "hand_out_person",
    "import_table",
    "keep_upload",
    "load_register",
    "preview_import",
    "preview_table",
    "refuse_other_words",
    "remove_contact",
    "rename_committee",
    "rename_person",
    "replace_member",
    "revoke_role",
    "start_membership",
    "strike_membership",
]
