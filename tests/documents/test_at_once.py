"""Two people saving in the same instant, each in a transaction of their own."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from tests.worlds import take_away_all

from kkr.documents.actions import (
    PathTaken,
    StaleEdit,
    claim_address,
    create_document,
    erase_files,
    store_file,
    write_version,
)
from kkr.documents.models import Address, Document, File
from kkr.ledger.actors import System

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
WRITERS = 8


@pytest.fixture
def committed(tables, django_db_blocker):
    """A document that every connection sees, taken away afterwards past the triggers."""
    with django_db_blocker.unblock():
        if connection.vendor != "postgresql":
            pytest.skip(
                "SQLite lets one writer in at a time, and its test database is one connection"
            )
        document = create_document("<p>Fælles</p>", by=System("test"), at=NOON)
        yield document
        take_away_all()


def at_once(act: Callable[[int], object]) -> list[object]:
    """What came of doing `act` in as many threads as there are writers."""
    outcomes: list[object] = []
    start = threading.Barrier(WRITERS)

    def run(number: int) -> None:
        start.wait()
        try:
            outcomes.append(act(number))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes, key=str)


def test_of_those_who_save_at_once_one_writes_and_the_others_are_told(committed):
    def save(number: int) -> object:
        try:
            write_version(committed, f"<p>{number}</p>", based_on=1, by=System("test"), at=NOON)
        except StaleEdit as refusal:
            return refusal.theirs.number
        return "written"

    assert at_once(save) == [2] * (WRITERS - 1) + ["written"]
    assert list(committed.versions.values_list("number", flat=True)) == [1, 2]


def test_of_those_who_claim_a_path_at_once_one_gets_it(committed):
    def claim(number: int) -> object:
        other = Document(pk=committed.pk + number)
        try:
            claim_address(other, "/nyheder/2017/en/", at=NOON)
        except PathTaken:
            return "taken"
        return "got it"

    assert at_once(claim) == ["got it"] + ["taken"] * (WRITERS - 1)
    assert Address.objects.count() == 1


@pytest.mark.django_db
def test_bytes_stored_anew_while_they_are_erased_stay(
    settings, tmp_path, django_capture_on_commit_callbacks
):
    """Between the end of the erasing and the deletion of the bytes somebody stores the same."""
    settings.MEDIA_ROOT = tmp_path
    same = b"%PDF-1.7 the same"

    def store(name: str) -> None:
        store_file(ContentFile(same, name=name), by=System("test"), at=NOON)

    store("old.pdf")
    with django_capture_on_commit_callbacks(execute=True):
        transaction.on_commit(partial(store, "new.pdf"))
        erase_files(File.objects.filter(name="old.pdf"))

    with File.objects.get().content.open() as kept:
        assert kept.read() == same
