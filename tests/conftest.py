"""What every test may use. The database is SQLite, or what DATABASE_URL names."""

import pytest


@pytest.fixture
def register(db):
    """The five councils, 98 municipalities, parties and terms."""
    from datetime import UTC, datetime

    from kkr.council.actions import load_register
    from kkr.ledger.actors import System

    return load_register(by=System("test"), at=datetime(2014, 1, 1, 12, 0, tzinfo=UTC))


@pytest.fixture
def cast(register):
    """Everybody who may look or act, made when first asked for; see `tests/cast.py`."""
    from tests.cast import Cast  # Django is not set up when this file is read

    return Cast()
