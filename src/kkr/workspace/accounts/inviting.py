"""What is done to somebody's account together with the mail that tells them; pages and commands call these."""

from datetime import datetime

from django.db import transaction

from kkr.accounts.actions import invite_user, reset_second_factor
from kkr.accounts.models import User
from kkr.council.actions import grant_role
from kkr.council.models import Body
from kkr.ledger.actors import Actor
from kkr.workspace.accounts import letters


@transaction.atomic
def invite_with_role(
    *, email: str, name: str, role: str, body: Body, by: Actor, at: datetime, now: datetime
) -> tuple[User, str]:
    """Invite somebody to act in a role on a body; all of it, or nothing if a part is refused."""
    user, token = invite_user(email=email, name=name, by=by, at=at, now=now)
    if not user.role_grants.running_at(at).filter(role=role, body=body).exists():
        grant_role(user=user, body=body, role=role, by=by, at=at)
    letters.send_invitation(user, token, at=at)
    return user, token


@transaction.atomic
def invite(*, email: str, name: str, by: Actor, at: datetime, now: datetime) -> tuple[User, str]:
    """Invite somebody, or send a new link in place of the one they have not used."""
    user, token = invite_user(email=email, name=name, by=by, at=at, now=now)
    letters.send_invitation(user, token, at=at)
    return user, token


@transaction.atomic
def reset_and_tell(user: User, *, why: str, by: Actor, at: datetime) -> User:
    """Take away a lost second factor, and tell whose it was."""
    user = reset_second_factor(user, why=why, by=by, at=at)
    letters.send_reset(user, at=at)
    return user
