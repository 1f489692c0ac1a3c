"""Whoever asks sees that a mail did not arrive, and sends the question once more; nobody else does either."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.cast import HOUSE
from tests.rounds.asking_around import LATER, answered, asked_of, contact_of
from tests.workspace.conftest import MORNING
from tests.workspace.recommendations.conftest import THEN

from kkr.council.actions import remove_contact
from kkr.ledger.models import Entry
from kkr.outbox.actions import record_bounce
from kkr.outbox.models import Mail
from kkr.rounds.actions import ask_again, close_round
from kkr.rounds.models import ReplyLink, SentNotice, WrongState

pytestmark = pytest.mark.django_db
HERE = "/arbejde/hovedstaden/anbefalinger/maal-for-sundhed/"
WHY = "550 Ukendt modtager"


def came_back(mail: Mail) -> None:
    mail.taken_at = MORNING
    mail.save()
    record_bounce(mail.message_id, WHY, at=MORNING)


def again_at(asked) -> str:
    return f"/arbejde/svar/{asked.public_id}/send-igen/"


def text_of(browser, address: str) -> str:
    return browser.get(address).content.decode().replace("\xa0", " ")


def test_a_mail_that_came_back_is_told_to_whoever_asks_until_it_is_sent_again(
    secretary, made, asked
):
    way = again_at(asked)
    assert way not in text_of(secretary, HERE)
    came_back(Mail.objects.get())
    shown = text_of(secretary, HERE)
    assert WHY in shown
    assert way in shown
    desk = text_of(secretary, "/arbejde/")
    assert "Spørgsmål, der ikke nåede frem" in desk
    assert "Mål for sundhed: Albertslund" in desk
    assert "Kontakt, kontakt@example.dk" in text_of(secretary, way)

    answer = secretary.post(way, {"contact": SentNotice.objects.get().contact_id})

    assert answer["Location"] == HERE
    mails = Mail.objects.order_by("pk")
    assert [mail.subject for mail in mails] == ["Spørgsmål: Mål for sundhed"] * 2
    assert ReplyLink.objects.count() == 2
    assert Entry.objects.filter(verb="rounds.asked_again").count() == 1
    assert way not in text_of(secretary, HERE)
    assert "Spørgsmål, der ikke nåede frem" not in text_of(secretary, "/arbejde/")


def test_who_became_contact_later_can_be_asked(secretary, made):
    later = contact_of("glostrup", "ny@example.dk")
    way = again_at(asked_of(made.round, "glostrup"))
    assert f"{way}?til={later.pk}" in text_of(secretary, HERE)

    secretary.post(way, {"contact": later.pk})

    assert Mail.objects.latest("pk").to == "ny@example.dk"
    assert way not in text_of(secretary, HERE)


def test_it_is_sent_to_who_is_written_to_only_and_while_it_is_open(secretary, cast, made, asked):
    act = {"by": cast.secretary, "at": MORNING}
    other = contact_of("glostrup", "anden@example.dk")
    contact = SentNotice.objects.get().contact
    with pytest.raises(ValidationError):
        ask_again(asked, other, **act)
    assert secretary.post(again_at(asked), {"contact": other.pk}).status_code == 200
    close_round(made.round, **THEN)
    with pytest.raises(WrongState):
        ask_again(asked, contact, **act)
    assert secretary.get(again_at(asked)).status_code == 404
    assert Mail.objects.count() == 1


@pytest.mark.parametrize("settle", ["answered", "removed"])
def test_nobody_is_bothered_with_what_needs_no_mail_any_more(secretary, made, asked, settle):
    came_back(Mail.objects.get())
    if settle == "answered":
        answered(made.round, "albertslund", "approved")
    else:
        remove_contact(SentNotice.objects.get().contact, why="Rejst.", by=HOUSE, at=LATER)
    assert not SentNotice.objects.undelivered().exists()


def test_nobody_else_sees_it_or_sends_it(signed_in, cast, made, asked):
    came_back(Mail.objects.get())
    contact = SentNotice.objects.get().contact
    for who in ("other_secretary", "mayor", "contact", "official", "newcomer"):
        browser = signed_in(who)
        assert browser.get(again_at(asked)).status_code == 404
        assert browser.post(again_at(asked), {"contact": contact.pk}).status_code == 404
        assert "ikke nåede frem" not in text_of(browser, "/arbejde/")
        with pytest.raises(PermissionDenied):
            ask_again(asked, contact, by=getattr(cast, who), at=MORNING)
    assert Mail.objects.count() == 1
