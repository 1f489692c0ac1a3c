from datetime import UTC, date, datetime

import pytest
from django.test import Client
from tests.cast import HOUSE

from kkr.ledger import clock
from kkr.news.actions import draft_news, publish_news

MORNING = datetime(2017, 2, 13, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _thirteenth_of_february(settings, monkeypatch):
    """The clock stands at 09:00 on 13 February 2017."""
    settings.KKR_TODAY = date(2017, 2, 13)
    monkeypatch.setattr(clock, "now", lambda: MORNING)


@pytest.fixture
def signed_in(cast):
    """A browser in which this member of the cast is signed in."""

    def browser(name: str) -> Client:
        client = Client()
        client.force_login(getattr(cast, name))
        return client

    return browser


@pytest.fixture
def secretary(signed_in):
    return signed_in("secretary")


@pytest.fixture
def drafted(cast):
    return draft_news(
        council=cast.council,
        title="Mål for sundhed",
        teaser="Kort fortalt.",
        html="<p>Rådet har godkendt målene.</p>",
        by=HOUSE,
        at=MORNING,
    )


@pytest.fixture
def published(drafted):
    return publish_news(drafted, by=HOUSE, at=MORNING)
