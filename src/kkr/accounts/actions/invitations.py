import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.accounts.models import Invitation, User
from kkr.common.locks import hold
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, require

OPEN_FOR = timedelta(days=14)


class InvitationGone(Exception):
    """No invitation can be accepted with this token: mistyped, too old, used, or replaced by a newer."""


@transaction.atomic
def invite_user(
    *, email: str, name: str, by: Actor, at: datetime, now: datetime
) -> tuple[User, str]:
    """Invite somebody and give the token of the link, which is kept nowhere; `now` is real time.

    Inviting again replaces the link, and the name where whoever invited them first does it. Refuses an
    actor without `accounts.invite_user`, and an address whose account is in use or closed.
    """
    require(by, "accounts.invite_user")
    user = _invited(email.strip().lower(), name, by=by, at=at)
    token = secrets.token_urlsafe(32)
    user.invitations.unanswered().update(revoked_at=now)
    Invitation.objects.create(
        user=user,
        digest=_digest(token),
        invited_by=by.actor_key,
        invited_at=now,
        expires_at=now + OPEN_FOR,
    )
    record(
        verb="accounts.user_invited",
        subject=user,
        by=by,
        at=at,
        content={"email": user.email, "name": user.name},
    )
    return user, token


def _invited(email: str, name: str, *, by: Actor, at: datetime) -> User:
    """The user of this address as one who waits; made where there is none."""
    hold(f"account {email}")  # who invites a new address at the same time waits, and invites again
    user = User.objects.select_for_update().filter(email=email).first()
    if user is None:
        user = User(email=email, joined_at=at, is_active=False)
        user.set_unusable_password()
    if user.is_active:
        raise ValidationError({"email": _("The address has an account already.")})
    if user.closed_at is not None:
        raise ValidationError({"email": _("The account of this address was closed.")})
    first = user.invitations.order_by("pk").first() if user.pk else None
    if first is None or first.invited_by == by.actor_key:  # nobody else changes it unseen
        user.name = name
    user.full_clean()
    user.save()
    return user


@transaction.atomic
def take_back_invitation(user: User, *, by: Actor, at: datetime, now: datetime) -> User:
    """Let the link of somebody who was invited open nothing; `now` is real time. Asked twice, it is done once.

    Refuses an actor without `accounts.take_back_invitation` on them, and an account that was opened
    or closed.
    """
    require(by, "accounts.take_back_invitation", user)
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_invited:
        raise ValidationError(_("The invitation was accepted already."))
    if user.invitations.unanswered().update(revoked_at=now):
        record(verb="accounts.invitation_taken_back", subject=user, by=by, at=at)
    return user


@transaction.atomic
def accept_invitation(token: str, password: str, *, at: datetime, now: datetime) -> User:
    """Open the account of whoever holds the token, with the password they chose; `now` is real time.

    Raises `InvitationGone` where the token opens nothing, ValidationError for a password too easy to guess.
    """
    user = invited_by_token(token, now=now)
    user = User.objects.select_for_update().get(
        pk=user.pk
    )  # first the user, as whoever invites does
    invitation = Invitation.objects.select_for_update().open_at(now).filter(digest=_digest(token))
    if invitation.first() is None:
        raise InvitationGone
    validate_password(password, user)
    user.set_password(password)
    user.is_active = True
    user.save(update_fields=["password", "is_active"])
    invitation.update(accepted_at=now)
    record(verb="accounts.invitation_accepted", subject=user, by=user, at=at)
    return user


def invited_by_token(token: str, *, now: datetime) -> User:
    """Whose account the token opens, or `InvitationGone`."""
    found = Invitation.objects.open_at(now).filter(digest=_digest(token)).first()
    if found is None:
        raise InvitationGone
    return found.user


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
