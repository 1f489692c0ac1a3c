"""What the source at an address is called: its publisher, and what the address says of the page."""

import re
from datetime import date
from urllib.parse import urlsplit

from django.utils.formats import date_format
from django.utils.translation import gettext as _

PUBLISHERS = {
    "kl.dk": "KL",
    "danskekommuner.dk": "Danske Kommuner",
    "lokalavisen.dk": "Lokalavisen",
    "nyidanmark.dk": "Ny i Danmark",
    "tv2ostjylland.dk": "TV2 Østjylland",
    "ucn.dk": "Professionshøjskolen UCN",
    "us.dk": "Udlændingestyrelsen",
    "uvm.dk": "Undervisningsministeriet",
    "github.com": "GitHub",
}
MONTHS = "januar februar marts april maj juni juli august september oktober november december"
NEWS = re.compile(rf"/(?:nyhed|nyheder)/(\d{{4}})/({MONTHS.replace(' ', '|')})/", re.IGNORECASE)
COUNCIL = re.compile(
    r"/kkr-(hovedstaden|sj(?:ae|æ)lland|syddanmark|midtjylland|nordjylland)(?:/|$)"
)


def source_name(address: str) -> str:
    """`KL, nyhed fra februar 2017`, or the host where nothing more is known of it.

    >>> source_name("https://www.example.dk/x")
    'www.example.dk'
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    publisher = next((name for domain, name in PUBLISHERS.items() if is_of(host, domain)), "")
    if not publisher:
        return host
    return ", ".join(filter(None, [publisher, kind_of_page(parts.path)]))


def is_of(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def kind_of_page(path: str) -> str:
    """A news item and its month, the page of a council, or nothing."""
    if found := NEWS.search(path):
        number = MONTHS.split().index(found[2].lower()) + 1
        month = date_format(date(int(found[1]), number, 1), "YEAR_MONTH_FORMAT")
        return _("news of %(month)s") % {"month": month}
    if found := COUNCIL.search(path.lower()):
        name = found[1].replace("ae", "æ").capitalize()
        return _("page about KKR %(name)s") % {"name": name}
    return path.rsplit("/", 1)[-1] if path.endswith(".csv") else ""
