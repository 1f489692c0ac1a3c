"""Kinds of written problems: one file each, found by itself. A file that sets `KIND` here is a kind
everywhere.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from kkr.apportion.errors import BadInput
from kkr.apportion.fields import required, shown, text
from kkr.apportion.kinds.base import Answer, Kind


@cache
def all_kinds() -> dict[str, Kind]:
    """Return every kind by its written name."""
    found = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        kind = getattr(importlib.import_module(f"{__name__}.{module.name}"), "KIND", None)
        if kind is not None:
            found[kind.name] = kind
    return found


def answer(written: Any) -> Answer:
    """Answer a written problem, an object with `kind` and `problem`.

    Raises `BadInput` that names the field.

    >>> problem = {"units": ["A", "B"], "weights": [3, 1], "total": 4, "method": "dhondt"}
    >>> answer({"kind": "1d", "problem": problem}).document["seats"]
    [3, 1]
    """
    if not isinstance(written, Mapping):
        raise BadInput("problem", "must stand in an object with kind and problem")
    kind, problem = required(written, "kind"), required(written, "problem")
    if not isinstance(kind, str) or kind not in all_kinds():
        raise BadInput("kind", f"{shown(kind)} is not one of {', '.join(all_kinds())}")
    if not isinstance(problem, Mapping):
        raise BadInput("problem", f"must be an object, not {shown(problem)}")
    noun = text(problem.get("weight_name") or "", "weight_name", "text")
    return replace(all_kinds()[kind].answer(problem), noun=noun)
