"""Cases and papers before they are public."""

from datetime import UTC, date, datetime
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from tests.cast import HOUSE

from kkr.cases.actions import (
    add_paper,
    answer_wish,
    commission,
    edit_case,
    open_case,
    publish_case,
    release_version,
    send_back,
)
from kkr.cases.models import Answer, Case, PaperVersion
from kkr.documents.guarding import Guarded
from kkr.ledger.models import Entry, Payload

NOON = datetime(2016, 9, 1, 12, 0, tzinfo=UTC)
DAY = date(2016, 9, 1)
CPR = "211062-5629"
WHY = "Nummeret er opdigtet"
pytestmark = pytest.mark.django_db


def opened(cast, **facts):
    facts = {"title": "Mål", "summary": "Fælles mål."} | facts
    return open_case(council=cast.council, opened_on=DAY, by=HOUSE, at=NOON, **facts)


def paper(case, html=f"<p>Borger {CPR}</p>", title="Udkast"):
    return add_paper(case, title=title, html=html, dated_on=DAY, by=HOUSE, at=NOON)


def told(case):
    entry = Entry.objects.about(case).latest("position")
    return entry.verb, Payload.objects.get(entry=entry).content


@pytest.mark.parametrize("field", ["title", "summary", "illustrative"])
def test_every_word_of_a_case_is_looked_at(cast, field):
    case = opened(cast, **{field: f"x {CPR}"})

    with pytest.raises(Guarded):
        publish_case(case, by=cast.secretary, at=NOON)

    assert not Case.objects.get().is_public


def test_what_was_asked_for_and_wished_is_looked_at(cast):
    case = opened(cast)
    asked = {"asked_by": cast.council, "asked_of": cast.committee, "what": f"Hør {CPR}"}
    commission(case, **asked, by=HOUSE, at=NOON)
    wishes = [f"Hør {CPR[:-1]}1"]
    send_back(case, wanted_by=cast.council, on=DAY, wishes=wishes, by=HOUSE, at=NOON)

    with pytest.raises(Guarded) as found:
        publish_case(case, by=cast.secretary, at=NOON)

    assert found.value.counts == {"cpr_numbers": 2}


def test_a_paper_is_looked_at_when_it_is_released(cast):
    version = paper(opened(cast))

    with pytest.raises(Guarded):
        release_version(version, by=cast.secretary, at=NOON)

    assert PaperVersion.objects.get().released_at is None


def test_the_reason_is_in_the_ledger_and_the_number_is_not(cast):
    case = opened(cast, summary=f"Om {CPR}")
    release_version(paper(case), override=WHY, by=cast.secretary, at=NOON)
    assert told(case) == ("cases.paper_released", {"guards": {"cpr_numbers": 1}, "why": WHY})

    case = publish_case(case, override=WHY, by=cast.secretary, at=NOON)

    verb, content = told(case)
    assert (verb, content["guards"], content["why"]) == ("cases.published", {"cpr_numbers": 2}, WHY)
    assert CPR not in " ".join(Payload.objects.values_list("text", flat=True))


def test_closed_versions_do_not_stop_the_case(cast):
    case = opened(cast)
    paper(case)

    assert publish_case(case, by=cast.secretary, at=NOON).is_public


def test_nobody_else_overrides(cast):
    case = opened(cast, summary=f"Om {CPR}")
    version = paper(case)
    for name in ("other_secretary", "chair", "official", "contact", "newcomer"):
        who = getattr(cast, name)
        with pytest.raises(PermissionDenied):
            publish_case(case, override=WHY, by=who, at=NOON)
        with pytest.raises(PermissionDenied):
            release_version(version, override=WHY, by=who, at=NOON)


# What is public already


@pytest.fixture
def public(cast):
    return publish_case(opened(cast), by=cast.secretary, at=NOON)


def acts(cast, case):
    """Every act whose words are public at once, as one that takes the reason."""
    actor = {"by": HOUSE, "at": NOON}
    asked = {"asked_by": cast.council, "asked_of": cast.committee, "what": f"Hør {CPR}"}
    sent = {"wanted_by": cast.council, "on": DAY, "wishes": [f"Hør {CPR}"]}
    (wish,) = send_back(case, wanted_by=cast.council, on=DAY, wishes=["Hør"], **actor)
    answer = {"answer": Answer.MET, "why": f"Af {CPR}", "version": paper(case, "<p>x</p>")}
    return [
        partial(edit_case, case, title=f"Mål {CPR}", **actor),
        partial(commission, case, **asked, **actor),
        partial(send_back, case, **sent, **actor),
        partial(answer_wish, wish, **answer, **actor),
    ]


def test_what_is_said_of_a_public_case_is_looked_at(cast, public):
    for act in acts(cast, public):
        with pytest.raises(Guarded):
            act()
        act(override=WHY)
        _verb, content = told(public)
        assert (content["guards"], content["why"]) == ({"cpr_numbers": 1}, WHY)
    assert "5629" not in " ".join(Payload.objects.values_list("text", flat=True))


def test_the_address_of_a_closed_case_follows_its_title(cast):
    case = opened(cast, title=f"Borger {CPR}")

    case = edit_case(case, title="Borger", by=cast.secretary, at=NOON)

    assert publish_case(case, by=cast.secretary, at=NOON).slug == "borger"
