"""A reader of the product as it is served: through the page cache, on the test's own connection."""

from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from kkr.website.page_cache import PageCache


class Reader:
    """Asks for pages; gives their status and text."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Start with an empty cache: a test that was rolled back took the content's version with it."""
        self.cache = PageCache(WSGIHandler())

    def __call__(self, path: str) -> tuple[str, str]:
        """Ask for `path` without a session."""
        return self.ask(RequestFactory().get(path).environ)

    def ask(self, environ: dict[str, Any]) -> tuple[str, str]:
        """Ask once; gives what is text as text."""
        status, body = self.whole(environ)
        return status, body.decode(errors="replace")

    def whole(self, environ: dict[str, Any]) -> tuple[str, bytes]:
        """Ask once. Django closes a connection after a request, but this one holds the test's transaction."""
        begun: list[str] = []
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        try:
            answer = self.cache(dict(environ), lambda status, *_: begun.append(status))
            body = b"".join(answer)
            getattr(answer, "close", list)()
            return begun[0][:3], body
        finally:
            for signal in (request_started, request_finished):
                signal.connect(close_old_connections)


def body_of(answer) -> bytes:
    """The whole of an answer, a file too, which the client closes when it is read to its end."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content
