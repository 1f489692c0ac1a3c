from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from tests.cast import HOUSE
from tests.outbox.test_queue import NOON, queued

from kkr.ledger.models import Entry
from kkr.outbox.actions import deliver, erase_mail, record_bounce, retry
from kkr.outbox.models import BACK_OFF, LEASE, Mail, Outcome, State, TextGone, WrongState
from kkr.outbox.tasks import deliver_due, drop_secrets, erase_old

REALLY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def verbs():
    entries = Entry.objects.filter(verb__startswith="outbox.").order_by("position")
    return list(entries.values_list("verb", flat=True))


def test_a_mail_is_delivered_once_as_it_was_written(way_out):
    text = "Kære borgmester,\r\n\r\nblåbærgrød på Ærø.\r\n"
    mail = queued(
        subject="Møde på Sjælland – æøå ÆØÅ",
        text=text,
        html="<p>blåbærgrød på Ærø</p>",
        reply_to="sekretariat@example.dk",
    )

    assert deliver(now=REALLY) == mail
    assert deliver(now=REALLY) is None

    (message,) = way_out.delivered
    (envelope,) = way_out.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == ("post@kkr.example.dk", ["a@example.dk"])
    assert message["Subject"] == "Møde på Sjælland – æøå ÆØÅ"
    assert message["From"] == "KKR Sjælland <post@kkr.example.dk>"
    assert message["Reply-To"] == "sekretariat@example.dk"
    assert message["Message-ID"] == mail.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    plain, html = message.iter_parts()
    assert (plain.get_content_type(), plain.get_content()) == ("text/plain", text)
    assert (html.get_content_type(), html.get_content().strip()) == (
        "text/html",
        "<p>blåbærgrød på Ærø</p>",
    )
    mail.refresh_from_db()
    assert (mail.state, mail.sent_at, mail.attempts) == (State.SENT, REALLY, 1)
    assert [each.outcome for each in mail.history.all()] == [Outcome.SENT]


def test_the_longest_waiting_goes_first(way_out):
    first, second = queued(subject="1"), queued(subject="2")

    assert [deliver(now=REALLY), deliver(now=REALLY)] == [first, second]


def test_a_named_mail_goes_alone(way_out):
    _first, second = queued(subject="1"), queued(subject="2")

    assert deliver(second.pk, now=REALLY) == second
    assert way_out.names == [second.message_id]


def test_what_is_refused_for_now_is_tried_again_later_and_later(way_out):
    mail, now = queued(), REALLY
    way_out.to_recipient = ["450 4.2.0 Greylisted"] * len(BACK_OFF)

    for wait in BACK_OFF:
        mail = deliver(now=now)
        assert (mail.state, mail.next_attempt_at) == (State.QUEUED, now + wait)
        assert mail.last_error == "450 4.2.0 Greylisted"
        assert deliver(now=now + wait - timedelta(seconds=1)) is None
        now += wait

    assert deliver(now=now).state == State.SENT
    assert way_out.names == [mail.message_id]


def test_after_the_last_attempt_it_failed_and_says_so(way_out):
    queued()
    way_out.to_recipient = ["451 4.3.0 Full"] * 7

    for number in range(7):
        mail = deliver(now=REALLY + timedelta(days=number))

    assert (mail.state, mail.attempts, mail.last_error) == (State.FAILED, 7, "451 4.3.0 Full")
    assert deliver(now=REALLY + timedelta(days=99)) is None
    assert verbs() == ["outbox.failed"]


@pytest.mark.parametrize("part", ["to_recipient", "to_text"])
def test_what_is_refused_for_good_bounces_at_once(way_out, part):
    queued()
    setattr(way_out, part, ["550 5.1.1 No such address"])

    mail = deliver(now=REALLY)

    assert (mail.state, mail.attempts) == (State.BOUNCED, 1)
    assert mail.last_error == "550 5.1.1 No such address"
    assert [each.outcome for each in mail.history.all()] == [Outcome.REFUSED]
    assert verbs() == ["outbox.bounced"]
    assert deliver(now=REALLY + timedelta(days=99)) is None


def test_the_ledger_does_not_say_whose_address_it_was(way_out):
    queued(to="kanariefugl@example.dk")
    way_out.to_recipient = ["550 <kanariefugl@example.dk> unknown"]

    deliver(now=REALLY)

    assert "kanariefugl" not in Entry.objects.get(verb__startswith="outbox.").payload.text


def test_a_server_that_is_down_loses_nothing(way_out):
    mail = queued()
    way_out.close()

    put_off = deliver(now=REALLY)

    assert (put_off.pk, put_off.state) == (mail.pk, State.QUEUED)
    assert put_off.last_error.startswith("ConnectionRefusedError")


def test_without_a_server_mails_wait_and_lose_no_attempt(settings):
    mail = queued()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", ""

    assert deliver_due(REALLY) == 0

    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (State.QUEUED, 0)


def left_in_hands(mail, at=REALLY, attempts=1):
    """As a worker leaves it that is killed while it sends."""
    Mail.objects.filter(pk=mail.pk).update(
        state=State.SENDING, taken_at=at, taken_by="fallen:1/1", attempts=attempts
    )


def test_what_a_fallen_worker_held_is_taken_up_after_the_lease(way_out):
    mail = queued()
    left_in_hands(mail)

    assert deliver(now=REALLY + LEASE - timedelta(seconds=1)) is None
    assert deliver(now=REALLY + LEASE).state == State.SENT
    assert way_out.names == [mail.message_id]


def test_a_mail_that_fells_every_worker_fails_at_last(way_out):
    mail = queued()
    left_in_hands(mail, attempts=7)

    assert deliver(now=REALLY + LEASE).state == State.FAILED
    assert way_out.handed == []
    assert verbs() == ["outbox.failed"]


def test_a_bounce_that_comes_by_mail_is_recorded(way_out):
    mail = queued()
    deliver(now=REALLY)

    bounced = record_bounce(mail.message_id.strip("<>"), "550 Mailbox full", at=REALLY)
    record_bounce(mail.message_id, "550 Mailbox full, again", at=REALLY)

    assert (bounced.pk, bounced.state, bounced.sent_at) == (mail.pk, State.BOUNCED, REALLY)
    assert sorted(each.outcome for each in mail.history.all()) == ["bounced", "bounced", "sent"]
    assert verbs() == ["outbox.bounced"]


def test_a_bounce_of_what_never_left_is_refused():
    mail = queued()

    with pytest.raises(WrongState):
        record_bounce(mail.message_id, "550", at=REALLY)


def test_a_bounce_of_a_mail_that_is_not_ours_is_refused():
    with pytest.raises(Mail.DoesNotExist):
        record_bounce("<x@example.org>", "550", at=REALLY)


def test_an_administrator_may_try_again_with_the_same_name(way_out, cast):
    mail = queued()
    way_out.to_recipient = ["550 Unknown"]
    deliver(now=REALLY)
    administrator = cast.administrator
    before = len(verbs())

    retry(mail, by=administrator, at=NOON)
    again = deliver(now=REALLY)

    assert (again.state, again.attempts, again.last_error) == (State.SENT, 1, "")
    assert way_out.names == [mail.message_id]
    assert verbs()[before:] == ["outbox.retried"]


def test_what_was_sent_is_not_sent_again(way_out):
    mail = queued()
    deliver(now=REALLY)

    with pytest.raises(WrongState):
        retry(mail, by=HOUSE, at=NOON)


def test_only_administrators_may_try_again_or_erase(cast):
    mail = queued()

    for name, who in cast.everyone().items():
        if name != "administrator":
            with pytest.raises(PermissionDenied):
                retry(mail, by=who, at=NOON)
            with pytest.raises(PermissionDenied):
                erase_mail(before=NOON, by=who, at=NOON)


def test_what_is_old_is_erased_and_its_row_stays(way_out, settings):
    settings.MAIL_KEEP_DAYS = 90
    old, bounced, young, waiting = (queued(key=str(number)) for number in range(4))
    way_out.to_recipient = ["250 OK", "550 <a@example.dk> unknown"]
    deliver(old.pk, now=REALLY - timedelta(days=91))
    deliver(bounced.pk, now=REALLY - timedelta(days=91))
    deliver(young.pk, now=REALLY - timedelta(days=89))

    assert (erase_old(REALLY), erase_old(REALLY)) == (2, 0)

    kept = set(Mail.objects.exclude(to="").values_list("pk", flat=True))
    assert kept == {young.pk, waiting.pk}
    for mail in Mail.objects.filter(pk__in=[old.pk, bounced.pk]):
        assert (mail.subject, mail.text, mail.last_error, mail.masked_to) == ("", "", "", "")
        assert [each.reply for each in mail.history.all()] == [""]
        assert mail.erased_at == REALLY
    assert verbs() == ["outbox.bounced", "outbox.erased"]
    assert queued(key="0") == old


def test_what_was_erased_can_neither_be_retried_nor_made_to_speak(way_out):
    mail = queued()
    deliver(now=REALLY)
    erase_mail(before=REALLY + timedelta(1), by=HOUSE, at=REALLY)

    with pytest.raises(WrongState):
        retry(mail, by=HOUSE, at=NOON)
    record_bounce(mail.message_id, "550 <a@example.dk>", at=REALLY)

    assert [each.reply for each in mail.history.all()] == ["", ""]


def secret(**but):
    """A mail whose link opens something until a quarter of an hour from now."""
    link = {"text": "https://kkr.example.dk/hemmelig/", "html": "<a>hemmelig</a>"}
    dies = REALLY + timedelta(minutes=15)
    return queued(**(link | {"confidential": True, "useless_at": dies} | but))


def test_a_secret_goes_with_the_mail_and_its_envelope_stays(way_out):
    secret()

    mail = deliver(now=REALLY)

    assert "hemmelig" in way_out.delivered[0].get_body(("plain",)).get_content()
    mail.refresh_from_db()
    assert (mail.text, mail.html) == ("", "")
    assert (mail.to, mail.subject, mail.state) == ("a@example.dk", "Emne", State.SENT)


def test_what_is_no_secret_is_kept(way_out):
    queued()

    assert deliver(now=REALLY).text == "Tekst"


def test_a_secret_is_tried_again_with_its_text_for_as_long_as_it_is_worth_something(way_out):
    way_out.to_recipient = ["450 later", "250 OK"]
    secret()

    deliver(now=REALLY)
    drop_secrets(REALLY + timedelta(minutes=1))
    mail = deliver(now=REALLY + timedelta(minutes=1))

    assert (mail.state, mail.text) == (State.SENT, "")
    assert "hemmelig" in way_out.delivered[0].get_body(("plain",)).get_content()


def test_a_secret_that_never_left_is_dropped_when_it_is_worth_nothing():
    mail = secret()

    assert (drop_secrets(REALLY), drop_secrets(mail.useless_at), drop_secrets(mail.useless_at)) == (
        0,
        1,
        0,
    )

    mail.refresh_from_db()
    assert (mail.state, mail.text, mail.html, mail.to) == (State.FAILED, "", "", "a@example.dk")
    assert mail.history.get().reply == "The link in it was worth nothing any more."


def test_a_refused_secret_can_be_retried_until_it_is_worth_nothing(way_out):
    way_out.to_recipient = ["550 unknown"]
    mail = secret()
    deliver(now=REALLY)

    retry(mail, by=HOUSE, at=NOON)
    way_out.to_recipient = ["550 unknown"]
    deliver(now=REALLY)
    drop_secrets(mail.useless_at)

    with pytest.raises(TextGone):
        retry(mail, by=HOUSE, at=NOON)
    mail.refresh_from_db()
    assert (mail.state, mail.text) == (State.BOUNCED, "")


def test_a_secret_in_the_hands_of_a_worker_is_left_to_them():
    mail = secret()
    Mail.objects.update(state=State.SENDING, taken_at=mail.useless_at, taken_by="worker")

    assert drop_secrets(mail.useless_at) == 0


def test_the_database_refuses_a_sent_secret():
    mail = secret()

    with pytest.raises(DatabaseError), transaction.atomic():
        Mail.objects.filter(pk=mail.pk).update(state=State.SENT, sent_at=NOON, taken_at=NOON)


def test_an_idle_queue_costs_one_query_a_job(django_assert_num_queries):
    with django_assert_num_queries(3):
        assert (drop_secrets(REALLY), deliver_due(REALLY), erase_old(REALLY)) == (0, 0, 0)


@pytest.mark.parametrize("waiting", [1, 3])
def test_a_delivery_costs_the_same_however_many_wait(way_out, django_assert_num_queries, waiting):
    for _ in range(waiting):
        queued()

    with django_assert_num_queries(10):  # is there any; take it; write the end; two savepoints
        assert deliver_due(REALLY) == 1
