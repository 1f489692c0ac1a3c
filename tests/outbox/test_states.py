import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from tests.cast import HOUSE
from tests.outbox import scripted
from tests.outbox.test_queue import queued

from kkr.outbox.actions import deliver, record_bounce, retry
from kkr.outbox.models import BACK_OFF, LEASE, STEPS, Mail, State, WrongState

REALLY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MOST = len(BACK_OFF) + 1
events = st.lists(
    st.sampled_from([*scripted.ENDINGS, *scripted.ENDINGS, "retry", "bounce"])
    | st.sampled_from([1, 5, 30, 120, 480, 1440]),
    max_size=30,
)


def test_every_state_has_its_steps_and_every_step_its_state():
    assert set(STEPS) == set(State)
    assert set().union(*STEPS.values()) == set(State)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("to", State)
def test_a_mail_steps_where_it_may_and_nowhere_else(state, to):
    mail = Mail(state=state, taken_by="x")

    if to in STEPS[state]:
        mail.step(to)
        assert (mail.state, mail.taken_by) == (to, "x" if to == State.SENDING else "")
    else:
        with pytest.raises(WrongState):
            mail.step(to)
        assert mail.state == state


class Course:
    """One mail through a course of events, and what must be true after each of them."""

    def __init__(self):
        self.now, self.retries = REALLY, 0
        self.mail = queued()
        self.name = self.mail.message_id
        scripted.EmailBackend.accepted = []

    def happens(self, event):
        if isinstance(event, int):
            self.now += timedelta(minutes=event)
        elif event in scripted.ENDINGS:
            self.delivers(event)
        else:
            self.is_refused_or_done(event)
        self.mail.refresh_from_db()
        self.holds()

    def delivers(self, ending):
        scripted.EmailBackend.ending = ending
        with contextlib.suppress(scripted.Fell):
            deliver(self.mail.pk, now=self.now)

    def is_refused_or_done(self, event):
        try:
            if event == "retry":
                retry(self.mail, by=HOUSE, at=REALLY)
                self.retries += 1
            else:
                record_bounce(self.name, "550", at=self.now)
        except WrongState:
            pass

    def holds(self):
        mail, accepted = self.mail, scripted.EmailBackend.accepted
        assert mail.message_id == self.name
        assert mail.attempts <= MOST
        assert set(accepted) <= {self.name}
        assert len(accepted) <= 1 + self.retries
        assert (mail.state == State.SENT) <= (len(accepted) >= 1)
        assert (mail.next_attempt_at is not None) <= (mail.state == State.QUEUED)
        assert mail.history.filter(outcome="sent").count() == len(accepted)

    def ends(self):
        """Whatever came before, a mail that is not at rest leaves when the server takes it."""
        if self.mail.state in {State.QUEUED, State.SENDING}:
            self.now += max(BACK_OFF) + LEASE
            self.happens("accepted")
        assert self.mail.state in {State.SENT, State.FAILED, State.BOUNCED}


@pytest.mark.django_db
@effort(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=events)
def test_whatever_happens_a_mail_is_never_lost_nor_sent_twice(settings, events):
    settings.EMAIL_BACKEND = "tests.outbox.scripted.EmailBackend"
    course = Course()

    for event in events:
        course.happens(event)

    course.ends()
