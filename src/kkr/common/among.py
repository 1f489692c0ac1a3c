"""Whether what a row names is one of certain rows, looked up in the way the database is good at."""

from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q


def among(rows: Any, path: str = "pk") -> Exists | Q:
    """The condition that what a row has at `path`, which is never empty, is one of these.

    SQLite would first make a list of all these rows for `path__in`, however few are asked for, so there it is
    asked row by row. PostgreSQL plans each EXISTS twice, so that nested ones take minutes, and is good at `in`.
    """
    if connection.vendor == "postgresql":
        return Q((f"{path}__in", rows.values("pk")))
    return Exists(rows.filter(pk=OuterRef(path)))
