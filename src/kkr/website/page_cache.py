"""The page cache: first in the stack, before Django itself.

It answers an anonymous GET from memory while no public entry of the ledger has changed what the
page depends on. It never keeps an answer that sets or varies on a cookie, so never one with a
CSRF token, a nonce, or for somebody who is signed in.
"""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import Error, connection

from kkr.ledger import clock
from kkr.website import content_version

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

AT_WORK = ("/arbejde/", "/konto/", "/svar/")
CLOSED = (*AT_WORK, *(f"/en{path}" for path in AT_WORK), "/api/v1/questions")
"""Where nothing is for everybody."""
# files are as large as they are, and their own caching says who may keep them
PASSED_BY = ("/static/", "/filer/", "/health", *CLOSED)
FILES = (".pdf",)
RENDER_SECONDS = 10


@dataclass(frozen=True)
class Page:
    """A whole answer, plain and gzipped."""

    headers: Headers
    body: bytes
    zipped: bytes
    etag: str

    @property
    def weight(self) -> int:
        return len(self.body) + len(self.zipped)


class Shelf:
    """Pages by key, the least used thrown out when they weigh more than `room` bytes."""

    def __init__(self, room: int) -> None:
        self.room, self.weight = room, 0
        self.pages: OrderedDict[Any, Page] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: Any) -> Page | None:
        page = self.pages.get(key)
        if page is not None:
            with self.lock:
                if key in self.pages:
                    self.pages.move_to_end(key)
        return page

    def put(self, key: Any, page: Page) -> None:
        with self.lock:
            old = self.pages.pop(key, None)
            self.pages[key] = page
            self.weight += page.weight - (old.weight if old else 0)
            while self.weight > self.room and self.pages:
                self.weight -= self.pages.popitem(last=False)[1].weight


class PageCache:
    """WSGI middleware; `room` is how many bytes of pages one process keeps."""

    def __init__(self, application: Application, room: int = 64 * 2**20) -> None:
        self.application = application
        self.shelf = Shelf(room)
        self.rendering: dict[Any, threading.Event] = {}
        self.guard = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = key_of(environ)
        if key is None:
            return self.application(environ, start_response)
        page = self.shelf.get(key)
        if page is None:
            return self._one_renders(key, environ, start_response)
        return answer(page, environ, start_response)

    def _one_renders(
        self, key: Any, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """One reader renders while the others wait; what is not kept each renders for themselves."""
        with self.guard:
            others = self.rendering.get(key)
            done = self.rendering.setdefault(key, threading.Event())
        try:
            if others:
                others.wait(RENDER_SECONDS)
            page = self.shelf.get(key)
            if page is None:
                return self._render(key, environ, start_response)
            return answer(page, environ, start_response)
        finally:
            if others is None:
                with self.guard:
                    del self.rendering[key]
                done.set()

    def _render(self, key: Any, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        status, headers, body = whole_answer(self.application, environ)
        if not may_be_kept(status, headers):
            start_response(status, headers)
            return [body]
        page = page_of(headers, body)
        self.shelf.put(key, page)
        return answer(page, environ, start_response)


def key_of(environ: Environ) -> Any:
    """What an answer depends on, or None where the cache must not be asked."""
    path = environ.get("PATH_INFO", "")
    if (
        environ["REQUEST_METHOD"] != "GET"
        or "HTTP_AUTHORIZATION" in environ
        or settings.SESSION_COOKIE_NAME in environ.get("HTTP_COOKIE", "")
        or path.startswith(PASSED_BY)
        or path.endswith(FILES)
    ):
        return None
    try:
        version, today = content_version.of_path(path), clock.today()
    except Error:
        connection.close()
        return None
    return (
        environ.get("wsgi.url_scheme"),
        environ.get("HTTP_X_FORWARDED_PROTO"),
        environ.get("HTTP_HOST"),
        path,
        environ.get("QUERY_STRING"),
        environ.get("HTTP_ACCEPT") if is_negotiated(path) else None,
        today,
        version,
    )


def is_negotiated(path: str) -> bool:
    """Whether a program may get something else than a page there: the pages about open data."""
    return path.removeprefix("/en").startswith("/data/") and path.endswith("/")


def whole_answer(application: Application, environ: Environ) -> tuple[str, Headers, bytes]:
    """Run the application and collect status, headers and body."""
    begun: list[Any] = []

    def start_response(status: str, headers: Headers, _exc_info: Any = None) -> None:
        begun[:] = [status, headers]

    result = application(environ, start_response)
    try:
        body = b"".join(result)
    finally:
        close = getattr(result, "close", None)
        if close:
            close()
    return begun[0], begun[1], body


def may_be_kept(status: str, headers: Headers) -> bool:
    """Only a plain 200 that is the same for every reader."""
    named = {name.lower(): value.lower() for name, value in headers}
    return (
        status.startswith("200")
        and "set-cookie" not in named
        and "cookie" not in named.get("vary", "")
        and not any(word in named.get("cache-control", "") for word in ("private", "no-store"))
    )


def page_of(headers: Headers, body: bytes) -> Page:
    """The answer as it is kept: with an ETag, and told to ask again each time."""
    etag = hashlib.sha256(body).hexdigest()[:24]
    ours = {"content-length", "etag", "cache-control", "vary", "content-encoding"}
    kept = [(name, value) for name, value in headers if name.lower() not in ours]
    varies = {name.lower(): value for name, value in headers}.get("vary", "")
    accept = "Accept, " if "accept" in varies.lower().split(", ") else ""
    kept += [("Cache-Control", "no-cache"), ("Vary", f"{accept}Accept-Encoding, Cookie")]
    return Page(kept, body, gzip.compress(body, 6, mtime=0), etag)


def takes_gzip(accepted: str) -> bool:
    """Whether `Accept-Encoding` names gzip (or anything), and not with `q=0`: RFC 9110, 12.5.3."""
    weights = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.replace(" ", "").partition(";q=")
        weights[name] = weight.strip("0.") != "" or not weight
    return weights.get("gzip", weights.get("*", False))


def answer(page: Page, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """The page, gzipped where the reader takes that, or 304 where the reader has it."""
    zipped = takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
    etag = f'"{page.etag}{"-gzip" if zipped else ""}"'
    headers = [*page.headers, ("ETag", etag)]
    if etag in environ.get("HTTP_IF_NONE_MATCH", "").replace("W/", ""):
        start_response("304 Not Modified", headers)
        return [b""]
    body = page.zipped if zipped else page.body
    if zipped:
        headers.append(("Content-Encoding", "gzip"))
    start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
    return [body]
