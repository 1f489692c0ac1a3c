"""What a page costs in queries: the same with one row as with three."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.base import ContentFile
from tests.cast import HOUSE
from tests.documents.pictures import picture

from kkr.council.actions import add_person, start_membership
from kkr.council.models import Municipality
from kkr.documents.actions import store_image
from kkr.news.actions import draft_news, publish_news

MORNING = datetime(2017, 2, 13, 8, 0, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]

LISTS = [
    ("/", 5),
    ("/hovedstaden/", 7),
    ("/hovedstaden/nyheder/", 5),
    ("/hovedstaden/nyheder/2017/", 5),
    ("/nyheder/", 4),
    ("/hovedstaden/medlemmer/", 5),
    ("/hovedstaden/kommuner/", 4),
    ("/hovedstaden/nyheder.atom", 5),
    ("/data/nyheder.csv", 2),
    ("/data/medlemmer.csv", 2),
    ("/data/kommuner.csv", 4),
    ("/data/kommunekontaktraad.csv", 3),
]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("path", "queries"), LISTS)
def test_a_list_costs_the_same_however_long(
    client, cast, django_assert_num_queries, settings, tmp_path, path, queries, rows
):
    settings.MEDIA_ROOT = tmp_path
    for number in range(rows):
        tell_something(cast, number)
        seat_somebody(cast, number)

    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


def test_only_a_feed_asks_for_whole_texts(client, cast, django_assert_num_queries):
    tell_something(cast, 1, html="<p>x</p>")

    for path, queries, asks in (("/data/nyheder.json", 2, False), ("/data/nyheder.atom", 3, True)):
        with django_assert_num_queries(queries) as captured:
            assert client.get(path).status_code == 200
        assert any('."html"' in query["sql"] for query in captured) is asks


def tell_something(cast, number, html=""):
    image = html or image_html(number)
    item = draft_news(
        council=cast.council, title=f"Nyhed {number}", html=image, by=HOUSE, at=MORNING
    )
    publish_news(item, by=HOUSE, at=MORNING)


def image_html(number):
    """A text with an image of its own."""
    upload = ContentFile(picture(size=(60, 40 + number)), name="billede.jpg")
    image = store_image(upload, alt_text="Et billede", by=HOUSE, at=MORNING)
    return f'<figure><img src="{image.path}" alt="Et billede"></figure>'


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
