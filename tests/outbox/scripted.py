"""A way out that does as it is told, in no time, for the tests that ask about many courses of events."""

import copy
import smtplib
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Fell(BaseException):
    """The worker is gone; nothing after this line runs."""


ENDINGS: dict[str, BaseException | None] = {
    "accepted": None,
    "greylisted": smtplib.SMTPRecipientsRefused({"x": (450, b"later")}),
    "no such address": smtplib.SMTPRecipientsRefused({"x": (550, b"unknown")}),
    "text refused": smtplib.SMTPDataError(554, b"no"),
    "text put off": smtplib.SMTPDataError(451, b"later"),
    "sender refused": smtplib.SMTPSenderRefused(550, b"who are you", "x"),
    "no connection": ConnectionRefusedError("nobody there"),
    "cut off": smtplib.SMTPServerDisconnected("gone"),
    "nonsense": RuntimeError("a bug"),
    "fell": Fell(),
}


class EmailBackend(BaseEmailBackend):
    ending = "accepted"
    accepted: list[str] = []

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        failure = ENDINGS[type(self).ending]
        if failure is not None:
            raise copy.copy(failure)  # one instance would gather every traceback
        self.accepted.extend(str(each.message()["Message-ID"]) for each in email_messages)
        return len(email_messages)
