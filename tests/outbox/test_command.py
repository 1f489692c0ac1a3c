import email
import email.policy
from datetime import timedelta

import pytest
from click.testing import CliRunner
from tests.outbox.test_delivery import REALLY
from tests.outbox.test_queue import queued

from kkr.config.checks import mail_has_a_way_out
from kkr.config.cli import main
from kkr.ledger.actors import System
from kkr.outbox.actions import deliver, erase_mail, settle
from kkr.outbox.models import Mail, State

pytestmark = pytest.mark.django_db


def run(*arguments):
    return CliRunner().invoke(main, arguments)


@pytest.fixture
def bounced(way_out):
    way_out.to_recipient = ["550 <borgmester@example.dk> unknown"]
    queued(to="borgmester@example.dk", subject="Fortroligt")
    return deliver(now=REALLY)


def test_status_counts(bounced):
    queued()

    shown = run("mail", "status")

    assert shown.exit_code == 0
    assert [line.split() for line in shown.output.splitlines()] == [
        ["1", "queued"],
        ["0", "sending"],
        ["0", "sent"],
        ["0", "failed"],
        ["1", "bounced"],
        ["1", "due", "now"],
    ]


def test_status_says_no_when_a_mail_failed():
    mail = queued()
    Mail.objects.filter(pk=mail.pk).update(state=State.FAILED, taken_at=REALLY)

    assert run("mail", "status").exit_code == 1


def test_the_list_names_nobody_unless_asked(bounced):
    discreet, open_ = run("mail", "list").output, run("mail", "list", "--show").output

    assert discreet == f"{bounced.public_id} bounced after 1 attempts  b…@example.dk 550\n"
    assert "borgmester@example.dk 'Fortroligt': 550 <borgmester@example.dk> unknown" in open_


def test_retry_queues_again(bounced):
    shown = run("mail", "retry", str(bounced.public_id))

    assert (shown.exit_code, shown.output) == (0, "1 queued again.\n")
    assert Mail.objects.get().state == State.QUEUED


@pytest.mark.parametrize(
    ("arguments", "code"),
    [([], 2), (["nonsense"], 2), (["00000000-0000-0000-0000-000000000000"], 3), (["--failed"], 0)],
)
def test_retry_says_what_it_could_not_do(bounced, arguments, code):
    assert run("mail", "retry", *arguments).exit_code == code


def test_retry_refuses_what_was_sent(way_out):
    mail = queued()
    deliver(now=REALLY)

    assert run("mail", "retry", str(mail.public_id)).exit_code == 1


def test_work_once_empties_the_queue(way_out):
    queued()
    queued()

    assert run("work", "--once").exit_code == 0
    assert len(way_out.delivered) == 2


def test_a_demo_writes_files_and_sends_nothing(settings, tmp_path, post_office):
    settings.EMAIL_BACKEND = "kkr.outbox.eml.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    mail = queued(subject="Æblegrød", text="Rødgrød med fløde\n")

    assert deliver(now=REALLY).state == State.SENT

    (path,) = (tmp_path / "mail").iterdir()
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert path.name == f"{mail.message_id.strip('<>')}.eml"
    assert message["Subject"] == "Æblegrød"
    assert message.get_content() == "Rødgrød med fløde\n"


def test_without_a_server_the_check_says_so(settings):
    settings.EMAIL_HOST, settings.KKR_DEMO = "", False

    assert [message.id for message in mail_has_a_way_out()] == ["kkr.W005"]


@pytest.mark.parametrize("but", [{"EMAIL_HOST": "smtp.example.dk"}, {"KKR_DEMO": True}])
def test_with_a_server_or_in_a_demo_the_check_is_content(settings, but):
    settings.EMAIL_HOST, settings.KKR_DEMO = "", False
    for name, value in but.items():
        setattr(settings, name, value)

    assert mail_has_a_way_out() == []


def failed(**facts):
    mail = queued(**facts)
    Mail.objects.filter(pk=mail.pk).update(state=State.FAILED, taken_at=REALLY, **facts)
    return mail


def test_an_erased_mail_that_failed_is_nobodys_trouble_any_more():
    failed(), failed()
    erase_mail(before=REALLY + timedelta(seconds=1), by=System("outbox"), at=REALLY)
    other = failed()

    assert run("mail", "retry", "--failed").output == "1 queued again.\n"
    assert Mail.objects.get(pk=other.pk).state == State.QUEUED
    assert run("mail", "status").exit_code == 0


def test_one_that_may_not_be_sent_again_stops_no_other():
    wordless, other = failed(), failed()
    Mail.objects.filter(pk=wordless.pk).update(confidential=True, text="", html="")

    shown = run("mail", "retry", "--failed")

    assert (shown.exit_code, Mail.objects.get(pk=other.pk).state) == (1, State.QUEUED)
    assert "1 queued again." in shown.output
    assert str(wordless.public_id) in shown.output


def test_a_settled_mail_is_no_longer_told_of():
    settle(failed(), by=System("outbox"), at=REALLY)

    assert run("mail", "status").exit_code == 0
    assert run("mail", "retry", "--failed").output == "0 queued again.\n"
