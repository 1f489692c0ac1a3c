"""What a colleague did meanwhile stops the act of whoever had not seen it."""

from datetime import timedelta

import pytest
from tests.cast import HOUSE, LONG_AGO

from kkr.news.actions import (
    MovedOn,
    SavedMeanwhile,
    begin_news,
    correct_news,
    draft_news,
    edit_news,
    publish_news,
    publish_scheduled,
    schedule_news,
    withdraw_news,
)
from kkr.news.models import State

pytestmark = pytest.mark.django_db
SOON = LONG_AGO + timedelta(hours=1)
BY = {"by": HOUSE, "at": LONG_AGO}
HALF = {"title": "Mål", "html": "<p>En halv</p>", "based_on": 1}


@pytest.fixture
def item(council):
    return draft_news(council=council, title="Mål", html="<p>Teksten.</p>", **BY)


def edited(item):
    return edit_news(item, title="Mål", html="<p>Kollegaens.</p>", based_on=1, **BY)


def test_words_for_a_draft_do_not_become_public_because_it_did(item):
    publish_news(item, **BY)

    with pytest.raises(MovedOn) as refusal:
        edit_news(item, **HALF, seen_as=State.DRAFT, **BY)

    assert refusal.value.item.is_public
    assert item.document.latest.number == 1
    edit_news(item, **HALF, seen_as=State.PUBLISHED, **BY)
    assert item.document.latest.number == 2


@pytest.mark.parametrize("seen_as", [State.DRAFT, State.SCHEDULED])
def test_words_for_what_waits_do_not_become_public_when_its_time_comes(item, seen_as):
    schedule_news(item, publish_at=SOON, **BY)
    publish_scheduled(item, by=HOUSE, at=SOON)

    with pytest.raises(MovedOn):
        edit_news(item, **HALF, seen_as=seen_as, **BY)


def test_words_for_a_draft_are_not_scheduled_because_it_was(item):
    schedule_news(item, publish_at=SOON, **BY)

    with pytest.raises(MovedOn):
        edit_news(item, **HALF, seen_as=State.DRAFT, **BY)


def test_the_form_of_a_new_item_sent_again_changes_nothing_public(item, council):
    publish_news(item, **BY)
    facts = {"council": council, "public_id": item.public_id, "seen_as": State.DRAFT}

    with pytest.raises(MovedOn):
        begin_news(**facts, **HALF, **BY)


@pytest.mark.parametrize(
    "act", [publish_news, lambda item, **facts: schedule_news(item, publish_at=SOON, **facts)]
)
def test_nobody_publishes_words_they_never_saw(item, act):
    edited(item)

    with pytest.raises(SavedMeanwhile):
        act(item, looked_at=1, **BY)

    item.refresh_from_db()
    assert item.state == State.DRAFT
    assert act(item, looked_at=2, **BY).state != State.DRAFT


@pytest.mark.parametrize(
    "act",
    [
        lambda item, **facts: correct_news(item, text="Tallet var forkert.", **facts),
        lambda item, **facts: withdraw_news(item, reason="Tallet var forkert.", **facts),
    ],
)
def test_nobody_corrects_or_withdraws_what_a_colleague_put_right(item, act):
    publish_news(item, **BY)
    edited(item)

    with pytest.raises(SavedMeanwhile):
        act(item, looked_at=1, **BY)

    assert act(item, looked_at=2, **BY)
