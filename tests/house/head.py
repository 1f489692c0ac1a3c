"""Who holds the ledger's head waits for nobody, or two acts could wait for each other: seen on PostgreSQL only."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

LOCKS = re.compile(r'FOR UPDATE(?: OF "(\w+)")?(?P<passes> NOWAIT| SKIP LOCKED)?')
FROM = re.compile(r'FROM "(\w+)"')
INTO = re.compile(r'INSERT INTO "(\w+)"')
HEAD = "ledger_head"


class Watch:
    """What acts ask for after they have the head, and have not asked for before; `found` is all of it.

    An act is what stands in an `atomic` that is not inside another. A table of which the act holds or has made a
    row already is let pass, so what is found is wrong, and what is not found may be.
    """

    def __init__(self) -> None:
        self.found: list[str] = []
        self.outside = len(connection.savepoint_ids)
        self.act: str | None = None
        self.held: set[str] = set()

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, *more: Any) -> Any:
        inside = connection.savepoint_ids[self.outside :]
        act = inside[0] if inside else None
        if act != self.act:
            self.act, self.held = act, set()
        for what in self.asked_for(sql, params) if act else ():
            if HEAD in self.held and what not in self.held and "INSERT" not in sql:
                self.found.append(f"{what}: {sql[:200]}")
            self.held.add(what)
        return execute(sql, params, *more)

    def asked_for(self, sql: str, params: Any) -> Iterator[str]:
        """The tables and names that a statement holds, or makes a row in."""
        if "pg_advisory_xact_lock" in sql:
            yield str(params[0])
        elif made := INTO.match(sql):
            yield made[1]
        elif (locks := LOCKS.search(sql)) and not locks["passes"]:
            table = FROM.search(sql)
            yield locks[1] or (table[1] if table else sql)


@contextmanager
def watched() -> Iterator[list[str]]:
    """What is found while this lasts."""
    watch = Watch()
    with connection.execute_wrapper(watch):
        yield watch.found
