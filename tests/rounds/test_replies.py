"""A question goes out, and of each who is asked one reply holds."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from tests.cast import HOUSE
from tests.rounds.asking_around import (
    BY,
    DAY,
    LATER,
    answered,
    area,
    asked_of,
    municipality,
    opened,
)

from kkr.ledger.models import Entry
from kkr.ledger.verification import verify
from kkr.rounds import on_map
from kkr.rounds.actions import (
    Said,
    ask,
    close_round,
    draft_round,
    members_of,
    move_deadline,
    note_stage,
    open_round,
    reply,
    withdraw_round,
)
from kkr.rounds.models import Asked, Reply, Round, Stage, Way, WrongState

pytestmark = pytest.mark.django_db


def test_all_members_of_a_council_are_asked_where_nothing_else_is_said(cast):
    areas = members_of(cast.council, date(2017, 2, 13))

    assert len(areas) == 29


def test_nobody_else_sees_a_round_before_it_is_out(cast):
    made = draft_round(council=cast.council, kind="test", title="Mål", deadlines=[("", DAY)], **BY)
    ask(made, [area("albertslund")], **BY)
    seen = [name for name, who in cast.everyone().items() if Round.objects.visible_to(who).exists()]
    assert seen == ["secretary", "administrator"]

    open_round(made, **BY)

    assert Round.objects.public().get() == made


def test_a_closed_round_is_seen_by_those_who_ask_and_are_asked(cast):
    opened(cast.council, "albertslund", is_public=False)

    seen = [name for name, who in cast.everyone().items() if Round.objects.visible_to(who).exists()]

    assert seen == ["secretary", "contact", "administrator"]


def test_a_contact_answers_for_its_own_municipality_only(cast):
    made = opened(cast.council, "albertslund", "glostrup")
    facts = {"way": Way.PAGE, "by": cast.contact, "at": LATER}

    reply(asked_of(made, "albertslund"), Said("yes"), **facts)

    with pytest.raises(PermissionDenied):
        reply(asked_of(made, "glostrup"), Said("yes"), **facts)
    assert [each.asked.name for each in Reply.objects.valid()] == ["Albertslund"]


@pytest.mark.parametrize("name", ["other_secretary", "chair", "mayor", "official", "newcomer"])
def test_nobody_else_answers(cast, name):
    made = opened(cast.council, "albertslund")
    by = {"by": getattr(cast, name), "at": LATER}

    for act in (
        lambda: reply(asked_of(made, "albertslund"), Said("yes"), way=Way.PAGE, **by),
        lambda: note_stage(asked_of(made, "albertslund"), stage=Stage.RECEIVED, **by),
        lambda: close_round(made, **by),
        lambda: withdraw_round(made, why="Nej", **by),
        lambda: move_deadline(made, made.steps.get(), to=date(2017, 6, 1), why="Nej", **by),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_one_reports_for_another(cast):
    made = draft_round(council=cast.council, kind="test", title="Tal", deadlines=[("", DAY)], **BY)
    through = {area("dragoer").pk: municipality("albertslund")}
    ask(made, [area("dragoer")], through=through, **BY)
    open_round(made, **BY)

    answered(made, "dragoer", by=cast.contact, way=Way.PAGE)

    assert Reply.objects.get().asked.name == "Dragør"


def test_a_second_answer_corrects_the_first_which_stays(cast):
    made = opened(cast.council, "albertslund")
    answered(made, "albertslund")
    with pytest.raises(ValidationError):
        answered(made, "albertslund", "no", remark="Ikke råd")

    answered(made, "albertslund", "no", remark="Ikke råd", why="Tastefejl")

    first, second = Reply.objects.order_by("pk")
    assert (first.answer, first.replaced_at) == ("yes", LATER)
    assert (second.answer, second.why, second.replaced_at) == ("no", "Tastefejl", None)


def test_the_same_again_leaves_no_trace(cast):
    made = opened(cast.council, "albertslund")

    assert answered(made, "albertslund") == answered(made, "albertslund")
    assert Entry.objects.filter(verb="rounds.replied").count() == 1


def test_the_database_itself_keeps_one_valid_reply(cast):
    made = opened(cast.council, "albertslund")
    first = answered(made, "albertslund")
    facts = {"asked": first.asked, "step": first.step, "answer": "no", "way": Way.PAGE}

    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.create(entered_by="x", entered_at=LATER, **facts)


def test_a_hearing_in_two_steps_takes_a_first_and_a_final_report(cast):
    days = [("Første", date(2017, 4, 1)), ("Endelig", date(2017, 9, 1))]
    made = draft_round(council=cast.council, kind="test", title="Plan", deadlines=days, **BY)
    ask(made, [area("albertslund")], **BY)
    open_round(made, **BY)

    answered(made, "albertslund")
    answered(made, "albertslund", "no", remark="Nu ved vi mere")

    assert [(each.step.number, each.answer) for each in Reply.objects.valid()] == [
        (1, "yes"),
        (2, "no"),
    ]


def test_an_answer_has_what_belongs_to_it(cast):
    made = opened(cast.council, "albertslund")
    who = asked_of(made, "albertslund")
    facts = {"way": Way.SECRETARY, "by": HOUSE, "at": LATER}

    for said, where in (
        (Said("maybe"), "answer"),
        (Said("no"), "remark"),
        (Said("yes", decided_on=date(2030, 1, 1)), "decided_on"),
        (Said("yes", path=[{"committee": "ØU", "on": "i går"}]), "path"),
        (Said("yes", source_url="ikke en adresse"), "source_url"),
    ):
        with pytest.raises(ValidationError) as refused:
            reply(who, said, **facts)
        assert list(refused.value.message_dict) == [where]
    assert not Reply.objects.exists()


def test_how_far_a_municipality_is_stands_until_it_answers(cast):
    made = opened(cast.council, "albertslund")
    with pytest.raises(ValidationError):
        note_stage(asked_of(made, "albertslund"), stage=Stage.ON_AGENDA, by=cast.contact, at=LATER)
    with pytest.raises(ValidationError, match="2017"):
        note_stage(
            asked_of(made, "albertslund"),
            stage=Stage.ON_AGENDA,
            on=date(2016, 1, 1),
            by=cast.contact,
            at=LATER,
        )

    noted = note_stage(
        asked_of(made, "albertslund"),
        stage=Stage.ON_AGENDA,
        on=date(2017, 4, 11),
        by=cast.contact,
        at=LATER,
    )

    assert (noted.stage, noted.stage_on) == ("on_agenda", date(2017, 4, 11))
    assert Asked.objects.filter(round=made).unanswered().exists()


def test_an_answer_of_any_kind_of_question_is_drawn_on_the_map(cast):
    made = opened(cast.council, "albertslund", "glostrup")
    given = answered(made, "albertslund")

    assert on_map.state_of(given.asked, given) == "noted"
    assert on_map.state_of(asked_of(made, "glostrup"), None) == "waiting"


def test_nothing_is_answered_when_it_is_over_and_it_stays_over(cast):
    closed, withdrawn = (opened(cast.council, "albertslund", "glostrup") for _each in range(2))
    for made in (closed, withdrawn):
        answered(made, "albertslund")
    close_round(closed, **BY)
    withdraw_round(withdrawn, why="Sagen er bortfaldet.", **BY)

    for made in (closed, withdrawn):
        with pytest.raises(WrongState):
            answered(made, "glostrup")
        with pytest.raises(WrongState):
            open_round(made, **BY)
    assert Reply.objects.public().count() == 2


def test_a_day_is_moved_with_a_reason(cast):
    made = opened(cast.council, "albertslund")
    step = made.steps.get()
    with pytest.raises(ValidationError):
        move_deadline(made, step, to=date(2017, 6, 1), why="", **BY)

    assert move_deadline(made, step, to=date(2017, 6, 1), why="Ferie", **BY).deadline_on.month == 6


def test_the_history_of_what_is_not_for_everybody_says_no_word(cast):
    made = opened(cast.council, "albertslund", is_public=False)
    answered(made, "albertslund", "no", remark="Hemmeligt")

    entries = Entry.objects.filter(verb__startswith="rounds.")
    assert {entry.payload.text for entry in entries} == {"{}"}
    assert verify().broken_at is None
