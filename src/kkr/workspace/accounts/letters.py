"""Mails about an account, in Danish whatever language the sender reads."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kkr.accounts.actions import OPEN_FOR
from kkr.accounts.models import User
from kkr.council.models import RoleGrant
from kkr.ledger.actors import Actor
from kkr.outbox.actions import enqueue
from kkr.outbox.letters import Letter, Link, render

Facts = dict[str, Any]
WHEN = r"j. F Y \k\l. H.i"
"""A day and time in a letter, which is always Danish."""
OPENS_FOR = {
    "invitation": OPEN_FOR,
    "account/email/password_reset_key": timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
}
"""The letters with a link that lets whoever has it in, and how long it does, in real time."""


def send(name: str, *, to: str, facts: Facts, at: datetime) -> None:
    """Queue the letter of this name, made of `facts`, for one address; a secret in it is not kept."""
    with translation.override(settings.LANGUAGE_CODE):
        letter = LETTERS[name](facts)
    words = render(letter, language=settings.LANGUAGE_CODE)
    opens_for = OPENS_FOR.get(name)
    enqueue(
        to=to,
        subject=words["subject"],
        text=words["text"],
        html=words["html"],
        confidential=opens_for is not None,
        useless_at=timezone.now() + opens_for if opens_for else None,
        at=at,
    )


def send_invitation(user: User, token: str, *, by: Actor, at: datetime) -> None:
    """The only copy of the token leaves in this mail, with who invites and to what."""
    with translation.override(settings.LANGUAGE_CODE):
        roles = [called(grant) for grant in user.role_grants.running_at(at).select_related("body")]
    facts = {
        "name": user.name,
        "inviter": by.name if isinstance(by, User) else "",
        "roles": roles,
        "is_another": user.invitations.filter(revoked_at__isnull=False).exists(),
        "link": invitation_link(token),
    }
    send("invitation", to=user.email, facts=facts, at=at)


def send_reset(user: User, *, at: datetime) -> None:
    """Whose second factor was taken away is told, in case they had not asked."""
    send("second_factor_reset", to=user.email, facts={"name": user.name}, at=at)


def send_role(user: User, grant: RoleGrant, *, at: datetime) -> None:
    """Somebody who has an account is told what more they may do."""
    with translation.override(settings.LANGUAGE_CODE):
        role = called(grant)
    send("role_given", to=user.email, facts={"name": user.name, "role": role}, at=at)


def called(grant: RoleGrant) -> str:
    """E.g. "Sekretær, KKR Hovedstaden"."""
    return f"{capfirst(grant.get_role_display())}, {grant.body.name}"


def invitation_link(token: str) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return f"{settings.SITE_URL}{reverse('account_invitation', args=[token])}"


def invitation(facts: Facts) -> Letter:
    return Letter(
        _("Invitation to KKR"),
        [
            invited_by(facts),
            *(_("You are to act as: %(role)s.") % {"role": role} for role in facts["roles"]),
            _("The link is good for 14 days, and can be used once."),
            *([_("It takes the place of the one you were sent before.")] * facts["is_another"]),
        ],
        greeting=_("Dear %(name)s") % facts,
        action=Link(_("Open the invitation and choose a password"), facts["link"]),
        why=_("If you do not know what this is about, you need do nothing."),
    )


def invited_by(facts: Facts) -> str:
    """The sentence that says who wants the reader there, where that is a person."""
    if not facts["inviter"]:
        return _("You have been invited to work with the councils of municipalities, KKR.")
    words = _("%(inviter)s has invited you to work with the councils of municipalities, KKR.")
    return words % facts


def role_given(facts: Facts) -> Letter:
    return Letter(
        _("You have a new role at KKR"),
        [_("From now on you act as: %(role)s.") % facts, _("Sign in as you always do.")],
        greeting=_("Dear %(name)s") % facts,
        action=Link(_("Sign in"), f"{settings.SITE_URL}{reverse('account_login')}"),
        why=_("If you do not know what this is about, you need do nothing."),
    )


def second_factor_reset(facts: Facts) -> Letter:
    return Letter(
        _("Your second step at KKR was reset"),
        [
            _("An administrator has reset your second step, and you were signed out everywhere."),
            _("Sign in with your password, and set up the second step again."),
            _("If you did not ask for it, call the secretariat of your council at once."),
        ],
        greeting=_("Dear %(name)s") % facts,
        action=Link(_("Sign in"), f"{settings.SITE_URL}{reverse('account_login')}"),
    )


def new_password(facts: Facts) -> Letter:
    return Letter(
        _("Choose a new password at KKR"),
        [
            _("Somebody, we hope you, has asked for a new password."),
            _("The link is good for four hours, and can be used once."),
        ],
        action=Link(_("Choose a new password"), facts["password_reset_url"]),
        why=_("If it was not you, you need do nothing; your password is as it was."),
    )


def unknown_address(_facts: Facts) -> Letter:
    return Letter(
        _("No account at KKR with this address"),
        [
            _("Somebody, perhaps you, has asked for a new password for this address."),
            _("It has no account that is open. Perhaps you sign in with another address."),
        ],
        why=_("If it was not you, you need do nothing."),
    )


def notification(subject: Callable[[], str], told: Callable[[], str]) -> Callable[[Facts], Letter]:
    """A letter that tells what was just done to an account, and when it really was."""

    def write(facts: Facts) -> Letter:
        when = date_format(timezone.localtime(facts["timestamp"]), WHEN)
        return Letter(
            subject(),
            [told(), _("It happened on %(when)s.") % {"when": when}],
            why=_("If it was not you, call the secretariat of your council at once."),
        )

    return write


password_changed = notification(
    lambda: _("Your password at KKR was changed"), lambda: _("Your password was changed.")
)
LETTERS: dict[str, Callable[[Facts], Letter]] = {
    "invitation": invitation,
    "role_given": role_given,
    "second_factor_reset": second_factor_reset,
    # by the names allauth gives them
    "account/email/password_reset_key": new_password,
    "account/email/unknown_account": unknown_address,
    "account/email/password_changed": password_changed,
    "account/email/password_reset": password_changed,
    "account/email/password_set": password_changed,
    "mfa/email/totp_activated": notification(
        lambda: _("You now sign in to KKR with two steps"),
        lambda: _("Sign-in with two steps was turned on."),
    ),
    "mfa/email/totp_deactivated": notification(
        lambda: _("The second step at KKR was turned off"),
        lambda: _("Sign-in with two steps was turned off; your password alone is enough."),
    ),
    "mfa/email/recovery_codes_generated": notification(
        lambda: _("New recovery codes at KKR"),
        lambda: _("New recovery codes were made, and the old ones are worth nothing."),
    ),
}
