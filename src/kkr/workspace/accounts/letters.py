"""Mails about an account, in Danish whatever language the sender reads."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from kkr.accounts.models import User


def send(prefix: str, *, to: str, context: dict[str, Any], at: datetime) -> None:  # noqa: ARG001
    """Send the mail whose templates are `prefix`_subject.txt and _message.txt."""
    with translation.override(settings.LANGUAGE_CODE):
        words = {**context, "site_url": settings.SITE_URL}
        subject = " ".join(render_to_string(f"{prefix}_subject.txt", words).split())
        text = render_to_string(f"{prefix}_message.txt", words).strip() + "\n"
    send_mail(subject, text, None, [to])


def send_invitation(user: User, token: str, *, at: datetime) -> None:
    """The only copy of the token leaves in this mail."""
    context = {"user": user, "link": invitation_link(token)}
    send("workspace/accounts/mail/invitation", to=user.email, context=context, at=at)


def send_reset(user: User, *, at: datetime) -> None:
    """Whose second factor was taken away is told, in case they had not asked."""
    context = {"user": user, "at": at}
    send("workspace/accounts/mail/second_factor_reset", to=user.email, context=context, at=at)


def invitation_link(token: str) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return f"{settings.SITE_URL}{reverse('account_invitation', args=[token])}"
