"""What one may do with one's own account; `council` says who may do what with the accounts of others."""

from typing import Any

import rules


@rules.predicate
def is_oneself(user: Any, other: Any) -> bool:
    return other is not None and user == other


@rules.predicate
def sent_the_invitation(user: Any, other: Any) -> bool:
    """Whether an invitation of somebody was sent by the user, though another came after it."""
    return other is not None and other.invitations.filter(invited_by=user.actor_key).exists()


rules.add_perm("accounts.change_password", is_oneself)
rules.add_perm("accounts.turn_second_factor", is_oneself)
rules.add_perm("accounts.end_sessions", is_oneself)
