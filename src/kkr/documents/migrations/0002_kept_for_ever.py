"""What the database itself refuses: to rewrite a version, to skip a number, to give an address away."""

from django.db import migrations

from kkr.common.database import VendorSQL


def on_sqlite(name, table, event, when, message):
    condition = f"WHEN {when} " if when else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} {condition}"
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
        f"DROP TRIGGER {name}",
    )


def on_postgresql(name, table, event, when, message):
    returned = "OLD" if event == "DELETE" else "NEW"
    refusal = f"RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation';"
    body = f"IF {when} THEN {refusal} END IF;" if when else refusal
    level = "STATEMENT" if event == "TRUNCATE" else "ROW"
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body} RETURN {returned}; END $$; "
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {level} "
        f"EXECUTE FUNCTION {name}()",
        f"DROP FUNCTION {name}() CASCADE",
    )


NOT_NEXT = (
    "NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM documents_documentversion"
    " WHERE document_id = NEW.document_id)"
)
GIVEN_AWAY = (
    "NEW.path <> OLD.path OR NEW.model <> OLD.model OR NEW.object_id <> OLD.object_id"
)
VERSION, ADDRESS = "documents_documentversion", "documents_address"
REFUSALS = [
    ("documents_version_next", VERSION, "INSERT", NOT_NEXT, "a version takes the next number"),
    ("documents_version_no_update", VERSION, "UPDATE", "", "a version is never changed"),
    ("documents_version_no_delete", VERSION, "DELETE", "", "a version is never deleted"),
    ("documents_address_kept", ADDRESS, "UPDATE", GIVEN_AWAY, "an address is never given away"),
    ("documents_address_no_delete", ADDRESS, "DELETE", "", "an address is never deleted"),
]
EMPTYINGS = [
    ("documents_version_no_truncate", VERSION, "TRUNCATE", "", "versions are never emptied"),
    ("documents_address_no_truncate", ADDRESS, "TRUNCATE", "", "addresses are never emptied"),
]


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        VendorSQL(
            sqlite=[on_sqlite(*refusal) for refusal in REFUSALS],
            postgresql=[on_postgresql(*refusal) for refusal in REFUSALS + EMPTYINGS],
        )
    ]
