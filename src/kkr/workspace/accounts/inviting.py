"""What is done to somebody's account together with the mail that tells them; pages and commands call these."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.accounts.actions import invite_user, reset_second_factor
from kkr.accounts.models import User
from kkr.council.actions import grant_role
from kkr.council.models import Body, Membership, RoleGrant
from kkr.council.models.roles import Role, day_of
from kkr.ledger.actors import Actor, require
from kkr.workspace.accounts import letters

FROM_SEATS = {Role.CHAIR, Role.MEMBER}


@transaction.atomic
def invite_with_role(
    *, email: str, name: str, role: str, body: Body, by: Actor, at: datetime, now: datetime
) -> tuple[User, str]:
    """Invite somebody to act in a role on a body; all of it, or nothing if a part is refused.

    Somebody who has an account already is given the role and told so, and who asked learns no more
    than if they had none; the token is empty then. A chair's or member's role follows from their
    seat, and ends with it.
    """
    require(by, "accounts.invite_user")
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    token = ""
    if user is None:
        user, token = invite_user(email=email, name=name, by=by, at=at, now=now)
    if not user.role_grants.running_at(at).filter(role=role, body=body).exists():
        seat = seat_of(user.name, role, body, day_of(at)) if role in FROM_SEATS else None
        grant_role(user=user, body=body, role=role, membership=seat, by=by, at=at)
    if token:
        letters.send_invitation(user, token, at=at)
    else:
        letters.send_role(user, RoleGrant(user=user, body=body, role=role), at=at)
    return user, token


def seat_of(name: str, role: str, body: Body, day: date) -> Membership:
    """The seat that a role follows from: of somebody of this name in the body on that day; refuses none."""
    seats = Membership.objects.of_body(body).running_on(day).filter(person__name__iexact=name)
    found = seats.chairmanship() if role == Role.CHAIR else seats.order_by("starts_on")
    seat = found.last()
    if seat is None:
        words = _(
            "Nobody called %(name)s sits in %(body)s as that today. Give them the seat in the "
            "register first, or write the name as it stands there."
        )
        raise ValidationError({"name": words % {"name": name, "body": body.name}})
    return seat


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
