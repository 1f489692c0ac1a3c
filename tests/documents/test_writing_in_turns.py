"""One writes at a time: the lock that expires, is taken over, and loses nobody a word."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import HOUSE, user

from kkr.accounts.holdings import holdings
from kkr.documents.actions import (
    HeldByAnother,
    StaleEdit,
    StaleUnsaved,
    create_document,
    forget_unsaved_text,
    keep_unsaved,
    open_lock,
    take_lock,
    write_version,
)
from kkr.documents.models import LOCK_LASTS, EditLock, UnsavedText
from kkr.documents.tasks import KEPT_UNSAVED, forget_unsaved_texts

NOON = datetime(2017, 2, 6, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    return create_document("<p>Et</p>", by=HOUSE, at=NOON)


@pytest.fixture
def anna():
    return user("anna")


@pytest.fixture
def bent():
    return user("bent")


def test_the_first_holds_the_text_and_the_second_is_told_who(document, anna, bent):
    take_lock(document, by=anna, at=NOON)

    lock = take_lock(document, by=bent, at=NOON + MINUTE)

    assert (lock.holder, lock.since) == (anna, NOON)
    assert lock.until == NOON + LOCK_LASTS


def test_a_sign_of_life_keeps_it_and_silence_opens_it(document, anna, bent):
    take_lock(document, by=anna, at=NOON)
    take_lock(document, by=anna, at=NOON + 10 * MINUTE)

    assert take_lock(document, by=bent, at=NOON + 20 * MINUTE).holder == anna
    late = take_lock(document, by=bent, at=NOON + 26 * MINUTE)
    assert (late.holder, late.taken_from) == (bent, None)


def test_taken_over_the_first_ones_save_is_refused_with_both_texts(document, anna, bent):
    take_lock(document, by=anna, at=NOON)
    taken = take_lock(document, by=bent, at=NOON + MINUTE, over=True)
    assert taken.taken_from == anna

    with pytest.raises(HeldByAnother) as refused:
        write_version(document, "<p>Annas</p>", based_on=1, by=anna, at=NOON + 2 * MINUTE)

    assert refused.value.lock.holder == bent
    assert (refused.value.theirs.html, refused.value.mine) == ("<p>Et</p>", "<p>Annas</p>")
    assert document.versions.count() == 1


def test_when_the_second_has_saved_the_first_is_stale_and_sees_it(document, anna, bent):
    take_lock(document, by=anna, at=NOON)
    take_lock(document, by=bent, at=NOON + MINUTE, over=True)
    write_version(document, "<p>Bents</p>", based_on=1, by=bent, at=NOON + 2 * MINUTE)

    with pytest.raises(StaleEdit) as refused:
        write_version(document, "<p>Annas</p>", based_on=1, by=anna, at=NOON + 3 * MINUTE)

    assert not isinstance(refused.value, HeldByAnother)
    assert refused.value.theirs.html == "<p>Bents</p>"


def test_saving_opens_the_lock(document, anna):
    take_lock(document, by=anna, at=NOON)
    write_version(document, "<p>To</p>", based_on=1, by=anna, at=NOON)

    assert not EditLock.objects.exists()


def test_nobody_opens_anothers_lock(document, anna, bent):
    take_lock(document, by=anna, at=NOON)
    open_lock(document, by=bent)
    open_lock(document, by=HOUSE)

    assert EditLock.objects.get().holder == anna


def test_without_a_lock_one_may_still_save(document, anna):
    assert write_version(document, "<p>To</p>", based_on=1, by=anna, at=NOON).number == 2


@given(turns=st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 30)), max_size=12))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whoever_does_what_when_one_holds_it_and_only_they_save(document, anna, bent, turns):
    EditLock.objects.all().delete()
    at = NOON
    for is_anna, over, minutes in turns:
        at += minutes * MINUTE
        lock = take_lock(document, by=anna if is_anna else bent, at=at, over=over)
        other = bent if lock.holder == anna else anna
        assert EditLock.objects.filter(document=document).count() == 1
        assert lock.until > at
        with pytest.raises(HeldByAnother):
            write_version(document, f"<p>{at}</p>", based_on=1, by=other, at=at)


# What is not saved


def test_what_is_not_saved_is_ones_own_and_sanitised(anna, bent):
    keep_unsaved("papir", fields={"html": "<p onclick='x'>A</p>"}, by=anna, at=NOON)
    keep_unsaved("papir", fields={"html": "<p>B</p>"}, by=bent, at=NOON)

    (own,) = UnsavedText.objects.visible_to(anna)
    assert own.fields == {"html": "<p>A</p>"}
    assert not UnsavedText.objects.public().exists()


def test_one_window_does_not_write_over_another(anna):
    first = keep_unsaved("papir", fields={"html": "<p>A</p>"}, over=0, by=anna, at=NOON).revision
    keep_unsaved("papir", fields={"html": "<p>B</p>"}, over=first, by=anna, at=NOON)

    with pytest.raises(StaleUnsaved) as refused:
        keep_unsaved("papir", fields={"html": "<p>C</p>"}, over=first, by=anna, at=NOON)
    assert refused.value.unsaved.fields["html"] == "<p>B</p>"

    forget_unsaved_text("papir", by=anna)
    assert not UnsavedText.objects.exists()


def test_what_nobody_goes_on_with_is_thrown_away_in_the_end(anna):
    keep_unsaved("papir", fields={}, by=anna, at=NOON)

    assert forget_unsaved_texts(NOON + KEPT_UNSAVED) == 0
    assert forget_unsaved_texts(NOON + KEPT_UNSAVED + MINUTE) == 1


def test_both_are_handed_out_and_erased_with_somebody(document, anna):
    keep_unsaved("papir", fields={"html": "<p>A</p>"}, by=anna, at=NOON)
    take_lock(document, by=anna, at=NOON)
    own = {each.key: each for each in holdings if each.key in {"unsaved_texts", "locks"}}

    assert [len(list(each.rows(anna))) for each in own.values()] == [1, 1]
    for each in own.values():
        each.erase(anna, None)
    assert [len(list(each.rows(anna))) for each in own.values()] == [0, 0]
