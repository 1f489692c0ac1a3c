"""A name is held by one transaction at a time."""

import threading

import pytest
from django.db import connection, transaction

from kkr.common.locks import hold


def test_whoever_asks_for_a_held_name_waits_until_it_is_let_go(tables, django_db_blocker):
    said: list[str] = []
    held = threading.Event()

    def first() -> None:
        with transaction.atomic():
            hold("a name")
            held.set()
            said.append("first has it")
            threading.Event().wait(0.3)
            said.append("first lets go")
        connection.close()

    with django_db_blocker.unblock():
        if connection.vendor != "postgresql":
            pytest.skip("SQLite lets one writer in at a time, so there the transaction is the lock")
        thread = threading.Thread(target=first)
        thread.start()
        held.wait()
        with transaction.atomic():
            hold("another name")
            said.append("another name is free")
            hold("a name")
            said.append("second has it")
        thread.join()
        connection.close()

    assert said.index("another name is free") < said.index("first lets go")
    assert said[-2:] == ["first lets go", "second has it"]
