"""A letter out of values: its subject, its text and its HTML say the same."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from kkr.common.text import shortened
from kkr.outbox.models import SUBJECT_LENGTH


@dataclass(frozen=True)
class Link:
    label: str
    href: str


@dataclass(frozen=True)
class Fact:
    term: str
    text: str


@dataclass(frozen=True)
class Letter:
    """What a mail says, in words already translated; addresses are whole, with https.

    `action` is the one thing to do, `links` what may be read beside it, `sender` who signs, `why`
    says in small print why the reader gets it; at `unsubscribe` one press ends such mails.
    """

    subject: str
    paragraphs: Sequence[str]
    greeting: str = ""
    facts: Sequence[Fact] = ()
    action: Link | None = None
    links: Sequence[Link] = ()
    sender: str = ""
    why: str = ""
    unsubscribe: Link | None = None


def render(letter: Letter, *, language: str = "da") -> dict[str, str]:
    """The arguments `subject`, `text` and `html` of `enqueue`; a subject too long for a mail is cut.

    >>> enqueue(to="a@b.dk", at=at, **render(Letter("Møde", ["Mødet er flyttet."])))  # doctest: +SKIP
    """
    values: dict[str, Any] = {**asdict(letter), "language": language}
    with translation.override(language):
        html = render_to_string("design/mail.html", values)
        text = render_to_string("design/mail.txt", values)
    subject = shortened(letter.subject, SUBJECT_LENGTH - 1)  # the dots are the last sign
    return {"subject": subject, "text": text.strip() + "\n", "html": html.strip() + "\n"}
