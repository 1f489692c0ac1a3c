"""Taking turns over something that is no row, e.g. bytes on a disk."""

import hashlib

from django.db import connection


def hold(name: str) -> None:
    """Let nobody else hold `name` until this transaction ends; waits for whoever holds it now.

    SQLite lets one writer in at a time, so there the transaction is the lock (our connections
    begin theirs with IMMEDIATE).
    """
    if connection.vendor != "postgresql":
        return
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
