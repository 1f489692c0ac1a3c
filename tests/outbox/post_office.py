"""A real mail server on this machine, which does as it is told and remembers what it was handed."""

import asyncio
import email
import email.policy
import socket
import threading
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

ACCEPTED = "250 OK"


class PostOffice:
    """`to_recipient` and `to_text` are its answers, first to last, then it accepts; `handed` is what it saw."""

    def __init__(self) -> None:
        self.to_recipient: list[str] = []
        self.to_text: list[str] = []
        self.handed: list[EmailMessage] = []
        self.delivered: list[EmailMessage] = []
        self.envelopes: list[Any] = []
        self.hangs = False
        self.is_open = True
        self.holds_one = threading.Event()
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            self.port = int(door.getsockname()[1])
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        answer = self.to_recipient.pop(0) if self.to_recipient else ACCEPTED
        if answer == ACCEPTED:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        message: Any = email.message_from_bytes(envelope.content, policy=email.policy.default)
        answer = self.to_text.pop(0) if self.to_text else ACCEPTED
        self.handed.append(message)
        self.holds_one.set()
        while self.hangs:
            await asyncio.sleep(0.02)
        if answer == ACCEPTED:
            self.delivered.append(message)
            self.envelopes.append(envelope)
        return answer

    def close(self) -> None:
        """Shut the door; safe to call again."""
        self.hangs = False
        if self.is_open:
            self.is_open = False
            self.controller.stop()

    @property
    def names(self) -> list[str]:
        """The Message-IDs of what was delivered."""
        return [str(message["Message-ID"]) for message in self.delivered]
