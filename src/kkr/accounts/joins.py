"""What this room, and those below it, hold about a user."""

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kkr.accounts.actions import blank_user, drop_every_session
from kkr.accounts.holdings import Erasure, Holding, Row, addresses_of, holdings
from kkr.accounts.models import User
from kkr.accounts.tasks import clear_sessions
from kkr.ledger.actions import erase_payload
from kkr.ledger.listeners import work_jobs
from kkr.ledger.models import Entry
from kkr.outbox.actions import erase_mail_to, hold_mail_to
from kkr.outbox.models import Mail

work_jobs.register(clear_sessions)
ABOUT = Q(subject_type="accounts.user")
IN_ADDRESS = "a-z0-9.!#$%&*+/=?^_`{|}~-"
"""What may stand in an address, so that an@kl.dk is not found in jan@kl.dk; the hyphen is last."""


def told_of(user: User) -> Any:
    """What the ledger tells of a user: what was done to the account, and what holds the address."""
    about = ABOUT & Q(subject_id=str(user.pk))
    whole = rf"(^|[^{IN_ADDRESS}]){re.escape(user.email)}([^{IN_ADDRESS}]|[.]([^{IN_ADDRESS}]|$)|$)"
    return Entry.objects.filter(about | Q(payload__text__iregex=whole))


def entries(user: User) -> Iterator[Row]:
    """What was done to them, in full; of what they did themselves that they did it."""
    told = set(told_of(user).values_list("pk", flat=True))
    done = Entry.objects.filter(Q(pk__in=told) | Q(actor=user.actor_key))
    for entry in done.select_related("payload").order_by("position"):
        payload = getattr(entry, "payload", None)
        yield {
            "position": entry.position,
            "at": entry.at,
            "verb": entry.verb,
            "subject": f"{entry.subject_type}:{entry.subject_id}",
            "by_oneself": entry.actor == user.actor_key,
            "content": payload.content if payload and entry.pk in told else {},
        }


def erase_entries(user: User, erasure: Erasure) -> None:
    """Last of all, and before the address is gone by which they are found."""
    for entry in told_of(user).filter(payload__isnull=False).order_by("position"):
        erase_payload(entry, by=erasure.by, at=erasure.at, why=erasure.why)
    blank_user(user, at=erasure.at)


def account(user: User) -> Iterator[Row]:
    yield {
        "name": user.name,
        "email": user.email,
        "joined_at": user.joined_at,
        "last_login": user.last_login,
        "closed_at": user.closed_at,
        "has_second_factor": user.has_second_factor,
        "id": str(user.public_id),
    }


def sessions(user: User) -> Iterator[Row]:
    for each in user.usersession_set.order_by("created_at"):
        yield {
            "began": each.created_at,
            "last_seen": each.last_seen_at,
            "ip": each.ip,
            "browser": each.user_agent,
        }


def invitations(user: User) -> Iterator[Row]:
    for each in user.invitations.order_by("invited_at"):
        yield {
            "invited_at": each.invited_at,
            "expires_at": each.expires_at,
            "accepted_at": each.accepted_at,
            "revoked_at": each.revoked_at,
        }


def mails(user: User) -> Iterator[Row]:
    """What was sent to them; without the text of what lets its reader in, for an administrator fetches this too."""
    to = Q(*(("to__iexact", address) for address in addresses_of(user)), _connector=Q.OR)
    for mail in Mail.objects.filter(to, erased_at=None).order_by("pk"):
        yield {
            "created_at": mail.created_at,
            "sent_at": mail.sent_at,
            "state": mail.get_state_display(),
            "subject": mail.subject,
            "text": "" if mail.confidential else mail.text,
        }


def end_sign_in(user: User, _erasure: Erasure) -> None:
    drop_every_session(user)
    user.authenticator_set.all().delete()
    user.emailaddress_set.all().delete()


def drop_invitations(user: User, _erasure: Erasure) -> None:
    user.invitations.all().delete()


def hold_mails(user: User) -> None:
    hold_mail_to(*addresses_of(user))


def erase_mails(user: User, erasure: Erasure) -> None:
    """Those to other addresses are erased by the room that knows them, before it forgets them."""
    erase_mail_to(user.email, by=erasure.by, at=erasure.at, now=erasure.really_at)


holdings.register(
    Holding(
        key="ledger",
        title=_("What the history tells"),
        columns={
            "position": _("Number"),
            "at": _("When"),
            "verb": _("What"),
            "subject": _("To what"),
            "by_oneself": _("Done by the account itself"),
            "content": _("Details"),
        },
        rows=entries,
        erase=erase_entries,
        erased=_("What it says of the account: names, addresses and reasons."),
        kept=_(
            "That something was done, when, and by which account without a name, so that nobody "
            "can change the history unseen (GDPR art. 17(3)(b) and (e))."
        ),
    )
)
holdings.register(
    Holding(
        key="mail",
        title=_("Mails"),
        columns={
            "created_at": _("Written"),
            "sent_at": _("Sent"),
            "state": _("State"),
            "subject": _("Subject"),
            "text": _("Text"),
        },
        rows=mails,
        hold=hold_mails,
        erase=erase_mails,
        erased=_("Address, subject and text; a mail that waits is not sent."),
        kept=_("That a mail was sent, and when."),
    )
)
holdings.register(
    Holding(
        key="account",
        title=_("The account"),
        models=("account.EmailAddress",),
        columns={
            "name": _("Name"),
            "email": _("E-mail"),
            "joined_at": _("Opened"),
            "last_login": _("Last sign-in"),
            "closed_at": _("Closed"),
            "has_second_factor": _("Signs in with two steps"),
            "id": _("Number"),
        },
        rows=account,
        erased=_("Name, e-mail and password; nobody can sign in with it any more."),
        kept=_("A number without a name, which the history and the texts point to."),
    )
)
holdings.register(
    Holding(
        key="sessions",
        title=_("Sign-in and sessions"),
        models=("usersessions.UserSession", "mfa.Authenticator"),
        columns={
            "began": _("Since"),
            "last_seen": _("Last seen"),
            "ip": _("Internet address"),
            "browser": _("Browser"),
        },
        rows=sessions,
        erase=end_sign_in,
        erased=_("All of it, and the second step."),
    )
)
holdings.register(
    Holding(
        key="invitations",
        title=_("Invitations"),
        models=("accounts.Invitation",),
        columns={
            "invited_at": _("Invited"),
            "expires_at": _("Good until"),
            "accepted_at": _("Accepted"),
            "revoked_at": _("Taken back"),
        },
        rows=invitations,
        erase=drop_invitations,
        erased=_("All of it."),
    )
)
