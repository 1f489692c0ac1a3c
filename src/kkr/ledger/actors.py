"""Who does something: a user, or the system itself under a name."""

from dataclasses import dataclass
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied


class Actor(Protocol):
    """Anyone an action can be done by."""

    @property
    def actor_key(self) -> str:
        """What the ledger keeps, e.g. `user:0b9c...` or `system:tick`."""

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether this actor may do `perm` with `obj`."""


@dataclass(frozen=True)
class System:
    """The house itself: the tick, an import, the demo. It may do anything, and the ledger says which it was."""

    name: str

    @property
    def actor_key(self) -> str:
        return f"system:{self.name}"

    def has_perm(self, perm: str, obj: Any = None) -> bool:  # noqa: ARG002 -- the protocol's names
        return True


def require(by: Actor, perm: str, obj: Any = None) -> None:
    """Raise PermissionDenied unless `by` may do `perm` with `obj`; the first line of every action."""
    if not by.has_perm(perm, obj):
        raise PermissionDenied(perm)
