"""Two people doing the same, or what excludes it, in the same instant; each in a transaction of their own."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from kkr.accounts.actions import erase_user, invite_user
from kkr.council.actions import (
    add_committee,
    add_contact,
    add_person,
    change_contact,
    close_committee,
    erase_contact,
    start_membership,
)
from kkr.council.models import Area, Association, Contact, Council, Membership, Municipality, Person
from kkr.ledger.actions import record
from kkr.ledger.actors import System
from kkr.ledger.models import GENESIS, Entry, Payload
from kkr.outbox.actions import enqueue
from kkr.outbox.models import Mail

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
ACT = {"by": System("test"), "at": NOON}
WRITERS = 6
TABLES = (
    "council_membership",
    "council_contact",
    "council_rolegrant",
    "council_committee",
    "council_person",
    "council_municipality",
    "council_council",
    "council_association",
    "council_body",
    "council_area",
    "outbox_attempt",
    "outbox_mail",
    "accounts_invitation",
    "accounts_user",
    "ledger_payload",
    "ledger_entry",
)


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
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            for table in TABLES:
                cursor.execute(f"DELETE FROM {table}")
            cursor.execute("UPDATE ledger_head SET position = 0, digest = %s", [GENESIS])
            cursor.execute("SET session_replication_role = origin")
        connection.close()


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
    begun, fallen = threading.Event(), []

    def others() -> None:
        try:
            with transaction.atomic():
                steps = work(karen)
                next(steps)
                begun.set()
                threading.Event().wait(0.5)
                next(steps, None)
        except Exception as failure:  # noqa: BLE001 -- shown by the test
            fallen.append(failure)
        finally:
            connection.close()

    thread = threading.Thread(target=others)
    thread.start()
    begun.wait()
    erase(karen)
    thread.join()

    assert fallen == []
    assert Contact.objects.get().name == Mail.objects.get().to == ""
    assert not Payload.objects.filter(text__icontains="Karen").exists()
