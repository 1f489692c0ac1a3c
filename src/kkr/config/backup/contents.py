"""What a database says of itself, asked in SQL so that the copy can be asked as well as the original."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, models

from kkr.config.backup import Refused

Ask = Callable[[str], list[Any]]


@dataclass(frozen=True)
class Contents:
    """The head of the ledger, the rows of each table, the migrations applied, the files named."""

    entries: int
    digest: str
    rows: dict[str, int]
    migrations: list[str]
    files: list[str]


@dataclass(frozen=True)
class Snapshot:
    """A copy of the database as of one moment, on disk, and what is in it."""

    path: Path
    server: int
    contents: Contents


def ask_here(sql: str) -> list[Any]:
    """Ask the database that the settings name."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def read(ask: Ask) -> Contents:
    """Everything that must be the same after a restore; refuses where there is no ledger yet."""
    counted = tables()
    [(position, digest)] = ask("SELECT position, digest FROM ledger_head")
    applied = ask("SELECT app, name FROM django_migrations ORDER BY id")
    return Contents(
        entries=position,
        digest=digest,
        rows={name: ask(f'SELECT COUNT(*) FROM "{name}"')[0][0] for name in counted},  # noqa: S608 -- our tables
        migrations=[f"{app}.{name}" for app, name in applied],
        files=sorted({name for sql in _file_columns() for (name,) in ask(sql) if name}),
    )


def tables() -> list[str]:
    """The tables of this database; refuses one that nobody has migrated."""
    found = sorted(connection.introspection.table_names())
    if "ledger_head" not in found:
        raise Refused("There is no database of kkr here; `kkr migrate` makes one.", 3)
    return found


def _file_columns() -> list[str]:
    """A question for each column of any room that names a file, where this database has it yet."""
    return [
        f'SELECT DISTINCT "{each.column}" FROM "{model._meta.db_table}"'  # noqa: S608 -- our columns
        for model in apps.get_models()
        for each in model._meta.concrete_fields
        if isinstance(each, models.FileField)
        and each.column
        and _has(model._meta.db_table, each.column)
    ]


def _has(table: str, column: str) -> bool:
    if table not in tables():
        return False
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return any(found.name == column for found in described)
