"""What many tests of a file start from, loaded once a file: each test is a savepoint inside."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction


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
