"""Two people saving in the same instant, each in a transaction of their own."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection

from kkr.documents.actions import StaleEdit, create_document, write_version
from kkr.documents.models import Document
from kkr.ledger.actors import System

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
WRITERS = 8


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """A document that every connection sees, taken away afterwards past the triggers."""
    with django_db_blocker.unblock():
        if connection.vendor != "postgresql":
            pytest.skip(
                "SQLite lets one writer in at a time, and its test database is one connection"
            )
        document = create_document("<p>Fælles</p>", by=System("test"), at=NOON)
        yield document
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("DELETE FROM documents_documentversion")
            cursor.execute("DELETE FROM documents_document")
            cursor.execute("SET session_replication_role = origin")
        connection.close()


def test_of_those_who_save_at_once_one_writes_and_the_others_are_told(committed):
    outcomes, start = [], threading.Barrier(WRITERS)

    def save(number: int) -> None:
        start.wait()
        try:
            write_version(committed, f"<p>{number}</p>", based_on=1, by=System("test"), at=NOON)
            outcomes.append("written")
        except StaleEdit as refusal:
            outcomes.append(refusal.theirs.number)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes, key=str) == [2] * (WRITERS - 1) + ["written"]
    assert list(Document.objects.get().versions.values_list("number", flat=True)) == [1, 2]
