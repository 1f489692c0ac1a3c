from datetime import date

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations import AddConstraint, RemoveConstraint
from django.db.migrations.loader import MigrationLoader
from django.db.utils import ConnectionHandler

from kkr.council.models import Membership, RoleGrant, Term
from kkr.council.models.guards import Fixed, NeverDeleted, NoOverlap

pytestmark = pytest.mark.django_db
GUARD = next(c for c in Term._meta.constraints if isinstance(c, NoOverlap))


@pytest.fixture
def editable(tmp_path):
    """A database whose tables can be altered here; SQLite does so outside transactions only."""
    if connection.vendor == "postgresql":
        yield connection
        return
    file = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "terms.sqlite3")}
    other = ConnectionHandler({"default": file})["default"]
    with other.schema_editor() as editor:
        editor.create_model(Term)
    yield other
    other.close()


def insert(database, election_on):
    with database.cursor() as cursor:
        cursor.execute(
            "INSERT INTO council_term (starts_on, ends_on, election_on) VALUES (%s, %s, %s)",
            [date(2018, 1, 1), date(2022, 1, 1), election_on],
        )


def refuses(database, election_on):
    try:
        with transaction.atomic():  # of the test's own database; the other has no transaction
            insert(database, election_on)
    except IntegrityError:
        return True
    return False


def migrate(database, state, operation):
    after = state.clone()
    operation.state_forwards("council", after)
    database.check_constraints()  # PostgreSQL alters no table with deferred checks waiting
    with database.schema_editor() as editor:
        operation.database_forwards("council", editor, state, after)
    return after


def test_a_migration_can_take_a_guard_away_and_put_it_back(editable):
    state = MigrationLoader(connection).project_state(("council", "0001_initial"))
    insert(editable, date(2017, 11, 21))
    assert refuses(editable, date(2017, 11, 22))

    state = migrate(editable, state, RemoveConstraint("term", GUARD.name))
    assert not refuses(editable, date(2017, 11, 23))

    with editable.cursor() as cursor:
        cursor.execute("DELETE FROM council_term WHERE election_on = %s", [date(2017, 11, 23)])
    migrate(editable, state, AddConstraint("term", GUARD))
    assert refuses(editable, date(2017, 11, 24))


def test_a_guard_stays_when_the_table_is_altered(editable):
    insert(editable, date(2017, 11, 21))
    editable.check_constraints()
    old = Term._meta.get_field("election_on")
    new = models.DateField(db_index=True)
    new.set_attributes_from_name("election_on")
    new.model = Term

    with editable.schema_editor() as editor:
        editor.alter_field(Term, old, new)

    assert refuses(editable, date(2017, 11, 22))


@pytest.mark.parametrize("model", [Membership, RoleGrant, Term])
def test_a_guard_can_be_written_into_a_migration_and_compared(model):
    guards = [c for c in model._meta.constraints if isinstance(c, NoOverlap | NeverDeleted | Fixed)]

    assert guards
    for guard in guards:
        _path, args, kwargs = guard.deconstruct()
        assert type(guard)(*args, **kwargs) == guard
        assert guard != NeverDeleted(name="another")
