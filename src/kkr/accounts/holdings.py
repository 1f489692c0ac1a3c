"""What the house holds about somebody who has, or had, an account. Each room registers its part.

From it come the archive that everybody can fetch about themselves (GDPR art. 15), the page that says
what is erased and what is kept (art. 17), and the erasing itself.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kkr.accounts.models import User
from kkr.common.registry import Registry
from kkr.ledger.actors import Actor

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Erasure:
    """Who erases, why, and when: by the clock, and really."""

    by: Actor
    why: str
    at: datetime
    really_at: datetime


def nothing(_user: User) -> Iterable[Any]:
    return ()


@dataclass(frozen=True)
class Holding:
    """One kind of thing that is held about a user.

    `models` are those whose rows it gives, `columns` the titles of what `rows` gives by key, and
    `files` the names and bytes of what they brought. `erased` and `kept` say to a reader what
    `erase` takes away, and what stays and why. `hold` lets nobody change meanwhile what `erase` will:
    it comes before anything is written to the history, as whoever changes it does.
    """

    key: str
    title: "StrOrPromise"
    rows: Callable[[User], Iterable[Row]]
    columns: "Mapping[str, StrOrPromise]"
    models: tuple[str, ...] = ()
    files: Callable[[User], Iterable[tuple[str, bytes]]] = nothing
    hold: Callable[[User], object] = nothing
    erase: Callable[[User, Erasure], None] | None = None
    erased: "StrOrPromise" = ""
    kept: "StrOrPromise" = ""


other_addresses: Registry[Callable[[User], Iterable[str]]] = Registry()
"""Where else one has written, or writes, to them than at the account's address; the rooms above know."""


def addresses_of(user: User) -> list[str]:
    """Every address of theirs that a mail may have gone to."""
    others = (address for known in other_addresses for address in known(user))
    return list(dict.fromkeys([user.email, *others]))


holdings: Registry[Holding] = Registry()
"""In the order of the rooms, the lowest first; erasing goes the other way, and ends with the ledger."""
