import pytest

from kkr.council.models import Council


@pytest.fixture
def council(cast) -> Council:
    return cast.council


@pytest.fixture
def other_council(cast) -> Council:
    return Council.objects.get(slug="sjaelland")


@pytest.fixture
def secretary(cast):
    return cast.secretary


@pytest.fixture
def administrator(cast):
    return cast.administrator
