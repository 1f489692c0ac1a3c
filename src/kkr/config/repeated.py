"""Refusals that come again and again from one place are told once an hour: who guesses does not fill the log.

The place is known here by a digest only, and is told to nobody.
"""

import ipaddress
import logging
import re
import threading
import time
from collections import OrderedDict

from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import Error
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

HOUR = 3600
NOTE = "more like it from the same place are not told for an hour"
LINK = re.compile(r"^(?:/en)?/+svar/", re.IGNORECASE)
TOKEN = re.compile(r"^/api/")


class OnceAnHour:
    """Which of what repeats itself is told: the first, and after an hour the next. Pure but for its memory."""

    def __init__(self, most: int = 10_000) -> None:
        self.most = most
        self.told: OrderedDict[tuple[str, str], float] = OrderedDict()
        self.guard = threading.Lock()

    def tells(self, kind: str, place: str, seconds: float) -> bool:
        """Whether this one is told. Of more places than it can remember it forgets the one told longest ago."""
        key = kind, place
        with self.guard:
            before = self.told.get(key)
            if before is not None and 0 <= seconds - before < HOUR:
                return False
            self.told[key] = seconds
            self.told.move_to_end(key)
            while len(self.told) > self.most:
                self.told.popitem(last=False)
            return True


refused = OnceAnHour()


def kind_of(request: HttpRequest, status: int) -> str:
    """What somebody tried in vain, of what can be tried again and again; empty if nothing of that kind."""
    if 400 <= status < 500 and LINK.match(request.path):
        return "link"
    return "token" if status in {401, 429} and TOKEN.match(request.path) else ""


def is_told(request: HttpRequest, kind: str) -> bool:
    """Whether this refusal is told: the first from its place within the hour, in all processes together."""
    place = place_of(request)
    if not refused.tells(kind, place, time.monotonic()):
        return False
    try:
        return bool(cache.add(f"refused:{kind}:{place}", 1, HOUR))
    except Error:
        return True


def place_of(request: HttpRequest) -> str:
    """A digest of where a request comes from; of IPv6 the network, for one reader has all of it."""
    from allauth.account.adapter import (
        get_adapter,
    )  # needs the models; the log is set up before them

    try:
        found = get_adapter().get_client_ip(request)
        address = ipaddress.ip_address(found)
    except (PermissionDenied, ImproperlyConfigured, ValueError):
        return ""
    network = ipaddress.ip_network((address, 64 if address.version == 6 else 32), strict=False)
    return salted_hmac("kkr.refused", str(network), algorithm="sha256").hexdigest()


class ToldOnce(logging.Filter):
    """Lets no line of Django's through about a refusal that the request log tells once an hour."""

    def filter(self, record: logging.LogRecord) -> bool:
        request, status = getattr(record, "request", None), getattr(record, "status_code", 0)
        return not (isinstance(request, HttpRequest) and kind_of(request, status))
