from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from kkr.ledger.actions import erase_payload, record
from kkr.ledger.actors import System
from kkr.ledger.listeners import listeners
from kkr.ledger.models import Entry, Head, Payload
from kkr.ledger.verification import verify

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
CLERK = System("test")
pytestmark = pytest.mark.django_db


def write(count: int = 1) -> Entry:
    for number in range(count):
        entry = record(
            verb="test.written",
            subject=Head.objects.get(),
            by=CLERK,
            at=NOON,
            why="because",
            content={"number": number, "secret": "kanariefugl"},
        )
    return entry


def tamper(sql: str) -> None:
    """Change a row as somebody with the database password would, past the triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(sql)
            cursor.execute("SET LOCAL session_replication_role = origin")
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(sql)
            for _name, statement in triggers:
                cursor.execute(statement)


def test_an_empty_chain_holds():
    assert verify().holds
    assert verify().entries == 0


def test_every_entry_points_to_the_one_before():
    write(3)

    first, second, third = Entry.objects.all()

    assert second.previous == first.digest
    assert third.previous == second.digest
    assert Head.objects.get().digest == third.digest
    assert verify().holds


def test_the_entry_keeps_both_times():
    entry = write()

    assert entry.at == NOON
    assert entry.recorded_at.year >= 2026


def test_the_chain_itself_never_holds_what_was_written():
    entry = write()

    row = Entry.objects.filter(pk=entry.pk).values().get()

    assert "kanariefugl" not in str(row)
    assert entry.payload.content == {"number": 0, "secret": "kanariefugl", "why": "because"}


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_entry SET actor = 'nobody'",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_payload SET text = '{}'",
        "DELETE FROM ledger_payload",
        "UPDATE ledger_head SET position = 0",
        "DELETE FROM ledger_head",
    ],
)
def test_the_database_refuses_to_rewrite_history(sql):
    write(2)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert verify().holds
    assert verify().entries == 2


@pytest.mark.parametrize(
    ("sql", "position", "reason"),
    [
        ("UPDATE ledger_entry SET actor = 'x' WHERE position = 2", 2, "what it says was changed"),
        ("UPDATE ledger_payload SET text = '{}' WHERE entry_id = 3", 3, "its payload was changed"),
        ("DELETE FROM ledger_payload WHERE entry_id = 2", 2, "its payload is gone"),
        ("UPDATE ledger_head SET position = 9", 5, "the head stands at 9"),
    ],
)
def test_verify_names_the_first_broken_link(sql, position, reason):
    write(4)
    tamper(sql)

    outcome = verify()

    assert not outcome.holds
    assert outcome.broken_at == position
    assert reason in outcome.reason


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own way past triggers")
@pytest.mark.parametrize("table", ["entry", "payload", "head"])
def test_a_row_is_not_replaced_either(table):
    write(2)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT OR REPLACE INTO ledger_{table} SELECT * FROM ledger_{table}")


def test_others_may_write_and_erase_while_it_walks():
    """Between the head and the entries somebody writes one more, and erases one that is there."""
    first = write()
    write(2)
    happened = []

    def meanwhile(execute, sql, *others):
        if "ledger_payload" in sql and "ORDER BY" in sql and not happened:
            happened.append(sql)
            write()
            erase_payload(first, by=CLERK, at=NOON, why="the person asked")
        return execute(sql, *others)

    with connection.execute_wrapper(meanwhile):
        outcome = verify()

    assert happened
    assert (outcome.holds, outcome.entries, outcome.erased) == (True, 3, 1)
    assert verify().entries == 5


def test_verify_notices_a_missing_entry():
    write(4)
    tamper("DELETE FROM ledger_payload WHERE entry_id = 3")
    tamper("DELETE FROM ledger_entry WHERE position = 3")

    outcome = verify()

    assert outcome.broken_at == 3
    assert "an entry is missing" in outcome.reason


def test_an_erased_payload_leaves_a_chain_that_holds():
    entry = write(3)

    erase_payload(entry, by=CLERK, at=NOON, why="the person asked")

    assert not Payload.objects.filter(entry=entry).exists()
    assert verify().holds
    assert verify().erased == 1


def test_verify_notices_an_entry_that_the_head_does_not_know():
    write(4)
    third = "SELECT digest FROM ledger_entry WHERE position = 3"
    tamper(f"UPDATE ledger_head SET position = 3, digest = ({third})")

    outcome = verify()

    assert outcome.broken_at == 4
    assert "an entry follows" in outcome.reason


def test_who_may_not_erase_is_refused():
    from django.contrib.auth.models import AnonymousUser
    from django.core.exceptions import PermissionDenied

    entry = write()

    with pytest.raises(PermissionDenied):
        erase_payload(entry, by=AnonymousUser(), at=NOON, why="because")

    assert Payload.objects.filter(entry=entry).exists()


def test_a_failing_listener_does_not_stop_the_act(monkeypatch, caplog):
    heard = []

    def fails(entry):
        raise RuntimeError("no")

    monkeypatch.setattr(listeners, "_things", [fails, heard.append])

    entry = write()

    assert heard == [entry]
    assert "a listener failed" in caplog.text


def test_a_listener_rolls_back_with_the_act(monkeypatch):
    monkeypatch.setattr(listeners, "_things", [])

    with pytest.raises(RuntimeError), transaction.atomic():
        write()
        raise RuntimeError

    assert Entry.objects.count() == 0
    assert verify().holds
