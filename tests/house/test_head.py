"""That `head.Watch` sees who waits at the ledger's head; `tests/meetings/conftest.py` lets it watch on PostgreSQL."""

import pytest
from django.db import transaction
from tests.house.head import Watch

HEAD = 'SELECT "ledger_head"."position" FROM "ledger_head" LIMIT 21 FOR UPDATE'
ROUND = 'SELECT "r"."id" FROM "rounds_round" INNER JOIN "c" FOR UPDATE OF "rounds_round"'
MEETING = 'SELECT "m"."id" FROM "meetings_meeting" FOR UPDATE'
NAME = "SELECT pg_advisory_xact_lock(%s)"


def seen(*statements: str) -> list[str]:
    """What is found in an act that says so."""
    watch = Watch()
    with transaction.atomic():
        for each in statements:
            watch(lambda *_said: None, each, [1])
    return [each.partition(":")[0] for each in watch.found]


@pytest.mark.django_db
def test_who_asks_for_a_row_or_a_name_at_the_head_is_seen():
    assert seen(ROUND, HEAD, MEETING) == ["meetings_meeting"]
    assert seen(HEAD, ROUND) == ["rounds_round"]
    assert seen(HEAD, NAME) == ["1"]


@pytest.mark.django_db
def test_what_one_has_or_made_and_whom_one_passes_by_is_no_waiting():
    made = 'INSERT INTO "meetings_meeting" ("id") VALUES (1)'
    assert seen(ROUND, NAME, made, HEAD, ROUND, NAME, MEETING, HEAD) == []
    assert seen(HEAD, f"{MEETING} SKIP LOCKED", f"{ROUND} NOWAIT") == []
    assert seen(HEAD, made) == []
