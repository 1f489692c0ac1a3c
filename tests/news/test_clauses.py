from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from kkr.documents.models import Document
from kkr.news import actions
from kkr.news.models import NewsItem

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def draft(title, council, by):
    return actions.draft_news(council=council, title=title, html="<p>x</p>", by=by, at=NOON)


def publish(title, council, by, at=NOON):
    return actions.publish_news(draft(title, council, by), by=by, at=at)


@pytest.fixture
def one_in_each_state(council, other_council, administrator):
    by = administrator
    for place in (council, other_council, None):
        name = place.slug if place else "kl"
        draft(f"{name} draft", place, by)
        scheduled = draft(f"{name} scheduled", place, by)
        actions.schedule_news(scheduled, publish_at=NOON + timedelta(days=1), by=by, at=NOON)
        publish(f"{name} published", place, by)
        withdrawn = publish(f"{name} withdrawn", place, by)
        actions.withdraw_news(withdrawn, reason="Fejl", by=by, at=NOON)


def titles(items):
    return sorted(items.values_list("title", flat=True))


PUBLIC = ["hovedstaden published", "kl published", "sjaelland published"]


def test_the_public_reads_what_is_published_and_not_withdrawn(one_in_each_state):
    assert titles(NewsItem.objects.public()) == PUBLIC
    assert titles(NewsItem.objects.visible_to(AnonymousUser())) == PUBLIC


def test_withdrawn_items_have_a_clause_of_their_own(one_in_each_state):
    assert titles(NewsItem.objects.withdrawn()) == [
        "hovedstaden withdrawn",
        "kl withdrawn",
        "sjaelland withdrawn",
    ]


def test_a_secretary_sees_all_of_the_own_council(one_in_each_state, secretary):
    own = ["hovedstaden draft", "hovedstaden scheduled", "hovedstaden withdrawn"]

    assert titles(NewsItem.objects.visible_to(secretary)) == sorted(PUBLIC + own)


def test_an_administrator_sees_everything(one_in_each_state, administrator):
    assert NewsItem.objects.visible_to(administrator).count() == 12


def test_the_object_and_the_list_agree(one_in_each_state, cast):
    for name, viewer in cast.everyone().items():
        visible = set(NewsItem.objects.visible_to(viewer))
        for item in NewsItem.objects.all():
            assert viewer.has_perm("news.view_newsitem", item) == (item in visible), (name, item)


def test_seeing_the_list_costs_the_same_for_one_and_three_items(
    council, administrator, secretary, django_assert_num_queries
):
    for number in range(3):
        publish(f"Nyhed {number}", council, administrator)
        with django_assert_num_queries(2):  # is it an administrator, and the list
            list(NewsItem.objects.visible_to(secretary).select_related("council"))


def test_a_council_shows_its_own_and_what_concerns_all(one_in_each_state, council):
    assert titles(NewsItem.objects.public().of_council(council)) == [
        "hovedstaden published",
        "kl published",
    ]
    assert titles(NewsItem.objects.public().of_council(None)) == ["kl published"]


def test_the_newest_stand_first_and_the_next_page_follows(council, administrator):
    days = (3, 1, 2, 2)
    for number, day in enumerate(days):
        publish(f"Nyhed {number}", council, administrator, at=NOON + timedelta(days=day))

    newest = list(NewsItem.objects.public().newest_first())

    assert [item.title for item in newest] == ["Nyhed 0", "Nyhed 3", "Nyhed 2", "Nyhed 1"]
    following = NewsItem.objects.public().newest_first().older_than(newest[1])
    assert list(following) == newest[2:]


def test_the_years_are_counted_in_one_query(
    council, other_council, administrator, django_assert_num_queries
):
    for year, place in ((2017, council), (2017, None), (2015, council), (2016, other_council)):
        publish(f"Nyhed {year}", place, administrator, at=NOON.replace(year=year))

    with django_assert_num_queries(1):
        assert list(NewsItem.objects.public().of_council(council).years()) == [(2017, 2), (2015, 1)]
    assert titles(NewsItem.objects.public().in_year(2016)) == ["Nyhed 2016"]


def test_the_newest_five_read_an_index_in_its_order_among_ten_thousand(council, other_council):
    many = 10_000
    texts = Document.objects.bulk_create(Document(begun_at=NOON) for _ in range(many))
    NewsItem.objects.bulk_create(
        NewsItem(
            council=(council, other_council, None)[number % 3],
            document=text,
            title="Nyhed",
            slug=f"nyhed-{number}",
            state="published",
            drafted_at=NOON,
            published_at=NOON - timedelta(hours=number),
            year=2017,
        )
        for number, text in enumerate(texts)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    items = NewsItem.objects.public().of_council(council).newest_first()

    assert "news_newest" in items[:5].explain()
    assert "news_newest" in items.older_than(items[7]).newest_first()[:20].explain()
    assert "TEMP B-TREE FOR ORDER BY" not in items[:5].explain()
    assert "Sort" not in items[:5].explain()
