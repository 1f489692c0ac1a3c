"""What a reader is told when the disk is full or the database is busy or gone; the rest is a 500.

It stands in `handler500`, not in a middleware, so it also sees what fails in one, sessions first.
"""

import errno
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kkr.config.log_lines import chain
from kkr.website.pages.views import server_error as plain_error

FULL_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FULL_WORDS = ("disk is full", "disk i/o error")
FULL_STATES = ("53100",)
BUSY_STATES = ("08", "53", "55P03", "57P", "40001", "40P01")
"""PostgreSQL's: no connection, no resources, no lock in time, shutting down, try again."""
BUSY_WORDS = ("database is locked", "unable to open database", "readonly database")
RETRY_SECONDS = "30"


def server_error(request: HttpRequest) -> HttpResponse:
    """507 where there is no room, 503 where the database does not answer, else 500."""
    status = status_of(sys.exception())
    if status == 500:
        return plain_error(request)
    answer = render(request, f"{status}.html", status=status)
    if status == 503:
        answer["Retry-After"] = RETRY_SECONDS
    return answer


def status_of(error: BaseException | None) -> int:
    """What an error means for the reader, whatever it was wrapped in."""
    return next((status for each in chain(error) if (status := _status(each))), 500)


def _status(error: BaseException) -> int | None:
    if isinstance(error, OSError) and error.errno in FULL_ERRORS:
        return 507
    if isinstance(error, InterfaceError):
        return 503
    if not isinstance(error, OperationalError):
        return None
    state = getattr(error.__cause__, "sqlstate", None) or ""
    words = str(error).lower()
    if state in FULL_STATES or any(each in words for each in FULL_WORDS):
        return 507
    if state.startswith(BUSY_STATES) or any(each in words for each in BUSY_WORDS):
        return 503
    return 503 if _could_not_connect(error) else None


def _could_not_connect(error: OperationalError) -> bool:
    """Whether PostgreSQL was not reached at all, which has no state of its own."""
    cause = error.__cause__
    return cause is not None and hasattr(cause, "sqlstate") and cause.sqlstate is None
