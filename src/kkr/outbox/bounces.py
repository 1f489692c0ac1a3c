"""What mail servers send back when a mail could not be delivered: RFC 3464 inside RFC 6522."""

import email
import logging
import mailbox
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from pathlib import Path
from typing import Any

from kkr.outbox.actions import record_bounce
from kkr.outbox.models import Mail, WrongState

logger = logging.getLogger(__name__)
ORIGINAL = {"message/rfc822", "text/rfc822-headers"}
LONGEST_REASON = 1000


@dataclass(frozen=True)
class Bounce:
    """Which of our mails came back, and what the server said."""

    message_id: str
    reason: str


class NoBounce(Exception):
    """The message reports no mail of ours as undeliverable; it says in words why not."""


def read(message: bytes) -> Bounce:
    """The bounce in a message; raises NoBounce for a delay, a receipt, and anything else people write.

    Both a mail that was refused and one that a server gave up on have `Action: failed` (2.3.3).
    """
    report = email.message_from_bytes(message)
    failures = [each for each in _recipients(report) if _field(each, "Action") == "failed"]
    if not failures:
        raise NoBounce("It reports no mail as undeliverable.")
    message_id = _original_id(report)
    if not message_id:
        raise NoBounce("It does not say which mail it is about.")
    said = [_field(each, "Diagnostic-Code") or _field(each, "Status") for each in failures]
    return Bounce(message_id, fit(" ".join(filter(None, said)))[:LONGEST_REASON])


def fit(text: str) -> str:
    """The text without what no database keeps: bytes of no alphabet, and null."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def _recipients(report: Message) -> Iterator[Message]:
    """The groups of fields of each recipient (RFC 3464, 2.1); those of the message have no action."""
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status":
            groups: Any = part.get_payload()
            yield from groups if isinstance(groups, list) else ()


def _field(group: Message, name: str) -> str:
    """A field on one line, without the type before it: `smtp; 550 unknown` says `550 unknown`."""
    words = " ".join(str(group.get(name, "")).split())
    _kind, semicolon, text = words.partition(";")
    plain = text.strip() if semicolon and name == "Diagnostic-Code" else words
    return plain.lower() if name == "Action" else plain


def _original_id(report: Message) -> str:
    """The Message-ID of what came back, out of the copy, or of its headers, that stands behind the report."""
    for part in report.walk():
        if part.get_content_type() in ORIGINAL:
            content: Any = part.get_payload()
            original = content[0] if isinstance(content, list) else _headers(part)
            if found := original.get("Message-ID"):
                return fit(str(found)).strip()
    return ""


def _headers(part: Message) -> Message:
    raw: Any = part.get_payload(decode=True) or b""
    return email.message_from_bytes(raw)


def note(message: bytes, *, at: datetime) -> Mail:
    """Write down what a message reports; raises NoBounce where that is nothing of ours. `at` is real time."""
    bounce = read(message)
    try:
        return record_bounce(bounce.message_id, bounce.reason, at=at)
    except (Mail.DoesNotExist, WrongState) as stranger:
        raise NoBounce("The mail it is about is none of ours.") from stranger


def empty_maildir(folder: Path, *, at: datetime) -> int:
    """Note every bounce in a Maildir and throw it away; gives how many. `at` is the real time.

    What is no bounce of ours stays, marked as seen and flagged, for somebody to read.
    """
    noted = 0
    box = mailbox.Maildir(folder, create=False)
    for key in [key for key, message in box.iteritems() if "F" not in message.get_flags()]:
        try:
            note(box.get_bytes(key), at=at)
        except NoBounce as reason:
            logger.info("a message in the mailbox of bounces was left there: %s", reason)
            _flag(box, key)
        else:
            box.discard(key)
            noted += 1
    return noted


def _flag(box: mailbox.Maildir, key: str) -> None:
    message = box[key]
    message.set_subdir("cur")
    message.set_flags("FS")
    box[key] = message
