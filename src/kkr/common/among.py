"""Whether what a row names is one of certain rows, looked up row by row."""

from typing import Any

from django.db.models import Exists, OuterRef


def among(rows: Any, path: str = "pk") -> Exists:
    """The condition that what a row has at `path` is one of these.

    `path__in=rows` says the same, but SQLite then first makes a list of all these rows, however few are asked for.
    """
    return Exists(rows.filter(pk=OuterRef(path)))
