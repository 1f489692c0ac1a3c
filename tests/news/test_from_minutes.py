"""Published minutes become drafts: one for them, one a decision that is worth it, once, and as closed as they are."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from tests.cast import HOUSE

from kkr.documents.guarding import Guarded
from kkr.ledger.listeners import tick_jobs
from kkr.ledger.models import Entry
from kkr.meetings.actions import (
    Corrected,
    add_item,
    change_decision,
    decide,
    end_meeting,
    open_item,
    plan_meeting,
    publish_agenda,
    publish_minutes,
)
from kkr.meetings.models import Decision, MeetingKind
from kkr.news import actions
from kkr.news.models import NewsItem
from kkr.news.tasks import STILL_NEWS, draft_from_minutes, publish_due

CALLED = datetime(2017, 1, 30, 12, 0, tzinfo=UTC)
OUT = datetime(2017, 2, 13, 8, 0, tzinfo=UTC)
BY = {"by": HOUSE, "at": OUT}
SOON = OUT + timedelta(days=1)
WHY = "Formanden har fortalt det."
pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(council):
    return plan_meeting(council=council, held_on=date(2017, 2, 6), by=HOUSE, at=CALLED)


@pytest.fixture
def put(meeting):
    """Puts an item on the agenda with a decision that is worth news, or is not."""

    def make(title, *, worth=True, html="<p>Rådet godkendte det.</p>", **facts) -> Decision:
        item = add_item(meeting, section=3, title=title, **facts, by=HOUSE, at=CALLED)
        return decide(item, kind="approved", html=html, is_newsworthy=worth, by=HOUSE, at=OUT)

    return make


@pytest.fixture
def closed(put):
    return put("Fyring af direktøren", is_closed=True, public_heading="Personsag")


def minuted(meeting):
    publish_agenda(meeting, by=HOUSE, at=CALLED)
    end_meeting(meeting, undecided="Nej", **BY)
    return publish_minutes(meeting, undecided="Nej", **BY)


def test_the_tick_knows_the_job():
    assert draft_from_minutes in list(tick_jobs)


def test_minutes_draft_one_item_for_them_and_one_a_newsworthy_decision(meeting, put):
    first, _dull = put("Mål for sundhed"), put("Mødeplan", worth=False)
    minuted(meeting)

    assert draft_from_minutes(OUT) == 2

    told = NewsItem.objects.get(decision=first)
    assert (told.title, told.document.latest.html) == (
        "Mål for sundhed",
        "<p>Rådet godkendte det.</p>",
    )
    of_minutes = NewsItem.objects.get(meeting=meeting)
    assert of_minutes.label == "Dagsorden/mødereferat"
    assert of_minutes.title == "Referat af mødet i KKR Hovedstaden den 6. februar 2017"
    assert {item.state for item in NewsItem.objects.all()} == {"draft"}


def test_nothing_is_drafted_twice_whatever_became_of_the_draft(meeting, put):
    put("Mål for sundhed")
    minuted(meeting)
    draft_from_minutes(OUT)
    for item in NewsItem.objects.all():
        actions.discard_news(item, **BY)

    assert draft_from_minutes(OUT + timedelta(days=1)) == 0
    assert NewsItem.objects.count() == 2


def test_corrected_minutes_draft_only_what_is_new_in_them(meeting, put):
    known = put("Mål for sundhed")
    minuted(meeting)
    draft_from_minutes(OUT)
    change_decision(known, based_on=1, kind="approved", html="<p>Ny</p>", is_newsworthy=True, **BY)
    added = decide(known.item, kind="noted", html="<p>Mere</p>", is_newsworthy=True, **BY)
    said = Corrected(known.item, "Ordlyden", "Den var forkert")
    publish_minutes(meeting, corrections=[said], undecided="Nej", by=HOUSE, at=OUT)

    assert draft_from_minutes(OUT + timedelta(hours=1)) == 1
    assert NewsItem.objects.get(decision=added).document.latest.text.strip() == "Mere"
    assert NewsItem.objects.get(decision=known).document.latest.text.strip() != "Ny"


def test_what_was_out_long_before_is_no_news(meeting, put):
    put("Mål for sundhed")
    minuted(meeting)

    assert draft_from_minutes(OUT + STILL_NEWS) == 0
    assert draft_from_minutes(OUT - timedelta(minutes=1)) == 0


def test_a_decision_that_is_told_already_gets_no_draft(meeting, put, council):
    decision = put("Mål for sundhed")
    told = actions.draft_news(
        council=council, title="Sundhed", html="", teaser="Kort", decision=decision, **BY
    )
    minuted(meeting)

    assert draft_from_minutes(OUT) == 1
    assert decision.news.get() == told
    assert actions.draft_of_decision(decision, **BY) == told


def test_a_draft_on_a_closed_item_says_only_its_heading_and_is_not_published_as_it_is(
    meeting, closed
):
    minuted(meeting)
    draft_from_minutes(OUT)
    draft = NewsItem.objects.get(decision=closed)

    assert draft.title == "Personsag"
    with pytest.raises(ValidationError) as refused:
        actions.publish_news(draft, **BY)
    assert refused.value.code == "closed_source"


@pytest.mark.parametrize("where", ["title", "teaser", "html"])
def test_the_title_of_a_closed_item_is_not_published_either(meeting, closed, where):
    minuted(meeting)
    draft_from_minutes(OUT)
    draft = NewsItem.objects.get(decision=closed)
    words = {"title": "Personsag", "teaser": "Kort", "html": "<p>Rådet traf et valg.</p>"}
    told = words | {where: "Om FYRING af direktøren i februar"}
    edited = actions.edit_news(draft, **told, based_on=1, **BY)

    with pytest.raises(ValidationError):
        actions.publish_news(edited, **BY)

    rewritten = actions.edit_news(draft, **words, based_on=2, **BY)
    assert actions.publish_news(rewritten, override=WHY, **BY).is_public


@pytest.mark.parametrize("public", [True, False])
def test_closed_words_do_not_come_back_when_it_is_public_or_will_be_by_itself(
    meeting, closed, public
):
    minuted(meeting)
    draft_from_minutes(OUT)
    draft = NewsItem.objects.get(decision=closed)
    words = {"title": "Et valg", "teaser": "Kort", "html": "<p>Rådet traf et valg.</p>"}
    fit = actions.edit_news(draft, **words, based_on=1, **BY)
    if public:
        actions.publish_news(fit, override=WHY, **BY)
    else:
        actions.schedule_news(fit, publish_at=OUT + timedelta(days=1), override=WHY, **BY)

    for change in ({"title": "Fyring af direktøren"}, {"html": "<p>Rådet godkendte det.</p>"}):
        with pytest.raises(ValidationError) as refused:
            actions.edit_news(fit, **words | change, based_on=2, **BY)
        assert refused.value.code == "closed_source"

    kept = NewsItem.objects.get(pk=draft.pk)
    assert (kept.title, kept.document.latest.number) == ("Et valg", 2)


@pytest.fixture
def rewritten(meeting, closed):
    """A draft on a closed decision in other words."""
    minuted(meeting)
    draft_from_minutes(OUT)
    draft = NewsItem.objects.get(decision=closed)
    return actions.edit_news(draft, title="Et valg", html="<p>Et valg.</p>", based_on=1, **BY)


def acts_on(item):
    """Each way in which words of it become public, or will by themselves."""
    words = {"title": "Valget", "html": "<p>Nyt</p>", "based_on": item.document.latest.number}
    if not item.is_public:
        yield lambda **why: actions.schedule_news(item, publish_at=SOON, **why, **BY)
        yield lambda **why: actions.publish_news(item, **why, **BY)
        return
    yield lambda **why: actions.edit_news(item, **words, **why, **BY)
    yield lambda **why: actions.correct_news(item, text="Det var i går.", **why, **BY)
    yield lambda **why: actions.rename_news(item, slug="valg-af-en", **why, **BY)


def test_news_of_what_is_closed_is_found_whatever_it_says_and_let_pass_with_a_reason(rewritten):
    for _state in ("draft", "published"):
        for act in acts_on(NewsItem.objects.get(pk=rewritten.pk)):
            with pytest.raises(Guarded) as refused:
                act()
            assert refused.value.counts == {"closed_source": 1}
            act(override=WHY)
            content = Entry.objects.about(rewritten).latest("position").payload.content
            assert (content["guards"], content["why"]) == ({"closed_source": 1}, WHY)

    assert actions.withdraw_news(rewritten, reason="Ikke endnu", **BY).withdrawn_at  # never held up


def test_a_copy_hangs_on_what_the_first_was_written_from(rewritten):
    copy = actions.copy_news(rewritten, public_id=uuid4(), **BY)
    copy = actions.copy_news(copy, public_id=uuid4(), **BY)
    other = actions.edit_news(copy, title="Noget", html="<p>Andet.</p>", based_on=1, **BY)

    with pytest.raises(Guarded) as refused:
        actions.publish_news(other, **BY)
    assert refused.value.counts == {"closed_source": 1}


def test_what_is_written_anew_after_the_reason_waits_for_another(rewritten):
    actions.schedule_news(rewritten, publish_at=SOON, override=WHY, **BY)

    words = {"title": "Et valg", "html": "<p>Mere om valget.</p>"}
    assert actions.edit_news(rewritten, **words, based_on=2, **BY).is_held


def test_news_of_what_is_closed_goes_out_at_its_time_with_its_reason(rewritten):
    actions.schedule_news(rewritten, publish_at=SOON, override=WHY, **BY)

    assert publish_due(SOON) == 1


def test_once_its_item_is_open_news_needs_no_reason(rewritten, closed):
    open_item(closed.item, **BY)

    assert actions.publish_news(NewsItem.objects.get(pk=rewritten.pk), **BY).is_public


def test_news_of_something_else_with_closed_words_is_found(meeting, put, council):
    secret = "Direktøren fratræder den første marts og stillingen slås op."
    put("Sag", html=f"<p>{secret}</p>", is_closed=True, public_heading="Personsag")
    html = f"<p>Nyt fra rådet: {secret}</p>"
    told = actions.draft_news(council=council, title="Nyt", html=html, **BY)

    with pytest.raises(Guarded) as refused:
        actions.publish_news(told, **BY)
    assert refused.value.counts == {"closed_words": 1}


def test_once_the_item_is_open_its_draft_can_be_published_as_it_is(meeting, closed):
    minuted(meeting)
    draft_from_minutes(OUT)
    open_item(closed.item, **BY)

    draft = NewsItem.objects.get(decision=closed)
    assert actions.publish_news(draft, **BY).is_public


def test_an_item_tells_of_one_thing_and_of_no_other_later(meeting, put, council):
    decision = put("Mål for sundhed")
    facts = {"council": council, "title": "Sundhed", "html": ""}
    with pytest.raises(ValidationError):
        actions.draft_news(**facts, decision=decision, meeting=meeting, **BY)
    told = actions.draft_news(**facts, decision=decision, **BY)

    with pytest.raises(DatabaseError), transaction.atomic():
        NewsItem.objects.filter(pk=told.pk).update(decision=None)


def test_news_is_found_by_item_and_by_meeting(meeting, put):
    decision = put("Mål for sundhed")
    minuted(meeting)
    draft_from_minutes(OUT)

    assert NewsItem.objects.about(decision.item).count() == 1
    assert NewsItem.objects.about(meeting).count() == 2
    assert not NewsItem.objects.public().about(meeting).exists()


@pytest.mark.parametrize("name", ["other_secretary", "chair", "mayor", "official", "newcomer"])
def test_only_those_who_may_draft(cast, meeting, put, name):
    decision = put("Mål for sundhed")
    edition = minuted(meeting)
    by = {"by": getattr(cast, name), "at": OUT}

    with pytest.raises(PermissionDenied):
        actions.draft_of_decision(decision, **by)
    with pytest.raises(PermissionDenied):
        actions.draft_of_minutes(edition, **by)


@pytest.mark.parametrize(
    ("facts", "title"),
    [
        (
            {"held_on": None, "known_as": "efteråret 2016"},
            "Referat af et møde i {}, efteråret 2016",
        ),
        (
            {"held_on": date(2017, 2, 1), "kind": MeetingKind.WRITTEN},
            "Besluttet i skriftlig høring i {}, 1. februar 2017",
        ),
    ],
)
def test_what_is_called_after_no_day_or_was_written_says_so(council, facts, title):
    section = 1 if "kind" in facts else 3
    meeting = plan_meeting(council=council, **facts, by=HOUSE, at=CALLED)
    add_item(meeting, section=section, title="Sag", by=HOUSE, at=CALLED)
    minuted(meeting)
    draft_from_minutes(OUT)

    assert NewsItem.objects.get(meeting=meeting).title == title.format("KKR Hovedstaden")
