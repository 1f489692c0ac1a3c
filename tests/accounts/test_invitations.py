from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from tests.cast import HOUSE

from kkr.accounts.actions import (
    InvitationGone,
    accept_invitation,
    close_user,
    invite_user,
    invited_by_token,
)
from kkr.accounts.models import Invitation, User
from kkr.ledger.models import Entry, Payload

AT = datetime(2017, 2, 13, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
GOOD = "en lang og sjælden adgangskode"
pytestmark = pytest.mark.django_db


def invite(email="ny@example.dk", by=HOUSE, now=NOW):
    return invite_user(email=email, name="Ny", by=by, at=AT, now=now)


def accept(token, password=GOOD, now=NOW):
    return accept_invitation(token, password, at=AT, now=now)


def test_an_invited_user_waits_without_a_password():
    user, _token = invite(" Ny@Example.dk ")

    assert (user.email, user.is_active, user.is_invited) == ("ny@example.dk", False, True)
    assert not user.has_usable_password()


def test_whoever_holds_the_token_opens_the_account():
    user, token = invite()

    accept(token)

    user.refresh_from_db()
    assert (user.is_active, user.is_invited, user.check_password(GOOD)) == (True, False, True)
    assert [entry.verb for entry in Entry.objects.about(user)] == [
        "accounts.user_invited",
        "accounts.invitation_accepted",
    ]


def test_the_token_is_kept_nowhere():
    _user, token = invite()

    rows = [*Invitation.objects.values(), *Entry.objects.values(), *Payload.objects.values()]
    assert token not in str(rows)


def test_the_chain_names_nobody():
    invite()

    assert "ny@example.dk" not in str(list(Entry.objects.values()))
    assert "ny@example.dk" in str(list(Payload.objects.values()))


def test_a_token_works_once():
    _user, token = invite()
    accept(token)

    with pytest.raises(InvitationGone):
        accept(token, "en anden god adgangskode")


@pytest.mark.parametrize(
    ("age", "works"), [(timedelta(days=13, hours=23), True), (timedelta(days=14), False)]
)
def test_a_token_is_good_for_14_days_of_real_time(age, works):
    user, token = invite()

    if works:
        assert invited_by_token(token, now=NOW + age) == user
    else:
        with pytest.raises(InvitationGone):
            accept(token, now=NOW + age)


def test_inviting_again_makes_the_old_link_worthless():
    user, old = invite()
    same, new = invite(now=NOW + timedelta(days=1))

    with pytest.raises(InvitationGone):
        accept(old, now=NOW + timedelta(days=1))
    accept(new, now=NOW + timedelta(days=1))

    assert same == user


def test_who_has_not_come_in_yet_is_called_what_was_written_last():
    invite()
    user, _token = invite_user(email="ny@example.dk", name="Rigtigt Navn", by=HOUSE, at=AT, now=NOW)

    assert User.objects.get(pk=user.pk).name == "Rigtigt Navn"
    written = [
        each.content["name"] for each in Payload.objects.filter(entry__verb="accounts.user_invited")
    ]
    assert written == ["Ny", "Rigtigt Navn"]


def test_a_token_opens_its_own_account_only():
    _mine, token = invite()
    other, _token = invite("anden@example.dk")

    accept(token)

    other.refresh_from_db()
    assert not other.is_active


@pytest.mark.parametrize("token", ["", "x", "0" * 64])
def test_a_made_up_token_opens_nothing(token):
    invite()

    with pytest.raises(InvitationGone):
        accept(token)


def test_the_digest_itself_is_no_token():
    invite()

    with pytest.raises(InvitationGone):
        accept(Invitation.objects.get().digest)


@pytest.mark.parametrize("password", ["kort", "123456789012", "adgangskode", "ny@example.dk"])
def test_a_password_that_is_easy_to_guess_is_refused(password):
    user, token = invite()

    with pytest.raises(ValidationError):
        accept(token, password)

    user.refresh_from_db()
    assert not user.is_active
    accept(token)


def test_an_address_in_use_is_not_invited(cast):
    with pytest.raises(ValidationError) as refusal:
        invite(cast.member.email)

    assert set(refusal.value.message_dict) == {"email"}


def test_a_closed_account_is_not_opened_by_inviting(cast):
    close_user(cast.member, why="left", by=HOUSE, at=AT, now=NOW)

    with pytest.raises(ValidationError) as refusal:
        invite(cast.member.email)

    assert set(refusal.value.message_dict) == {"email"}


def test_what_is_no_address_is_refused():
    with pytest.raises(ValidationError) as refusal:
        invite("not an address")

    assert set(refusal.value.message_dict) == {"email"}


@pytest.mark.parametrize("name", ["administrator", "secretary", "other_secretary"])
def test_administrators_and_secretaries_invite(cast, name):
    user, _token = invite(by=getattr(cast, name))

    assert user.invitations.get().invited_by == getattr(cast, name).actor_key


@pytest.mark.parametrize(
    "name", ["chair", "mayor", "member", "official", "contact", "newcomer", "citizen"]
)
def test_who_may_not_invite_is_refused(cast, name):
    with pytest.raises(PermissionDenied):
        invite(by=getattr(cast, name))

    assert not User.objects.filter(email="ny@example.dk").exists()


def test_the_database_keeps_one_open_invitation_for_each():
    user, _token = invite()
    open_one = Invitation.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(
            user=user, digest="x", invited_by="x", invited_at=NOW, expires_at=open_one.expires_at
        )
