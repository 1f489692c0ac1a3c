"""One line for each request that reaches Django: method, path, status, milliseconds, and who nobody.

Links and tokens tried in vain have one line an hour for each place they are tried from (`repeated`).
What the page cache answers passes Django by and is not here; the proxy in front counts those.
"""

import logging
import re
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest, HttpResponse

from kkr.config import repeated

logger = logging.getLogger("kkr.requests")
request_id: ContextVar[str] = ContextVar("request_id", default="")

GIVEN = re.compile(r"[0-9a-fA-F-]{8,64}")
LETS_IN = re.compile(
    r"(/konto/+(?:invitation|adgangskode/+ny)|^(?:/en)?/+svar).+", re.IGNORECASE | re.DOTALL
)
"""Where letters lead; what stands after it is hidden also where no page answers."""
SECRETS = {"token", "key", "secret", "code", "uid", "uidb36", "uidb64"}
"""Parameters of addresses that let whoever has them in."""


class RequestLog:
    """The first middleware: gives the request its id, which stands on every line logged meanwhile."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(id_of(request))
        begun = time.perf_counter()
        try:
            response = self.get_response(request)
            if response.status_code >= 400:  # never kept by the page cache, so never another's
                response["X-Request-ID"] = request_id.get()
            seconds = time.perf_counter() - begun
            if kind := repeated.kind_of(request, response.status_code):
                if repeated.is_told(request, kind):
                    tell_refusal(request, response.status_code, seconds, kind)
            elif logger.isEnabledFor(logging.INFO):
                tell(request, response.status_code, seconds)
            return response
        finally:
            request_id.reset(token)


def id_of(request: HttpRequest) -> str:
    """What the proxy calls it, if that looks like an id, else one of our own."""
    given = request.headers.get("X-Request-ID", "")
    return given if GIVEN.fullmatch(given) else secrets.token_hex(8)


def tell(request: HttpRequest, status: int, seconds: float) -> None:
    """Log the request without its query string, its form, its cookies or its reader."""
    logger.info("request", extra={"facts": facts_of(request, status, seconds)})


def tell_refusal(request: HttpRequest, status: int, seconds: float, kind: str) -> None:
    """Log that somebody tried a link or a token in vain, and that more of it is not told."""
    facts = {**facts_of(request, status, seconds), "kind": kind, "note": repeated.NOTE}
    logger.warning("refused", extra={"facts": facts})


def facts_of(request: HttpRequest, status: int, seconds: float) -> dict[str, Any]:
    """What is told of a request."""
    return {
        "method": request.method,
        "path": path_of(request),
        "status": status,
        "ms": round(seconds * 1000, 1),
    }


def path_of(request: HttpRequest) -> str:
    """The path, with a dot in place of what would let its reader in."""
    path, found = request.path, request.resolver_match
    for name, value in found.kwargs.items() if found else ():
        if name in SECRETS:
            path = path.replace(str(value), "…")
    return LETS_IN.sub(r"\1/…", path)
