"""What the database itself refuses, so that no SQL either can rewrite history."""

from django.db import migrations

from kkr.common.database import VendorSQL


def plant_head(apps, schema_editor):
    apps.get_model("ledger", "Head").objects.get_or_create(singleton=True)


def refuse_sqlite(name, table, event, when, message):
    condition = f"WHEN {when} " if when else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} {condition}"
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
        f"DROP TRIGGER {name}",
    )


def refuse_postgresql(name, table, event, when, message):
    returned = "NEW" if event == "UPDATE" else "OLD"
    body = f"RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation';"
    if when:
        body = f"IF {when} THEN {body} END IF;"
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body} RETURN {returned}; END $$; "
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        f"DROP FUNCTION {name}() CASCADE",
    )


def refuse_truncate(table):
    name = f"{table}_no_truncate"
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION 'the ledger is never emptied' "
        f"USING ERRCODE = 'restrict_violation'; END $$; "
        f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
        f"EXECUTE FUNCTION {name}()",
        f"DROP FUNCTION {name}() CASCADE",
    )


ERASED = (
    "NOT EXISTS (SELECT 1 FROM ledger_entry WHERE verb = 'ledger.payload_erased'"
    " AND subject_id = CAST(OLD.entry_id AS VARCHAR(60)))"
)
STEP = "NEW.position <> OLD.position + 1"
REFUSALS = [
    ("ledger_entry_no_update", "ledger_entry", "UPDATE", "", "an entry is never changed"),
    ("ledger_entry_no_delete", "ledger_entry", "DELETE", "", "an entry is never deleted"),
    ("ledger_payload_no_update", "ledger_payload", "UPDATE", "", "a payload is never changed"),
    ("ledger_payload_no_delete", "ledger_payload", "DELETE", ERASED, "a payload is erased by an entry"),
    ("ledger_head_steps", "ledger_head", "UPDATE", STEP, "the head moves one link at a time"),
    ("ledger_head_no_delete", "ledger_head", "DELETE", "", "the head is never deleted"),
    ("ledger_clock_no_update", "ledger_clockstart", "UPDATE", "", "a clock is set once"),
]


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunPython(plant_head, migrations.RunPython.noop),
        VendorSQL(
            sqlite=[refuse_sqlite(*refusal) for refusal in REFUSALS],
            postgresql=[refuse_postgresql(*refusal) for refusal in REFUSALS]
            + [refuse_truncate(f"ledger_{name}") for name in ("entry", "payload", "head")],
        ),
    ]
