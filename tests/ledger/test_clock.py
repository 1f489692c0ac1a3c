from datetime import UTC, date, datetime

import pytest
import time_machine

from kkr.ledger import clock
from kkr.ledger.models import ClockStart

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forgetful(monkeypatch):
    monkeypatch.setattr(clock, "_offsets", {})


def test_in_production_the_clock_is_the_real_time(settings):
    settings.KKR_TODAY = None

    with time_machine.travel(datetime(2026, 11, 23, 8, 0, tzinfo=UTC), tick=False):
        assert clock.now() == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_the_demo_opens_at_nine_and_then_time_runs(settings):
    settings.KKR_TODAY = date(2017, 2, 13)
    with time_machine.travel(datetime(2026, 11, 23, 20, 0, tzinfo=UTC), tick=False):
        clock.start()
        assert clock.now() == datetime(2017, 2, 13, 8, 0, tzinfo=UTC)

    with time_machine.travel(datetime(2026, 11, 24, 21, 30, tzinfo=UTC), tick=False):
        clock.start()

        assert clock.now() == datetime(2017, 2, 14, 9, 30, tzinfo=UTC)
        assert clock.today() == date(2017, 2, 14)
    assert ClockStart.objects.count() == 1
