import contextlib
import mailbox
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.outbox.test_queue import queued

from kkr.config.cli import main
from kkr.outbox.actions import deliver
from kkr.outbox.bounces import NoBounce, note, read
from kkr.outbox.models import Mail, State
from kkr.outbox.tasks import read_bounces

REALLY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SAID = "550 5.1.1 <borgmester@example.dk>: Recipient address rejected: User unknown"


def report(
    message_id: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    said: str = f"Diagnostic-Code: smtp; {SAID}",
    copy: str = "text/rfc822-headers",
) -> bytes:
    """A report as Postfix writes it."""
    return f"""Return-Path: <>
From: MAILER-DAEMON@mx.example.dk (Mail Delivery System)
To: post@kkr.example.dk
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="X"

--X
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.dk.

--X
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.dk
Arrival-Date: Mon, 13 Feb 2017 09:00:00 +0100 (CET)

Final-Recipient: rfc822; borgmester@example.dk
Action: {action}
Status: {status}
{said}

--X
Content-Type: {copy}

From: KKR <post@kkr.example.dk>
To: borgmester@example.dk
Message-ID: {message_id}
Subject: Emne

--X--
""".encode()


@pytest.fixture
def sent(way_out, db) -> Mail:
    queued(to="borgmester@example.dk")
    mail = deliver(now=REALLY)
    assert mail
    return mail


@pytest.fixture
def maildir(tmp_path, settings) -> mailbox.Maildir:
    settings.KKR_BOUNCES = tmp_path / "bounces"
    return mailbox.Maildir(settings.KKR_BOUNCES)


def run(message: bytes, *arguments: str):
    return CliRunner().invoke(main, ["bounces", *arguments], input=message)


@pytest.mark.parametrize("copy", ["text/rfc822-headers", "message/rfc822"])
def test_a_report_says_which_mail_came_back_and_why(copy):
    bounce = read(report("<1@kkr.example.dk>", copy=copy))

    assert (bounce.message_id, bounce.reason) == ("<1@kkr.example.dk>", SAID)


def test_without_a_diagnosis_the_status_is_the_reason():
    assert read(report("<1@x>", said="X-Nothing: x", status="5.2.2")).reason == "5.2.2"


def test_a_mail_a_server_gave_up_on_came_back_too():
    assert read(report("<1@x>", status="4.4.1")).message_id == "<1@x>"


@pytest.mark.parametrize(
    "message",
    [
        report("<1@x>", action="delayed", status="4.4.1"),
        report("<1@x>", action="delivered", status="2.0.0"),
        report("<1@x>").replace(b"Message-ID: <1@x>", b"X: y"),
        b"From: a@example.dk\nSubject: Hej\n\nTak for mailen.",
        b"",
        b"\xff\x00" * 50,
    ],
    ids=["a delay", "a receipt", "a report on nothing", "an answer", "nothing", "noise"],
)
def test_what_is_no_bounce_is_none(message):
    with pytest.raises(NoBounce):
        read(message)


@given(
    st.binary(max_size=400).map(lambda noise: report("<1@x>").replace(b"Arrival-Date", noise, 1))
    | st.binary(max_size=200).map(lambda noise: report("<1@x>").replace(b"smtp; 550", noise, 1))
    | st.integers(0, 900).map(lambda end: report("<1@x>")[:end])
)
def test_whatever_comes_it_is_a_bounce_or_none(message):
    with contextlib.suppress(NoBounce):
        assert len(read(message).reason) <= 1000


def test_it_is_noted_on_the_mail(sent):
    note(report(sent.message_id), at=REALLY)

    sent.refresh_from_db()
    assert (sent.state, sent.last_error) == (State.BOUNCED, SAID)


@pytest.mark.django_db
def test_a_mail_of_others_is_none_of_ours():
    waiting = queued()

    for message_id in ("<1@example.org>", waiting.message_id):
        with pytest.raises(NoBounce):
            note(report(message_id), at=REALLY)
    assert Mail.objects.get().state == State.QUEUED


def test_a_mail_server_can_pipe_it_to_us(sent):
    answer = run(report(sent.message_id))

    assert (answer.exit_code, answer.output) == (0, f"{sent.public_id} came back.\n")
    assert Mail.objects.get().state == State.BOUNCED


@pytest.mark.django_db
def test_what_is_not_ours_brings_no_server_to_bounce_it_again():
    answer = run(b"Subject: Hej\n\nTak")

    assert answer.exit_code == 0
    assert "Nothing was noted." in answer.output


def test_the_worker_empties_a_maildir_and_leaves_what_people_wrote(sent, maildir):
    maildir.add(report(sent.message_id))
    maildir.add(b"From: a@example.dk\nSubject: Hej\n\nTak for mailen.")

    assert [read_bounces(REALLY), read_bounces(REALLY)] == [1, 0]

    assert Mail.objects.get().state == State.BOUNCED
    (left,) = maildir
    assert (left["Subject"], left.get_flags(), left.get_subdir()) == ("Hej", "FS", "cur")


def test_a_maildir_is_read_at_a_command_too(sent, maildir, settings):
    maildir.add(report(sent.message_id))

    answer = run(b"", "--maildir", str(settings.KKR_BOUNCES))

    assert answer.output == "1 noted.\n"
    assert len(maildir) == 0


def test_without_a_maildir_the_worker_looks_nowhere(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert read_bounces(REALLY) == 0


def test_bounces_can_go_to_an_address_of_their_own(way_out, db, settings):
    settings.MAIL_BOUNCES_TO = "bounces@kkr.example.dk"
    queued()

    deliver(now=REALLY)

    assert way_out.envelopes[0].mail_from == "bounces@kkr.example.dk"
    assert way_out.delivered[0]["From"] == "KKR Sjælland <post@kkr.example.dk>"
