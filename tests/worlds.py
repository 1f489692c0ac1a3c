"""What many tests of a file start from, and what tests leave that need real commits."""

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection, transaction


def once_a_file(blocker: Any, load: Callable[[], Any]) -> Iterator[Any]:
    """For a fixture of a module's scope: load in a transaction that is rolled back after its last test."""
    with blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        loaded = load()
    yield loaded
    with blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


def take_away_all() -> None:
    """Empty every table of ours on PostgreSQL, past the triggers, and set the ledger back to its beginning."""
    from kkr.ledger.models import GENESIS, ClockStart, Head

    ours = {model for model in apps.get_models() if model.__module__.startswith("kkr.")}
    joins = {field.remote_field.through for model in ours for field in model._meta.many_to_many}
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for model in (ours | joins) - {Head, ClockStart}:
            cursor.execute(f'DELETE FROM "{model._meta.db_table}"')
        cursor.execute("UPDATE ledger_head SET position = 0, digest = %s", [GENESIS])
        cursor.execute("SET session_replication_role = origin")
    connection.close()
