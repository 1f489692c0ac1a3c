from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.accounts.actions import refuse_naming
from kkr.accounts.models import User
from kkr.common.locks import hold
from kkr.council.models import Body, Membership, RoleGrant
from kkr.council.models.bodies import scopes_of
from kkr.council.models.roles import Role, day_of
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, require


class AccountClosed(ValidationError):
    """Whoever can sign in no more acts in no role."""

    def __init__(self) -> None:
        super().__init__(_("The account is closed, and can have no role."))


@transaction.atomic
def grant_role(
    *,
    user: User,
    body: Body,
    role: str,
    membership: Membership | None = None,
    why: str = "",
    by: Actor,
    at: datetime,
) -> RoleGrant:
    """Let a user act in a role on a body; with `membership` for as long as that runs.

    Refuses an actor without `council.grant_role` on it (a secretary may not make secretaries), a role
    one cannot have there, a role the user has already, and a reason that names them: it stays for
    ever. Raises AccountClosed for a closed account.
    """
    user = User.objects.select_for_update().get(pk=user.pk)  # it may be closed at this moment
    grant = RoleGrant(
        user=user,
        body=Body.objects.get(pk=body.pk),
        role=role,
        membership=membership,
        granted_at=at,
        why=why,
    )
    require(by, "council.grant_role", grant)
    refuse_naming(user, why)
    grant.granted_by = by.actor_key
    grant.full_clean(validate_constraints=False)
    if user.closed_at is not None:
        raise AccountClosed
    grant.validate_constraints()
    grant.save()
    return _recorded(grant, "council.role_granted", by=by, at=at, why=why)


@transaction.atomic
def revoke_role(grant: RoleGrant, *, why: str, by: Actor, at: datetime) -> RoleGrant:
    """Take a role back; the grant stays, with who took it back, when and why.

    Refuses an actor without `council.revoke_role` on it, a role that was taken back before, the role
    of the last administrator, and a reason that names them.
    """
    require(by, "council.revoke_role", grant)
    refuse_naming(grant.user, why)
    grant = RoleGrant.objects.select_for_update().get(pk=grant.pk)
    if grant.revoked_at is not None:
        raise ValidationError(_("The role was taken back already."))
    if grant.role == Role.ADMINISTRATOR:
        refuse_the_last_administrator(grant.user, at)
    grant.revoked_at, grant.revoked_by, grant.revoked_why = at, by.actor_key, why
    grant.full_clean()
    grant.save()
    return _recorded(grant, "council.role_revoked", by=by, at=at, why=why)


def refuse_the_last_administrator(user: User, at: datetime) -> None:
    """Raise ValidationError where `user` acts as administrator then, and nobody else who can sign in does."""
    hold("council.administrators")  # or two of them could close each other out
    administrators = RoleGrant.objects.with_role(Role.ADMINISTRATOR).running_at(at)
    others = administrators.exclude(user=user).filter(user__is_active=True)
    if administrators.filter(user=user).exists() and not others.exists():
        raise ValidationError(
            _("This is the last administrator. Give the role to somebody else first.")
        )


def _recorded(grant: RoleGrant, verb: str, *, by: Actor, at: datetime, why: str) -> RoleGrant:
    record(
        verb=verb,
        subject=grant,
        by=by,
        at=at,
        why=why,
        content={"user": grant.user.actor_key, "body": grant.body.slug, "role": grant.role},
        scopes=scopes_of(grant.body, day_of(at)),
    )
    return grant
