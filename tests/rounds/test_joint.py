"""One municipality answers for another too, as is said before the question is sent out."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.rounds.asking_around import BY, DAY, area, asked_of, contact_of, municipality

from kkr.ledger.models import Entry
from kkr.outbox.models import Mail
from kkr.rounds.actions import ask, change_draft, draft_round, open_round, report_through
from kkr.rounds.models import SentNotice, WrongState

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafted(cast):
    made = draft_round(council=cast.council, kind="test", title="Tal", deadlines=[("", DAY)], **BY)
    ask(made, [area(slug) for slug in ("dragoer", "taarnby", "ishoej")], **BY)
    return made


def joined(drafted, slug, reporter, **who):
    through = municipality(reporter) if reporter else None
    return report_through(asked_of(drafted, slug), through, **(who or BY))


def test_its_contacts_get_the_mails_of_both(drafted):
    contact_of("dragoer", "dragoer@example.dk")
    contact_of("taarnby", "taarnby@example.dk")
    joined(drafted, "dragoer", "taarnby")
    joined(drafted, "dragoer", "taarnby")

    open_round(drafted, **BY)

    assert Entry.objects.filter(verb="rounds.reports_through").count() == 1
    told = SentNotice.objects.filter(contact__email="taarnby@example.dk")
    assert {each.asked.name for each in told} == {"Dragør", "Tårnby"}
    assert [mail.to for mail in Mail.objects.all()] == ["taarnby@example.dk"]


def test_it_is_taken_back_and_goes_with_the_reporter(drafted):
    assert joined(drafted, "dragoer", "taarnby").reports_through == municipality("taarnby")
    assert joined(drafted, "dragoer", None).reports_through is None

    joined(drafted, "dragoer", "taarnby")
    kept = [area("dragoer"), area("ishoej")]
    change_draft(drafted, title="Tal", days=[DAY], areas=kept, **BY)

    assert asked_of(drafted, "dragoer").reports_through is None
    changed = Entry.objects.filter(verb="rounds.draft_changed").latest("pk").payload
    assert changed.content["changed"] == ["areas", "reports_through"]

    change_draft(drafted, title="Tallene", days=[DAY], areas=kept, **BY)
    changed = Entry.objects.filter(verb="rounds.draft_changed").latest("pk").payload
    assert changed.content["changed"] == ["title"]


@pytest.mark.parametrize(
    ("slug", "reporter"), [("dragoer", "dragoer"), ("dragoer", "herlev"), ("taarnby", "ishoej")]
)
def test_itself_a_stranger_and_a_chain_are_refused(drafted, slug, reporter):
    joined(drafted, "ishoej", "taarnby")
    with pytest.raises(ValidationError):
        joined(drafted, slug, reporter)
    assert asked_of(drafted, slug).reports_through is None


def test_nobody_else_says_so_and_nobody_once_it_is_out(drafted, cast):
    with pytest.raises(PermissionDenied):
        joined(drafted, "dragoer", "taarnby", by=cast.contact, at=BY["at"])
    open_round(drafted, **BY)
    with pytest.raises(WrongState):
        joined(drafted, "dragoer", "taarnby")
