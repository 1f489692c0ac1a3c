"""Who is written to, when, and never twice for the same."""

from datetime import UTC, date, datetime
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rounds.asking_around import BY, answered, area, contact_of, municipality

from kkr.outbox.letters import Letter
from kkr.outbox.models import Mail
from kkr.rounds.actions import ask, ask_again, draft_round, move_deadline, open_round
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
        told = [f"{each.what}: {each.asked.round.title} {each.token}" for each in notice.told]
        return Letter(notice.what, told, greeting=notice.name)

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


def test_one_mail_a_day_however_many_kinds_of_reminder_it_holds(cast):
    contact_of("albertslund")
    for title, last_day in (("Mål", 15), ("Projekt", 4)):
        sent_out(cast.council, "albertslund", title=title, deadline=date(2017, 5, last_day))
    sent_out(cast.council, "albertslund", title="Rammeaftale", deadline=date(2017, 4, 30))

    assert remind_unanswered(at(5, 1)) == 1

    digest = Mail.objects.latest("pk")
    assert digest.subject == "reminders"
    for line in ("before14: Mål", "before3: Projekt", "late: Rammeaftale"):
        assert line in digest.text
    assert remind_unanswered(at(5, 1)) == 0


def test_of_the_second_report_one_is_reminded_as_of_the_first(cast):
    contact_of("albertslund")
    contact_of("glostrup", "anden@example.dk")
    made = draft_round(
        council=cast.council,
        kind="test",
        title="Mål",
        deadlines=[("Første", DEADLINE), ("Endelige", date(2017, 9, 15))],
        **BY,
    )
    ask(made, [area("albertslund"), area("glostrup")], **BY)
    open_round(made, **BY)
    days = [(5, 1), (5, 12), (5, 16), (9, 1), (9, 12), (9, 16)]

    assert [remind_unanswered(at(*day)) for day in days] == [2] * 6


def test_who_has_more_time_is_reminded_of_the_new_day(cast):
    contact_of("albertslund")
    made = sent_out(cast.council, "albertslund")
    assert [remind_unanswered(at(5, day)) for day in (1, 12)] == [1, 1]

    move_deadline(made, made.steps.get(), to=date(2017, 9, 15), why="Mere tid.", **BY)

    days = [(5, 16), (9, 1), (9, 12), (9, 16)]
    assert [remind_unanswered(at(*day)) for day in days] == [0, 1, 1, 1]


def test_who_was_just_asked_is_not_reminded_at_once(cast):
    contact_of("albertslund")
    sent_out(cast.council, "albertslund", deadline=date(2017, 2, 27))
    sent_out(cast.council, "albertslund", deadline=date(2017, 2, 16))

    assert remind_unanswered(BY["at"]) == 0
    assert [remind_unanswered(at(2, day)) for day in (14, 15, 24)] == [0, 0, 1]


def test_sending_out_asks_the_database_the_same_for_each_and_holds_the_history_last(cast):
    """So that nobody else's act waits while a hundred mails are written."""
    slugs = ("albertslund", "glostrup", "egedal", "rudersdal")
    for slug in slugs:
        contact_of(slug, f"{slug}@example.dk")
    asked_of_one, asked_of_more = (
        queries_of(partial(sent_out, cast.council, *chosen)) for chosen in (slugs[:1], slugs)
    )
    mails, entries = (
        [number for number, sql in enumerate(asked_of_more) if f'INSERT INTO "{table}"' in sql]
        for table in ("outbox_mail", "ledger_entry")
    )
    assert len(mails) == 4
    assert mails[-1] < entries[-1]
    assert entries[-2] < mails[0]  # the drafting and the asking before it
    assert len(asked_of_more) - len(asked_of_one) <= 3 * 13


def queries_of(act) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        act()
    return [each["sql"] for each in asked]


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


def test_who_comes_later_gets_the_question_before_any_reminder(cast):
    contact_of("albertslund")
    sent_out(cast.council, "albertslund")
    contact_of("albertslund", "ny@example.dk")

    assert [remind_unanswered(at(5, day)) for day in (12, 13, 16)] == [2, 0, 2]

    found = {"kontakt@example.dk": ["asked", "before3", "late"], "ny@example.dk": ["asked", "late"]}
    assert subjects_by_address() == found


def subjects_by_address() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for mail in Mail.objects.order_by("pk"):
        found.setdefault(mail.to, []).append(mail.subject)
    return found


def test_a_new_contact_who_cannot_be_written_to_takes_no_reminder_from_a_colleague(cast):
    def fails(notice: Notice) -> None:
        if notice.to == "ny@example.dk":
            raise ValueError("no words for that one")

    contact_of("albertslund")
    sent_out(cast.council, "albertslund")
    contact_of("albertslund", "ny@example.dk")
    letters._things.insert(0, fails)
    try:
        with pytest.raises(ExceptionGroup):
            remind_unanswered(at(5, 12))
    finally:
        letters._things.remove(fails)

    assert subjects_by_address() == {"kontakt@example.dk": ["asked", "before3"]}


def test_who_got_the_question_anew_is_not_asked_when_a_colleague_comes(cast):
    made = sent_out(cast.council, "albertslund")
    known = contact_of("albertslund")
    ask_again(made.asked.with_names().get(), known, **BY)
    contact_of("albertslund", "ny@example.dk")

    remind_unanswered(at(5, 12))

    found = {"kontakt@example.dk": ["again", "before3"], "ny@example.dk": ["asked"]}
    assert subjects_by_address() == found
