"""The methods: one file each, found by itself. A file that sets `METHOD` here is a method
everywhere.
"""

import importlib
import pkgutil
from functools import cache

from kkr.apportion.errors import BadInput
from kkr.apportion.methods.base import Method


@cache
def all_methods() -> dict[str, Method]:
    """Return every method by its name, in the order of the names."""
    found = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        method = getattr(importlib.import_module(f"{__name__}.{module.name}"), "METHOD", None)
        if method is not None:
            found[method.name] = method
    return found


def method_named(name: str) -> Method:
    """Return one method; raises `BadInput` with the names there are."""
    try:
        return all_methods()[name]
    except KeyError:
        raise BadInput("method", f"{name!r} is not one of {', '.join(all_methods())}") from None
