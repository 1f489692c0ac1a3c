from datetime import UTC, datetime

import pytest

MORNING = datetime(2017, 2, 13, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def seated(registered, django_db_blocker):
    from tests.cast import HOUSE  # Django is not set up when this file is read
    from tests.worlds import once_a_file

    from kkr.config.demo import council

    yield from once_a_file(django_db_blocker, lambda: council.load(by=HOUSE, at=MORNING))


@pytest.fixture
def seats(seated, register):
    """Everybody of whom the demo knows where they sat."""
