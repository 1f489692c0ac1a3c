"""A contact ends its reminders with one press, and is asked all the same."""

import email
import email.policy

import pytest
from django.core.exceptions import PermissionDenied
from tests.rounds.asking_around import NOON, contact_of
from tests.rounds.test_reminding import _words, at, sent_out  # noqa: F401 -- a fixture

from kkr.ledger.models import Entry
from kkr.outbox.models import Mail
from kkr.outbox.sending import message_of
from kkr.rounds.actions import (
    ByReminder,
    NoSuchLink,
    find_reminded,
    resume_reminders,
    stop_reminders,
    without_reminders,
)
from kkr.rounds.actions.reminders import reminder_token
from kkr.rounds.models import StoppedReminders
from kkr.rounds.tasks import remind_unanswered

pytestmark = pytest.mark.django_db


def subjects() -> list[str]:
    return list(Mail.objects.order_by("pk").values_list("subject", flat=True))


def stop(contact) -> None:
    stop_reminders(contact, by=ByReminder(contact), at=NOON)


def test_who_wants_none_is_asked_and_not_reminded_until_it_is_on_again(cast):
    contact = contact_of("albertslund")
    stop(contact)
    stop(contact)
    sent_out(cast.council, "albertslund")
    remind_unanswered(at(5, 1))
    assert subjects() == ["asked"]

    resume_reminders(contact, by=ByReminder(contact), at=NOON)
    remind_unanswered(at(5, 12))

    assert subjects() == ["asked", "before3"]
    verbs = Entry.objects.filter(verb__startswith="rounds.reminders").order_by("position")
    assert [each.verb for each in verbs] == ["rounds.reminders_stopped", "rounds.reminders_resumed"]
    assert not any(each.public for each in verbs)


def test_one_choice_is_for_all_that_one_mail_goes_to(cast):
    both = [contact_of("albertslund"), contact_of("glostrup")]
    other = contact_of("egedal", "anden@example.dk")

    stop(both[0])

    assert [without_reminders(each) for each in (*both, other)] == [True, True, False]


def test_only_that_contact_chooses(cast):
    contact = contact_of("albertslund")
    own = contact_of("albertslund", cast.contact.email)
    other = contact_of("glostrup", "anden@example.dk")
    for by in (cast.contact, cast.secretary, cast.citizen, ByReminder(other)):
        for act in (stop_reminders, resume_reminders):
            with pytest.raises(PermissionDenied):
                act(contact, by=by, at=NOON)

    stop_reminders(own, by=cast.contact, at=NOON)

    seen = [n for n, who in cast.everyone().items() if StoppedReminders.objects.visible_to(who)]
    assert seen == ["secretary", "contact", "administrator"]


def test_a_token_is_of_one_contact_and_cannot_be_guessed(cast):
    contact = contact_of("albertslund")
    token = reminder_token(contact)

    assert find_reminded(token) == contact
    for wrong in ("", token[:-1], contact.public_id.hex, f"{contact.public_id.hex}.x", "ø.ø"):
        with pytest.raises(NoSuchLink):
            find_reminded(wrong)


def test_mail_programs_find_the_way_out_in_the_head_of_the_mail(db):
    facts = {"to": "a@example.dk", "subject": "Påmindelse", "text": "x", "message_id": "<a@b>"}
    for address, expected in (("https://kkr.dk/svar/paamindelser/x/", 2), ("", 0)):
        sent = message_of(Mail(unsubscribe=address, **facts)).message().as_bytes()
        heads = email.message_from_bytes(sent, policy=email.policy.default)
        found = {n: v for n, v in heads.items() if n.startswith("List-")}
        assert len(found) == expected
        if address:
            assert found["List-Unsubscribe"] == f"<{address}>"
            assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
