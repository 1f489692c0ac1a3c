"""What the mails about a question say: links, and nothing closed."""

import pytest
from tests.rounds.asking_around import BY, area, contact_of
from tests.workspace.recommendations.conftest import DAY, THEN

from kkr.outbox.models import Mail
from kkr.rounds.actions import ask, draft_round, open_round, withdraw_round
from kkr.rounds.asking import Notice
from kkr.rounds.models import Asked
from kkr.workspace.recommendations.letters import letter_of

pytestmark = pytest.mark.django_db


def test_a_contact_is_asked_in_danish_with_a_link(made):
    mail = Mail.objects.get()
    assert mail.subject == "Spørgsmål: Mål for sundhed"
    for text in (mail.text, mail.html):
        assert "KKR Hovedstaden beder kommunalbestyrelsen i Albertslund" in text
        assert "1. maj 2017" in text.replace("\xa0", " ")
        assert "/svar/" in text
        assert "Godkender I målene?" not in text


def test_of_a_question_that_is_not_public_the_mail_has_no_word(cast):
    contact_of("albertslund")
    made = draft_round(
        council=cast.council, kind="test", title="Hemmelig", deadlines=[("", DAY)],
        is_public=False, **BY,
    )  # fmt: skip
    ask(made, [area("albertslund")], **BY)
    open_round(made, **BY)
    withdraw_round(made, why="Også hemmeligt", **BY)

    assert Mail.objects.count() == 2
    for mail in Mail.objects.all():
        assert "emmelig" not in mail.subject + mail.text + mail.html


def test_several_questions_are_one_mail_with_a_link_each(made, cast):
    asked = tuple(Asked.objects.select_related("area", "round__council")[:2])
    tokens = {each.pk: f"token-{each.pk}" for each in asked}
    letter = letter_of(Notice("before3", "a@example.dk", "Kontakt", asked, tokens))
    assert letter.subject == "Husk at svare på 2 spørgsmål"
    assert [link.href.split("/")[-2] for link in letter.links] == list(tokens.values())
    assert letter.action is None


@pytest.mark.parametrize("what", ["asked", "before14", "before3", "late", "confirm"])
def test_every_notice_has_words(made, what):
    asked = tuple(Asked.objects.select_related("area", "round__council")[:1])
    notice = Notice(what, "a@example.dk", "Kontakt", asked, {asked[0].pk: "token"})
    letter = letter_of(notice)
    assert "token" in letter.action.href
    assert letter_of(Notice("noget andet", "a@example.dk", "Kontakt", asked)) is None


def test_whoever_was_asked_is_told_that_it_is_withdrawn_and_why(made):
    withdraw_round(made.round, why="Sagen er udskudt.", **THEN)
    mail = Mail.objects.order_by("pk").last()
    assert mail.subject == "Trukket tilbage: Mål for sundhed"
    assert "Sagen er udskudt." in mail.text
