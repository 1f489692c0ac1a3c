from datetime import UTC, datetime

import pytest

from kkr.accounts.models import User
from kkr.council.models import Area, Association, Council, RoleGrant

EARLY = datetime(2017, 1, 1, 8, 0, tzinfo=UTC)


def _council(association, number, slug, name):
    area = Area.objects.create(kind="council", code=str(number), name=name, slug=slug)
    return Council.objects.create(
        kind="council",
        name=f"KKR {name}",
        slug=slug,
        association=association,
        area=area,
        short_name=name,
        ordering=number,
    )


@pytest.fixture
def association(db):
    area = Area.objects.create(kind="country", code="0", name="Danmark", slug="danmark")
    return Association.objects.create(kind="association", name="KL", slug="kl", area=area)


@pytest.fixture
def council(association):
    return _council(association, 1, "hovedstaden", "Hovedstaden")


@pytest.fixture
def other_council(association):
    return _council(association, 2, "sjaelland", "Sjælland")


def _user(name, body, role):
    user = User.objects.create(email=f"{name}@test.kkr", name=name, joined_at=EARLY)
    if body:
        RoleGrant.objects.create(
            user=user, body=body, role=role, granted_at=EARLY, granted_by="system:test"
        )
    return user


@pytest.fixture
def secretary(council):
    return _user("secretary", council, "secretary")


@pytest.fixture
def other_secretary(other_council):
    return _user("other", other_council, "secretary")


@pytest.fixture
def administrator(association):
    return _user("administrator", association, "administrator")


@pytest.fixture
def citizen(db):
    return _user("citizen", None, "")
