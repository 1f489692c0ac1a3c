"""Two people doing the same, or what excludes it, in the same instant; each in a transaction of their own."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from tests.worlds import take_away_all

from kkr.accounts.actions import InvitationGone, accept_invitation, erase_user, invite_user
from kkr.accounts.models import User
from kkr.council.actions import (
    add_committee,
    add_contact,
    add_person,
    change_contact,
    close_committee,
    erase_contact,
    import_table,
    preview_table,
    start_membership,
)
from kkr.council.models import (
    Area,
    Association,
    Committee,
    Contact,
    Council,
    Membership,
    Municipality,
    Person,
    RoleGrant,
)
from kkr.council.sheets.committees import Committees
from kkr.council.sheets.reading import read_sheet
from kkr.ledger.actions import record
from kkr.ledger.actors import System
from kkr.ledger.models import Entry, Payload
from kkr.outbox.actions import enqueue
from kkr.outbox.models import Mail
from kkr.workspace.accounts.inviting import invite_with_role

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
ACT = {"by": System("test"), "at": NOON}
WRITERS = 6


@pytest.fixture
def council(tables, django_db_blocker):
    """A council that every connection sees, taken away afterwards past the triggers."""
    with django_db_blocker.unblock():
        if connection.vendor != "postgresql":
            pytest.skip("SQLite lets one writer in at a time")
        country, part = (
            Area.objects.create(kind=kind, name=kind, slug=kind) for kind in ("country", "council")
        )
        association = Association.objects.create(
            kind="association", name="KL", slug="kl", area=country
        )
        facts = {"kind": "council", "name": "KKR X", "slug": "x", "short_name": "X", "ordering": 1}
        yield Council.objects.create(association=association, area=part, **facts)
        take_away_all()


def at_once(act: Callable[[], object]) -> list[object]:
    """What came of doing `act` in as many threads as there are writers."""
    outcomes: list[object] = []
    start = threading.Barrier(WRITERS)

    def run() -> None:
        start.wait()
        try:
            outcomes.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@contextmanager
def somebody_else(steps: Iterator[None]) -> Iterator[list[Exception]]:
    """Somebody who has done the first of two steps of one transaction, and does the second meanwhile."""
    begun, fallen = threading.Event(), []

    def run() -> None:
        try:
            with transaction.atomic():
                next(steps)
                begun.set()
                threading.Event().wait(0.5)
                next(steps, None)
        except Exception as failure:  # noqa: BLE001 -- shown by the test
            fallen.append(failure)
        finally:
            begun.set()
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    begun.wait()
    yield fallen
    thread.join()


def test_a_person_who_is_entered_twice_at_once_is_entered_once(council):
    public_id = uuid4()

    people = at_once(lambda: add_person(name="Ib Terp", public_id=public_id, **ACT))

    assert people == [Person.objects.get()] * WRITERS
    assert Entry.objects.count() == 1


def test_a_seat_that_is_given_twice_at_once_is_given_once(council):
    facts = {"body": council, "person": "Ib Terp", "role": "chair", "public_id": uuid4()}

    seats = at_once(lambda: start_membership(starts_on=date(2017, 1, 1), **facts, **ACT))

    assert seats == [Membership.objects.get()] * WRITERS
    assert Person.objects.count() == 1


def test_nobody_is_seated_in_a_committee_while_it_is_closed(council):
    health = add_committee(council=council, name="Sundhed", composition="officials", **ACT)
    facts = {"body": health, "role": "member", "starts_on": date(2016, 1, 1)}
    person = add_person(name="Ib Terp", **ACT)
    outcome: list[str] = []

    def seat() -> None:
        try:
            start_membership(person=person, **facts, **ACT)
        except ValidationError as refusal:
            outcome.extend(refusal.message_dict)
        connection.close()

    thread = threading.Thread(target=seat)
    with transaction.atomic():
        close_committee(health, on=date(2017, 1, 1), **ACT)
        thread.start()
        thread.join(0.5)
    thread.join()

    assert outcome == ["starts_on"]
    assert not Membership.objects.exists()


def test_a_committee_that_is_set_up_twice_at_once_is_set_up_once(council):
    def add() -> object:
        try:
            return add_committee(council=council, name="Sundhed", composition="officials", **ACT)
        except ValidationError as refusal:
            return list(refusal.message_dict)

    outcomes = at_once(add)

    assert outcomes.count(["name"]) == WRITERS - 1
    assert Committee.objects.get() in outcomes


def test_a_table_that_is_confirmed_twice_at_once_is_imported_once(council):
    sheet = read_sheet(b"Navn;Best\xc3\xa5r af\nSundhed;officials\n")
    _plan, digest = preview_table(Committees, sheet, council=council, **ACT)

    outcomes = at_once(
        lambda: import_table(Committees, sheet, council=council, digest=digest, **ACT).added
    )

    assert sorted(outcomes) == [*[0] * (WRITERS - 1), 1]
    assert Committee.objects.count() == 1


def test_an_address_that_is_invited_twice_at_once_has_one_account_and_one_role(council):
    facts = {"email": "ny@example.dk", "name": "Ny", "role": "official", "body": council}

    users = at_once(lambda: invite_with_role(**facts, now=NOON, **ACT)[0])

    assert users == [User.objects.get()] * WRITERS
    assert RoleGrant.objects.count() == 1


def test_an_address_that_is_invited_twice_at_once_without_a_role_has_one_account(council):
    facts = {"email": "ny@example.dk", "name": "Ny"}

    users = at_once(lambda: invite_user(**facts, now=NOON, **ACT)[0])

    assert users == [User.objects.get()] * WRITERS


def test_who_accepts_an_invitation_while_another_is_sent_is_told_and_nobody_falls(council):
    person = {"email": "ny@example.dk", "name": "Ny"}
    user, token = invite_user(**person, now=NOON, **ACT)

    def invite_again():
        User.objects.select_for_update().get(pk=user.pk)  # as the act itself begins
        yield
        invite_user(**person, now=NOON, **ACT)

    with somebody_else(invite_again()) as fallen, pytest.raises(InvitationGone):
        accept_invitation(token, "en lang og sjælden adgangskode", at=NOON, now=NOON)

    assert fallen == []
    assert not User.objects.get().is_active


# Erasing somebody while somebody else works on what is theirs


@pytest.fixture
def karen(council):
    """The contact of a municipality, to whom a mail was written."""
    area = Area.objects.create(kind="municipality", name="Nord", slug="nord")
    facts = {"code": "0999", "cvr": "12345678", "name": "Nord", "slug": "nord"}
    there = Municipality.objects.create(kind="municipality", area=area, **facts)
    enqueue(to="karen@example.dk", subject="Kære Karen", text="Hej", at=NOON)
    facts = {"name": "Karen Krage", "email": "karen@example.dk"}
    return add_contact(municipality=there, **facts, **ACT)


def without_an_account(contact):
    erase_contact(contact, why="Bedt om det", now=NOON, **ACT)


def with_an_account(_contact):
    account = {"email": "karen@example.dk", "name": "Karen Krage"}
    user, _token = invite_user(**account, now=NOON, **ACT)
    return lambda _contact: erase_user(user, why="Bedt om det", now=NOON, **ACT)


def change_the_name(contact):
    Contact.objects.select_for_update().get(pk=contact.pk)  # as the act itself begins
    yield
    change_contact(contact, name="Karen Kragelund", email=contact.email, **ACT)


def write_of_a_mail(_contact):
    mail = Mail.objects.select_for_update().get()  # as delivering ends
    yield
    record(verb="outbox.failed", subject=mail, **ACT)


@pytest.mark.parametrize("work", [change_the_name, write_of_a_mail])
@pytest.mark.parametrize("has_account", [False, True])
def test_whoever_is_erased_while_others_work_is_erased_and_nobody_falls(karen, work, has_account):
    erase = with_an_account(karen) if has_account else without_an_account

    with somebody_else(work(karen)) as fallen:
        erase(karen)

    assert fallen == []
    assert Contact.objects.get().name == Mail.objects.get().to == ""
    assert not Payload.objects.filter(text__icontains="Karen").exists()
