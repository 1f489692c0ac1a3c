"""What every test may use. The database is SQLite, or what DATABASE_URL names."""

from datetime import UTC, date, datetime

import pytest


@pytest.fixture
def register(db):
    """The five councils, 98 municipalities, parties and terms."""
    from kkr.council.actions import load_register
    from kkr.ledger.actors import System

    return load_register(by=System("test"), at=datetime(2014, 1, 1, 12, 0, tzinfo=UTC))


@pytest.fixture
def cast(register):
    """Everybody who may look or act, made when first asked for; see `tests/cast.py`."""
    from tests.cast import Cast  # Django is not set up when this file is read

    return Cast()


@pytest.fixture
def demo_day(settings, monkeypatch):
    """The clock stands at 09:00 on 13 February 2017, in Copenhagen."""
    from kkr.ledger import clock

    settings.KKR_TODAY = date(2017, 2, 13)
    monkeypatch.setattr(clock, "now", lambda: datetime(2017, 2, 13, 8, 0, tzinfo=UTC))
