"""The rule by which a recommendation counts as carried; whole numbers, and silence is never consent."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kkr.recommendations.carrying import Counts, Rule, RuleKind, Vote, standing

patient = settings(suppress_health_check=[HealthCheck.too_slow])
votes = st.lists(
    st.builds(Vote, st.sampled_from(Counts), st.integers(min_value=0, max_value=700_000)),
    max_size=12,
)
percents = st.integers(min_value=0, max_value=100)
rules = st.builds(
    Rule,
    st.sampled_from(RuleKind),
    number=st.integers(min_value=0, max_value=30),
    percent=percents,
    of_inhabitants=percents,
    needs_everybody=st.booleans(),
)


@patient
@given(rules, votes)
def test_silence_is_never_consent(rule, given_votes):
    silent = [replace(vote, counts=Counts.SILENT) for vote in given_votes]

    assert not standing(rule, silent).is_carried


@patient
@given(rules, votes)
def test_nothing_is_carried_where_nobody_approves(rule, given_votes):
    others = [vote for vote in given_votes if vote.counts != Counts.FOR]

    assert not standing(rule, others).is_carried


@pytest.mark.parametrize("kind", [RuleKind.INHABITANTS, RuleKind.DOUBLE])
def test_of_no_inhabitants_there_is_no_share(kind):
    rule = Rule(kind, percent=50, of_inhabitants=50)
    region, gone = Vote(Counts.FOR, 0), Vote(Counts.OUT, 20)

    assert not standing(rule, [region, gone]).is_carried
    assert not standing(rule, [gone]).is_carried


@patient
@given(rules, votes)
def test_nothing_is_carried_and_lost_at_once(rule, given_votes):
    found = standing(rule, given_votes)

    assert not (found.is_carried and found.is_lost)


@patient
@given(rules, votes, st.data())
def test_one_more_in_favour_takes_nothing_away(rule, given_votes, data):
    before = standing(rule, given_votes)
    silent = [place for place, vote in enumerate(given_votes) if vote.counts == Counts.SILENT]
    if not silent:
        return
    place = data.draw(st.sampled_from(silent))
    given_votes[place] = replace(given_votes[place], counts=Counts.FOR)

    after = standing(rule, given_votes)

    assert after.is_carried >= before.is_carried
    assert after.is_lost == before.is_lost


@patient
@given(rules, votes)
def test_what_is_lost_is_not_carried_when_all_others_agree(rule, given_votes):
    agreed = [
        replace(vote, counts=Counts.FOR) if vote.counts == Counts.SILENT else vote
        for vote in given_votes
    ]

    assert standing(rule, agreed).is_carried is not standing(rule, given_votes).is_lost


@pytest.mark.parametrize(
    ("rule", "carried"),
    [
        (Rule(RuleKind.ALL), False),
        (Rule(RuleKind.NUMBER, number=2), True),
        (Rule(RuleKind.MUNICIPALITIES, percent=67), False),
        (Rule(RuleKind.MUNICIPALITIES, percent=66), True),
        (Rule(RuleKind.INHABITANTS, of_inhabitants=40), True),
        (Rule(RuleKind.INHABITANTS, of_inhabitants=41), False),
        (Rule(RuleKind.DOUBLE, percent=50, of_inhabitants=40), True),
        (Rule(RuleKind.DOUBLE, percent=50, of_inhabitants=60), False),
        (Rule(RuleKind.NUMBER, number=2, needs_everybody=True), False),
    ],
)
def test_two_of_three_with_two_fifths_of_the_inhabitants(rule, carried):
    asked = [Vote(Counts.FOR, 20), Vote(Counts.FOR, 20), Vote(Counts.SILENT, 60)]

    assert standing(rule, asked).is_carried is carried


def test_the_rule_does_not_count_whom_it_does_not_concern_and_they_have_answered():
    found = standing(Rule(RuleKind.ALL), [Vote(Counts.FOR, 20), Vote(Counts.OUT, 60)])

    assert (found.asked, found.answered, found.concerned) == (2, 2, 1)
    assert (found.share_of_inhabitants, found.is_carried) == (100, True)


def test_what_concerns_nobody_is_never_carried():
    found = standing(Rule(RuleKind.ALL), [Vote(Counts.OUT, 20), Vote(Counts.OUT, 60)])

    assert (found.asked, found.answered, found.concerns_nobody) == (2, 2, True)
    assert (found.is_carried, found.is_lost) == (False, True)


def test_a_hundred_percent_is_said_of_all_only():
    found = standing(Rule(RuleKind.ALL), [Vote(Counts.FOR, 999), Vote(Counts.SILENT, 1)])

    assert found.share_of_inhabitants == 99
