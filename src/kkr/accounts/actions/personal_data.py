"""What the house holds about one person: handed out, and erased as far as the law lets us.

Public offices, what was decided and published, and the chain of the ledger stay (GDPR art. 17(3)).
"""

import re
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kkr.accounts.actions.users import close_user
from kkr.accounts.holdings import Erasure, Holding, Row, holdings
from kkr.accounts.models import User
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, require

NOWHERE = "erased.invalid"
"""A domain that no mail can ever reach (RFC 2606)."""


@transaction.atomic
def hand_out(
    user: User, *, why: str = "", by: Actor, at: datetime
) -> list[tuple[Holding, list[Row]]]:
    """Everything the house holds about a user, by kind; that it was asked for is an entry of the ledger.

    Refuses an actor without `accounts.hand_out` on them, and somebody else than the user without a reason.
    """
    require(by, "accounts.hand_out", user)
    if by != user and not why.strip():
        raise ValidationError({"why": _("Say why you need what is held about somebody else.")})
    held = [(holding, list(holding.rows(user))) for holding in holdings]
    record(verb="accounts.data_handed_out", subject=user, by=by, at=at, why=why.strip())
    return held


@transaction.atomic
def erase_user(user: User, *, why: str, by: Actor, at: datetime, now: datetime) -> User:
    """Close an account and erase what the law lets us erase of whose it was; `now` is the real time.

    What the ledger said of them is erased there, by entries of its own, so the chain stays whole.
    Refuses an actor without `accounts.erase_user` on them, oneself, an account that is erased, an
    empty reason, and one that names them: the reason stays.
    """
    require(by, "accounts.erase_user", user)
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.erased_at is not None:
        raise ValidationError(_("The account was erased before."))
    _refuse_what_would_stay(why, user)
    for holding in reversed(list(holdings)):
        holding.hold(user)
    if user.closed_at is None:
        user = close_user(user, why=why, by=by, at=at, now=now)
    erasure = Erasure(by=by, why=why, at=at, really_at=now)
    for holding in reversed(list(holdings)):
        if holding.erase:
            holding.erase(user, erasure)
    record(verb="accounts.user_erased", subject=user, by=by, at=at, why=why)
    return user


def _refuse_what_would_stay(why: str, user: User) -> None:
    if not why.strip():
        raise ValidationError({"why": _("Say why it is erased; the reason stays in the history.")})
    refuse_naming(user, why)


def refuse_naming(user: User, why: str) -> None:
    """Refuse a reason with somebody's name or address where it stays also if they are erased."""
    theirs = (rf"(?<!\w){re.escape(each)}(?!\w)" for each in (user.email, user.name))
    if any(re.search(each, why, re.IGNORECASE) for each in theirs):
        raise ValidationError({"why": _("Write neither name nor e-mail here: the reason stays.")})


def blank_user(user: User, *, at: datetime) -> None:
    """Put nobody's name and address in the place of theirs; a part of `erase_user`, so it asks nobody."""
    with translation.override(settings.LANGUAGE_CODE):
        user.name = _("Erased account")
    user.email = f"{user.public_id}@{NOWHERE}"
    user.last_login, user.erased_at = None, at
    user.set_unusable_password()
    user.full_clean()
    user.save()
