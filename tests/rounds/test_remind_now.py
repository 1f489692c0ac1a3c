"""Reminding by hand: once a day to an address, on quiet days only when it is meant; then none by itself for a while."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.cast import HOUSE
from tests.rounds.asking_around import answered, contact_of, opened

from kkr.ledger.models import Entry
from kkr.outbox.models import Mail
from kkr.rounds.actions import (
    ByReminder,
    close_round,
    move_deadline,
    next_reminder,
    remind_now,
    stop_reminders,
)
from kkr.rounds.models import SentNotice
from kkr.rounds.tasks import remind_unanswered

pytestmark = pytest.mark.django_db
LONG_AFTER = datetime(2017, 4, 12, 9, 0, tzinfo=UTC)


@pytest.fixture
def made(cast):
    contact_of("albertslund")
    contact_of("glostrup", "anden@example.dk")
    return opened(cast.council, "albertslund", "glostrup", "egedal")


def whats() -> list[str]:
    return list(SentNotice.objects.order_by("pk").values_list("what", flat=True))[2:]


def test_who_has_not_answered_is_reminded_once_a_day_and_not_by_itself_right_after(made):
    answered(made, "glostrup")

    assert remind_now(made, by=HOUSE, at=LONG_AFTER) == 1
    assert Mail.objects.order_by("pk").last().to == "kontakt@example.dk"
    with pytest.raises(ValidationError):
        remind_now(made, by=HOUSE, at=LONG_AFTER + timedelta(hours=2))
    assert Entry.objects.filter(verb="rounds.reminded").count() == 1

    # 14 days before the last day would be 17 April: by then three days are over
    assert remind_unanswered(LONG_AFTER) == 0
    assert remind_now(made, by=HOUSE, at=LONG_AFTER + timedelta(days=4)) == 1
    assert remind_unanswered(datetime(2017, 4, 18, 9, 0, tzinfo=UTC)) == 0
    assert whats() == ["now", "now"]


def test_who_wants_no_reminders_gets_none_by_hand_either(cast, made):
    for each in made.asked.filter(area__slug__in=["albertslund", "glostrup"]):
        contact = each.municipality.contacts.get()
        stop_reminders(contact, by=ByReminder(contact), at=LONG_AFTER)
    with pytest.raises(ValidationError):
        remind_now(made, by=HOUSE, at=LONG_AFTER)


def test_who_came_later_gets_the_question_and_then_reminders(made):
    contact_of("albertslund", "ny@example.dk")
    week = timedelta(days=7)

    assert remind_now(made, by=HOUSE, at=LONG_AFTER) == 3
    assert remind_now(made, by=HOUSE, at=LONG_AFTER + week) == 3

    told = SentNotice.objects.filter(contact__email="ny@example.dk").order_by("pk")
    assert list(told.values_list("what", flat=True)) == ["asked", "now"]
    assert whats() == ["now", "asked", "now", "now", "now", "now"]


def test_on_quiet_days_it_is_sent_only_when_it_is_meant(made):
    move_deadline(
        made, made.steps.get(), to=date(2017, 8, 10), why="Ferie.", by=HOUSE, at=LONG_AFTER
    )
    july = datetime(2017, 7, 12, 9, 0, tzinfo=UTC)
    with pytest.raises(ValidationError) as refused:
        remind_now(made, by=HOUSE, at=july)
    assert "on_quiet_days" in refused.value.error_dict
    assert remind_now(made, on_quiet_days=True, by=HOUSE, at=july) == 2


def test_one_sees_when_the_next_goes_by_itself_and_to_whom(made):
    def told(at: datetime):
        found = next_reminder(made, at=at)
        return found and (found.on.isoformat(), [each.name for each in found.asked])

    assert told(LONG_AFTER) == ("2017-04-17", ["Albertslund", "Glostrup"])
    answered(made, "glostrup")
    remind_unanswered(datetime(2017, 4, 17, 9, 0, tzinfo=UTC))
    assert told(datetime(2017, 4, 17, 10, 0, tzinfo=UTC)) == ("2017-04-28", ["Albertslund"])
    assert told(datetime(2017, 5, 20, 9, 0, tzinfo=UTC)) is None
    assert next_reminder(close_round(made, by=HOUSE, at=LONG_AFTER), at=LONG_AFTER) is None


def test_the_day_that_is_told_is_the_day_it_goes(made):
    by_hand = datetime(2017, 4, 16, 9, 0, tzinfo=UTC)
    remind_now(made, by=HOUSE, at=by_hand)

    told = next_reminder(made, at=by_hand)

    assert told is not None
    assert told.on == date(2017, 4, 19)
    for day, sent in ((17, 0), (18, 0), (19, 2)):
        assert remind_unanswered(datetime(2017, 4, day, 10, 0, tzinfo=UTC)) == sent, day


def test_only_who_asks_reminds(cast, made):
    with pytest.raises(PermissionDenied):
        remind_now(made, by=cast.contact, at=LONG_AFTER)
