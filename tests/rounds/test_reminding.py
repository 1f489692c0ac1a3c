"""Who is written to, when, and never twice for the same."""

from datetime import UTC, date, datetime

import pytest
from tests.rounds.asking_around import BY, answered, area, contact_of, municipality

from kkr.outbox.letters import Letter
from kkr.outbox.models import Mail
from kkr.rounds.actions import ask, draft_round, open_round
from kkr.rounds.asking import Notice, letters
from kkr.rounds.models import ReplyLink, SentNotice
from kkr.rounds.tasks import is_quiet, remind_unanswered

pytestmark = pytest.mark.django_db
DEADLINE = date(2017, 5, 15)


def at(month: int, day: int) -> datetime:
    return datetime(2017, month, day, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _words():
    """A letter that says which notice it is of, where the faces would have better words."""

    def write(notice: Notice) -> Letter:
        titles = [asked.round.title for asked in notice.asked]
        return Letter(notice.what, [*titles, *notice.tokens.values()], greeting=notice.name)

    letters._things.insert(0, write)
    yield
    letters._things.remove(write)


def sent_out(council, *slugs: str, title: str = "Mål", deadline: date = DEADLINE):
    made = draft_round(council=council, kind="test", title=title, deadlines=[("", deadline)], **BY)
    ask(made, [area(slug) for slug in slugs], **BY)
    return open_round(made, **BY)


def test_a_contact_is_asked_with_a_link_of_their_own(cast):
    contact_of("albertslund")
    contact_of("glostrup", "anden@example.dk")

    sent_out(cast.council, "albertslund", "glostrup")

    mails = Mail.objects.order_by("to")
    assert [(mail.to, mail.subject) for mail in mails] == [
        ("anden@example.dk", "asked"),
        ("kontakt@example.dk", "asked"),
    ]
    assert all(mail.confidential for mail in mails)
    assert ReplyLink.objects.count() == SentNotice.objects.count() == 2


def test_nobody_is_reminded_of_what_was_asked_just_now(cast):
    contact_of("albertslund")
    sent_out(cast.council, "albertslund", deadline=date(2017, 2, 17))

    assert [remind_unanswered(at(2, day)) for day in (14, 15, 17, 18)] == [0, 0, 0, 1]


def test_who_has_not_answered_is_reminded_at_each_time_once(cast):
    contact_of("albertslund")
    made = sent_out(cast.council, "albertslund")

    sent = {
        day: remind_unanswered(day) for day in (at(4, 30), at(5, 1), at(5, 2), at(5, 12), at(5, 16))
    }

    assert list(sent.values()) == [0, 1, 0, 1, 1]
    answered(made, "albertslund")
    assert Mail.objects.count() == 4


def test_who_has_answered_is_left_alone(cast):
    contact_of("albertslund")
    answered(sent_out(cast.council, "albertslund"), "albertslund")

    assert remind_unanswered(at(5, 1)) == 0


def test_one_mail_to_a_contact_however_much_it_is_asked(cast):
    contact_of("albertslund")
    for title in ("Mål", "Projekt", "Rammeaftale"):
        sent_out(cast.council, "albertslund", title=title)
    before = Mail.objects.count()

    remind_unanswered(at(5, 1))

    digest = Mail.objects.latest("pk")
    assert Mail.objects.count() == before + 1
    assert all(title in digest.text for title in ("Mål", "Projekt", "Rammeaftale"))


def test_a_reminder_that_cannot_be_written_keeps_no_other_back(cast):
    def fails(notice: Notice) -> None:
        if notice.to == "foerst@example.dk":
            raise ValueError("no words for that one")

    contact_of("albertslund", "foerst@example.dk")
    contact_of("glostrup")
    sent_out(cast.council, "albertslund", "glostrup")
    before = Mail.objects.count()
    letters._things.insert(0, fails)
    try:
        with pytest.raises(ExceptionGroup):
            remind_unanswered(at(5, 1))
    finally:
        letters._things.remove(fails)

    assert Mail.objects.count() == before + 1
    assert Mail.objects.latest("pk").to == "kontakt@example.dk"
    assert remind_unanswered(at(5, 1)) == 1  # the other, when it can be; nobody twice


def test_nobody_is_reminded_in_july_nor_at_christmas(cast):
    contact_of("albertslund")
    sent_out(cast.council, "albertslund", deadline=date(2017, 7, 15))

    assert remind_unanswered(at(7, 1)) == 0
    assert [is_quiet(date(2017, *day)) for day in ((6, 30), (7, 31), (8, 1), (12, 23), (1, 2), (1, 3))] == [
        False, True, False, True, True, False,
    ]  # fmt: skip


def test_who_has_no_address_is_not_written_to(cast):
    sent_out(cast.council, "albertslund")

    assert not Mail.objects.exists()
    assert municipality("albertslund").contacts.count() == 0
