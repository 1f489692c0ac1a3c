"""A decision that sends a case back lists its wishes; with the minutes they become those of the case."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY, DAY, offered

from kkr.cases.actions import (
    add_paper,
    answer_wish,
    open_case,
    publish_case,
    release_version,
    revise_paper,
    reword_wish,
    send_back,
)
from kkr.cases.journey import journey_of
from kkr.cases.models import Answer, Wish
from kkr.documents.actions import StaleEdit
from kkr.documents.guarding import Guarded
from kkr.meetings.actions import (
    Corrected,
    add_item,
    change_decision,
    decide,
    drop_decision,
    edit_item,
    end_meeting,
    open_item,
    publish_agenda,
    publish_minutes,
)
from kkr.meetings.actions.wishes import list_wishes, tell_wishes_of
from kkr.meetings.differences import What, changes
from kkr.meetings.models import Decision, DecisionWish, EditionDecision

pytestmark = pytest.mark.django_db
LATE = {"by": HOUSE, "at": AFTER}
WISHES = ["Færre temaer", "Mere fokus", "Et tydeligere målhierarki"]


@pytest.fixture
def case(cast):
    facts = {"title": "Mål", "summary": "Fælles mål", "opened_on": date(2016, 9, 1)}
    made = open_case(council=cast.council, **facts, **BY)
    return publish_case(made, **BY)


@pytest.fixture
def item(meeting, case):
    made = add_item(meeting, section=3, title="KKR-mål", case=case, **BY)
    publish_agenda(meeting, **BY)
    return made


def sent_back(item, wishes=WISHES, **facts):
    return decide(item, kind="referred_back", wishes=wishes, **facts, **LATE)


def minutes_of(meeting, **facts):
    if meeting.state != "held":
        end_meeting(meeting, undecided="Kun til prøve", **LATE)
    meeting.refresh_from_db()
    return publish_minutes(meeting, undecided="Kun til prøve", **facts, **LATE)


def corrected(decision, wishes):
    latest = decision.document.latest.number
    kind = "referred_back"
    change_decision(decision, based_on=latest, kind=kind, html="", wishes=wishes, **LATE)
    said = Corrected(decision.item, what="Et ønske", why="Det var skrevet forkert")
    return publish_minutes(
        decision.item.meeting, undecided="Kun til prøve", corrections=[said], **LATE
    )


def told(case, viewer=None):
    """The stops of the case's way about wishes, each with its wishes."""
    return [
        (stop.kind, [each.text for each in stop.others if isinstance(each, Wish)])
        for stop in journey_of(case, viewer)
        if any(isinstance(each, Wish) for each in stop.others)
    ]


def test_before_the_minutes_are_out_nobody_has_the_wishes(cast, meeting, case, item):
    sent_back(item)

    assert not Wish.objects.exists()
    for viewer in (None, cast.secretary):
        assert told(case, viewer) == []
    assert not DecisionWish.objects.public().exists()
    for name, viewer in cast.everyone().items():
        reads = DecisionWish.objects.visible_to(viewer).exists()
        assert reads == (name in {"secretary", "administrator"}), name


def test_with_the_minutes_they_stand_there_and_under_the_decision_on_the_way_of_the_case(
    meeting, case, item
):
    made = sent_back(item)
    edition = minutes_of(meeting)

    row = EditionDecision.objects.get(content__row__edition=edition, decision=made)
    assert row.wishes == WISHES
    assert told(case) == [("meetings.decided", WISHES)]
    wish = Wish.objects.public().first()
    assert (wish.wanted_by_id, wish.wanted_on) == (meeting.council_id, DAY)


def test_the_next_version_answers_them(cast, meeting, case, item):
    made = sent_back(item)
    paper = add_paper(case, title="Ramme", html="<p>1</p>", dated_on=date(2016, 11, 1), **BY).paper
    minutes_of(meeting)
    can_start = offered(made, cast.secretary)
    assert "meetings.answer_wishes" in can_start
    assert offered(made, cast.mayor) == []

    second = revise_paper(
        paper, html="<p>2</p>", based_on=1, dated_on=date(2017, 2, 10), what_changed="To", **LATE
    )
    for wish in Wish.objects.all():
        answer_wish(wish, answer=Answer.MET, why="Skrevet om", version=second, **LATE)
    release_version(second, **LATE)

    assert told(case) == [("meetings.decided", WISHES), ("cases.revised", WISHES)]
    assert "meetings.answer_wishes" not in offered(made, cast.secretary)


def test_what_corrected_minutes_say_otherwise_the_case_says_otherwise(meeting, case, item):
    made = sent_back(item)
    before = minutes_of(meeting)
    first = Wish.objects.order_by("pk").first()

    latest = made.document.latest.number
    now = ["Færre, men større temaer", "Mere fokus", "Et kortere papir"]
    change_decision(made, based_on=latest, kind="referred_back", html="", wishes=now, **LATE)
    assert told(case) == [("meetings.decided", WISHES)]  # until they are out

    after = corrected(made, [*now[:2], "Et kort papir"])
    assert told(case) == [("meetings.decided", [*now[:2], "Et kort papir"])]
    assert Wish.objects.get(pk=first.pk).text == now[0]
    assert [each.what for each in changes(before, after)] == [What.DECISION]

    corrected(made, now[:1])
    assert told(case) == [("meetings.decided", now[:1])]
    assert Wish.objects.public().count() == 1
    corrected(made, now[:2])
    assert told(case) == [("meetings.decided", now[:2])]


def answerable(case):
    """A later version of a paper of the case, released."""
    facts = {"title": "Ramme", "html": "<p>1</p>", "dated_on": date(2017, 2, 10)}
    version = add_paper(case, **facts, **LATE)
    return release_version(version, **LATE)


def said_of(case):
    """What everybody reads of each wish, and the answer to it."""
    return {each.text: each.answer for each in Wish.objects.public().filter(case=case)}


def test_an_answer_stays_at_the_wish_it_was_given_to(meeting, case, item):
    made = sent_back(item, ["Færre temaer", "Mere fokus"])
    version = answerable(case)
    minutes_of(meeting)
    few = Wish.objects.get(text="Færre temaer")
    answer_wish(few, answer=Answer.MET, why="Tre", version=version, **LATE)

    corrected(made, ["Mere fokus", "Penge til busser"])
    assert said_of(case) == {"Mere fokus": "", "Penge til busser": ""}
    corrected(made, ["Mere fokus", "Færre temaer"])
    assert said_of(case) == {"Mere fokus": "", "Færre temaer": "met"}
    corrected(made, ["Mere fokus", "Penge til veje"])
    assert said_of(case) == {"Mere fokus": "", "Penge til veje": ""}


def test_a_wish_that_is_answered_while_it_is_said_otherwise_keeps_what_it_said(meeting, case, item):
    made = sent_back(item, ["Færre temaer"])
    version = answerable(case)
    minutes_of(meeting)
    facts = {"based_on": 1, "kind": "referred_back", "html": "", "wishes": ["Tre temaer"]}
    change_decision(made, **facts, **LATE)
    few = Wish.objects.get()
    answer_wish(few, answer=Answer.NOT, why="Der er fem", version=version, **LATE)

    said = Corrected(item, what="Et ønske", why="Det var skrevet forkert")
    minutes_of(meeting, corrections=[said])

    assert said_of(case) == {"Tre temaer": ""}
    assert Wish.objects.get(pk=few.pk).text == "Færre temaer"
    with pytest.raises(ValidationError):
        reword_wish(few, "Tre temaer", **LATE)


@pytest.fixture
def decision(item):
    return sent_back(item, ["A"])


@pytest.fixture
def version(case):
    return answerable(case)


LISTS = st.lists(st.sampled_from("ABC"), unique=True, max_size=2)
STEPS = st.lists(st.tuples(LISTS, st.booleans(), st.integers(0, 1)), min_size=3, max_size=5)


@given(STEPS)
@example([(["A", "B"], True, 0), (["B", "C"], True, 0)])
@example([(["A"], True, 1), (["B"], False, 0), (["C"], True, 0), (["A", "B"], True, 0)])
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_is_listed_in_turn_an_answer_stands_at_its_text(case, decision, version, steps):
    """Each step lists wishes, lets the minutes come out or not, and answers one of those that are told."""
    with transaction.atomic():
        answered = {}
        for texts, are_out, which in steps:
            list_wishes(decision, texts)
            if are_out:
                tell_wishes_of(decision, **LATE)
                rows = DecisionWish.objects.filter(decision=decision, dropped_at=None)
                assert [row.wish.text for row in rows] == decision.wishes_listed == texts
                assert sorted(said_of(case)) == sorted(texts)
            for wish in Wish.objects.public().order_by("pk")[which : which + 1]:
                answer_wish(wish, answer=Answer.MET, why="Ja", version=version, **LATE)
                answered[wish.pk] = wish.text
            now = Wish.objects.exclude(answer="")
            assert dict(now.values_list("pk", "text")) == answered
        transaction.set_rollback(True)


def test_the_wishes_of_a_closed_item_are_closed_until_it_opens(cast, meeting, case, item):
    facts = {"title": item.title, "html": "", "is_closed": True, "public_heading": "Sag"}
    item = edit_item(item, based_on=1, **facts, **BY)
    publish_agenda(meeting, why="Lukket", **BY)
    sent_back(item)
    minutes_of(meeting)

    assert told(case) == []
    assert told(case, cast.other_secretary) == []
    assert told(case, cast.secretary) == [("meetings.decided", WISHES)]

    open_item(item, **LATE)
    assert told(case) == [("meetings.decided", WISHES)]


def test_a_wish_of_two_decisions_is_read_where_one_of_them_still_tells_it(
    cast, meeting, case, item
):
    facts = {"is_closed": True, "public_heading": "Sag"}
    closed = add_item(meeting, section=3, title="Lukket", case=case, **facts, **BY)
    publish_agenda(meeting, why="Et punkt til", **BY)
    wishes = WISHES[:2]
    made = sent_back(item, wishes)
    sent_back(closed, wishes)
    minutes_of(meeting)
    assert said_of(case) == dict.fromkeys(wishes, "")

    corrected(made, wishes[:1])
    assert said_of(case) == {wishes[0]: ""}
    seen = Wish.objects.visible_to(cast.secretary).filter(case=case)
    assert [each.text for each in seen] == wishes
    assert Wish.objects.visible_to(cast.other_secretary).filter(case=case).count() == 1

    corrected(made, ["Et kort papir"])
    assert said_of(case) == {"Et kort papir": ""}
    assert [each.text for each in seen.all()] == [*wishes, "Et kort papir"]


def test_what_was_noted_by_hand_is_the_same_wish(cast, meeting, case, item):
    by_hand = {"wanted_by": cast.council, "on": DAY, "wishes": WISHES[:1], "is_held_back": True}
    (noted,) = send_back(case, **by_hand, **BY)
    sent_back(item)
    minutes_of(meeting)

    assert Wish.objects.count() == len(WISHES)
    assert told(case) == [("meetings.decided", WISHES)]
    assert Wish.objects.get(pk=noted.pk).released_at == AFTER


def test_only_a_decision_that_sends_back_has_wishes(meeting, item):
    with pytest.raises(ValidationError):
        decide(item, kind="approved", wishes=WISHES, **LATE)
    made = sent_back(item)
    with pytest.raises(ValidationError):
        change_decision(made, based_on=1, kind="approved", html="", **LATE)
    change_decision(made, based_on=1, kind="approved", html="", wishes=(), **LATE)
    assert not DecisionWish.objects.exists()


def refused_field(act):
    """The field at which it is refused."""
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        act()
    return list(refused.value.error_dict)


def test_nothing_is_sent_back_without_a_case_or_without_a_wish(meeting, item):
    without_case = add_item(meeting, section=3, title="Orientering", **BY)

    assert refused_field(lambda: sent_back(without_case)) == ["kind"]
    assert refused_field(lambda: sent_back(item, [" "])) == ["wishes"]
    made = decide(without_case, kind="approved", **LATE)
    facts = {"based_on": 1, "kind": "referred_back", "html": "", "wishes": WISHES}
    assert refused_field(lambda: change_decision(made, **facts, **LATE)) == ["kind"]
    made = decide(item, kind="approved", **LATE)
    assert refused_field(lambda: change_decision(made, **facts | {"wishes": ()}, **LATE)) == [
        "wishes"
    ]
    change_decision(made, **facts, **LATE)
    assert refused_field(lambda: change_decision(made, **facts | {"wishes": ()}, **LATE)) == [
        "wishes"
    ]


def test_an_old_decision_without_a_case_or_a_wish_is_put_right_in_a_word(meeting):
    item = add_item(meeting, section=3, title="Orientering", **BY)
    made = decide(item, kind="approved", html="<p>Sendt tilbge</p>", **LATE)
    Decision.objects.filter(pk=made.pk).update(kind="referred_back")
    facts = {"kind": "referred_back", "html": "<p>Sendt tilbage</p>", "wishes": ()}

    now = change_decision(made, based_on=1, **facts, **LATE)

    assert now.document.latest.text == "Sendt tilbage"


def test_a_colleague_who_was_slower_writes_over_nothing_and_the_same_leaves_no_trace(item):
    made = sent_back(item)
    facts = {"kind": "referred_back", "html": ""}
    change_decision(made, based_on=1, wishes=[*WISHES, *WISHES], **facts, **LATE)
    assert made.document.latest.number == 1

    change_decision(made, based_on=1, wishes=WISHES[:2], **facts, **LATE)
    with pytest.raises(StaleEdit):
        change_decision(made, based_on=1, wishes=WISHES[1:], **facts, **LATE)
    change_decision(made, based_on=2, **facts, dissent="X tog forbehold.", **LATE)

    assert made.wishes_listed == WISHES[:2]
    drop_decision(made, **LATE)
    assert not DecisionWish.objects.exists()


def test_a_personal_number_in_a_wish_is_found_before_the_minutes_are_out(meeting, item):
    sent_back(item, ["Se sagen om 070761-4285"])

    with pytest.raises(Guarded):
        minutes_of(meeting)
    assert not Wish.objects.exists()
