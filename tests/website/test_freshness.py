"""A reader never sees a page that is older than the last public act; through the real stack."""

from datetime import UTC, date, datetime

import pytest
from tests.cast import HOUSE
from tests.meetings.council_at_work import BY, DAY, minuted
from tests.readers import Reader

from kkr.cases.actions import bring_before, open_case, publish_case
from kkr.council.actions import add_person, start_membership, strike_membership
from kkr.council.models import AreaPlacement, Council
from kkr.meetings.actions import add_item, plan_meeting
from kkr.news.actions import correct_news, draft_news, publish_news, rename_news, withdraw_news

MORNING = datetime(2017, 2, 13, 8, 0, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


@pytest.fixture
def read():
    return Reader()


PAGES = [
    "/",
    "/hovedstaden/",
    "/hovedstaden/nyheder/",
    "/hovedstaden/nyheder.atom",
    "/data/nyheder.csv",
    "/en/",
]


@pytest.mark.parametrize("path", PAGES)
def test_what_is_published_is_seen_at_once(cast, read, path):
    item = draft_news(
        council=cast.council, title="Helt ny sag", html="<p>x</p>", by=HOUSE, at=MORNING
    )
    before = read(path)[1]

    publish_news(item, by=HOUSE, at=MORNING)

    assert "Helt ny sag" not in before
    assert "Helt ny sag" in read(path)[1]


@pytest.mark.parametrize("path", PAGES)
def test_what_is_withdrawn_is_gone_at_once(cast, read, path):
    item = draft_news(
        council=cast.council, title="Helt ny sag", html="<p>x</p>", by=HOUSE, at=MORNING
    )
    publish_news(item, by=HOUSE, at=MORNING)
    before = read(path)[1]

    withdraw_news(item, reason="Forkert", by=HOUSE, at=MORNING)

    assert "Helt ny sag" in before
    assert "Helt ny sag" not in read(path)[1]


def test_a_correction_and_a_new_address_are_seen_at_once(cast, read):
    item = draft_news(
        council=cast.council, title="Helt ny sag", html="<p>x</p>", by=HOUSE, at=MORNING
    )
    item = publish_news(item, by=HOUSE, at=MORNING)
    path = item.path
    assert read(path)[0] == "200"

    correct_news(item, text="Beløbet var forkert.", by=HOUSE, at=MORNING)
    assert "Beløbet var forkert." in read(path)[1]

    rename_news(item, slug="ny-adresse", by=HOUSE, at=MORNING)
    assert read(path)[0] == "301"


def test_a_new_chair_is_seen_at_once(cast, read):
    before = read("/hovedstaden/")[1]

    person = add_person(name="Nyvalgt Formand", by=HOUSE, at=MORNING)
    start_membership(
        body=cast.council,
        person=person,
        role="chair",
        starts_on=date(2017, 1, 1),
        by=HOUSE,
        at=MORNING,
    )

    assert "Nyvalgt Formand" not in before
    assert "Nyvalgt Formand" in read("/hovedstaden/")[1]


def test_a_draft_renews_nothing(cast, read, django_assert_max_num_queries):
    read("/hovedstaden/")

    draft_news(council=cast.council, title="Kladde", html="<p>x</p>", by=HOUSE, at=MORNING)

    with django_assert_max_num_queries(2):  # data_version, and the versions themselves
        assert read("/hovedstaden/")[0] == "200"


def test_the_page_of_a_municipality_that_moved_shows_what_is_done_to_its_seats(cast, read):
    """It stands under the council it lies in now; the seat, and whose it is, under the one it is in."""
    chair = start_membership(
        body=cast.council,
        person="Steen Christiansen",
        role="chair",
        municipality=cast.municipality,
        starts_on=date(2014, 1, 1),
        by=HOUSE,
        at=MORNING,
    )
    placement = cast.municipality.area.placements.get(within_kind="council")
    sjaelland = Council.objects.get(slug="sjaelland")
    placement.ends_on = date(2016, 1, 1)
    placement.save()
    AreaPlacement(
        area=placement.area,
        within=sjaelland.area,
        within_kind="council",
        starts_on=date(2016, 1, 1),
    ).save()
    page = "/sjaelland/kommuner/albertslund/"
    before = read(page)[1]

    strike_membership(chair, why="By mistake", by=HOUSE, at=MORNING)

    assert 'href="/hovedstaden/personer/steen-christiansen/"' in before
    assert "Steen Christiansen" not in read(page)[1]


def test_a_case_before_two_councils_is_fresh_under_both(cast, read):
    """What one council decides stands on the case's page under the other too."""
    case = open_case(
        council=cast.council, title="SOSU", summary="Kort.", opened_on=DAY, by=HOUSE, at=MORNING
    )
    north = Council.objects.get(slug="nordjylland")
    bring_before(case, council=north, since=DAY, by=HOUSE, at=MORNING)
    publish_case(case, by=HOUSE, at=MORNING)
    meeting = plan_meeting(council=cast.council, held_on=DAY, **BY)
    add_item(meeting, section=3, title="SOSU", case=case, **BY)
    before = read("/nordjylland/sager/sosu/")[1]

    minuted(meeting)

    assert "KKR Hovedstaden: Godkendt" not in before
    after = read("/nordjylland/sager/sosu/")[1]
    assert "KKR Hovedstaden: Godkendt" in after
    assert 'href="/hovedstaden/moeder/2017-02-06/3.1/"' in after
