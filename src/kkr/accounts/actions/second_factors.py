"""The second factor. Its codes are made and checked by allauth; here is what is remembered of it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.accounts.actions.users import drop_sessions
from kkr.accounts.models import User
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, require


@transaction.atomic
def turn_on_second_factor(user: User, *, here: str, by: Actor, at: datetime) -> None:
    """Note that a user signs in with two steps, and end the sessions that began with one but `here`.

    Refuses anybody but the user.
    """
    require(by, "accounts.turn_second_factor", user)
    others = user.usersession_set.exclude(session_key=here)
    drop_sessions(user, list(others.values_list("session_key", flat=True)))
    record(verb="accounts.second_factor_on", subject=user, by=by, at=at)


def turn_off_second_factor(user: User, *, by: Actor, at: datetime) -> None:
    """Note that a password is enough from now on. Refuses anybody but the user."""
    require(by, "accounts.turn_second_factor", user)
    record(verb="accounts.second_factor_off", subject=user, by=by, at=at)


def renew_recovery_codes(user: User, *, by: Actor, at: datetime) -> None:
    """Note that the old recovery codes are worth nothing. Refuses anybody but the user."""
    require(by, "accounts.turn_second_factor", user)
    record(verb="accounts.recovery_codes_renewed", subject=user, by=by, at=at)


@transaction.atomic
def reset_second_factor(user: User, *, why: str, by: Actor, at: datetime) -> User:
    """Take away a second factor that was lost, and sign the user out everywhere.

    Refuses an actor without `accounts.reset_second_factor`, and a user who has none.
    """
    require(by, "accounts.reset_second_factor", user)
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.has_second_factor:
        raise ValidationError(_("There is no second step to reset."))
    user.authenticator_set.all().delete()
    drop_sessions(user)
    record(verb="accounts.second_factor_reset", subject=user, by=by, at=at, why=why)
    return user
