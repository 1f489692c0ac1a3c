from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.cast import HOUSE, LONG_AGO, acting, user

from kkr.accounts.actions import close_user, create_user
from kkr.accounts.models import User
from kkr.council.actions import (
    add_person,
    end_membership,
    grant_role,
    revoke_role,
    start_membership,
)
from kkr.council.models import Body, Council, Membership, RoleGrant
from kkr.ledger.actions import erase_payload
from kkr.ledger.models import Entry

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_a_role_runs_until_it_is_taken_back(cast):
    grant = RoleGrant.objects.get(user=cast.member)

    revoke_role(grant, why="Left", by=cast.secretary, at=NOON)

    own = RoleGrant.objects.of_user(cast.member)
    assert not own.running_at(LONG_AGO - timedelta(seconds=1)).exists()
    assert own.running_at(LONG_AGO).exists()
    assert own.running_at(NOON - timedelta(seconds=1)).exists()
    assert not own.running_at(NOON).exists()
    assert own.get().revoked_by == cast.secretary.actor_key


def test_a_role_ends_by_itself_with_the_membership_it_follows_from(cast):
    mayor = cast.mayor
    membership = Membership.objects.get(role_grants__user=mayor)

    end_membership(membership, on=date(2017, 3, 1), reason="resigned", by=HOUSE, at=NOON)

    own = RoleGrant.objects.of_user(mayor)
    assert own.running_at(datetime(2017, 2, 28, 12, tzinfo=UTC)).exists()
    assert not own.running_at(datetime(2017, 3, 1, 12, tzinfo=UTC)).exists()


def test_a_membership_ends_at_midnight_where_the_council_is(cast):
    mayor = cast.mayor
    membership = Membership.objects.get(role_grants__user=mayor)

    end_membership(membership, on=date(2017, 7, 1), reason="resigned", by=HOUSE, at=NOON)

    own = RoleGrant.objects.of_user(mayor)
    assert own.running_at(datetime(2017, 6, 30, 21, 59, tzinfo=UTC)).exists()
    assert not own.running_at(datetime(2017, 6, 30, 22, 0, tzinfo=UTC)).exists()


def test_a_closed_account_has_no_roles(cast):
    User.objects.filter(pk=cast.secretary.pk).update(is_active=False)
    cast.secretary.refresh_from_db()

    assert not RoleGrant.objects.of_user(cast.secretary).exists()
    assert not cast.secretary.has_perm("council.start_membership", cast.council)


def test_an_account_closed_meanwhile_is_given_no_role(cast):
    seen_open = User.objects.get(pk=cast.member.pk)
    close_user(cast.member, why="Ny stilling", by=cast.administrator, at=NOON, now=NOON)

    with pytest.raises(ValidationError):
        grant_role(user=seen_open, body=cast.council, role="official", by=HOUSE, at=NOON)

    assert RoleGrant.objects.filter(user=cast.member).count() == 1


def test_a_role_ends_by_itself_with_the_account_and_ran_before(cast):
    grant = RoleGrant.objects.get(user=cast.contact)

    close_user(cast.contact, why="Ny stilling", by=cast.administrator, at=NOON, now=NOON)

    assert grant in RoleGrant.objects.running_at(NOON - timedelta(seconds=1))
    assert grant not in RoleGrant.objects.running_at(NOON)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM council_rolegrant",
        "UPDATE council_rolegrant SET role = 'secretary'",
        "UPDATE council_rolegrant SET granted_by = 'nobody'",
        "UPDATE council_rolegrant SET revoked_at = granted_at",
        "UPDATE council_rolegrant SET revoked_by = 'nobody'",
    ],
)
def test_the_database_keeps_grants_as_they_were(cast, sql):
    grant = RoleGrant.objects.get(user=cast.member)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert RoleGrant.objects.filter(pk=grant.pk, role="member", revoked_at=None).exists()


def test_a_revocation_is_final(cast):
    grant = RoleGrant.objects.get(user=cast.member)
    revoke_role(grant, why="Left", by=HOUSE, at=NOON)

    with pytest.raises(ValidationError):
        revoke_role(grant, why="Again", by=HOUSE, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.update(revoked_at=None, revoked_by="", revoked_why="")


def test_a_role_taken_back_can_be_granted_again(cast):
    first = RoleGrant.objects.get(user=cast.member)
    revoke_role(first, why="Left", by=HOUSE, at=NOON)

    grant_role(user=cast.member, body=cast.council, role="member", by=cast.secretary, at=NOON)

    assert RoleGrant.objects.of_user(cast.member).running_at(NOON).count() == 1


def test_the_same_role_twice_is_refused(cast):
    with pytest.raises(ValidationError):
        grant_role(user=cast.member, body=cast.council, role="member", by=HOUSE, at=NOON)


@pytest.mark.parametrize(
    ("role", "slug"),
    [
        ("administrator", "hovedstaden"),
        ("contact", "hovedstaden"),
        ("secretary", "albertslund"),
        ("secretary", "kl"),
        ("chair", "albertslund"),
    ],
)
def test_a_role_one_cannot_have_there_is_refused(cast, role, slug):
    body = Body.objects.get(slug=slug)

    with pytest.raises(ValidationError) as refusal:
        grant_role(user=cast.newcomer, body=body, role=role, by=HOUSE, at=NOON)

    assert set(refusal.value.message_dict) == {"role"}


def test_a_role_does_not_follow_from_a_membership_of_another_body(cast):
    elsewhere = start_membership(
        body=Council.objects.get(slug="sjaelland"),
        person=add_person(name="One", by=HOUSE, at=NOON),
        role="chair",
        starts_on=date(2014, 1, 1),
        by=HOUSE,
        at=NOON,
    )

    with pytest.raises(ValidationError) as refusal:
        acting("one", "chair", cast.council, membership=elsewhere)

    assert set(refusal.value.message_dict) == {"membership"}


@pytest.mark.parametrize(("role", "body"), [("member", "council"), ("contact", "municipality")])
def test_a_secretary_lets_people_in_on_council_and_municipalities(cast, role, body):
    grant = grant_role(
        user=cast.newcomer,
        body=getattr(cast, body),
        role=role,
        why="New",
        by=cast.secretary,
        at=NOON,
    )

    entry = Entry.objects.about(grant).get()
    assert (entry.scopes, entry.public) == (["hovedstaden"], False)
    assert cast.newcomer.email not in str(entry.payload.content)


def test_the_last_administrator_stays_until_there_is_another(cast):
    first = RoleGrant.objects.get(user=cast.administrator)

    with pytest.raises(ValidationError, match="sidste administrator"):
        revoke_role(first, why="Left", by=cast.administrator, at=NOON)
    assert RoleGrant.objects.running_at(NOON).filter(pk=first.pk).exists()

    second = acting("second", "administrator", first.body)
    revoke_role(first, why="Left", by=cast.administrator, at=NOON)

    with pytest.raises(ValidationError, match="sidste administrator"):
        revoke_role(RoleGrant.objects.get(user=second), why="Left", by=second, at=NOON)


def test_an_administrator_whose_account_is_closed_does_not_count(cast):
    other = acting("second", "administrator", RoleGrant.objects.get(user=cast.administrator).body)
    close_user(other, why="Left", by=HOUSE, at=NOON, now=NOON)

    with pytest.raises(ValidationError, match="sidste administrator"):
        revoke_role(RoleGrant.objects.get(user=cast.administrator), why="Left", by=HOUSE, at=NOON)


def test_a_secretary_cannot_hand_out_power_over_the_council(cast):
    own = RoleGrant.objects.get(user=cast.secretary)

    with pytest.raises(PermissionDenied):
        grant_role(
            user=cast.newcomer, body=cast.council, role="secretary", by=cast.secretary, at=NOON
        )
    with pytest.raises(PermissionDenied):
        revoke_role(own, why="x", by=cast.secretary, at=NOON)


@pytest.mark.parametrize("name", ["other_secretary", "chair", "mayor", "contact", "citizen"])
def test_who_may_not_hand_out_roles_is_refused(cast, name):
    viewer, grant = getattr(cast, name), RoleGrant.objects.get(user=cast.member)

    with pytest.raises(PermissionDenied):
        grant_role(user=cast.newcomer, body=cast.municipality, role="contact", by=viewer, at=NOON)
    with pytest.raises(PermissionDenied):
        revoke_role(grant, why="x", by=viewer, at=NOON)

    assert not RoleGrant.objects.filter(user=cast.newcomer).exists()


def test_an_administrator_makes_secretaries(cast):
    grant_role(
        user=cast.newcomer, body=cast.council, role="secretary", by=cast.administrator, at=NOON
    )

    elsewhere = Council.objects.get(slug="sjaelland")
    assert cast.newcomer.has_perm("council.start_membership", cast.council)
    assert not cast.newcomer.has_perm("council.start_membership", elsewhere)


@pytest.mark.parametrize("name", ["secretary", "citizen"])
def test_only_administrators_open_accounts_and_erase(cast, name):
    viewer, entry = getattr(cast, name), Entry.objects.first()
    facts = {"email": "a@example.dk", "name": "A", "password": "long enough to be one", "at": NOON}

    with pytest.raises(PermissionDenied):
        create_user(**facts, by=viewer)
    with pytest.raises(PermissionDenied):
        erase_payload(entry, by=viewer, at=NOON, why="x")

    create_user(**facts, by=cast.administrator)
    erase_payload(entry, by=cast.administrator, at=NOON, why="x")


def test_roles_of_two_memberships_follow_each_other(cast):
    someone = user("someone")
    person = add_person(name="Someone", by=HOUSE, at=NOON)
    for year in (2014, 2018):
        membership = start_membership(
            body=cast.council,
            person=person,
            role="supplementary",
            starts_on=date(year, 1, 1),
            ends_on=date(year + 4, 1, 1),
            by=HOUSE,
            at=NOON,
        )
        grant_role(
            user=someone,
            body=cast.council,
            role="member",
            membership=membership,
            by=HOUSE,
            at=LONG_AGO,
        )

    assert RoleGrant.objects.of_user(someone).running_at(NOON).count() == 1
