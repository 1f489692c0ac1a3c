"""Who guesses links and tokens changes nothing, and does not fill the log."""

import json
import logging
from itertools import pairwise

import pytest
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from kkr.config import repeated
from kkr.config.log_lines import Json
from kkr.config.repeated import HOUR, OnceAnHour, ToldOnce, place_of
from kkr.rounds.models import Asked, ProgramToken, Reply, ReplyLink


@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.integers(0, 9000)), max_size=20
    )
)
def test_of_each_kind_and_place_one_is_told_an_hour(tries):
    rule, told = OnceAnHour(), {}
    for kind, place, seconds in sorted(tries, key=lambda each: each[2]):
        if rule.tells(kind, place, float(seconds)):
            told.setdefault((kind, place), []).append(seconds)

    assert set(told) == {each[:2] for each in tries}
    for times in told.values():
        assert all(b - a >= HOUR for a, b in pairwise(times))


def test_of_more_places_than_fit_the_oldest_is_forgotten():
    rule = OnceAnHour(most=2)
    assert [rule.tells("link", place, 1.0) for place in "abcca"] == [True, True, True, False, True]
    assert len(rule.told) == 2


def test_a_place_is_a_digest_and_of_ipv6_the_network():
    def place(address):
        return place_of(RequestFactory().get("/", REMOTE_ADDR=address))

    assert place("2001:db8::1") == place("2001:db8::2") != place("2001:db8:1::1")
    assert place("192.0.2.7") != place("192.0.2.8")
    assert "192.0.2.7" not in place("192.0.2.7")


@pytest.fixture
def lines(monkeypatch):
    """What would be written to the log at its most talkative, as it would stand there."""
    monkeypatch.setattr(repeated, "refused", OnceAnHour())
    written: list[str] = []

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(Json().format(record))

    handler = Lines(logging.INFO)
    handler.addFilter(ToldOnce())
    loggers = [logging.getLogger(), logging.getLogger("kkr.requests")]
    levels = [logger.level for logger in loggers]
    loggers[0].addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.INFO)
    yield written
    loggers[0].removeHandler(handler)
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


def guess(links: int, tokens: int) -> set[int]:
    """Try that many links and tokens; gives the answers' statuses."""
    browser, found = Client(), set()
    for number in range(links):
        found.add(browser.get(f"/svar/gaettet{number}/").status_code)
    for number in range(tokens):
        words = {"Authorization": f"Bearer gaettet{number}"}
        found.add(browser.get("/api/v1/questions", headers=words).status_code)
    return found


def counted() -> list[int]:
    return [model.objects.count() for model in (Asked, Reply, ReplyLink, ProgramToken)]


def told(lines: list[str]) -> list[tuple[str, str, int]]:
    facts = [json.loads(line) for line in lines]
    return [(each["level"], each.get("kind", ""), each["status"]) for each in facts]


@pytest.mark.django_db
def test_what_is_tried_in_vain_is_told_once_and_never_what_it_was(lines):
    before = counted()

    assert guess(70, 70) == {404, 401, 429}

    assert told(lines) == [("WARNING", "link", 404), ("WARNING", "token", 401)]
    assert "gaettet" not in "".join(lines)
    assert "127.0.0.1" not in "".join(lines)
    assert counted() == before


@pytest.mark.slow
@pytest.mark.sqlite
@pytest.mark.django_db
def test_ten_thousand_links_and_a_thousand_tokens_are_told_once_each(lines, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    before = counted()  # and the limits are counted in memory, for speed

    guess(10_000, 1_000)

    assert told(lines) == [("WARNING", "link", 404), ("WARNING", "token", 401)]
    assert counted() == before


@pytest.mark.django_db
def test_a_form_without_its_token_is_no_way_to_fill_the_log(lines):
    strict = Client(enforce_csrf_checks=True)

    answers = {strict.post("/svar/gaettet/", {"answer": "yes"}).status_code for _each in range(9)}

    assert answers == {403}
    assert told(lines) == [("WARNING", "link", 403)]


@pytest.mark.django_db
def test_in_another_process_it_is_not_told_again(lines, monkeypatch):
    guess(1, 0)
    monkeypatch.setattr(repeated, "refused", OnceAnHour())  # which remembers nothing

    guess(1, 0)

    assert len(lines) == 1


@pytest.mark.django_db
def test_other_requests_are_told_as_ever(lines):
    Client().get("/findes-ikke/")
    Client().get("/findes-ikke/")

    assert [(json.loads(line)["path"], json.loads(line)["status"]) for line in lines] == [
        ("/findes-ikke/", 404)
    ] * 2
