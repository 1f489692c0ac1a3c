"""What every test may use. The database is SQLite, or what DATABASE_URL names."""

import gc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[Any]:
    """What stands when the tests are found stands to the end: no search for garbage goes through it again, and
    there is one only once much was made."""
    gc.disable()
    found = yield
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 10, 10)
    return found


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """The test database: a copy of one whose migrations ran once, and not once for each who tests."""
    from tests.migrated import test_database

    with django_db_blocker.unblock():
        yield from test_database()


@pytest.fixture(scope="module")
def registered(django_db_setup, django_db_blocker) -> Iterator[Any]:
    """The register, once a file; tests ask for `register`."""
    from kkr.council.actions import load_register
    from kkr.ledger.actors import System
    from tests.worlds import once_a_file  # Django is not set up when this file is read

    at = datetime(2014, 1, 1, 12, 0, tzinfo=UTC)
    yield from once_a_file(django_db_blocker, lambda: load_register(by=System("test"), at=at))


@pytest.fixture(autouse=True)
def danish() -> Iterator[None]:
    """Each test begins in Danish, whatever language was last read in."""
    from django.utils import translation

    yield
    translation.deactivate()


@pytest.fixture
def register(registered, db):
    """The five councils, 98 municipalities, parties and terms."""
    return registered


@pytest.fixture
def cast(register):
    """Everybody who may look or act, made when first asked for; see `tests/cast.py`."""
    from tests.cast import Cast

    return Cast()


@pytest.fixture
def demo_day(settings, monkeypatch):
    """The clock stands at 09:00 on 13 February 2017, in Copenhagen."""
    from kkr.ledger import clock

    settings.KKR_TODAY = date(2017, 2, 13)
    monkeypatch.setattr(clock, "now", lambda: datetime(2017, 2, 13, 8, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def tables(django_db_setup) -> None:
    """The test database, for what commits in it and asks for no `db`."""
