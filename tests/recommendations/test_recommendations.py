"""From a decision to the answers of the municipal councils, and when they carry it."""

import json
from contextlib import suppress
from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, offered
from tests.meetings.council_at_work import BY as BEFORE
from tests.rounds.asking_around import LATER, area, asked_of

from kkr.cases.actions import open_case, publish_case
from kkr.cases.journey import journey_of
from kkr.cases.presentation import LINES
from kkr.documents.actions import StaleEdit
from kkr.ledger.listeners import listeners
from kkr.ledger.models import Entry
from kkr.meetings.actions import (
    add_item,
    decide,
    end_meeting,
    plan_meeting,
    publish_agenda,
    publish_minutes,
)
from kkr.meetings.registries import happened_since
from kkr.recommendations.actions import recommend
from kkr.recommendations.answers import COUNTS
from kkr.recommendations.carrying import Counts
from kkr.recommendations.counting import standing_of
from kkr.recommendations.joins import count
from kkr.recommendations.models import Outcome, Recommendation
from kkr.recommendations.tasks import recount_missed
from kkr.rounds.actions import (
    Said,
    Weight,
    close_round,
    move_deadline,
    open_round,
    reply,
    reword,
    withdraw_round,
)
from kkr.rounds.models import Reply, Way
from kkr.website.recommendations import lines

pytestmark = pytest.mark.django_db
FIVE = ("albertslund", "glostrup", "dragoer", "taarnby", "egedal")
DAY = date(2017, 5, 1)


@pytest.fixture
def case(cast):
    made = open_case(
        council=cast.council,
        title="Mål",
        summary="Fælles mål.",
        opened_on=date(2016, 9, 1),
        **BEFORE,
    )
    return publish_case(made, **BEFORE)


@pytest.fixture
def meeting(cast):
    return plan_meeting(council=cast.council, held_on=date(2017, 2, 6), **BEFORE)


@pytest.fixture
def decision(meeting, case):
    item = add_item(meeting, section=3, title="Mål", case=case, **BEFORE)
    publish_agenda(meeting, **BEFORE)
    made = decide(item, kind="recommended", html="<p>Anbefales.</p>", by=HOUSE, at=AFTER)
    end_meeting(meeting, by=HOUSE, at=AFTER)
    publish_minutes(meeting, by=HOUSE, at=AFTER)
    made.refresh_from_db()
    return made


def drafted(decision, rule: str = "all", **facts) -> Recommendation:
    areas = [area(slug) for slug in FIVE]
    weights = {each.pk: Weight(10 * number, "test") for number, each in enumerate(areas, start=1)}
    said = {"title": "Mål for sundhed", "html": "<p>Godkend målene.</p>", "deadlines": [("", DAY)]}
    facts = {"areas": areas, "weights": weights, "by": HOUSE, "at": AFTER} | said | facts
    return recommend(decision, rule=rule, **facts)


@pytest.fixture
def asked(decision):
    made = drafted(decision)
    open_round(made.round, by=HOUSE, at=AFTER)
    return made


def say(made: Recommendation, slug: str, answer: str = "approved", **facts) -> Reply:
    facts = {"way": Way.SECRETARY, "by": HOUSE, "at": LATER} | facts
    said = Said(answer, remark=facts.pop("remark", ""))
    return reply(asked_of(made.round, slug), said, **facts)


def kinds(made: Recommendation) -> list[str]:
    return list(made.outcomes.values_list("kind", flat=True))


def test_a_decision_offers_to_ask_the_municipalities(cast, decision):
    can_start = offered(decision, cast.secretary)
    assert "recommendations.recommend" in can_start
    assert offered(decision, cast.mayor) == []


def test_all_members_are_asked_and_nobody_sees_it_before_it_is_out(cast, decision):
    made = drafted(decision, areas=None)
    assert made.round.asked.count() == 29
    assert not Recommendation.objects.public().exists()
    assert not Recommendation.objects.visible_to(cast.contact).exists()

    open_round(made.round, by=HOUSE, at=AFTER)

    assert (
        Recommendation.objects.public().get().path == "/hovedstaden/anbefalinger/maal-for-sundhed/"
    )


def test_it_carries_when_the_last_one_approves_and_not_before(asked):
    for slug in FIVE[:4]:
        say(asked, slug)
    assert kinds(asked) == []

    say(asked, FIVE[4], "approved_with_remarks", remark="Husk økonomien.")

    assert kinds(asked) == ["carried"]
    assert Outcome.objects.get().reply.asked.name == "Egedal"


def test_it_is_lost_when_one_of_all_says_no_and_open_again_when_that_is_corrected(asked):
    say(asked, FIVE[0], "not_approved")
    assert kinds(asked) == ["lost"]

    say(asked, FIVE[0], why="Tastefejl")
    assert kinds(asked) == ["lost", "reopened"]


def test_what_was_carried_does_not_become_uncarried_without_anybody_seeing_it(asked):
    for slug in FIVE:
        say(asked, slug)
    say(asked, FIVE[0], "noted", why="Kun taget til efterretning.")

    assert kinds(asked) == ["carried", "lost"]
    assert [each.reply.why for each in asked.outcomes.all()][-1] == "Kun taget til efterretning."
    assert Reply.objects.public().filter(asked__area__slug=FIVE[0]).count() == 2


def test_silence_is_no_consent_when_it_is_over(decision):
    made = drafted(decision, rule="number", number=2)
    open_round(made.round, by=HOUSE, at=AFTER)
    say(made, FIVE[0])

    close_round(made.round, by=HOUSE, at=LATER)

    assert kinds(made) == ["lost"]


def test_whom_it_does_not_concern_has_answered_and_leaves_what_the_rule_counts_among(asked):
    say(asked, FIVE[0], "not_relevant")
    for slug in FIVE[1:]:
        say(asked, slug)

    found = standing_of(asked)
    assert (found.asked, found.answered, found.concerned) == (5, 5, 4)
    assert (found.in_favour, found.is_carried) == (4, True)


def test_what_needs_everybody_waits_for_the_last(decision):
    made = drafted(decision, rule="municipalities", percent=50, needs_everybody=True)
    open_round(made.round, by=HOUSE, at=AFTER)
    for slug in FIVE[:4]:
        say(made, slug)
    assert kinds(made) == []

    say(made, FIVE[4], "not_approved")
    assert kinds(made) == ["carried"]


def test_the_count_is_the_count_of_the_ledger(asked):
    say(asked, FIVE[0])
    say(asked, FIVE[1], "not_approved")
    say(asked, FIVE[1], why="Rettet efter mødet.")
    say(asked, FIVE[2], "noted")

    latest: dict[str, str] = {}
    for entry in Entry.objects.filter(verb__in=["rounds.replied", "rounds.reply_corrected"]):
        said = json.loads(entry.payload.text)
        latest[said["who"]] = said["answer"]

    found = standing_of(asked)
    assert found.in_favour == sum(COUNTS[each] == Counts.FOR for each in latest.values()) == 2
    assert found.answered == len(latest) == 3


@pytest.fixture
def counts_nothing(monkeypatch):
    """As where the count fails when an answer comes, and when no more can come."""

    def failing(_entry):
        raise RuntimeError("no room to count in")

    known = [failing if each is count else each for each in listeners]
    monkeypatch.setattr(listeners, "_things", known)


@pytest.mark.usefixtures("counts_nothing")
@pytest.mark.parametrize(("answering", "outcome"), [(FIVE, "carried"), (FIVE[:2], "lost")])
@pytest.mark.parametrize("is_over", [False, True])
def test_a_count_that_did_not_come_through_is_made_up_for_by_the_tick(
    asked, answering, outcome, is_over
):
    for slug in answering:
        say(asked, slug)
    if is_over:
        close_round(asked.round, by=HOUSE, at=LATER)
    assert kinds(asked) == []
    expected = [outcome] if is_over or outcome == "carried" else []

    assert recount_missed(LATER) == len(expected)

    assert kinds(asked) == expected
    assert recount_missed(LATER) == 0


def test_who_took_back_the_first_report_in_the_last_is_not_told_as_approving(decision):
    two = [("Første", date(2017, 3, 1)), ("Endelige", DAY)]
    made = drafted(decision, rule="municipalities", percent=40, deadlines=two)
    open_round(made.round, by=HOUSE, at=AFTER)
    first, last = made.round.steps.order_by("number")
    for number, slug in enumerate(FIVE):
        say(made, slug, step=first)
        say(made, slug, "approved" if number < 2 else "not_approved", step=last)

    assert standing_of(made).in_favour == 2
    assert lines.carried_by(made) == "Tiltrådt af 2 kommuner"


def test_what_was_asked_is_not_reworded(decision):
    made = drafted(decision)
    facts = {"by": HOUSE, "at": AFTER}
    reword(made.round, html="<p>Nyt</p>", based_on=1, **facts)
    with pytest.raises(StaleEdit):
        reword(made.round, html="<p>Andet</p>", based_on=1, **facts)
    open_round(made.round, **facts)

    with pytest.raises(ValidationError):
        reword(made.round, html="<p>Tredje</p>", based_on=2, **facts)


def test_a_rule_says_how_many_it_takes(decision):
    for rule in ("number", "municipalities", "inhabitants", "double"):
        with pytest.raises(ValidationError):
            drafted(decision, rule=rule)
    assert not Recommendation.objects.exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"rule": "inhabitants", "of_inhabitants": 60, "weights": {}}, "of_inhabitants"),
        ({"rule": "double", "percent": 50, "of_inhabitants": 60, "weights": {}}, "of_inhabitants"),
        ({"rule": "number", "number": 6}, "number"),
    ],
)
def test_what_could_never_carry_is_refused_at_its_field(decision, facts, field):
    with pytest.raises(ValidationError) as refused:
        drafted(decision, **facts)

    assert list(refused.value.error_dict) == [field]


def test_a_form_sent_twice_asks_once_and_refuses_other_words(decision):
    key = uuid4()
    made = drafted(decision, public_id=key)

    assert drafted(decision, public_id=key) == made
    others = ({"deadlines": [("", LATER.date())]}, {"areas": [area(FIVE[0])]}, {"title": "Nyt"})
    for other in ({"rule": "number", "number": 1}, {"html": "<p>Nyt</p>"}, *others):
        with pytest.raises(ValidationError) as refused:
            drafted(decision, public_id=key, **other)
        assert refused.value.code == "made_already"
    assert Recommendation.objects.count() == 1


def test_a_decision_that_is_not_public_asks_nobody(meeting, cast):
    item = add_item(meeting, section=3, title="Mål", **BEFORE)
    made = decide(item, kind="recommended", **BEFORE)

    with pytest.raises(ValidationError):
        drafted(made)


def test_what_the_council_only_noted_asks_nobody(meeting, cast):
    item = add_item(meeting, section=3, title="Mål", **BEFORE)
    publish_agenda(meeting, **BEFORE)
    made = decide(item, kind="noted", by=HOUSE, at=AFTER)
    end_meeting(meeting, by=HOUSE, at=AFTER)
    publish_minutes(meeting, by=HOUSE, at=AFTER)
    made.refresh_from_db()

    with pytest.raises(ValidationError):
        drafted(made)


@pytest.mark.parametrize("name", ["other_secretary", "chair", "mayor", "contact", "newcomer"])
def test_only_the_secretariat_asks(cast, decision, name):
    with pytest.raises(PermissionDenied):
        drafted(decision, by=getattr(cast, name))


def test_what_concerns_nobody_says_so_and_is_not_carried(asked):
    for slug in FIVE:
        say(asked, slug, "not_relevant")

    assert [(each.kind, each.because) for each in asked.outcomes.all()] == [("lost", "nobody")]
    assert asked.held.words == "Ikke relevant for nogen, derfor ikke tiltrådt"

    say(asked, FIVE[0], "not_approved", why="Fejl.")
    assert asked.held.words == "Ikke tiltrådt"


def test_more_time_after_it_was_closed_opens_it_again(asked):
    say(asked, FIVE[0])
    close_round(asked.round, by=HOUSE, at=LATER)
    assert asked.held.words == "Ikke tiltrådt, da der blev lukket for svar"

    give_time(asked, date(2017, 6, 1))

    assert asked.newest.words == "Åben igen, fordi fristen er flyttet"
    assert not asked.is_settled
    for slug in FIVE[1:]:
        say(asked, slug)
    assert kinds(asked) == ["lost", "reopened", "carried"]


def give_time(made: Recommendation, to: date) -> None:
    move_deadline(made.round, made.round.steps.get(), to=to, why="Ferie.", by=HOUSE, at=LATER)
    made.round.refresh_from_db()


def test_a_day_that_has_passed_opens_nothing_again(asked):
    close_round(asked.round, by=HOUSE, at=LATER)

    with suppress(ValidationError):
        give_time(asked, date(2017, 3, 19))

    asked.round.refresh_from_db()
    assert (asked.round.state, kinds(asked)) == ("closed", ["lost"])


def test_more_time_does_not_undo_what_was_answered(asked):
    say(asked, FIVE[0], "not_approved")

    give_time(asked, date(2017, 6, 1))

    assert kinds(asked) == ["lost"]


@pytest.fixture
def april(cast):
    return plan_meeting(council=cast.council, held_on=date(2017, 4, 24), by=HOUSE, at=AFTER)


def since(meeting, before) -> list[str]:
    return [line.text for line in happened_since(meeting, before)]


def test_the_next_agenda_says_of_each_only_what_holds(meeting, april, asked):
    for slug in FIVE:
        say(asked, slug)
    assert since(april, meeting) == ["Anbefalingen er tiltrådt: Mål for sundhed"]

    say(asked, FIVE[0], "noted", why="Fejl.")
    assert since(april, meeting) == ["Ikke tiltrådt: Mål for sundhed"]

    withdraw_round(asked.round, why="Stoppet.", by=HOUSE, at=LATER)
    assert since(april, meeting) == ["Trukket tilbage: Mål for sundhed"]


def test_the_next_agenda_does_not_say_that_the_silent_refused(meeting, april, asked):
    close_round(asked.round, by=HOUSE, at=LATER)
    assert since(april, meeting) == ["Ikke tiltrådt, da der blev lukket for svar: Mål for sundhed"]

    give_time(asked, date(2017, 6, 1))
    assert since(april, meeting) == ["Åben igen, fordi fristen er flyttet: Mål for sundhed"]


def told_of(case) -> dict:
    stop = journey_of(case)[-1]
    return LINES[stop.kind](stop, str)


def test_the_case_names_what_was_carried_and_leaves_out_what_was_overtaken(case, asked):
    say(asked, FIVE[0], "not_approved")
    assert told_of(case)["heading"] == "Ikke tiltrådt"

    say(asked, FIVE[0], why="Fejl.")
    line = told_of(case)
    assert line["heading"] == "Åben igen efter en rettelse"
    assert line["told"] == ["Mål for sundhed", "1 af 5 har godkendt."]
    assert line["href"] == asked.path
    assert [stop.kind for stop in journey_of(case)][-2:] == [
        "recommendations.asked",
        "recommendations.reopened",
    ]


def test_the_case_says_that_it_was_withdrawn_and_not_what_came_of_it_before(case, asked):
    for slug in FIVE:
        say(asked, slug)
    withdraw_round(asked.round, why="Stoppet.", by=HOUSE, at=LATER)

    assert told_of(case)["told"] == ["Mål for sundhed", "Den blev trukket tilbage: Stoppet."]
    assert "recommendations.carried" not in [stop.kind for stop in journey_of(case)]


def test_the_case_and_the_next_agenda_tell_of_it(cast, meeting, case, asked):
    for slug in FIVE:
        say(asked, slug)
    april = plan_meeting(council=cast.council, held_on=date(2017, 4, 24), by=HOUSE, at=AFTER)

    assert [stop.kind for stop in journey_of(case)][-2:] == [
        "recommendations.asked",
        "recommendations.carried",
    ]
    assert [line.path for line in happened_since(april, meeting)] == [asked.path]


def test_what_is_made_up_says_so_on_the_journey_and_on_the_next_agenda(meeting, april, case, asked):
    for slug in FIVE:
        say(asked, slug)
    asked.round.__class__.objects.filter(pk=asked.round_id).update(
        illustrative="Dagene er opfundet"
    )

    told = [
        LINES[stop.kind](stop, str)["told"]
        for stop in journey_of(case)
        if stop.kind.startswith("recommendations.")
    ]

    assert len(told) == 2
    assert all("Illustrativt: Dagene er opfundet" in each for each in told)
    assert since(april, meeting) == [
        "Anbefalingen er tiltrådt: Mål for sundhed (delvis illustrativ)"
    ]
