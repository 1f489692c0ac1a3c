"""What the database itself refuses: to lose a mail, or to give it another name when it is sent again."""

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


RENAMED = "NEW.message_id <> OLD.message_id OR NEW.public_id <> OLD.public_id"
MAIL = "outbox_mail"
REFUSALS = [
    ("outbox_mail_keeps_its_name", MAIL, "UPDATE", RENAMED, "a mail keeps its Message-ID"),
    ("outbox_mail_no_delete", MAIL, "DELETE", "", "a mail is never deleted, only erased"),
]
EMPTYINGS = [("outbox_mail_no_truncate", MAIL, "TRUNCATE", "", "the queue is never emptied")]


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]

    operations = [
        VendorSQL(
            sqlite=[on_sqlite(*refusal) for refusal in REFUSALS],
            postgresql=[on_postgresql(*refusal) for refusal in REFUSALS + EMPTYINGS],
        )
    ]
