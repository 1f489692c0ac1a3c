"""What the mails about a question say: links, and nothing closed."""

from dataclasses import replace
from datetime import date

import pytest
from tests.rounds.asking_around import BY, answered, area, contact_of
from tests.workspace.recommendations.conftest import DAY, THEN

from kkr.outbox.models import Mail
from kkr.rounds.actions import ask, draft_round, move_deadline, open_round, withdraw_round
from kkr.rounds.asking import Notice, Told
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
    tokens = [f"token-{each.pk}" for each in asked]
    told = (
        Told("before3", each, made.round.steps.get(), token)
        for each, token in zip(asked, tokens, strict=True)
    )
    letter = letter_of(Notice("a@example.dk", "Kontakt", tuple(told)))
    assert letter.subject == "Husk at svare på 2 spørgsmål"
    assert [link.href.split("/")[-2] for link in letter.links] == tokens
    assert letter.action is None


@pytest.mark.parametrize(
    "what", ["asked", "again", "moved", "before14", "before3", "late", "confirm"]
)
def test_every_notice_has_words(made, what):
    asked = Asked.objects.select_related("area", "round__council").first()
    told = Told(what, asked, made.round.steps.get(), "token")
    letter = letter_of(Notice("a@example.dk", "Kontakt", (told,)))
    assert "token" in letter.action.href
    nothing = replace(told, what="noget andet")
    assert letter_of(Notice("a@example.dk", "Kontakt", (nothing,))) is None


def test_reminders_of_several_kinds_are_one_mail_each_with_its_own_day(made):
    step, asked = made.round.steps.get(), made.round.asked.with_names()[:2]
    told = tuple(
        Told(what, each, step, "x") for what, each in zip(("late", "before14"), asked, strict=True)
    )
    letter = letter_of(Notice("a@example.dk", "Kontakt", told))
    assert letter.subject == "Husk at svare på 2 spørgsmål"
    late, soon = (link.label.replace("\xa0", " ") for link in letter.links)
    assert late == "Mål for sundhed, for Albertslund, fristen var den 1. maj 2017"
    assert soon == "Mål for sundhed, for Egedal, senest den 1. maj 2017"


def test_whoever_was_asked_is_told_that_it_is_withdrawn_and_why(made):
    withdraw_round(made.round, why="Sagen er udskudt.", **THEN)
    mail = Mail.objects.order_by("pk").last()
    assert mail.subject == "Trukket tilbage: Mål for sundhed"
    assert "Sagen er udskudt." in mail.text


def test_whoever_has_not_answered_is_told_of_a_new_last_day_each_time(made):
    step = made.round.steps.get()
    for day in (15, 1, 15):
        to = date(2017, 5, day) if day > 1 else date(2017, 6, day)
        move_deadline(made.round, step, to=to, why="Ferie.", **THEN)
    mails = list(Mail.objects.order_by("pk"))[1:]
    assert [mail.subject for mail in mails] == ["Ny frist: Mål for sundhed"] * 3
    assert "flyttet fristen for Albertslund til den 15. maj 2017" in mails[-1].text.replace(
        "\xa0", " "
    )
    assert "/svar/" in mails[-1].text

    answered(made.round, "albertslund", "approved")
    move_deadline(made.round, step, to=date(2017, 7, 1), why="Mere ferie.", **THEN)

    assert Mail.objects.count() == 4
