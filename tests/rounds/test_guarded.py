"""No personal number becomes public with a question or an answer, unless the secretariat says why."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import HOUSE
from tests.rounds.asking_around import (
    BY,
    DAY,
    LATER,
    answered,
    area,
    asked_of,
    contact_of,
    municipality,
    opened,
)

from kkr.council.sheets.reading import read_sheet
from kkr.documents.actions import store_file
from kkr.documents.guarding import Guarded
from kkr.ledger.models import Entry
from kkr.rounds.actions import (
    Said,
    answer_by_link,
    answer_by_program,
    ask,
    digest_of_plan,
    draft_round,
    find_link,
    give_token,
    import_replies,
    make_link,
    move_deadline,
    open_round,
    reply,
    withdraw_round,
)
from kkr.rounds.models import Reply, Round, State, Way
from kkr.rounds.sheets import headings, plan_of

pytestmark = pytest.mark.django_db
NUMBER = "070761-4285"
WORDS = f"Se sagen om {NUMBER}."
WHY = "Nummeret er opdigtet."


def drafted(council, **facts) -> Round:
    facts = {"title": "Mål", "illustrative": f"Se {NUMBER}."} | facts
    made = draft_round(council=council, kind="test", deadlines=[("", DAY)], **facts, **BY)
    ask(made, [area("albertslund")], **BY)
    return made


def test_a_question_that_everybody_reads_goes_out_with_a_reason_only(cast):
    made = drafted(cast.council)

    with pytest.raises(Guarded) as refused:
        open_round(made, **BY)
    assert refused.value.counts == {"cpr_numbers": 1}
    made.refresh_from_db()
    assert made.state == State.DRAFT

    open_round(made, override=WHY, **BY)

    said = Entry.objects.get(verb="rounds.opened").payload.text
    assert WHY in said
    assert NUMBER not in said


def test_a_title_with_a_number_is_refused_at_once_for_the_address_is_made_of_it(cast):
    with pytest.raises(ValidationError) as refused:
        drafted(cast.council, title=f"Mål {NUMBER}")
    assert list(refused.value.message_dict) == ["title"]

    assert drafted(cast.council, title=f"Mål {NUMBER}", is_public=False).pk


def test_a_question_that_is_not_public_is_not_held_back(cast):
    assert open_round(drafted(cast.council, is_public=False), **BY).state == State.OPEN


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("remark", {"remark": WORDS}),
        ("case_number", {"case_number": NUMBER}),
        ("path", {"path": [{"committee": f"Udvalget {NUMBER}", "on": ""}]}),
        ("source_url", {"source_url": f"https://www.example.dk/{NUMBER}"}),
    ],
)
def test_a_contact_is_told_at_the_field_and_cannot_let_it_pass(cast, name, facts):
    asked = asked_of(opened(cast.council, "albertslund"), "albertslund")
    act = {"way": Way.PAGE, "by": cast.contact, "at": LATER}

    for override in ("", WHY):
        with pytest.raises(ValidationError) as refused:
            reply(asked, Said("yes", **facts), override=override, **act)
        assert list(refused.value.message_dict) == [name]
        assert NUMBER not in str(refused.value.message_dict)

    assert not Reply.objects.exists()


def test_a_contact_cannot_let_it_pass_as_the_secretariat_either(cast):
    asked = asked_of(opened(cast.council, "albertslund"), "albertslund")
    with pytest.raises(ValidationError) as refused:
        reply(
            asked,
            Said("yes", remark=WORDS),
            way=Way.SECRETARY,
            override=WHY,
            by=cast.contact,
            at=LATER,
        )
    assert "remark" in refused.value.message_dict


def test_a_file_with_a_number_is_held_back(cast):
    asked = asked_of(opened(cast.council, "albertslund"), "albertslund")
    upload = SimpleUploadedFile(f"{NUMBER}.csv", b"a;b\n1;2\n")
    file = store_file(upload, **BY)

    with pytest.raises(ValidationError) as refused:
        reply(asked, Said("yes"), file=file, way=Way.PAGE, by=cast.contact, at=LATER)
    assert list(refused.value.message_dict) == ["file"]

    reply(
        asked, Said("yes"), file=file, way=Way.SECRETARY, override=WHY, by=cast.secretary, at=LATER
    )
    assert Reply.objects.get().file == file


def test_a_link_and_a_program_are_refused_at_the_field(cast):
    asked = asked_of(opened(cast.council, "albertslund"), "albertslund")
    link = find_link(make_link(asked, contact_of("albertslund"), at=LATER))
    token, _words = give_token(municipality("albertslund"), label="SBSYS", **BY)

    with pytest.raises(ValidationError) as by_link:
        answer_by_link(link, Said("yes", remark=WORDS), at=LATER)
    with pytest.raises(ValidationError) as by_program:
        answer_by_program(asked, Said("yes", remark=WORDS), by=token, at=LATER)

    for refused in (by_link, by_program):
        assert list(refused.value.message_dict) == ["remark"]
    assert not Reply.objects.exists()


def test_the_secretariat_lets_an_answer_pass_with_a_reason_that_stays(cast):
    made = opened(cast.council, "albertslund")

    with pytest.raises(Guarded):
        answered(made, "albertslund", remark=WORDS)
    answered(made, "albertslund", remark=WORDS, override=WHY)

    said = Entry.objects.get(verb="rounds.replied").payload.text
    assert WHY in said
    assert NUMBER not in said


def test_what_was_let_pass_once_is_not_asked_for_again(cast):
    made = opened(cast.council, "albertslund")
    answered(made, "albertslund", remark=WORDS, override=WHY)

    answered(made, "albertslund", answer="no", remark=WORDS, why="Det var et nej.")

    assert Reply.objects.valid().get().answer == "no"


def test_an_answer_to_a_closed_question_is_not_held_back(cast):
    made = opened(cast.council, "albertslund", is_public=False)
    assert answered(made, "albertslund", remark=WORDS).remark == WORDS


def test_reasons_that_readers_see_are_looked_at(cast):
    made = opened(cast.council, "albertslund")
    step = made.steps.get()
    for act in (
        lambda **more: move_deadline(made, step, to=date(2017, 6, 1), why=WORDS, **more, **BY),
        lambda **more: withdraw_round(made, why=WORDS, **more, **BY),
    ):
        with pytest.raises(Guarded):
            act()
        act(override=WHY)

    for verb in ("deadline_moved", "withdrawn"):
        assert NUMBER not in Entry.objects.get(verb=f"rounds.{verb}").payload.text


def test_a_table_of_answers_is_kept_with_a_reason_or_not_at_all(cast):
    made = opened(cast.council, "albertslund", "glostrup")
    rows = [
        headings()[:5],
        ["Albertslund", "Ja", "", WORDS, "17/1"],
        ["Glostrup", "Ja", "", "", "17/2"],
    ]
    sheet = read_sheet("\n".join("\t".join(row) for row in rows).encode())
    facts = {"digest": digest_of_plan(plan_of(made, sheet, LATER.date())), "by": HOUSE, "at": LATER}

    with pytest.raises(Guarded) as refused:
        import_replies(made, sheet, **facts)
    assert refused.value.counts == {"cpr_numbers": 1}
    assert not Reply.objects.exists()

    assert len(import_replies(made, sheet, override=WHY, **facts)) == 2
