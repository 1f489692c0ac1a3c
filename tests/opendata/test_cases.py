"""Cases for machines: papers, wishes, commissions; and of meetings the corrections and the kept PDFs."""

import csv
import io
from datetime import date

import pytest
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY, DAY, minuted

from kkr.cases.actions import (
    add_paper,
    answer_wish,
    bring_before,
    commission,
    open_case,
    publish_case,
    release_version,
    revise_paper,
    send_back,
)
from kkr.cases.models import Answer, Wish
from kkr.council.models import Council
from kkr.meetings.actions import (
    Corrected,
    add_item,
    change_decision,
    decide,
    plan_meeting,
    publish_minutes,
)
from kkr.printing.prints import public_print

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
LATE = {"by": HOUSE, "at": AFTER}
SLUGS = ("papirer", "oensker", "bestillinger", "rettelser", "udgaver")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def case(cast):
    facts = {"title": "Mål", "summary": "Fælles mål", "illustrative": "Det meste."}
    made = open_case(council=cast.council, opened_on=date(2016, 9, 1), **facts, **BY)
    return publish_case(made, **BY)


@pytest.fixture
def minutes(cast, case):
    """Published minutes whose decision sends the case back with two wishes."""
    meeting = plan_meeting(council=cast.council, held_on=DAY, **BY)
    item = add_item(meeting, section=3, title="Mål", case=case, **BY)
    decide(item, kind="referred_back", wishes=["Færre temaer", "Fokus"], **BY)
    return minuted(meeting)


def rows_of(client, slug, query=""):
    text = client.get(f"/data/{slug}.csv{query}").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_each_released_version_of_a_paper_is_told(client, case):
    first = add_paper(case, title="Ramme", html="<p>1</p>", dated_on=DAY, **BY)
    release_version(first, **BY)
    facts = {"html": "<p>2</p>", "dated_on": DAY, "what_changed": "Kortere"}
    second = revise_paper(first.paper, based_on=1, **facts, **BY)
    assert [row["number"] for row in rows_of(client, "papirer")] == ["1"]

    release_version(second, **LATE)

    row = rows_of(client, "papirer")[0]
    assert (row["paper"], row["number"], row["changes"]) == ("Ramme", "2", "Kortere")
    assert row["path"] == "/hovedstaden/sager/maal/ramme/2/"


def test_a_wish_is_told_with_its_decision_and_answered_with_the_version(client, case, minutes):
    latest, first = rows_of(client, "oensker")
    decision = minutes.items.get(number="3.1").content.decisions.get().decision
    assert (first["wish"], first["decision"]) == ("Færre temaer", decision.identifier)
    assert (latest["wanted_by"], latest["answer"]) == ("KKR Hovedstaden", "")

    version = add_paper(case, title="Ramme", html="<p>1</p>", dated_on=DAY, **LATE)
    wish = Wish.objects.order_by("pk").first()
    answer_wish(wish, answer=Answer.PARTLY, why="Tre færre", version=version, **LATE)
    assert rows_of(client, "oensker")[1]["why"] == ""  # the version is not released

    release_version(version, **LATE)
    row = rows_of(client, "oensker")[1]
    assert (row["answer"], row["why"], row["paper"]) == ("partly", "Tre færre", "Ramme")


def test_what_is_not_for_everybody_is_in_no_row(client, cast, case):
    closed = open_case(council=cast.council, title="Lukket", opened_on=BY["at"].date(), **BY)
    for each in (case, closed):
        facts = {"asked_by": cast.council, "asked_of": cast.committee, "what": each.title}
        commission(each, **facts, **BY)
        wanted = {"wanted_by": cast.council, "on": DAY, "is_held_back": each == case}
        send_back(each, wishes=["Fokus"], **wanted, **BY)

    assert [row["what"] for row in rows_of(client, "bestillinger")] == ["Mål"]
    assert rows_of(client, "oensker") == []
    assert rows_of(client, "papirer") == []


def test_a_case_before_several_councils_is_told_under_each(client, cast, case):
    facts = {"asked_by": cast.council, "asked_of": cast.committee, "what": "Et udkast"}
    commission(case, **facts, **BY)
    bring_before(case, council=Council.objects.get(slug="sjaelland"), since=DAY, **BY)

    paths = [row["path"] for row in rows_of(client, "bestillinger")]
    assert paths == ["/hovedstaden/sager/maal/", "/sjaelland/sager/maal/"]
    assert len(rows_of(client, "bestillinger", "?raad=sjaelland")) == 1


def test_a_correction_and_the_editions_are_told_with_the_digest_of_their_pdf(client, minutes):
    made = minutes.items.get(number="3.1").content.decisions.get().decision
    change_decision(made, based_on=1, kind="referred_back", html="<p>Nu</p>", **LATE)
    said = [Corrected(made.item, "Ordet", "Forkert", decided_in=None)]
    newest = publish_minutes(minutes.meeting, corrections=said, **LATE)
    printed = public_print(newest, at=AFTER)

    (row,) = rows_of(client, "rettelser")
    assert (row["number"], row["what"], row["why"], row["edition"]) == (
        "3.1",
        "Ordet",
        "Forkert",
        "2",
    )
    rows = {(row["kind"], row["number"]): row for row in rows_of(client, "udgaver")}
    assert set(rows) == {("agenda", "1"), ("minutes", "1"), ("minutes", "2")}
    assert rows["minutes", "2"]["sha256"] == printed.sha256
    assert rows["minutes", "2"]["pdf"] == "/hovedstaden/moeder/2017-02-06/referat/2.pdf"
    assert rows["agenda", "1"]["sha256"] == ""


def test_each_is_asked_in_few_queries(client, case, minutes, django_assert_max_num_queries):
    for slug in SLUGS:
        with django_assert_max_num_queries(8):
            client.get(f"/data/{slug}.json")
