from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from tests.cast import HOUSE

from kkr.accounts.actions import (
    InvitationGone,
    accept_invitation,
    change_password,
    close_user,
    end_sessions,
    invite_user,
    renew_recovery_codes,
    reset_second_factor,
    turn_off_second_factor,
    turn_on_second_factor,
)
from kkr.accounts.models import User
from kkr.ledger.models import Entry

AT = datetime(2017, 2, 13, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
GOOD = "en lang og sjælden adgangskode"
pytestmark = pytest.mark.django_db


def session_of(user):
    store = SessionStore()
    store["is_there"] = True
    store.create()
    UserSession.objects.create(
        user=user, ip="127.0.0.1", session_key=store.session_key, user_agent=""
    )
    return store.session_key


def with_second_factor(user):
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    Authenticator.objects.create(user=user, type="recovery_codes", data={"seed": "x"})
    return user


def verbs(user):
    return [entry.verb for entry in Entry.objects.about(user)]


def test_one_changes_ones_own_password(cast):
    change_password(cast.member, GOOD, by=cast.member, at=AT)

    assert User.objects.get(pk=cast.member.pk).check_password(GOOD)
    assert verbs(cast.member) == ["accounts.password_changed"]


@pytest.mark.parametrize("name", ["administrator", "secretary", "citizen"])
def test_nobody_changes_the_password_of_another(cast, name):
    with pytest.raises(PermissionDenied):
        change_password(cast.member, GOOD, by=getattr(cast, name), at=AT)


def test_a_closed_account_lets_nobody_in(cast):
    key, user = session_of(cast.member), with_second_factor(cast.member)

    close_user(user, why="left", by=cast.administrator, at=AT, now=NOW)

    user = User.objects.get(pk=user.pk)
    assert (user.is_active, user.closed_at, user.has_usable_password()) == (False, AT, False)
    assert not user.has_second_factor
    assert not SessionStore().exists(key)
    entry = Entry.objects.about(user).get()
    assert entry.verb == "accounts.user_closed"
    assert entry.payload.content["why"] == "left"


def test_closing_takes_an_open_invitation_back(cast):
    user, token = invite_user(email="ny@example.dk", name="Ny", by=HOUSE, at=AT, now=NOW)

    close_user(user, why="mistake", by=cast.administrator, at=AT, now=NOW)

    with pytest.raises(InvitationGone):
        accept_invitation(token, GOOD, at=AT, now=NOW)


def test_an_account_is_closed_once(cast):
    close_user(cast.member, why="left", by=HOUSE, at=AT, now=NOW)

    with pytest.raises(ValidationError):
        close_user(cast.member, why="left", by=HOUSE, at=AT, now=NOW)


def test_the_last_administrator_cannot_lock_everybody_out(cast):
    with pytest.raises(PermissionDenied):
        close_user(cast.administrator, why="x", by=cast.administrator, at=AT, now=NOW)


@pytest.mark.parametrize("name", ["secretary", "chair", "contact", "member", "citizen"])
def test_only_administrators_close_and_reset(cast, name):
    by, user = getattr(cast, name), with_second_factor(cast.official)

    with pytest.raises(PermissionDenied):
        close_user(user, why="x", by=by, at=AT, now=NOW)
    with pytest.raises(PermissionDenied):
        reset_second_factor(user, why="x", by=by, at=AT)

    assert User.objects.get(pk=user.pk).has_second_factor


def test_a_reset_takes_the_factor_and_every_session(cast):
    user, key, elsewhere = (
        with_second_factor(cast.member),
        session_of(cast.member),
        session_of(cast.chair),
    )

    reset_second_factor(user, why="lost telephone", by=cast.administrator, at=AT)

    assert not Authenticator.objects.filter(user=user).exists()
    assert [SessionStore().exists(each) for each in (key, elsewhere)] == [False, True]
    entry = Entry.objects.about(user).get()
    assert (entry.verb, entry.actor) == (
        "accounts.second_factor_reset",
        cast.administrator.actor_key,
    )
    assert entry.payload.content == {"why": "lost telephone"}


def test_where_there_is_no_second_factor_none_is_reset(cast):
    with pytest.raises(ValidationError):
        reset_second_factor(cast.member, why="x", by=cast.administrator, at=AT)


def test_turning_on_the_second_factor_ends_sessions_that_had_one(cast):
    here, elsewhere = session_of(cast.member), session_of(cast.member)

    turn_on_second_factor(cast.member, here=here, by=cast.member, at=AT)

    assert [SessionStore().exists(key) for key in (here, elsewhere)] == [True, False]


@pytest.mark.parametrize(
    "act", [turn_on_second_factor, turn_off_second_factor, renew_recovery_codes]
)
def test_the_second_factor_of_another_is_not_ones_own(cast, act):
    more = {"here": ""} if act is turn_on_second_factor else {}

    with pytest.raises(PermissionDenied):
        act(cast.member, by=cast.administrator, at=AT, **more)
    act(cast.member, by=cast.member, at=AT, **more)

    assert len(verbs(cast.member)) == 1


def test_one_ends_ones_own_sessions_only(cast):
    mine, theirs = session_of(cast.member), session_of(cast.chair)

    assert end_sessions(cast.member, keys=[mine, theirs], by=cast.member) == 1
    with pytest.raises(PermissionDenied):
        end_sessions(cast.chair, keys=[theirs], by=cast.member)

    assert [SessionStore().exists(key) for key in (mine, theirs)] == [False, True]


def test_the_database_lets_no_closed_account_be_active(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=cast.member.pk).update(closed_at=AT)
