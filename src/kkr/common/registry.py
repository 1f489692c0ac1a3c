"""What is added to in one place: a list that rooms upstairs join, a folder whose files are found."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any, Generic, TypeVar

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


def found_in(package: str, name: str) -> Iterator[Any]:
    """What each module of `package` calls `name`."""
    folder = importlib.import_module(package)
    for module in sorted(pkgutil.iter_modules(folder.__path__), key=lambda found: found.name):
        yield getattr(importlib.import_module(f"{package}.{module.name}"), name)
