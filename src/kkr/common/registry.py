"""A named list that rooms upstairs add to from their `joins.py`."""

from collections.abc import Iterator
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Registry(Generic[Thing]):
    """Keeps what was registered in the order of registration; registering the same thing twice is once."""

    def __init__(self) -> None:
        self._things: list[Thing] = []

    def register(self, thing: Thing) -> Thing:
        """Add `thing` and give it back, so that this also serves as a decorator."""
        if thing not in self._things:
            self._things.append(thing)
        return thing

    def __iter__(self) -> Iterator[Thing]:
        return iter(list(self._things))

    def __len__(self) -> int:
        return len(self._things)
