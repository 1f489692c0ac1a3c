"""A mail that failed or came back stands on the desk of the administrators until somebody has looked to it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.cast import Cast
from tests.workspace.conftest import MORNING

from kkr.ledger.models import Entry
from kkr.outbox.actions import enqueue, settle
from kkr.outbox.models import Mail, Outcome, State

pytestmark = pytest.mark.django_db
SAID = "550 5.1.1 unknown"


@pytest.fixture
def lost() -> Mail:
    return bounced()


def bounced(**more) -> Mail:
    mail = enqueue(to="b@example.dk", subject="Indkaldelse", text="Hemmelig", at=MORNING, **more)
    Mail.objects.filter(pk=mail.pk).update(
        state=State.BOUNCED, taken_at=MORNING, sent_at=MORNING, last_error=SAID
    )
    mail.history.create(at=MORNING, outcome=Outcome.BOUNCED, reply=SAID)
    return Mail.objects.get(pk=mail.pk)


def path(mail: Mail) -> str:
    return f"/arbejde/mail/{mail.public_id}/"


def test_it_stands_on_the_desk_with_the_reason_behind_it(signed_in, lost):
    admin = signed_in("administrator")

    desk = admin.get("/arbejde/").content.decode()
    page = admin.get(path(lost)).content.decode()

    assert "Mail, der kom retur, b@example.dk" in desk
    assert f'href="{path(lost)}"' in desk
    assert SAID in page
    assert "Hemmelig" not in page


@pytest.mark.parametrize("state", [State.QUEUED, State.SENT])
def test_what_is_well_is_on_no_desk(signed_in, lost, state):
    Mail.objects.update(state=state)

    assert path(lost) not in signed_in("administrator").get("/arbejde/").content.decode()


@pytest.mark.parametrize("name", sorted(set(Cast.NAMES) - {"administrator", "citizen"}))
def test_it_is_for_administrators_only(cast, signed_in, lost, name):
    browser = signed_in(name)

    assert path(lost) not in browser.get("/arbejde/").content.decode()
    assert browser.get(path(lost)).status_code == 404
    assert browser.post(path(lost), {"settle": "1"}).status_code == 404
    with pytest.raises(PermissionDenied):
        settle(lost, by=getattr(cast, name), at=MORNING)


def test_it_is_sent_again(signed_in, lost):
    answer = signed_in("administrator").post(path(lost), {"again": "1"})

    lost.refresh_from_db()
    assert (answer["Location"], lost.state) == ("/arbejde/", State.QUEUED)


def test_whoever_looked_to_it_takes_it_off_the_desk_once(signed_in, lost):
    admin = signed_in("administrator")

    for _twice in range(2):
        admin.post(path(lost), {"settle": "1"})

    assert path(lost) not in admin.get("/arbejde/").content.decode()
    assert Entry.objects.filter(verb="outbox.settled").count() == 1


def test_if_it_comes_back_again_it_is_on_the_desk_again(cast, signed_in, lost):
    settle(lost, by=cast.administrator, at=MORNING)
    signed_in("administrator").post(path(lost), {"again": "1"})

    lost.refresh_from_db()
    assert lost.settled_at is None


def test_a_mail_whose_text_is_gone_cannot_be_sent_again(signed_in):
    mail = bounced(confidential=True)
    Mail.objects.update(text="")
    admin = signed_in("administrator")

    page = admin.get(path(mail)).content.decode()
    refused = admin.post(path(mail), {"again": "1"}).content.decode()

    assert "Den indeholdt et hemmeligt link" in page
    assert 'name="again"' not in page
    assert "Teksten i denne mail er slettet" in refused


def test_what_is_well_needs_no_looking_to(cast, lost):
    Mail.objects.update(state=State.SENT)

    with pytest.raises(ValidationError):
        settle(lost, by=cast.administrator, at=MORNING)
