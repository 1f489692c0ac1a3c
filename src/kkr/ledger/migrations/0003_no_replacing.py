"""SQLite's INSERT OR REPLACE deletes the row in its way without asking the triggers on DELETE."""

from django.db import migrations

from kkr.common.database import VendorSQL


def refuse(table, taken, message):
    name = f"{table}_no_replace"
    return (
        f"CREATE TRIGGER {name} BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken}) "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
        f"DROP TRIGGER {name}",
    )


SAME_ENTRY = "position = NEW.position OR digest = NEW.digest"
REFUSALS = [
    refuse("ledger_entry", SAME_ENTRY, "an entry is never replaced"),
    refuse("ledger_payload", "entry_id = NEW.entry_id", "a payload is never replaced"),
    refuse("ledger_head", "singleton = NEW.singleton", "there is one head"),
]


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]

    operations = [VendorSQL(sqlite=REFUSALS, postgresql=[])]
