import pytest

GOOD = "en lang og sjælden adgangskode"


@pytest.fixture
def somebody(db):
    """A user with a password and no role."""
    from tests.cast import HOUSE, LONG_AGO  # Django is not set up when this file is read

    from kkr.accounts.actions import create_user

    facts = {"email": "somebody@example.dk", "name": "Somebody", "password": GOOD}
    return create_user(**facts, by=HOUSE, at=LONG_AGO)
