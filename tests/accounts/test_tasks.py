from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from tests.cast import user

from kkr.accounts.tasks import clear_sessions
from kkr.ledger.listeners import work_jobs

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def session(ends_at: datetime) -> str:
    """Somebody's session, and what is noted of the browser; gives its key."""
    store = SessionStore()
    store.create()
    Session.objects.filter(pk=store.session_key).update(expire_date=ends_at)
    UserSession.objects.create(
        user=user(f"user{UserSession.objects.count()}"),
        ip="192.0.2.7",
        session_key=store.session_key,
        created_at=NOW - timedelta(hours=12),
    )
    return store.session_key


def test_the_work_loop_knows_the_job():
    assert clear_sessions in list(work_jobs)


def test_a_session_that_is_over_goes_with_what_was_noted_of_its_browser():
    session(NOW)
    running = session(NOW + timedelta(seconds=1))

    assert [clear_sessions(NOW), clear_sessions(NOW)] == [1, 0]

    assert Session.objects.get().pk == running
    assert UserSession.objects.get().session_key == running


def test_what_was_noted_of_a_session_that_was_ended_goes_too():
    session(NOW)
    Session.objects.filter(pk=session(NOW + timedelta(1))).delete()

    clear_sessions(NOW)

    assert not UserSession.objects.exists()


def test_an_idle_site_pays_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert clear_sessions(NOW) == 0
