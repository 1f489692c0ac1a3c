from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from kkr.accounts.closing import before_closing
from kkr.accounts.models import User
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, require

AT_ONCE = 500
JUST_BEGUN = timedelta(minutes=5)
"""Whoever signs in is noted a moment before their session is kept."""


@transaction.atomic
def create_user(*, email: str, name: str, password: str, by: Actor, at: datetime) -> User:
    """Open an account, e.g. `create_user(email="a@b.dk", name="A", password="...", by=..., at=...)`.

    Refuses an actor without `accounts.create_user` and an address that has an account already.
    """
    require(by, "accounts.create_user")
    user = User(email=email.strip().lower(), name=name, joined_at=at)
    user.set_password(password)
    user.full_clean()
    user.save()
    record(
        verb="accounts.user_created",
        subject=user,
        by=by,
        at=at,
        content={"email": user.email, "name": user.name},
    )
    return user


@transaction.atomic
def change_password(user: User, password: str, *, by: Actor, at: datetime) -> User:
    """Give a user another password; sessions opened with the old one end by themselves.

    Refuses anybody but the user, and a password that is too easy to guess.
    """
    require(by, "accounts.change_password", user)
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    record(verb="accounts.password_changed", subject=user, by=by, at=at)
    return user


@transaction.atomic
def close_user(user: User, *, why: str, by: Actor, at: datetime, now: datetime) -> User:
    """Let a user in no more: sessions, password, second factor and an open invitation end. `now` is real time.

    Refuses an actor without `accounts.close_user` on them, oneself, an account that is closed, and
    whatever `before_closing` refuses.
    What the user has done stays under their name.
    """
    require(by, "accounts.close_user", user)
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.closed_at is not None:
        raise ValidationError(_("The account was closed before."))
    for check in before_closing:
        check(user, at)
    user.is_active, user.closed_at = False, at
    user.set_unusable_password()
    user.save(update_fields=["is_active", "closed_at", "password"])
    user.invitations.unanswered().update(revoked_at=now)
    user.authenticator_set.all().delete()
    drop_sessions(user)
    record(verb="accounts.user_closed", subject=user, by=by, at=at, why=why)
    return user


@transaction.atomic
def end_sessions(user: User, *, keys: list[str], by: Actor) -> int:
    """Sign a user out of the sessions with these keys that are theirs; gives how many.

    Refuses anybody but the user. Signing in and out is no entry of the ledger.
    """
    require(by, "accounts.end_sessions", user)
    return drop_sessions(user, keys)


def drop_sessions(user: User, keys: list[str] | None = None) -> int:
    """End these sessions of a user, or all; a part of other actions, so it asks nobody."""
    sessions = user.usersession_set.all()
    if keys is not None:
        sessions = sessions.filter(session_key__in=keys)
    found = list(sessions)
    for session in found:
        session.end()
    return len(found)


def drop_every_session(user: User) -> None:
    """End also sessions whose browser was never noted; they hold the address one signed in with."""
    drop_sessions(user)
    theirs = [each.pk for each in Session.objects.iterator() if _is_of(each, user)]
    Session.objects.filter(pk__in=theirs).delete()


@transaction.atomic
def drop_all_sessions() -> None:
    """Sign everybody out; for a restored database, where those who signed out are signed in again."""
    UserSession.objects.all().delete()
    Session.objects.all().delete()


def _is_of(session: Session, user: User) -> bool:
    return session.get_decoded().get(SESSION_KEY) == str(user.pk)


@transaction.atomic
def clear_dead_sessions(*, now: datetime) -> int:
    """Throw away sessions that are over, and what was noted of their browsers; gives how many.

    `now` is the real time. It asks for no permission, and is no entry of the ledger.
    """
    dead = list(Session.objects.filter(expire_date__lte=now).order_by("expire_date")[:AT_ONCE])
    ended, _rows = Session.objects.filter(pk__in=[session.pk for session in dead]).delete()
    kept = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(kept), created_at__lte=now - JUST_BEGUN).delete()
    return ended
