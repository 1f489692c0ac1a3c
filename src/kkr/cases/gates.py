"""What the rooms above say of wishes: which of them are told with something of theirs, and to whom they are shut."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kkr.common.registry import Registry


@dataclass(frozen=True)
class WishGate:
    """Wishes that a room above sets, both as queries for primary keys.

    `shut_to` is asked with a viewer, None for everybody, and gives those that this viewer may not read
    although they are released. `told` are those that the room tells itself on a case's way.
    """

    shut_to: Callable[[Any], Any]
    told: Callable[[], Any]


wish_gates: Registry[WishGate] = Registry()
