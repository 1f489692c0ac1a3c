import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class ItemKind:
    """What an agenda item is: which decisions are usual, and whether one must be made at all."""

    key: str
    title: str | Promise
    decisions: tuple[str, ...] = ()
    is_decided: bool = True
    order: int = 50


@dataclass(frozen=True)
class DecisionKind:
    """What a council can do with an item; `is_settled` where nothing of the item is left to be decided.

    `has_wishes` where it lists what is to be otherwise when the case comes again.
    """

    key: str
    title: str | Promise
    order: int
    is_settled: bool = True
    has_wishes: bool = False


@cache
def item_kinds() -> dict[str, ItemKind]:
    """Every kind of agenda item by its key, in the order of a list to choose from."""
    found = _found_in("kkr.meetings.kinds.items")
    return {kind.key: kind for kind in sorted(found, key=lambda kind: (kind.order, kind.key))}


@cache
def decision_kinds() -> dict[str, DecisionKind]:
    """Every kind of decision by its key, in the order of a list to choose from."""
    found = _found_in("kkr.meetings.kinds.decisions")
    return {kind.key: kind for kind in sorted(found, key=lambda kind: kind.order)}


def _found_in(package: str) -> Iterator[Any]:
    folder = importlib.import_module(package)
    for module in pkgutil.iter_modules(folder.__path__):
        yield importlib.import_module(f"{package}.{module.name}").KIND
