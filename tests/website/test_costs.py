"""What a page costs in queries: the same with one row as with three."""

from datetime import UTC, date, datetime

import pytest
from tests.cast import HOUSE

from kkr.council.actions import add_person, start_membership
from kkr.council.models import Municipality
from kkr.news.actions import draft_news, publish_news

MORNING = datetime(2017, 2, 13, 8, 0, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]

LISTS = [
    ("/", 5),
    ("/hovedstaden/", 6),
    ("/hovedstaden/nyheder/", 5),
    ("/hovedstaden/nyheder/2017/", 5),
    ("/nyheder/", 4),
    ("/hovedstaden/medlemmer/", 5),
    ("/hovedstaden/kommuner/", 4),
    ("/hovedstaden/nyheder.atom", 3),
    ("/data/nyheder.csv", 2),
    ("/data/medlemmer.csv", 2),
    ("/data/kommuner.csv", 4),
    ("/data/kommunekontaktraad.csv", 3),
]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("path", "queries"), LISTS)
def test_a_list_costs_the_same_however_long(
    client, cast, django_assert_num_queries, path, queries, rows
):
    for number in range(rows):
        item = draft_news(
            council=cast.council, title=f"Nyhed {number}", html="<p>x</p>", by=HOUSE, at=MORNING
        )
        publish_news(item, by=HOUSE, at=MORNING)
        seat_somebody(cast, number)

    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


def seat_somebody(cast, number):
    start_membership(
        body=cast.council,
        person=add_person(name=f"Person {number}", by=HOUSE, at=MORNING),
        role="member_by_office",
        municipality=Municipality.objects.in_council(cast.council, date(2017, 1, 1))[number],
        starts_on=date(2014, 1, 1),
        by=HOUSE,
        at=MORNING,
    )
