"""News before it is public: found, overridden with a reason, held back at its time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from kkr.council.desk import desk_of
from kkr.documents.guarding import Guarded, check_list, prints_of
from kkr.ledger.models import Entry, Payload
from kkr.news import actions
from kkr.news.models import NewsItem, State
from kkr.news.publication import publication_of
from kkr.news.tasks import publish_due

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
SOON = NOON + timedelta(minutes=1)
CPR = "211062-5629"
WHY = "Nummeret er opdigtet"
pytestmark = pytest.mark.django_db


def draft(by, council, html=f"<p>Borger {CPR}</p>", **facts):
    facts = {"title": "Mål", "html": html} | facts
    return actions.draft_news(council=council, by=by, at=NOON, **facts)


@pytest.fixture
def drafted(secretary, council):
    return draft(secretary, council)


def told(item):
    """The last entry: what was done, and what it says."""
    entry = Entry.objects.about(item).latest("position")
    return entry.verb, Payload.objects.get(entry=entry).content


@pytest.mark.parametrize("field", ["title", "teaser", "label", "subject", "press_contact"])
def test_every_word_of_an_item_is_looked_at(secretary, council, field):
    item = draft(secretary, council, **{"html": "<p>x</p>", field: f"x {CPR}"})

    with pytest.raises(Guarded) as found:
        actions.publish_news(item, by=secretary, at=NOON)

    places = 2 if field == "title" else 1  # the address is made of it
    assert found.value.counts == {"cpr_numbers": places}


@pytest.mark.parametrize("act", [actions.publish_news, actions.schedule_news])
def test_what_was_found_stops_it_and_nothing_is_changed(drafted, secretary, act):
    facts = {"publish_at": SOON} if act is actions.schedule_news else {}
    entries = Entry.objects.count()

    with pytest.raises(Guarded):
        act(drafted, **facts, by=secretary, at=NOON)

    assert NewsItem.objects.get().state == State.DRAFT
    assert Entry.objects.count() == entries


def test_with_a_reason_it_is_published_and_the_reason_is_in_the_ledger(drafted, secretary):
    item = actions.publish_news(drafted, override=WHY, by=secretary, at=NOON)

    verb, content = told(item)
    assert (item.is_public, verb) == (True, "news.published")
    assert (content["guards"], content["why"]) == ({"cpr_numbers": 1}, WHY)


def test_a_reason_that_nothing_asks_for_is_not_kept(secretary, council):
    item = draft(secretary, council, html="<p>x</p>")

    _verb, content = told(actions.publish_news(item, override=WHY, by=secretary, at=NOON))

    assert not {"guards", "why"} & set(content)


def test_the_ledger_never_holds_the_number(drafted, secretary):
    with pytest.raises(Guarded):
        actions.publish_news(drafted, override="", by=secretary, at=NOON)
    with pytest.raises(ValidationError):
        actions.publish_news(drafted, override=f"Det er {CPR}", by=secretary, at=NOON)
    actions.schedule_news(drafted, publish_at=SOON, override=WHY, by=secretary, at=NOON)
    publish_due(SOON)

    texts = " ".join(Payload.objects.values_list("text", flat=True))
    assert CPR not in texts
    assert CPR.replace("-", "") not in texts


def test_nobody_else_overrides(drafted, cast):
    for name in ("other_secretary", "chair", "member", "official", "contact", "newcomer"):
        with pytest.raises(PermissionDenied):
            actions.publish_news(drafted, override=WHY, by=getattr(cast, name), at=NOON)

    assert NewsItem.objects.get().state == State.DRAFT


# What is public already


@pytest.fixture
def published(secretary, council):
    return actions.publish_news(draft(secretary, council, "<p>x</p>"), by=secretary, at=NOON)


def test_a_correction_is_looked_at_before_it_is_public(published, secretary):
    words = {"title": "Mål", "html": f"<p>{CPR}</p>", "based_on": 1}

    with pytest.raises(Guarded):
        actions.edit_news(published, **words, by=secretary, at=NOON)
    assert NewsItem.objects.get().document.latest.number == 1

    actions.edit_news(published, **words, override=WHY, by=secretary, at=NOON)
    verb, content = told(published)
    assert (verb, content["guards"], content["why"]) == ("news.edited", {"cpr_numbers": 1}, WHY)


def test_what_was_let_pass_is_not_asked_of_again(drafted, secretary):
    item = actions.publish_news(drafted, override=WHY, by=secretary, at=NOON)
    words = {"title": "Nye mål", "html": f"<p>Borger, {CPR}</p>", "based_on": 1}

    edited = actions.edit_news(item, **words, by=secretary, at=NOON)

    assert edited.title == "Nye mål"


WORDS_OF_AN_ACT = [
    (actions.correct_news, {"text": f"Vi skrev {CPR}"}),
    (actions.withdraw_news, {"reason": f"Der stod {CPR}"}),
    (actions.rename_news, {"slug": f"borger-{CPR}"}),
    (actions.rename_news, {"slug": "borger-21-10-62-56-29"}),
]


@pytest.mark.parametrize(("act", "words"), WORDS_OF_AN_ACT)
def test_what_is_said_of_a_public_item_is_looked_at(published, secretary, act, words):
    with pytest.raises(Guarded):
        act(published, **words, by=secretary, at=NOON)

    act(published, **words, override=WHY, by=secretary, at=NOON)
    _verb, content = told(published)
    assert content["guards"] == {"cpr_numbers": 1}
    assert WHY in content.values()


def test_the_address_of_a_draft_follows_its_title(secretary, council):
    item = draft(secretary, council, html="<p>x</p>", title=f"Borger {CPR}")

    words = {"title": "Borger", "html": "<p>x</p>"}
    item = actions.edit_news(item, **words, based_on=1, by=secretary, at=NOON)

    assert actions.publish_news(item, by=secretary, at=NOON).slug == "borger"


def test_an_address_that_was_chosen_stays(secretary, council):
    item = draft(secretary, council, html="<p>x</p>", slug="maal-2017")

    words = {"title": "Nyt", "html": "<p>x</p>"}
    assert actions.edit_news(item, **words, based_on=1, by=secretary, at=NOON).slug == "maal-2017"


def test_a_chosen_address_is_looked_at(secretary, council):
    item = draft(secretary, council, html="<p>x</p>", slug="borger-211062-5629")

    with pytest.raises(Guarded):
        actions.publish_news(item, by=secretary, at=NOON)


def test_a_number_that_is_let_pass_is_not_in_the_history(secretary, council):
    item = draft(secretary, council, title=f"Borger {CPR}")
    item = actions.publish_news(item, override=WHY, by=secretary, at=NOON)
    actions.correct_news(item, text=f"Det er {CPR}", override=WHY, by=secretary, at=NOON)
    actions.withdraw_news(item, reason=f"Stod {CPR}", override=WHY, by=secretary, at=NOON)

    assert "5629" not in " ".join(Payload.objects.values_list("text", flat=True))


OF_THE_SAME_DAY = "211062-1234"
"""Somebody else's, who is shown by the same six digits."""


def test_somebody_else_of_the_same_birthday_is_asked_of(drafted, secretary):
    item = actions.publish_news(drafted, override=WHY, by=secretary, at=NOON)
    html = f"<p>Borger {CPR} og {OF_THE_SAME_DAY}</p>"

    with pytest.raises(Guarded):
        actions.edit_news(item, title="Mål", html=html, based_on=1, by=secretary, at=NOON)


# At its time


@pytest.fixture
def scheduled(drafted, secretary):
    return actions.schedule_news(drafted, publish_at=SOON, override=WHY, by=secretary, at=NOON)


def test_what_was_seen_when_it_was_scheduled_is_published_for_that_reason(scheduled):
    assert publish_due(SOON) == 1

    verb, content = told(scheduled)
    assert (verb, content["guards"], content["why"]) == ("news.published", {"cpr_numbers": 1}, WHY)


def test_a_comma_more_does_not_hold_it_back(scheduled, secretary):
    html = f"<p>Borger, {CPR}</p>"
    actions.edit_news(scheduled, title="Nye mål", html=html, based_on=1, by=secretary, at=NOON)

    assert publish_due(SOON) == 1


def test_somebody_else_of_the_same_birthday_holds_it_back(scheduled, secretary):
    html = f"<p>Borger {OF_THE_SAME_DAY}</p>"
    actions.edit_news(scheduled, title="Mål", html=html, based_on=1, by=secretary, at=NOON)

    assert publish_due(SOON) == 0


def test_what_is_kept_of_it_cannot_be_guessed_from_outside(scheduled, settings):
    kept = set(scheduled.passed["seen"])
    settings.SECRET_KEY = "another"

    assert kept.isdisjoint(prints_of(check_list(publication_of(scheduled))))


@pytest.fixture
def held(secretary, council):
    """Found clean when it was scheduled, and then somebody wrote a number into it."""
    item = draft(secretary, council, html="<p>x</p>")
    actions.schedule_news(item, publish_at=SOON, by=secretary, at=NOON)
    html = f"<p>Borger {CPR}</p>"
    actions.edit_news(item, title="Mål", html=html, based_on=1, by=secretary, at=NOON)
    return NewsItem.objects.get()


def test_what_nobody_saw_is_held_back_once_and_said(held):
    assert (held.state, held.held_at) == (State.SCHEDULED, NOON)
    assert told(held) == ("news.held_back", {"guards": {"cpr_numbers": 1}})
    entries = Entry.objects.count()

    assert publish_due(SOON) == publish_due(SOON + timedelta(minutes=1)) == 0
    assert Entry.objects.count() == entries


def test_what_is_found_only_when_its_time_comes_is_held_back_then(secretary, council):
    item = draft(secretary, council, html="<p>x</p>")
    actions.schedule_news(item, publish_at=SOON, by=secretary, at=NOON)
    NewsItem.objects.update(teaser=f"Borger {CPR}")

    assert publish_due(SOON) == publish_due(SOON + timedelta(minutes=1)) == 0
    assert NewsItem.objects.get().held_at == SOON
    assert told(item) == ("news.held_back", {"guards": {"cpr_numbers": 1}})


def test_what_is_put_right_before_its_time_comes_by_itself_again(held, secretary):
    words = {"title": "Mål", "html": "<p>Uden nummer</p>"}
    item = actions.edit_news(held, **words, based_on=2, by=secretary, at=NOON)

    assert (item.is_held, told(item)[0]) == (False, "news.let_go")
    assert publish_due(SOON) == 1


@pytest.mark.parametrize("now", [NOON, SOON])
def test_what_is_held_back_waits_on_the_desk_from_that_moment(held, secretary, now):
    entry = next(entry for entry in desk_of(secretary, now) if entry.subject == held)

    assert (entry.kind, entry.by_itself) == ("news.held", False)


def test_what_is_held_back_keeps_no_other_back(secretary, council, held):
    other = draft(secretary, council, html="<p>y</p>", title="Andet")
    actions.schedule_news(other, publish_at=SOON, by=secretary, at=NOON)

    assert publish_due(SOON) == 1


def test_what_is_held_back_goes_on_when_somebody_says_so(held, secretary):
    html = "<p>Uden nummer</p>"
    actions.edit_news(held, title="Mål", html=html, based_on=2, by=secretary, at=SOON)
    assert publish_due(SOON) == 0  # a half-finished correction must not go out by itself

    later = SOON + timedelta(hours=1)
    item = actions.schedule_news(held, publish_at=later, by=secretary, at=SOON)

    assert (item.held_at, publish_due(later)) == (None, 1)


def test_what_is_held_back_can_be_made_a_draft(held, secretary):
    item = actions.unschedule_news(held, by=secretary, at=SOON)

    assert (item.state, item.held_at, item.passed) == (State.DRAFT, None, {})


def test_only_what_is_scheduled_is_held_back(drafted):
    with pytest.raises(IntegrityError), transaction.atomic():
        NewsItem.objects.filter(pk=drafted.pk).update(held_at=NOON)
