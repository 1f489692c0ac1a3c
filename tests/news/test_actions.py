from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from kkr.documents.actions import PathTaken, StaleEdit
from kkr.documents.addresses import Resident, address_of, resolve
from kkr.ledger.models import Entry, Payload
from kkr.news import actions
from kkr.news.models import NewsItem, State, WrongState

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
HOME = "/hovedstaden/nyheder/2017/kkr-maal-for-sundhed/"
pytestmark = pytest.mark.django_db


def draft(by, council, **facts):
    facts = {"title": "KKR-mål for sundhed", "html": "<p>Rådet har godkendt målene.</p>"} | facts
    return actions.draft_news(council=council, by=by, at=NOON, **facts)


@pytest.fixture
def drafted(secretary, council):
    return draft(secretary, council)


@pytest.fixture
def published(drafted, secretary):
    return actions.publish_news(drafted, by=secretary, at=NOON)


def last_entry():
    entry = Entry.objects.latest("position")
    return entry.verb, entry.public, entry.scopes


def test_a_draft_has_a_slug_and_a_first_version_and_no_address(drafted):
    assert (drafted.slug, drafted.state) == ("kkr-maal-for-sundhed", State.DRAFT)
    assert drafted.document.latest.number == 1
    assert address_of(drafted) is None
    assert last_entry() == ("news.drafted", False, ["hovedstaden"])


def test_a_published_item_has_a_date_and_an_address(published):
    assert (published.published_at, published.year) == (NOON, 2017)
    assert resolve(HOME) == Resident("news.newsitem", published.pk, HOME)
    assert last_entry() == ("news.published", True, ["hovedstaden"])


def test_the_year_is_the_one_in_copenhagen(drafted, secretary):
    new_year = datetime(2017, 12, 31, 23, 30, tzinfo=UTC)

    assert actions.publish_news(drafted, by=secretary, at=new_year).year == 2018


def test_news_to_all_councils_lives_outside_them(administrator):
    item = actions.publish_news(draft(administrator, None), by=administrator, at=NOON)

    assert item.path == "/nyheder/2017/kkr-maal-for-sundhed/"
    assert last_entry() == ("news.published", True, [])


def test_an_address_that_is_taken_gets_a_number(published, secretary, council):
    second, third = draft(secretary, council), draft(secretary, council)

    paths = [actions.publish_news(item, by=secretary, at=NOON).path for item in (second, third)]

    assert paths == [HOME.replace("sundhed/", f"sundhed-{number}/") for number in (2, 3)]


def test_a_long_address_that_is_taken_gets_its_number_too(secretary, council):
    items = [
        actions.publish_news(draft(secretary, council, slug="a" * 120), by=secretary, at=NOON)
        for _ in range(2)
    ]

    assert [item.slug for item in items] == ["a" * 120, f"{'a' * 100}-2"]


def test_what_nobody_can_see_is_not_kept(secretary, council):
    item = draft(secretary, council, title="Ny\x0bformand\x00", teaser="En\nto\x1f")

    assert (item.title, item.teaser) == ("Ny formand", "En to")


def test_an_item_has_changed_when_it_was_rewritten_or_corrected(published, secretary):
    def changed_at():
        return NewsItem.objects.with_changes().get(pk=published.pk).changed_at

    assert changed_at() == published.published_at

    actions.edit_news(published, title="Nyt", html="<p>y</p>", based_on=1, by=secretary, at=LATER)
    assert changed_at() == LATER

    much_later = LATER + timedelta(days=1)
    actions.correct_news(published, text="Datoen var forkert.", by=secretary, at=much_later)
    assert changed_at() == much_later


def test_editing_writes_a_version_and_changes_the_public_page(published, secretary):
    item = actions.edit_news(
        published,
        title="Nye mål",
        html="<p>Ny</p>",
        based_on=1,
        teaser="Kort",
        by=secretary,
        at=LATER,
    )

    assert (item.title, item.teaser, item.document.latest.text) == ("Nye mål", "Kort", "Ny")
    assert item.path == HOME
    assert last_entry() == ("news.edited", True, ["hovedstaden"])


def test_editing_a_draft_changes_no_public_page(drafted, secretary):
    actions.edit_news(drafted, title="Ny", html="<p>Ny</p>", based_on=1, by=secretary, at=LATER)

    assert last_entry() == ("news.edited", False, ["hovedstaden"])


@pytest.mark.parametrize(
    "mine",
    [
        {"title": "KKR-mål for sundhed", "html": "<p>Min</p>"},
        {"title": "Min titel", "html": "<p>Rådet har godkendt målene.</p>"},
    ],
)
@pytest.mark.parametrize(
    "theirs",
    [
        {"title": "KKR-mål for sundhed", "html": "<p>Deres</p>"},
        {"title": "Deres titel", "html": "<p>Rådet har godkendt målene.</p>"},
    ],
)
def test_two_people_editing_overwrite_nothing(drafted, secretary, administrator, mine, theirs):
    actions.edit_news(drafted, **theirs, based_on=1, by=administrator, at=LATER)
    entries = Entry.objects.count()

    with pytest.raises(StaleEdit):
        actions.edit_news(drafted, **mine, based_on=1, by=secretary, at=LATER)

    item = NewsItem.objects.get()
    assert {"title": item.title, "html": item.document.latest.html} == theirs
    assert Entry.objects.count() == entries


def test_a_renamed_item_is_found_under_both_addresses(published, secretary):
    renamed = actions.rename_news(published, slug="sundhedsmaal", by=secretary, at=LATER)

    new = "/hovedstaden/nyheder/2017/sundhedsmaal/"
    assert renamed.path == new
    assert resolve(HOME) == resolve(new) == Resident("news.newsitem", published.pk, new)
    assert last_entry() == ("news.renamed", True, ["hovedstaden"])


def test_a_renamed_draft_takes_no_address_yet(drafted, secretary):
    actions.rename_news(drafted, slug="sundhedsmaal", by=secretary, at=LATER)

    assert resolve("/hovedstaden/nyheder/2017/sundhedsmaal/") is None
    assert last_entry() == ("news.renamed", False, ["hovedstaden"])


def test_nobody_is_renamed_to_the_address_of_another(published, secretary, council):
    other = actions.publish_news(draft(secretary, council, slug="andet"), by=secretary, at=NOON)
    actions.rename_news(published, slug="sundhedsmaal", by=secretary, at=LATER)

    with pytest.raises(PathTaken):
        actions.rename_news(other, slug="kkr-maal-for-sundhed", by=secretary, at=LATER)

    assert address_of(other) == "/hovedstaden/nyheder/2017/andet/"


@pytest.mark.parametrize("slug", ["", "Mål", "a b", "a--b", "-a"])
def test_a_slug_can_be_read_aloud(published, secretary, slug):
    with pytest.raises(ValidationError):
        actions.rename_news(published, slug=slug, by=secretary, at=LATER)


def test_a_correction_is_a_visible_notice(published, secretary):
    actions.correct_news(published, text=" Der stod 28 kommuner. ", by=secretary, at=LATER)

    assert list(published.corrections.values_list("at", "text")) == [
        (LATER, "Der stod 28 kommuner.")
    ]
    assert last_entry() == ("news.corrected", True, ["hovedstaden"])


def test_a_draft_cannot_be_corrected_publicly(drafted, secretary):
    with pytest.raises(WrongState):
        actions.correct_news(drafted, text="Fejl", by=secretary, at=LATER)


def test_a_withdrawn_item_keeps_its_address_and_says_why(published, secretary):
    item = actions.withdraw_news(
        published, reason=" Tallene var forkerte. ", by=secretary, at=LATER
    )

    assert (item.withdrawn_at, item.withdrawal_reason) == (LATER, "Tallene var forkerte.")
    assert resolve(HOME) == Resident("news.newsitem", item.pk, HOME)
    assert not NewsItem.objects.public().exists()
    assert list(NewsItem.objects.withdrawn()) == [item]
    assert last_entry() == ("news.withdrawn", True, ["hovedstaden"])
    assert Entry.objects.latest("position").payload.content == {"why": "Tallene var forkerte."}


def test_a_withdrawal_needs_a_reason(published, secretary):
    with pytest.raises(ValidationError):
        actions.withdraw_news(published, reason="  ", by=secretary, at=LATER)

    assert NewsItem.objects.public().exists()


ACTS = {
    "edit": lambda item, by: actions.edit_news(
        item, title="x", html="x", based_on=1, by=by, at=LATER
    ),
    "schedule": lambda item, by: actions.schedule_news(item, publish_at=LATER, by=by, at=NOON),
    "unschedule": lambda item, by: actions.unschedule_news(item, by=by, at=LATER),
    "publish": lambda item, by: actions.publish_news(item, by=by, at=LATER),
    "rename": lambda item, by: actions.rename_news(item, slug="x", by=by, at=LATER),
    "correct": lambda item, by: actions.correct_news(item, text="x", by=by, at=LATER),
    "withdraw": lambda item, by: actions.withdraw_news(item, reason="x", by=by, at=LATER),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_withdrawn_item_stays_as_it_is(published, secretary, act):
    actions.withdraw_news(published, reason="Fejl", by=secretary, at=LATER)

    with pytest.raises(WrongState) as refusal:
        ACTS[act](published, secretary)

    assert refusal.value.code == "wrong_state"
    assert refusal.value.messages[0]


def test_an_item_is_published_once(published, secretary):
    with pytest.raises(WrongState):
        actions.publish_news(published, by=secretary, at=LATER)


def test_a_scheduled_item_can_be_moved_and_made_a_draft_again(drafted, secretary):
    actions.schedule_news(drafted, publish_at=LATER, by=secretary, at=NOON)
    tomorrow = LATER + timedelta(days=1)
    moved = actions.schedule_news(drafted, publish_at=tomorrow, by=secretary, at=NOON)
    assert moved.publish_at == tomorrow
    assert last_entry() == ("news.scheduled", False, ["hovedstaden"])

    back = actions.unschedule_news(drafted, by=secretary, at=NOON)

    assert (back.state, back.publish_at) == (State.DRAFT, None)
    assert last_entry() == ("news.unscheduled", False, ["hovedstaden"])


def test_nothing_is_scheduled_for_the_past(drafted, secretary):
    with pytest.raises(ValidationError):
        actions.schedule_news(drafted, publish_at=NOON, by=secretary, at=NOON)


@pytest.mark.parametrize(
    "change", [{"published_at": LATER}, {"year": 2016}, {"council": None}, {"withdrawn_at": NOON}]
)
def test_the_database_keeps_what_was_published(published, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        NewsItem.objects.filter(pk=published.pk).update(**change)


def test_the_database_deletes_no_news(published):
    with pytest.raises(DatabaseError), transaction.atomic():
        NewsItem.objects.filter(pk=published.pk)._raw_delete("default")


def others(cast):
    """Everybody but the council's secretary and the administrator."""
    may = {"secretary", "administrator"}
    return [person for name, person in cast.everyone().items() if name not in may]


@pytest.mark.parametrize("act", ACTS)
def test_nobody_else_may(act, drafted, cast):
    strangers = others(cast)
    entries = Entry.objects.count()

    for stranger in strangers:
        with pytest.raises(PermissionDenied):
            ACTS[act](drafted, stranger)

    assert Entry.objects.count() == entries
    assert NewsItem.objects.get().state == State.DRAFT


def test_what_a_draft_was_called_is_not_in_the_history_everybody_may_read(secretary, council, cast):
    item = draft(secretary, council, title="Kanariefugl", slug="kanariefugl")
    item = actions.rename_news(item, slug="anden-kanariefugl", by=secretary, at=NOON)
    item = actions.edit_news(
        item, title="Gul kanariefugl", html="<p>Fugl</p>", based_on=1, by=secretary, at=NOON
    )
    item = actions.edit_news(
        item, title="Sundhed", html="<p>Mål</p>", based_on=2, by=secretary, at=NOON
    )
    item = actions.rename_news(item, slug="sundhed", by=secretary, at=NOON)
    item = actions.publish_news(item, by=secretary, at=NOON)

    read = [
        Payload.objects.of(entry, viewer=cast.citizen).text for entry in Entry.objects.about(item)
    ]

    assert len(read) == 6
    assert "kanariefugl" not in " ".join(read).lower()


def test_only_its_secretaries_draft_for_a_council(council, cast):
    for stranger in others(cast):
        with pytest.raises(PermissionDenied):
            draft(stranger, council)


def test_only_administrators_draft_for_all_councils(secretary):
    with pytest.raises(PermissionDenied):
        draft(secretary, None)
