"""What is done to somebody's account together with the mail that tells them; pages and commands call these."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.accounts.actions import invite_user, reset_second_factor, take_back_invitation
from kkr.accounts.models import User
from kkr.common.locks import hold
from kkr.council.actions import AccountClosed, grant_role, revoke_role
from kkr.council.models import Body, Membership, RoleGrant
from kkr.council.models.memberships import CHAIRS
from kkr.council.models.roles import Role, day_of
from kkr.ledger.actors import Actor, require
from kkr.workspace.accounts import letters

FROM_SEATS = {Role.CHAIR, Role.MEMBER}


@transaction.atomic
def invite_with_role(
    *, email: str, name: str, role: str, body: Body, by: Actor, at: datetime, now: datetime
) -> tuple[User, str]:
    """Invite somebody to act in a role on a body; all of it, or nothing if a part is refused.

    Somebody who has an account is given the role and told so, and the token is empty. Refuses, in words,
    who has the role already, and an address whose account is closed: whoever gives roles sees in the list
    of people who has come in, and is not to wait for one who never will.
    A chair's or member's role follows from the seat of whoever has this name, and ends with it.
    """
    require(by, "accounts.invite_user")
    seat = seat_of(name, role, body, day_of(at)) if role in FROM_SEATS else None
    hold(f"account {email.strip().lower()}")
    user, token = User.objects.filter(email=email.strip().lower()).first(), ""
    if user is None or user.is_invited:
        user, token = invite_user(email=email, name=name, by=by, at=at, now=now)
    try:
        is_new = _grant_once(user, body, role, seat, by=by, at=at)
    except AccountClosed as closed:
        raise ValidationError({"email": closed.messages}) from closed
    if token:
        letters.send_invitation(user, token, by=by, at=at)
    elif not is_new:
        words = _("Whoever has this address has that role already; nothing was sent.")
        raise ValidationError({"email": words})
    else:
        letters.send_role(user, RoleGrant(user=user, body=body, role=role), at=at)
    return user, token


def _grant_once(
    user: User, body: Body, role: str, seat: Membership | None, *, by: Actor, at: datetime
) -> bool:
    """Whether the role was given now; asked twice it is given once."""
    held = user.role_grants.running_at(at).filter(role=role, body=body)
    if user.closed_at is None and held.exists():
        return False
    grant_role(user=user, body=body, role=role, membership=seat, by=by, at=at)
    return True


def seat_of(name: str, role: str, body: Body, day: date) -> Membership:
    """The seat that a role follows from: of somebody of this name in the body on that day; refuses none.

    A member who chairs too stays member when the chair ends, so that one comes last for a member.
    """
    seats = Membership.objects.of_body(body).running_on(day).filter(person__name__iexact=name)
    found = seats.chairmanship().order_by("starts_on")
    if role != Role.CHAIR:
        found = seats.exclude(role__in=CHAIRS).order_by("starts_on") or found
    seat = found.last()
    if seat is None:
        words = _(
            "Nobody called %(name)s sits in %(body)s as that today. Give them the seat in the "
            "register first, or write the name as it stands there."
        )
        raise ValidationError({"name": words % {"name": name, "body": body.name}})
    return seat


@transaction.atomic
def take_back(user: User, *, by: Actor, at: datetime, now: datetime) -> User:
    """Take back an invitation nobody has answered: the roles that `by` may take, and the link with the last.

    Where somebody else invited them to a role too, the link is theirs as well, and stays.
    Refuses what `take_back_invitation` refuses.
    """
    require(by, "accounts.take_back_invitation", user)
    user = User.objects.select_for_update().get(pk=user.pk)
    roles = list(user.role_grants.filter(revoked_at=None)) if user.is_invited else []
    mine = [grant for grant in roles if by.has_perm("council.revoke_role", grant)]
    for grant in mine:
        revoke_role(grant, why=_("The invitation was taken back."), by=by, at=at)
    if len(mine) == len(roles):
        return take_back_invitation(user, by=by, at=at, now=now)
    return user


@transaction.atomic
def invite(*, email: str, name: str, by: Actor, at: datetime, now: datetime) -> tuple[User, str]:
    """Invite somebody, or send a new link in place of the one they have not used."""
    user, token = invite_user(email=email, name=name, by=by, at=at, now=now)
    letters.send_invitation(user, token, by=by, at=at)
    return user, token


@transaction.atomic
def reset_and_tell(user: User, *, why: str, by: Actor, at: datetime) -> User:
    """Take away a lost second factor, and tell whose it was."""
    user = reset_second_factor(user, why=why, by=by, at=at)
    letters.send_reset(user, at=at)
    return user
