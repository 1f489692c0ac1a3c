"""Which version of the content a request sees, asked as cheaply as the database allows."""

import itertools
import threading

from django.db import connection

from kkr.website.models import ContentVersion

_local = threading.local()
_changes = itertools.count(1)
_changed = [0]


def changed_here() -> None:
    """This process has committed a change, which SQLite's `data_version` does not tell its writer."""
    _changed[0] = next(_changes)


def new_connection(**_: object) -> None:
    """A new connection counts `data_version` anew, perhaps at the old one's place in memory."""
    _local.stamp = None


def current() -> dict[str, int]:
    """Scope to number as of now. SQLite says for next to nothing whether anybody has committed since."""
    if connection.vendor != "sqlite":
        return ContentVersion.numbers()
    stamp = (_data_version(), _changed[0], connection.settings_dict["NAME"])
    if getattr(_local, "stamp", None) != stamp or connection.in_atomic_block:
        _local.numbers = ContentVersion.numbers()
        _local.stamp = stamp
    numbers: dict[str, int] = _local.numbers
    return numbers


def _data_version() -> tuple[int, int]:
    connection.ensure_connection()
    raw = connection.connection
    with connection.wrap_database_errors:  # it is asked past Django, and must fail as Django does
        return id(raw), raw.execute("PRAGMA data_version").fetchone()[0]


def of_path(path: str) -> tuple[int, ...]:
    """The versions that the page at `path` depends on: its council's and everybody's, or all there are.

    A case may be before several councils, and its page tells what each of them did.
    """
    numbers = current()
    council, _slash, below = path.removeprefix("/en/").strip("/").partition("/")
    if council and council in numbers and not below.startswith("sager/"):
        return numbers.get("", 0), numbers[council]
    return (sum(numbers.values()),)
