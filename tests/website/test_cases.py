"""The cases as the public follows them."""

from datetime import UTC, date, datetime

import pytest
from tests.cast import HOUSE
from tests.meetings.council_at_work import minuted

from kkr.cases.actions import (
    add_paper,
    bring_before,
    import_subject_classes,
    open_case,
    publish_case,
    release_version,
    revise_paper,
)
from kkr.cases.models import Case
from kkr.config.demo import cases as demo
from kkr.council.models import Council
from kkr.ledger.models import Entry
from kkr.meetings.actions import add_item, decide, follow_up, plan_meeting, publish_agenda

MORNING = datetime(2017, 2, 13, 8, 0, tzinfo=UTC)
DAY = date(2017, 2, 6)
BY = {"by": HOUSE, "at": MORNING}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


def opened(cast, title="Sag", **facts):
    case = open_case(
        council=cast.council, title=title, summary="Kort.", opened_on=DAY, **facts, **BY
    )
    return publish_case(case, **BY)


def text(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode().replace("\xa0", " ")


@pytest.fixture
def told(register):
    return demo.load(**BY)


@pytest.mark.parametrize("number", ["29.00.00", "29.00", "29"])
def test_the_subject_class_is_shown_by_its_title(client, cast, number):
    import_subject_classes(b"nummer,titel\n29.00.00,Sundhed i almindelighed\n", **BY)
    case = opened(cast, kle=number)

    assert f"{number} Sundhed i almindelighed" in text(client, case.path_in(cast.council))


def test_the_demo_is_loaded_once(told):
    entries = Entry.objects.count()

    assert (told, demo.load(**BY)) == (3, 0)
    assert Entry.objects.count() == entries


def test_the_journey_of_the_health_goals(client, told):
    page = text(client, "/hovedstaden/sager/kkr-maal-for-sundhed/")

    order = [
        "har bedt Embedsmandsudvalget for Sundhed",
        "25. november 2016",
        "sendte den tilbage med 3 ønsker",
        "Et tydeligere målhierarki",
        "6. februar 2017",
        "Imødekommet",
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "Delvis illustrativ" in page


def test_a_revision_is_read_beside_the_draft(client, told):
    page = text(client, "/hovedstaden/sager/kkr-maal-for-sundhed/kkr-maal-for-sundhed/2/")

    assert "Ændret siden udgave 1" in page
    assert "<ins>" in page
    assert text(client, "/hovedstaden/sager/kkr-maal-for-sundhed/kkr-maal-for-sundhed/1/?fra=2")


def test_two_versions_are_read_in_one_text_with_what_changed_marked(client, told):
    path = "/hovedstaden/sager/kkr-maal-for-sundhed/kkr-maal-for-sundhed/2/"
    assert 'href="?fra=1&amp;vis=samlet#changed">Vis i én tekst' in text(client, path)

    page = text(client, f"{path}?fra=1&vis=samlet")

    assert 'class="prose marked"' in page
    assert "<ins>" in page
    assert 'href="?fra=1#changed">Vis side om side' in page


def test_a_version_says_which_meeting_had_it_before_it(client, cast):
    case = opened(cast)
    first = add_paper(case, title="Mål", html="<p>Et</p>", dated_on=DAY, **BY)
    release_version(first, **BY)
    meeting = plan_meeting(council=cast.council, held_on=DAY, **BY)
    add_item(meeting, section=3, title="Mål", case=case, paper=first, **BY)
    page = "/hovedstaden/sager/sag/maal/1/"
    assert "punkt 3.1" not in text(client, page)

    publish_agenda(meeting, **BY)
    changed = {"what_changed": "Ét mål", "dated_on": DAY, "based_on": 1}
    revise_paper(first.paper, html="<p>To</p>", **changed, **BY)

    told = f'<a href="{meeting.path}3.1/">Forelagt KKR Hovedstaden 6. februar 2017, punkt 3.1</a>'
    assert told in text(client, page)


def test_that_a_closed_item_had_a_version_is_told_to_nobody_else(client, cast):
    case = opened(cast)
    first = add_paper(case, title="Mål", html="<p>Et</p>", dated_on=DAY, **BY)
    release_version(first, **BY)
    meeting = plan_meeting(council=cast.council, held_on=DAY, **BY)
    shut = {"is_closed": True, "public_heading": "Personsag"}
    add_item(meeting, section=3, title="Mål", case=case, paper=first, **shut, **BY)
    publish_agenda(meeting, **BY)

    assert "Forelagt" not in text(client, "/hovedstaden/sager/sag/maal/1/")


@pytest.mark.parametrize("asked", ["3/", "02/", "0/", "2/?fra=9", "2/?fra=2", "2/?fra=x"])
def test_a_version_that_is_not_there_is_404(client, told, asked):
    text(client, f"/hovedstaden/sager/kkr-maal-for-sundhed/kkr-maal-for-sundhed/{asked}", 404)


def test_what_is_not_open_is_not_there(client, cast):
    closed = open_case(council=cast.council, title="Lukket", opened_on=DAY, **BY)
    version = add_paper(closed, title="Papir", html="<p>x</p>", dated_on=DAY, **BY)
    release_version(version, **BY)

    for path in ("lukket/", "lukket/papir/1/"):
        text(client, f"/hovedstaden/sager/{path}", 404)
    assert "Lukket" not in text(client, "/hovedstaden/sager/")
    assert "Lukket" not in text(client, "/data/sager.csv")


def test_a_case_stands_under_each_council_it_is_before_and_no_other(client, cast):
    case = opened(cast, "SOSU")
    bring_before(case, council=Council.objects.get(slug="nordjylland"), since=DAY, **BY)

    assert "KKR Nordjylland" in text(client, "/hovedstaden/sager/sosu/")
    assert "SOSU" in text(client, "/nordjylland/sager/")
    text(client, "/sjaelland/sager/sosu/", 404)


def test_a_council_without_cases_says_what_will_stand_there(client, register):
    assert "vil stå her" in text(client, "/sjaelland/sager/")


def test_a_new_version_outdates_the_page(client, cast):
    case = opened(cast)
    page = "/hovedstaden/sager/sag/"
    assert "Udkast" not in text(client, page)

    first = add_paper(case, title="Mål", html="<p>Et</p>", dated_on=DAY, **BY)
    release_version(first, **BY)

    assert "Udkast" in text(client, page)


@pytest.mark.parametrize("rows", [1, 4])
def test_a_page_costs_the_same_however_much_happened(client, cast, django_assert_num_queries, rows):
    for number in range(rows):
        opened(cast, f"Sag {number}", kle="29.00.00")
    case = Case.objects.get(title="Sag 0")
    for number in range(rows):
        words = {"title": f"Papir {number}", "html": "<p>Et</p>", "author": cast.committee}
        first = add_paper(case, dated_on=DAY, **words, **BY)
        release_version(first, **BY)
        changed = {"what_changed": "To", "based_on": 1, "dated_on": DAY}
        release_version(revise_paper(first.paper, html="<p>To</p>", **changed, **BY), **BY)

    for path, queries in (
        ("/hovedstaden/sager/", 4),
        ("/hovedstaden/sager/sag-0/", 11),
        ("/hovedstaden/sager/sag-0/papir-0/2/", 5),
        ("/data/sager.csv", 2),
    ):
        with django_assert_num_queries(queries):
            text(client, path)


def test_the_journey_tells_of_agendas_decisions_and_what_follows(client, cast):
    case = opened(cast)
    page = "/hovedstaden/sager/sag/"
    meeting = plan_meeting(council=cast.council, held_on=DAY, **BY)
    item = add_item(meeting, section=3, title="Sag", case=case, **BY)
    publish_agenda(meeting, **BY)
    assert "På dagsordenen i KKR Hovedstaden" in text(client, page)
    facts = {"html": "<p>Med glæde.</p>", "dissent": "Dragør tog forbehold.", **BY}
    decision = decide(item, kind="approved", illustrative="Ordene.", **facts)
    minuted(meeting)
    late = {"what": "Sende brev", "body": cast.committee, "due_on": date(2017, 2, 10)}
    follow_up(decision, **late, **BY)

    found = text(client, page)

    for words in (
        "KKR Hovedstaden: Godkendt",
        "<p>Med glæde.</p>",
        "Dragør tog forbehold.",
        "Illustrativt: Ordene.",
        "Sundhed skulle have fulgt op senest denne dag",
        'href="/hovedstaden/moeder/2017-02-06/3.1/"',
    ):
        assert words in found
    assert "På dagsordenen" not in found
