"""The life of a case: opened, asked for, drafted, sent back with wishes, revised, answered, read."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import HOUSE

from kkr.cases.actions import (
    add_paper,
    answer_wish,
    bring_before,
    commission,
    deliver,
    edit_case,
    open_case,
    publish_case,
    put_before_council,
    release_version,
    release_wishes,
    revise_paper,
    send_back,
)
from kkr.cases.journey import journey_of
from kkr.cases.models import Answer, Case, Commission, PaperVersion, Wish
from kkr.council.models import Council
from kkr.documents.actions import StaleEdit
from kkr.documents.models import File
from kkr.ledger.models import Entry
from kkr.ledger.verification import verify

NOON = datetime(2016, 9, 1, 12, 0, tzinfo=UTC)
AUTUMN, WINTER, DAY = date(2016, 9, 1), date(2016, 11, 25), date(2017, 2, 6)
BY = {"by": HOUSE, "at": NOON}
STRANGERS = ("other_secretary", "chair", "mayor", "official", "contact", "newcomer", "citizen")
pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    facts = {"summary": "Fælles mål.", "kle": "29.00"}
    return open_case(
        council=cast.council, title="KKR-mål for sundhed", opened_on=AUTUMN, **facts, **BY
    )


@pytest.fixture
def first(case, cast):
    return add_paper(
        case,
        title="Udkast til mål",
        html="<p>Ti temaer</p>",
        dated_on=WINTER,
        author=cast.committee,
        **BY,
    )


def revised(first, html="<p>Tre temaer</p>", based_on=1, dated_on=DAY, at=NOON):
    facts = {"what_changed": "Færre temaer", "based_on": based_on, "dated_on": dated_on}
    return revise_paper(first.paper, html=html, **facts, by=HOUSE, at=at)


# Number and address


def test_cases_are_numbered_in_the_year_they_are_opened_in(cast):
    def number(year):
        day = date(year, 5, 1)
        by = {"by": HOUSE, "at": datetime(year, 5, 1, 12, tzinfo=UTC)}
        return open_case(council=cast.council, title="Sag", opened_on=day, **by).number

    numbers = [number(year) for year in (2016, 2017, 2016)]

    assert numbers == ["SAG-2016-00001", "SAG-2017-00001", "SAG-2016-00002"]


def test_two_cases_of_one_title_have_addresses_of_their_own(cast):
    slugs = [
        open_case(council=cast.council, title="Mål & midler", opened_on=AUTUMN, **BY).slug
        for _ in range(2)
    ]

    assert slugs == ["maal-midler", "maal-midler-2"]


def test_no_case_is_opened_on_a_day_to_come(cast):
    with pytest.raises(ValidationError) as refused:
        open_case(council=cast.council, title="Sag", opened_on=date(2016, 9, 2), **BY)

    assert "opened_on" in refused.value.error_dict
    assert not Case.objects.exists()


@pytest.mark.parametrize("title", ["", "  ", "!!!"])
def test_a_title_has_a_letter_or_a_digit(cast, title):
    with pytest.raises(ValidationError) as refused:
        open_case(council=cast.council, title=title, opened_on=AUTUMN, **BY)

    assert "title" in refused.value.error_dict
    assert not Case.objects.exists()


@pytest.mark.parametrize("kle", ["29", "29.00", "29.00.00"])
def test_a_kle_number_is_a_group_a_subject_or_an_action(case, kle):
    assert edit_case(case, title=case.title, kle=kle, **BY).kle == kle


@pytest.mark.parametrize("kle", ["2", "29.0", "29.00.00.00", "KLE"])
def test_what_is_no_kle_number_is_refused(case, kle):
    with pytest.raises(ValidationError, match="KLE-nummer"):
        edit_case(case, title=case.title, kle=kle, **BY)


def test_the_same_again_leaves_no_trace(case):
    before = Entry.objects.count()

    edit_case(case, title=case.title, summary=case.summary, **BY)

    assert Entry.objects.count() == before


def test_number_and_address_never_change(case):
    for name in ("number", "slug"):
        publish_case(case, **BY)
        case.refresh_from_db()
        setattr(case, name, "anden")
        with pytest.raises(IntegrityError), transaction.atomic():
            case.save()
        case.refresh_from_db()


# Who sees and who may


def test_a_case_is_the_secretariats_until_it_is_published(cast, case):
    seen = {n for n, v in cast.everyone().items() if case in Case.objects.visible_to(v)}

    assert seen == {"secretary", "administrator"}
    assert not Case.objects.public().exists()

    publish_case(case, **BY)
    assert all(case in Case.objects.visible_to(v) for v in cast.everyone().values())


def test_permission_and_list_agree(cast, case):
    for name, viewer in cast.everyone().items():
        visible = case in Case.objects.visible_to(viewer)
        assert viewer.has_perm("cases.view_case", case) == visible, name


@pytest.mark.parametrize("name", STRANGERS)
def test_others_change_nothing(cast, case, first, name):
    by = {"by": getattr(cast, name), "at": NOON}
    made = commission(case, asked_by=cast.council, asked_of=cast.committee, what="Mål", **BY)
    (wish,) = send_back(case, wanted_by=cast.council, on=WINTER, wishes=["Færre"], **BY)
    facts = {"html": "<p>x</p>", "dated_on": DAY}
    before = Entry.objects.count()
    acts = [
        lambda: open_case(council=cast.council, title="x", opened_on=AUTUMN, **by),
        lambda: edit_case(case, title="x", **by),
        lambda: bring_before(case, council=cast.council, since=DAY, **by),
        lambda: publish_case(case, **by),
        lambda: add_paper(case, title="x", **facts, **by),
        lambda: revise_paper(first.paper, what_changed="x", based_on=1, **facts, **by),
        lambda: release_version(first, **by),
        lambda: put_before_council(first, **by),
        lambda: commission(case, asked_by=cast.council, asked_of=cast.committee, what="x", **by),
        lambda: deliver(made, on=DAY, **by),
        lambda: send_back(case, wanted_by=cast.council, on=DAY, wishes=["x"], **by),
        lambda: answer_wish(wish, answer=Answer.MET, why="x", version=first, **by),
    ]

    for act in acts:
        with pytest.raises(PermissionDenied):
            act()
    assert Entry.objects.count() == before


def test_a_case_before_two_councils_is_written_by_both(cast, case):
    sjaelland = Council.objects.get(slug="sjaelland")
    assert not cast.other_secretary.has_perm("cases.edit_case", case)

    for _ in range(2):
        bring_before(case, council=sjaelland, since=DAY, **BY)

    assert cast.other_secretary.has_perm("cases.edit_case", case)
    assert case.scopes == ["hovedstaden", "sjaelland"]
    assert case in Case.objects.before(sjaelland)


def test_a_secretary_does_not_bring_a_case_before_anothers_council(cast, case):
    with pytest.raises(PermissionDenied):
        bring_before(
            case,
            council=Council.objects.get(slug="sjaelland"),
            since=DAY,
            by=cast.secretary,
            at=NOON,
        )


def test_a_case_of_a_title_alone_is_not_published(cast):
    bare = open_case(council=cast.council, title="Kun en titel", opened_on=AUTUMN, **BY)

    with pytest.raises(ValidationError, match="hvad sagen handler om"):
        publish_case(bare, **BY)


# Papers


def test_a_version_is_closed_until_it_is_released(cast, case, first):
    publish_case(case, **BY)
    seen = {n for n, v in cast.everyone().items() if first in PaperVersion.objects.visible_to(v)}
    assert seen == {"secretary", "administrator"}

    release_version(first, **BY)
    assert first in PaperVersion.objects.public()
    assert revised(first) not in PaperVersion.objects.public()


def test_a_released_version_of_a_closed_case_is_closed(cast, first):
    release_version(first, **BY)

    assert not PaperVersion.objects.public().exists()
    assert first not in PaperVersion.objects.visible_to(cast.citizen)


def test_a_file_is_read_where_its_version_is(cast, case, stored):
    first = add_paper(
        case, title="Bilag", html=f'<p><a href="{stored.path}">Se</a></p>', dated_on=DAY, **BY
    )
    assert stored not in File.objects.public()
    assert stored in File.objects.visible_to(cast.secretary)

    publish_case(case, **BY)
    release_version(first, **BY)
    assert stored in File.objects.public()


def test_one_version_is_before_the_council(first):
    put_before_council(first, **BY)
    second = put_before_council(revised(first), **BY)

    assert list(PaperVersion.objects.filter(is_before_council=True)) == [second]


def test_nobody_writes_over_a_colleagues_version(first):
    revised(first)

    with pytest.raises(StaleEdit):
        revised(first, html="<p>Fem temaer</p>", based_on=1)
    assert first.paper.versions.count() == 2


def test_the_same_text_is_no_new_version(first):
    assert revised(first, html="<p>Ti temaer</p>") == first
    assert first.paper.versions.count() == 1


def test_a_new_version_says_what_is_changed(first):
    with pytest.raises(ValidationError, match="ændret"):
        revise_paper(first.paper, html="<p>x</p>", what_changed=" ", based_on=1, dated_on=DAY, **BY)


def test_what_is_closed_is_not_told_by_the_history(case, first):
    publish_case(case, **BY)
    revised(first, html="<p>Hemmeligt</p>")

    told = " ".join(entry.payload.text for entry in Entry.objects.about(case))
    assert "udkast" not in told.casefold()
    assert "Færre" not in told


# Asked for, sent back, answered


def test_what_is_asked_for_comes_after_it_was_asked(cast, case):
    made = commission(
        case, asked_by=cast.council, asked_of=cast.committee, what="Mål", asked_on=WINTER, **BY
    )

    with pytest.raises(ValidationError, match="før"):
        deliver(made, on=AUTUMN, **BY)
    assert deliver(made, on=DAY, **BY).delivered_on == DAY


def test_a_body_does_not_ask_itself(cast, case):
    with pytest.raises(ValidationError, match="andet organ"):
        commission(case, asked_by=cast.council, asked_of=cast.council, what="Mål", **BY)
    assert not Commission.objects.exists()


def test_each_wish_is_a_row_and_is_answered_by_a_later_version(cast, case, first):
    few, focus = send_back(
        case,
        wanted_by=cast.council,
        on=date(2016, 12, 1),
        wishes=["Færre temaer", " ", "Fokus"],
        **BY,
    )
    second = revised(first)

    with pytest.raises(ValidationError, match="senere udgave"):
        answer_wish(few, answer=Answer.MET, why="Tre", version=first, **BY)
    with pytest.raises(ValidationError, match="hvordan"):
        answer_wish(few, answer=Answer.MET, why=" ", version=second, **BY)
    answer_wish(few, answer=Answer.MET, why="Tre i stedet for ti", version=second, **BY)
    answer_wish(focus, answer=Answer.PARTLY, why="Delvis", version=second, **BY)

    assert [wish.answer for wish in Wish.objects.all()] == ["met", "partly"]


def test_sent_back_without_a_wish_is_refused(cast, case):
    with pytest.raises(ValidationError, match="hvert ønske"):
        send_back(case, wanted_by=cast.council, on=DAY, wishes=[" "], **BY)


def test_wishes_are_held_back_until_their_minutes_are_out(cast, case):
    publish_case(case, **BY)
    wanted = {"wanted_by": cast.council, "on": DAY, "wishes": ["Færre"]}
    (wish,) = send_back(case, is_held_back=True, **wanted, **BY)

    assert not Wish.objects.public().exists()
    assert not Wish.objects.visible_to(cast.mayor).exists()
    assert Wish.objects.visible_to(cast.secretary).get() == wish
    assert journey_of(case) == []

    for name in ("mayor", "official", "other_secretary"):
        with pytest.raises(PermissionDenied):
            release_wishes(case, by=getattr(cast, name), at=NOON)
    assert release_wishes(case, **BY) == [wish]
    assert release_wishes(case, **BY) == []
    assert [stop.kind for stop in journey_of(case)] == ["cases.sent_back"]


# The journey


def test_the_journey_tells_it_in_order_and_only_what_is_public(cast, case, first):
    commission(case, asked_by=cast.council, asked_of=cast.committee, what="Mål", **BY)
    send_back(case, wanted_by=cast.council, on=WINTER, wishes=["Færre", "Fokus"], **BY)
    second = revised(first)
    assert journey_of(case) == []

    publish_case(case, **BY)
    release_version(first, **BY)
    kinds = [stop.kind for stop in journey_of(case)]
    assert kinds == ["cases.commissioned", "cases.drafted", "cases.sent_back"]

    own = [stop.subject for stop in journey_of(case, cast.secretary)]
    assert own[-1] == second
    assert len(own) == 4
    assert verify().holds


@given(days=st.lists(st.dates(date(2016, 1, 1), date(2018, 1, 1)), min_size=1, max_size=6))
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_journey_never_goes_back_in_time(cast, case, days):
    reader = cast.administrator
    with transaction.atomic():
        for day in days:
            send_back(case, wanted_by=cast.council, on=day, wishes=["x"], **BY)
        on = [stop.on for stop in journey_of(case, reader)]
        transaction.set_rollback(True)

    assert on == sorted(set(days))


def test_a_version_that_answers_what_the_case_was_sent_back_with_that_day_comes_after_it(
    cast, case, first
):
    publish_case(case, **BY)
    release_version(first, **BY)
    (wish,) = send_back(case, wanted_by=cast.council, on=WINTER, wishes=["Færre"], **BY)
    second = revised(first, dated_on=WINTER)
    answer_wish(wish, answer=Answer.MET, why="Tre.", version=second, **BY)
    release_version(second, **BY)

    kinds = [stop.kind for stop in journey_of(case)]

    assert kinds == ["cases.drafted", "cases.sent_back", "cases.revised"]


def test_a_version_that_is_written_once_the_wishes_of_the_day_were_told_comes_after_them(
    cast, case, first
):
    send_back(case, wanted_by=cast.council, on=WINTER, wishes=["Færre"], **BY)
    before = revised(first, dated_on=WINTER)
    revised(before, dated_on=WINTER, based_on=2, at=NOON.replace(hour=15), html="<p>To</p>")

    kinds = [stop.kind for stop in journey_of(case, cast.secretary)]

    assert kinds == ["cases.drafted", "cases.revised", "cases.sent_back", "cases.revised"]
