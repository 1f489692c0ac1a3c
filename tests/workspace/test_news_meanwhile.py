"""At the desk too: what a colleague did meanwhile is told, and nothing written is lost."""

import pytest
from tests.cast import HOUSE
from tests.workspace.conftest import MORNING
from tests.workspace.test_news import at, now, words

from kkr.news.actions import edit_news, publish_news, withdraw_news
from kkr.news.models import NewsCorrection, State

pytestmark = pytest.mark.django_db
BY = {"by": HOUSE, "at": MORNING}
HALF = "<p>En halv sæt</p>"


def edited(item):
    edit_news(item, title="Mål for sundhed", html="<p>Kollegaens.</p>", based_on=1, **BY)


def test_half_a_sentence_is_not_public_because_the_item_became_it(secretary, drafted):
    form = secretary.get(at(drafted)).content.decode()
    assert 'name="seen_as" value="draft"' in form
    publish_news(drafted, **BY)

    stop = secretary.post(at(drafted), words(html=HALF, based_on=1, seen_as="draft"))
    page = stop.content.decode()

    assert stop.status_code == 409
    assert "Nyheden er blevet offentlig imens" in page
    assert "En halv sæt" in page
    assert "Gem på den offentlige side" in page
    assert 'name="seen_as" value="published"' in page
    assert drafted.document.latest.number == 1

    secretary.post(at(drafted), words(html=HALF, based_on=1, seen_as="published"))
    assert drafted.document.latest.html == HALF


def test_what_was_written_while_it_was_withdrawn_can_be_copied(secretary, published):
    withdraw_news(published, reason="Sagen er udsat.", **BY)

    page = secretary.post(at(published), words(html=HALF, based_on=1)).content.decode()

    assert "Det, du skrev, er ikke gemt" in page
    assert "En halv sæt" in page


@pytest.mark.parametrize("button", [{"now": "1"}, {"later": "1", "publish_at": "20.02.2017 09:00"}])
def test_nobody_publishes_words_they_never_saw(secretary, drafted, button):
    assert 'name="looked_at" value="1"' in secretary.get(at(drafted, "publish")).content.decode()
    edited(drafted)

    stop = secretary.post(at(drafted, "publish"), {**button, "looked_at": "1"})
    page = stop.content.decode()

    assert stop.status_code == 409
    assert "En kollega har gemt imens" in page
    assert 'name="looked_at" value="2"' in page
    assert now(drafted).state == State.DRAFT
    assert secretary.post(at(drafted, "publish"), {**button, "looked_at": "2"}).status_code == 302


@pytest.mark.parametrize(
    ("step", "field"), [("correct", "text"), ("withdraw", "reason")], ids=["correct", "withdraw"]
)
def test_nobody_corrects_or_withdraws_what_they_have_not_read(secretary, published, step, field):
    assert 'name="looked_at" value="1"' in secretary.get(at(published, step)).content.decode()
    edited(published)

    stop = secretary.post(at(published, step), {field: "Tallet var forkert.", "looked_at": "1"})

    assert stop.status_code == 409
    assert "En kollega har gemt imens" in stop.content.decode()
    assert now(published).is_public
    assert not NewsCorrection.objects.exists()
