"""Links that lead nowhere, or where the public may not come. Nobody outside is asked."""

import re
from collections.abc import Iterator
from ipaddress import ip_address
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kkr.common.text import shortened
from kkr.documents.addresses import public_pages
from kkr.documents.guarding import Finding, Guard, Publication
from kkr.documents.markup import elements, parse
from kkr.documents.models import File
from kkr.documents.richtext import OWN_FILES, file_at

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KEY = "dead_links"
MOST = 100
SECONDS = 5
SHOWN = 80
INSIDE = re.compile(r"\.(?:local|localdomain|lan|intern|internal|intra|intranet|corp|home)\Z")
HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]\.?")
MAILBOX = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")

NOT_WHOLE = _("“{address}” is no whole address; it must begin with https://.")
NO_PLACE = _("“{address}” leads to a place in the text itself, and there is none.")
NO_PAGE = _("“{address}” leads to no page of ours that everybody may read.")
NO_FILE = _("“{address}” leads to a file that is not here.")
CLOSED_FILE = _("“{address}” leads to a file that readers may not see.")
NO_HOST = _("“{address}” is not an address on the internet.")
NOT_OPEN = _("“{address}” can only be reached from inside.")
NO_MAILBOX = _("“{address}” is no address of a mailbox.")


def look(publication: Publication) -> Iterator[Finding]:
    """Each address once; after a hundred, or when it takes too long, it is said that there are more."""
    seen: set[str] = set()
    until = monotonic() + SECONDS
    for piece in publication.pieces:
        for link in elements(parse(piece.html), "a"):
            address = dict(link.attributes).get("href", "")
            if not address or address in seen:
                continue
            seen.add(address)
            if len(seen) > MOST or monotonic() > until:
                yield Finding(KEY, piece.where, _("There are more links than were looked at."))
                return
            if says := _fault(address, publication):
                told = format_lazy(says, address=shortened(address, SHOWN))
                yield Finding(KEY, piece.where, told, of=address)


def _fault(address: str, publication: Publication) -> "StrOrPromise":
    """What is wrong with an address; nothing, where it may be followed."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return NO_HOST
    if parts.scheme == "mailto":
        return "" if MAILBOX.fullmatch(parts.path) else NO_MAILBOX
    own = urlsplit(settings.SITE_URL).hostname
    if parts.scheme in {"http", "https"} and host != own:
        return _fault_outside(parts, host)
    if parts.scheme in {"http", "https"} or address.startswith("/"):
        return _fault_inside(parts, publication)
    return NO_PLACE if address.startswith("#") else NOT_WHOLE


def _fault_outside(parts: SplitResult, host: str) -> "StrOrPromise":
    if parts.username or parts.password:
        return NO_HOST
    try:
        return "" if ip_address(host).is_global else NOT_OPEN
    except ValueError:
        pass
    if "." not in host or INSIDE.search(host):
        return NOT_OPEN if host else NO_HOST
    return "" if HOST.fullmatch(host) else NO_HOST


def _fault_inside(parts: SplitResult, publication: Publication) -> "StrOrPromise":
    path = parts.path or "/"
    if path.startswith(OWN_FILES):
        return _fault_of_file(path, publication)
    if path.startswith(settings.STATIC_URL):
        return ""
    asked = f"{path}?{parts.query}" if parts.query else path
    return "" if any(is_public(asked) for is_public in public_pages) else NO_PAGE


def _fault_of_file(path: str, publication: Publication) -> "StrOrPromise":
    named = {"public_id": file_at(path), "name": unquote(path.rsplit("/", 1)[-1])}
    rows = File.objects.filter(**named)
    comes_along = any(file.pk in {each.pk for each in publication.files} for file in rows)
    if comes_along or rows.public().exists():
        return ""
    return CLOSED_FILE if rows else NO_FILE


GUARD = Guard(
    key=KEY,
    title=_("Links that lead somewhere"),
    explanation=_(
        "A reader who follows a link must come to something. Links to our own pages and files are "
        "followed as anybody would; of those to others it is only looked at whether the address is one, "
        "so follow them yourself."
    ),
    look=look,
)
