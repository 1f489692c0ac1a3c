"""Somebody who only stands in the register: handed out what is held, and erased when entered by mistake."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.cast import HOUSE

from kkr.council.actions import (
    StaleCorrection,
    add_person,
    apply_import,
    correct_membership,
    erase_person,
    grant_role,
    hand_out_person,
    keep_upload,
    preview_import,
    rename_person,
    replace_member,
    start_membership,
    strike_membership,
)
from kkr.council.history import entries_about
from kkr.council.models import Membership, Person
from kkr.council.models.roles import Role
from kkr.council.sheets import export
from kkr.council.sheets.writing import as_csv
from kkr.ledger.models import Payload
from kkr.ledger.verification import verify
from kkr.workspace.register.history import history, imports_into

NOON = datetime(2018, 1, 29, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def seated(council, person, by=HOUSE):
    facts = {"role": "supplementary", "starts_on": date(2018, 1, 29)}
    return start_membership(body=council, person=person, **facts, by=by, at=NOON)


def imported(cast, *names, more=()):
    lines = "\n".join([*(f"{name};supplerende medlem;;V;29.01.2018;" for name in names), *more])
    content = f"Navn;Rolle;Kommune;Parti;Fra;Til og med\n{lines}".encode()
    facts = {"council": cast.council, "name": "fil.csv", "content": content}
    upload = keep_upload(**facts, by=cast.secretary, at=NOON)
    _plan, digest = preview_import(upload, by=cast.secretary, at=NOON)
    apply_import(upload, digest=digest, by=cast.secretary, at=NOON)
    return [Person.objects.get(name=name) for name in names]


def struck(person):
    for seat in Membership.objects.standing().filter(person=person):
        strike_membership(seat, why="Fejl", by=HOUSE, at=NOON)


def said_anywhere(words):
    return [
        payload for payload in Payload.objects.all() if words.casefold() in payload.text.casefold()
    ]


def test_whoever_was_entered_by_mistake_is_nowhere_afterwards(cast):
    somebody = add_person(name="Kanarie Fuglesang", by=cast.secretary, at=NOON)
    rename_person(somebody, name="Kanarie Fugl", why="Stavet", by=cast.secretary, at=NOON)

    erase_person(somebody, why="Var en prøve", by=cast.administrator, at=NOON)

    assert not said_anywhere("kanarie")
    somebody.refresh_from_db()
    assert "kanarie" not in str(vars(somebody)).casefold()
    assert somebody not in Person.objects.visible_to(cast.administrator)
    assert somebody not in Person.objects.named_like("Kanarie Fuglesang")
    assert entries_about(somebody).last().verb == "council.person_erased"
    assert verify().holds


def test_seats_struck_out_go_with_the_name(cast):
    somebody = add_person(name="Kanarie Fuglesang", by=HOUSE, at=NOON)
    seated(cast.council, somebody)
    struck(somebody)

    erase_person(somebody, why="Var en prøve", by=cast.administrator, at=NOON)

    assert not said_anywhere("kanarie")
    assert verify().holds


def test_an_import_is_told_again_without_them(cast):
    wrong, right = imported(cast, "Kanarie Fuglesang", "Ib Terp")
    struck(wrong)

    erase_person(wrong, why="Var en prøve", by=cast.administrator, at=NOON)

    assert not said_anywhere("kanarie")
    assert entries_about(right).last().verb == "council.import_retold"
    assert "Ib Terp" in str(entries_about(right).last().payload.content)
    assert [line["is_erased"] for line in history(right, cast.administrator)] == [False]
    assert [each["file"] for each in imports_into(cast.council, cast.secretary)] == ["fil.csv"]
    assert verify().holds


def test_the_second_of_an_import_can_be_erased_too(cast):
    people = imported(cast, "Kanarie Fuglesang", "Kanarie Krage")

    for person in people:
        struck(person)
        erase_person(person, why="Var en prøve", by=cast.administrator, at=NOON)

    assert not said_anywhere("kanarie")
    assert verify().holds


def test_who_has_or_had_a_seat_stays(cast):
    somebody = add_person(name="Ib Terp", by=HOUSE, at=NOON)
    seated(cast.council, somebody)

    with pytest.raises(ValidationError, match="er offentligt"):
        erase_person(somebody, why="Bad om det", by=cast.administrator, at=NOON)

    assert Person.objects.get(pk=somebody.pk).name == "Ib Terp"


def test_whoever_signs_in_for_their_seat_is_erased_with_the_account(cast):
    somebody = add_person(name="Ib Terp", by=HOUSE, at=NOON)
    seat = seated(cast.council, somebody)
    facts = {"role": Role.MEMBER, "body": cast.council, "membership": seat}
    grant_role(user=cast.newcomer, **facts, why="Valgt", by=HOUSE, at=NOON)
    struck(somebody)

    with pytest.raises(ValidationError, match="har en konto"):
        erase_person(somebody, why="Bad om det", by=cast.administrator, at=NOON)


@pytest.mark.parametrize("why", ["", " ", "Kanarie Fuglesang var en prøve"])
def test_the_reason_is_given_and_names_nobody(cast, why):
    somebody = add_person(name="Kanarie Fuglesang", by=HOUSE, at=NOON)

    with pytest.raises(ValidationError) as refused:
        erase_person(somebody, why=why, by=cast.administrator, at=NOON)

    assert "why" in refused.value.error_dict
    assert Person.objects.get(pk=somebody.pk).name


@pytest.mark.parametrize("act", [hand_out_person, erase_person])
@pytest.mark.parametrize("name", ["secretary", "contact", "chair", "newcomer", "citizen"])
def test_only_an_administrator_fetches_and_erases(cast, act, name):
    somebody = add_person(name="Ib Terp", by=HOUSE, at=NOON)

    with pytest.raises(PermissionDenied):
        act(somebody, why="x", by=getattr(cast, name), at=NOON)

    assert Person.objects.get(pk=somebody.pk).name == "Ib Terp"


def test_what_is_handed_out_is_theirs_alone(cast):
    somebody, other = imported(cast, "Ib Terp", "Kanarie Fuglesang")
    struck(somebody)

    held = hand_out_person(somebody, why="Indsigt", by=cast.administrator, at=NOON)

    rows = {holding.key: rows for holding, rows in held}
    assert [row["name"] for row in rows["offices"]] == ["Ib Terp"]
    verbs = [row["verb"] for row in rows["ledger"]]
    assert {"council.membership_struck", "council.person_handed_out"} <= set(verbs)
    assert "Ib Terp" in str(rows["ledger"])
    assert other.name not in str(rows["ledger"])


def test_an_erased_person_is_not_exported_and_what_is_exported_has_nothing_to_do(cast):
    seated(cast.council, "Ib Terp")
    somebody = add_person(name="Kanarie Fuglesang", by=HOUSE, at=NOON)
    erase_person(somebody, why="Var en prøve", by=cast.administrator, at=NOON)

    rows = list(export.rows_of(cast.council))
    facts = {"council": cast.council, "name": "x.csv", "content": as_csv(export.heads(), rows)}
    upload = keep_upload(**facts, by=cast.secretary, at=NOON)
    plan, _digest = preview_import(upload, by=cast.secretary, at=NOON)

    assert [row[0] for row in rows] == ["Ib Terp"]
    assert (plan.problems, plan.has_to_do) == ([], False)


def test_an_import_told_again_says_who_imported_and_when(cast):
    *wrong, right = imported(cast, "Kanarie Fuglesang", "Kanarie Krage", "Ib Terp")
    later = NOON + timedelta(days=3)

    for person in wrong:
        struck(person)
        erase_person(person, why="Var en prøve", by=cast.administrator, at=later)

    lines = [*history(right, cast.administrator), *imports_into(cast.council, cast.secretary)]
    assert {(line["who"], line["at"]) for line in lines} == {(cast.secretary.name, NOON)}


def test_nobody_is_seated_who_was_erased(cast):
    somebody = add_person(name="Kanarie Fuglesang", by=HOUSE, at=NOON)
    seat = seated(cast.council, "Ib Terp")
    erase_person(somebody, why="Var en prøve", by=cast.administrator, at=NOON)

    with pytest.raises(ValidationError, match="slettet"):
        seated(cast.council, somebody)
    with pytest.raises(ValidationError, match="slettet"):
        replace_member(seat, person=somebody, on=date(2018, 2, 1), by=HOUSE, at=NOON)

    assert not Membership.objects.filter(person=somebody).exists()


def test_a_form_stays_good_while_data_is_handed_out_or_others_are_erased(cast):
    wrong, right = imported(cast, "Kanarie Fuglesang", "Ib Terp")
    seat, seen = Membership.objects.get(person=right), entries_about(right).last().position
    struck(wrong)
    erase_person(wrong, why="Var en prøve", by=cast.administrator, at=NOON)
    hand_out_person(right, why="Indsigt", by=cast.administrator, at=NOON)

    facts = {"why": "Stavet", "based_on": seen, "by": cast.secretary, "at": NOON}
    assert rename_person(right, name="Ib Terpe", **facts).name == "Ib Terpe"
    correct_membership(seat, {"source": "https://kl.dk"}, **facts)


def test_an_import_told_again_is_as_new_as_the_import(cast):
    seat = seated(cast.council, "Ib Terp")
    seen = entries_about(seat).last().position
    lines = ["Ib Terp;supplerende medlem;;A;29.01.2018;"]
    wrong = imported(cast, "Kanarie Fuglesang", more=lines)[0]
    struck(wrong)
    erase_person(wrong, why="Var en prøve", by=cast.administrator, at=NOON)

    with pytest.raises(StaleCorrection) as stale:
        correct_membership(
            seat, {"source": "https://kl.dk"}, why="x", based_on=seen, by=cast.secretary, at=NOON
        )

    assert stale.value.entry.actor == cast.secretary.actor_key
