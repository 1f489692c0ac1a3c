from datetime import UTC, datetime, timedelta

import pytest

from kkr.ledger.listeners import listeners, tick_jobs
from kkr.ledger.models import Entry
from kkr.news import actions
from kkr.news.models import NewsItem, PrivateDraft
from kkr.news.tasks import KEPT_UNSAVED, forget_unsaved, publish_due

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def scheduled(council, secretary):
    def make(title, publish_at):
        item = actions.draft_news(
            council=council, title=title, html="<p>x</p>", by=secretary, at=NOON
        )
        return actions.schedule_news(item, publish_at=publish_at, by=secretary, at=NOON)

    return make


def test_the_tick_knows_the_job():
    assert publish_due in list(tick_jobs)


def test_exactly_what_is_due_is_published_once(scheduled, secretary, council):
    for minutes in (2, 1, 3):
        scheduled(f"Om {minutes}", NOON + timedelta(minutes=minutes))
    actions.draft_news(council=council, title="Kladde", html="", by=secretary, at=NOON)
    now = NOON + timedelta(minutes=2)

    assert [publish_due(now), publish_due(now)] == [2, 0]

    public = NewsItem.objects.public().order_by("pk")
    assert [(item.title, item.published_at) for item in public] == [("Om 2", now), ("Om 1", now)]


def test_the_tick_publishes_as_an_ordinary_action(scheduled):
    item = scheduled("Nyhed", NOON + timedelta(minutes=1))

    publish_due(NOON + timedelta(minutes=1))

    entry = Entry.objects.about(item).latest("position")
    assert (entry.verb, entry.actor, entry.public) == ("news.published", "system:tick", True)


@pytest.mark.parametrize("change", ["unscheduled", "moved"])
def test_what_is_taken_back_while_the_tick_runs_stays_unpublished(
    scheduled, secretary, monkeypatch, change
):
    soon = NOON + timedelta(minutes=1)
    scheduled("Første", soon)
    second = scheduled("Anden", soon)

    def takes_the_other_back(entry):
        if entry.actor == "system:tick" and change == "moved":
            later = soon + timedelta(days=1)
            actions.schedule_news(second, publish_at=later, by=secretary, at=NOON)
        elif entry.actor == "system:tick":
            actions.unschedule_news(second, by=secretary, at=NOON)

    monkeypatch.setattr(listeners, "_things", [takes_the_other_back])

    assert publish_due(soon) == 1
    second.refresh_from_db()
    assert second.published_at is None


def test_one_that_cannot_be_published_keeps_no_other_back(scheduled):
    soon = NOON + timedelta(minutes=1)
    broken = scheduled("Første", soon)
    scheduled("Anden", soon)
    NewsItem.objects.filter(pk=broken.pk).update(label="x" * 60, source_url="no address")

    with pytest.raises(ExceptionGroup) as failed:
        publish_due(soon)

    assert [str(item) for item in NewsItem.objects.public()] == ["Anden"]
    assert failed.value.exceptions[0].__notes__ == [f"news item {broken.pk}"]


def test_what_somebody_was_faster_with_is_left_alone(scheduled, secretary, monkeypatch):
    soon = NOON + timedelta(minutes=1)
    scheduled("Første", soon)
    second = scheduled("Anden", soon)

    def publishes_the_other(entry):
        if entry.actor == "system:tick":
            actions.publish_news(second, by=secretary, at=soon)

    monkeypatch.setattr(listeners, "_things", [publishes_the_other])

    assert publish_due(soon) == 1
    assert NewsItem.objects.public().count() == 2
    assert Entry.objects.about(second).filter(verb="news.published").count() == 1


def test_what_nobody_goes_on_writing_is_forgotten(council, secretary, administrator):
    for writer, days in ((secretary, 0), (administrator, 1)):
        actions.keep_private_draft(
            council=council, fields={"title": "x"}, by=writer, at=NOON + timedelta(days)
        )
    now = NOON + KEPT_UNSAVED + timedelta(hours=1)

    assert [forget_unsaved(now), forget_unsaved(now)] == [1, 0]

    assert PrivateDraft.objects.get().user == administrator
