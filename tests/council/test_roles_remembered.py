"""A request that only reads asks once what somebody may act as, and gets what it would have got each time."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from tests.cast import Cast

from kkr.council.actions import revoke_role
from kkr.council.models import Council, RoleGrant
from kkr.council.models.roles import (
    Role,
    acted_on,
    acting_as,
    administers,
    bodies_kept_by,
    holds,
    once,
    people_who_are,
    remember_roles,
    roles_held,
    sits_as,
)
from kkr.council.rules import councils_kept_by, workplaces_of

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def ids(found, field):
    return {row[field] if isinstance(row, dict) else row for row in found}


def told(viewer):
    """Everything the room says of what a viewer may act as."""
    return {
        "roles": [grant.pk for grant in roles_held(viewer)],
        "holds": [holds(viewer), *(holds(viewer, role) for role in Role)],
        "on": [
            holds(viewer, role, on={body.pk}) for role in Role for body in Council.objects.all()
        ],
        "bodies": [ids(acted_on(viewer, role), "body_id") for role in Role],
        "anywhere": ids(acted_on(viewer), "body_id"),
        "self": [ids(acting_as(viewer, role), "user_id") for role in Role],
        "people": ids(people_who_are(viewer), "membership__person_id"),
        "administers": Council.objects.filter(administers(viewer)).count(),
        "kept": set(bodies_kept_by(viewer)),
        "councils": list(councils_kept_by(viewer)),
        "workplaces": workplaces_of(viewer),
        "seats": [
            set(RoleGrant.objects.filter(sits_as(viewer, "membership", role))) for role in Role
        ],
    }


@pytest.mark.parametrize("name", [name for name in Cast.NAMES if name != "citizen"])
def test_what_is_remembered_is_what_is_asked(cast, name):
    viewer = getattr(cast, name)
    asked = told(viewer)

    remember_roles(viewer)

    assert told(viewer) == asked
    assert asked["workplaces"] == asked["councils"]
    assert any(asked["seats"]) == (name == "mayor")


def test_it_is_asked_once(cast, django_assert_num_queries):
    remember_roles(cast.secretary)

    with django_assert_num_queries(1):
        assert [holds(cast.secretary, role) for role in Role].count(True) == 1
        assert len(acted_on(cast.secretary)) == 1


def test_what_a_page_tells_in_several_places_is_asked_once(cast):
    numbers = iter(range(9))
    each_time = [once(cast.secretary, what, lambda: next(numbers)) for what in "aab"]

    remember_roles(cast.secretary)

    assert each_time == [0, 1, 2]
    assert [once(cast.secretary, what, lambda: next(numbers)) for what in "aab"] == [3, 3, 4]


def test_who_asks_again_is_told_anew(cast):
    for number in range(2):
        remember_roles(cast.secretary)
        assert once(cast.secretary, "a", lambda: number) == number  # noqa: B023 -- called at once


def test_somebody_who_was_closed_out_remembers_nothing(cast):
    cast.secretary.is_active = False
    remember_roles(cast.secretary)

    assert not holds(cast.secretary)


def test_the_next_request_asks_again(cast):
    client = Client()
    client.force_login(cast.secretary)
    assert client.get("/arbejde/hovedstaden/moeder/").status_code == 200

    grant = RoleGrant.objects.get(user=cast.secretary)
    revoke_role(grant, why="Left", by=cast.administrator, at=NOON)

    assert client.get("/arbejde/hovedstaden/moeder/").status_code == 404
