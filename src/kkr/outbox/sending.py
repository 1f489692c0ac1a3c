"""Handing one mail over to the mail server, and what its answer means."""

import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.encoding import punycode

from kkr.outbox.models import Mail

SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Refused(Exception):
    """The server will never take this mail; to ask again is to annoy it."""


def is_open() -> bool:
    """Whether there is a way out; without a mail server mails wait, and `kkr.W005` says so."""
    return settings.EMAIL_BACKEND != SMTP or bool(settings.EMAIL_HOST)


def our_domain() -> str:
    """The domain that our mails are from, as it stands in a Message-ID."""
    domain = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2]
    return punycode(domain) if domain else "localhost"


def send(mail: Mail) -> None:
    """Hand it over. Raises Refused where the server said never, and whatever else went wrong as it is."""
    try:
        message_of(mail).send()
    except smtplib.SMTPRecipientsRefused as refusal:
        code, reply = next(iter(refusal.recipients.values()))
        if code >= 500:
            raise Refused(said(code, reply)) from refusal
        raise
    except smtplib.SMTPDataError as refusal:
        if refusal.smtp_code >= 500:
            raise Refused(said(refusal.smtp_code, refusal.smtp_error)) from refusal
        raise


def message_of(mail: Mail) -> EmailMultiAlternatives:
    """The mail as Django sends it; the headers tell machines not to answer it."""
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=settings.MAIL_BOUNCES_TO
        or settings.MAIL_FROM,  # the envelope; the reader sees From
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={
            "From": settings.MAIL_FROM,
            "Message-ID": mail.message_id,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            **unsubscribing(mail),
        },
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def unsubscribing(mail: Mail) -> dict[str, str]:
    """By which a mail program shows its own button (RFC 2369 and 8058)."""
    if not mail.unsubscribe:
        return {}
    return {
        "List-Unsubscribe": f"<{mail.unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def said(code: int, reply: bytes | str) -> str:
    """A server's answer as text."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return f"{code} {text}"


def in_words(failure: Exception) -> str:
    """What went wrong, for whoever looks after the queue."""
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        return said(*next(iter(failure.recipients.values())))
    if isinstance(failure, smtplib.SMTPResponseException):
        return said(failure.smtp_code, failure.smtp_error)
    return f"{type(failure).__name__}: {failure}"
