from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from tests.cast import HOUSE

from kkr.council.models import Council
from kkr.outbox.actions import enqueue
from kkr.outbox.models import Mail, State
from kkr.outbox.sending import message_of

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def queued(**but):
    return enqueue(**({"to": "a@example.dk", "subject": "Emne", "text": "Tekst", "at": NOON} | but))


def test_a_mail_waits_to_leave_at_once():
    mail = queued()

    assert (mail.state, mail.attempts, mail.next_attempt_at) == (State.QUEUED, 0, None)
    assert list(Mail.objects.due_at(NOON - timedelta(days=999))) == [mail]


def test_an_act_that_is_undone_sends_nothing():
    with pytest.raises(RuntimeError), transaction.atomic():
        queued()
        raise RuntimeError

    assert Mail.objects.count() == 0


def test_the_same_key_is_queued_once():
    first = queued(key="reminder:1:2017-02-13")

    again = queued(key="reminder:1:2017-02-13", subject="Noget andet")

    assert again == first
    assert Mail.objects.get().subject == "Emne"


def test_without_a_key_every_mail_is_its_own():
    queued()
    queued()

    assert Mail.objects.count() == 2


def test_what_a_mail_is_about_can_be_found_again(register):
    council = Council.objects.get(slug="hovedstaden")

    mail = queued(about=council)

    assert (mail.about_label, mail.about_id) == ("council.council", str(council.pk))


@pytest.mark.parametrize("letter", ["\n", "\r\n", "\x00", "\x0b", "\x85", "\u2028", "\ud800"])
def test_a_subject_cannot_smuggle_a_header(letter):
    with pytest.raises(ValidationError) as refusal:
        queued(subject=f"Hej{letter}Bcc: alle@example.dk")

    assert list(refusal.value.message_dict) == ["subject"]


@pytest.mark.parametrize("field", ["to", "reply_to"])
@pytest.mark.parametrize(
    "address",
    ["a@example.dk\nBcc: b@example.dk", "a@example.dk, b@example.dk", "borgmesteren", "<>"],
)
def test_an_address_is_one_address(field, address):
    with pytest.raises(ValidationError) as refusal:
        queued(**{field: address})

    assert list(refusal.value.message_dict) == [field]


@pytest.mark.parametrize("field", ["text", "html"])
@pytest.mark.parametrize("letter", ["\x00", "\udcff"])
def test_a_text_is_text(field, letter):
    with pytest.raises(ValidationError) as refusal:
        queued(**{field: f"a{letter}b"})

    assert list(refusal.value.message_dict) == [field]


def test_a_subject_may_hold_what_people_write():
    subject = "Møde\u00a0om «Ærø» – 100 % 👍🏽 co\u00adop"

    assert queued(subject=subject).subject == subject


def test_the_message_id_is_of_our_domain(settings):
    settings.MAIL_FROM = "KKR Sjælland <post@kommunernes-råd.dk>"

    mail = queued()

    assert mail.message_id == f"<{mail.public_id}@xn--kommunernes-rd-xib.dk>"
    assert message_of(mail).message()["Message-ID"] == mail.message_id


@pytest.mark.parametrize(
    "change",
    [{"message_id": "<x@y>"}, {"state": State.SENT}, {"taken_by": "x"}, {"erased_at": NOON}],
)
def test_the_database_refuses_what_must_never_be(change):
    mail = queued()

    with pytest.raises(DatabaseError), transaction.atomic():
        Mail.objects.filter(pk=mail.pk).update(**change)


def test_no_mail_is_ever_deleted():
    queued()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM outbox_mail")


def test_mails_are_for_administrators_only(cast):
    mail = queued()

    seen = {name for name, who in cast.everyone().items() if mail in Mail.objects.visible_to(who)}

    assert seen == {"administrator"}
    assert seen == {
        name for name, who in cast.everyone().items() if who.has_perm("outbox.view_mail", mail)
    }
    assert Mail.objects.public().count() == 0
    assert mail in Mail.objects.visible_to(HOUSE)


def test_queueing_costs_the_same_however_many_wait(django_assert_num_queries):
    for number in range(3):
        with django_assert_num_queries(6):  # the key, the row, and two savepoints round it
            queued(key=f"reminder:{number}")
