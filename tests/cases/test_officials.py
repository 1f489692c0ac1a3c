"""Officials prepare cases: they see them and write the papers, and open nothing to anybody."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from tests.cast import HOUSE

from kkr.accounts.holdings import holdings
from kkr.cases.actions import (
    add_paper,
    answer_wish,
    commission,
    edit_case,
    open_case,
    publish_case,
    put_official_on,
    release_version,
    revise_paper,
    send_back,
    take_official_off,
)
from kkr.cases.models import Answer, Case, CaseOfficial, PaperVersion
from kkr.council.actions import revoke_role
from kkr.council.models import RoleGrant
from kkr.ledger.models import Entry

NOON = datetime(2016, 9, 1, 12, 0, tzinfo=UTC)
DAY = date(2016, 11, 25)
BY = {"by": HOUSE, "at": NOON}
pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    return open_case(
        council=cast.council, title="Mål", summary="Kort", opened_on=BY["at"].date(), **BY
    )


def seen_by(cast, case):
    return {n for n, v in cast.everyone().items() if case in Case.objects.at_desk_of(v)}


def test_who_is_put_on_a_case_sees_it_until_they_are_taken_off(cast, case):
    assert "official" not in seen_by(cast, case)

    on_it = put_official_on(case, user=cast.official, **BY)
    assert seen_by(cast, case) == {"secretary", "administrator", "official"}

    take_official_off(on_it, **BY)
    assert "official" not in seen_by(cast, case)


def test_twice_is_once(cast, case):
    first, second = (put_official_on(case, user=cast.official, **BY) for _ in range(2))
    take_official_off(first, **BY)
    entries = Entry.objects.count()
    take_official_off(first, **BY)

    assert first == second
    assert Entry.objects.count() == entries


def test_only_an_official_is_put_on(cast, case):
    for name in ("chair", "newcomer"):
        with pytest.raises(ValidationError, match="embedsmand"):
            put_official_on(case, user=getattr(cast, name), **BY)
    assert not CaseOfficial.objects.exists()


def test_who_is_official_no_more_sees_nothing_of_it(cast, case):
    put_official_on(case, user=cast.official, **BY)
    revoke_role(RoleGrant.objects.get(user=cast.official), why="x", by=HOUSE, at=NOON)

    assert case not in Case.objects.visible_to(cast.official)


@pytest.mark.parametrize("how", ["responsible", "asked"])
def test_the_officials_of_a_committee_that_prepares_a_case_see_it(cast, case, how):
    if how == "responsible":
        edit_case(case, title="Mål", committee=cast.committee, **BY)
    else:
        between = {"asked_by": cast.council, "asked_of": cast.committee}
        commission(case, what="Papir", **between, **BY)

    assert seen_by(cast, case) == {"secretary", "administrator", "committee_official"}
    for name, viewer in cast.everyone().items():
        assert viewer.has_perm("cases.view_case", case) == (name in seen_by(cast, case)), name


def test_an_official_writes_papers_and_opens_nothing(cast, case):
    put_official_on(case, user=cast.official, **BY)
    by = {"by": cast.official, "at": NOON}

    first = add_paper(case, title="Udkast", html="<p>Et</p>", dated_on=DAY, **by)
    facts = {"what_changed": "To", "based_on": 1, "dated_on": DAY}
    second = revise_paper(first.paper, html="<p>To</p>", **facts, **by)

    assert second in PaperVersion.objects.visible_to(cast.official)
    for act in (
        lambda: release_version(second, **by),
        lambda: publish_case(case, **by),
        lambda: edit_case(case, title="x", **by),
        lambda: put_official_on(case, user=cast.official, **by),
        lambda: send_back(case, wanted_by=cast.council, on=DAY, wishes=["x"], **by),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_an_official_answers_in_a_closed_version_and_changes_nothing_that_is_read(cast, case):
    put_official_on(case, user=cast.official, **BY)
    by = {"by": cast.official, "at": NOON}
    version = add_paper(case, title="Udkast", html="<p>Et</p>", dated_on=DAY, **by)
    (wish,) = send_back(case, wanted_by=cast.council, on=DAY, wishes=["Færre"], **BY)
    answer_wish(wish, answer=Answer.MET, why="Tre", version=version, **by)

    release_version(version, **BY)
    with pytest.raises(PermissionDenied):
        answer_wish(wish, answer=Answer.NOT, why="Nej", version=version, **by)
    assert wish.__class__.objects.get().answer == Answer.MET


def test_an_answer_in_a_closed_version_is_not_told_by_the_history(cast, case):
    publish_case(case, **BY)
    version = add_paper(case, title="Udkast", html="<p>Et</p>", dated_on=DAY, **BY)
    (wish,) = send_back(case, wanted_by=cast.council, on=DAY, wishes=["Færre"], **BY)
    answer_wish(wish, answer=Answer.MET, why="Hemmeligt", version=version, **BY)

    told = " ".join(entry.payload.text for entry in Entry.objects.about(case))
    assert "Hemmeligt" not in told


@pytest.mark.parametrize("name", ["other_secretary", "official", "committee_official", "citizen"])
def test_others_put_nobody_on_and_take_nobody_off(cast, case, name):
    on_it = put_official_on(case, user=cast.official, **BY)
    by = {"by": getattr(cast, name), "at": NOON}

    with pytest.raises(PermissionDenied):
        put_official_on(case, user=cast.committee_official, **by)
    with pytest.raises(PermissionDenied):
        take_official_off(on_it, **by)


def test_who_was_on_a_case_is_never_rewritten(cast, case):
    on_it = put_official_on(case, user=cast.official, **BY)
    on_it = take_official_off(on_it, **BY)
    on_it.until = NOON + timedelta(days=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        on_it.save()


def test_what_is_held_of_an_official_names_the_case(cast, case):
    put_official_on(case, user=cast.official, **BY)
    (held,) = [each for each in holdings if each.key == "cases"]

    assert [row["case"] for row in held.rows(cast.official)] == [case.number]
