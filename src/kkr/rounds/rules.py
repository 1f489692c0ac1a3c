"""Who may ask, and who may answer: the council's secretaries everything, a contact for its own municipality.

For a committee its officials answer, and a member for themselves.
"""

from typing import Any

import rules

from kkr.council.models import Contact
from kkr.council.models.roles import Role
from kkr.council.rules import has_role, is_administrator, is_secretary_of_it, is_visible
from kkr.rounds.models import Asked, Round
from kkr.rounds.standing_for import contacts_who_are


@rules.predicate
def asks_it(user: Any, thing: Any) -> bool:
    """Whether the user is secretary of the council whose round the thing is or belongs to."""
    found = thing if isinstance(thing, Round) else getattr(thing, "round", None)
    return found is not None and bool(is_secretary_of_it(user, found))


@rules.predicate
def answers_for_it(user: Any, asked: Asked | None) -> bool:
    """Whether the user is contact of who is asked, or of who reports for them, and it was sent out."""
    if asked is None or asked.round.opened_at is None:
        return False
    if asked.member_id is not None:
        return bool(Asked.objects.answered_by(user).filter(pk=asked.pk).exists())
    if asked.committee_id is not None:
        return has_role(user, Role.OFFICIAL, on=[asked.committee_id])
    body = asked.reports_through_id or asked.municipality_id
    return body is not None and has_role(user, Role.CONTACT, on=[body])


@rules.predicate
def is_written_to_as_it(user: Any, contact: Contact | None) -> bool:
    """Whether the user is that contact."""
    return contact is not None and contacts_who_are(user).filter(pk=contact.pk).exists()


may_ask = asks_it | is_administrator

rules.add_perm("rounds.ask", is_secretary_of_it | is_administrator)
rules.add_perm("rounds.change_round", may_ask)
rules.add_perm("rounds.reply", answers_for_it | may_ask)
rules.add_perm("rounds.give_token", is_secretary_of_it | is_administrator)
for name in (
    "round",
    "roundstep",
    "enclosure",
    "asked",
    "reply",
    "replylink",
    "unconfirmedreply",
    "sentnotice",
):
    rules.add_perm(f"rounds.view_{name}", is_visible)
rules.add_perm("rounds.choose_reminders", is_written_to_as_it)
rules.add_perm("rounds.view_programtoken", is_visible)
rules.add_perm("rounds.view_stoppedreminders", is_visible)
