"""The way out of a demo: every mail becomes a file that any mail program opens, and none is sent."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Writes `<Message-ID>.eml` into EMAIL_FILE_PATH; the same mail again is the same file."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            content: Any = message.message()
            name = str(content["Message-ID"]).strip("<>").replace("/", "_")
            (folder / f"{name}.eml").write_bytes(content.as_bytes())
        return len(email_messages)
