"""Recommendations as the public follows them: the list, the page, the municipality, the loop back to the decision."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import HOUSE
from tests.rounds.asking_around import asked_of
from tests.worlds import once_a_file

from kkr.config.demo import cases, lines, meetings, recommendations
from kkr.documents.actions import store_file
from kkr.documents.guarding import Guarded
from kkr.ledger.models import Entry
from kkr.meetings.models import AgendaItem, Decision
from kkr.news.actions import (
    bring_back_news,
    copy_news,
    correct_news,
    discard_news,
    edit_news,
    publish_news,
    schedule_news,
)
from kkr.news.models import NewsItem
from kkr.news.tasks import STILL_NEWS, draft_from_answers, publish_due
from kkr.recommendations.actions import recommend
from kkr.recommendations.models import Recommendation
from kkr.rounds.actions import (
    Said,
    close_round,
    move_deadline,
    note_stage,
    open_round,
    reply,
    withdraw_round,
)
from kkr.rounds.models import Round, Stage, Way

MORNING = datetime(2017, 2, 13, 8, 0, tzinfo=UTC)
BY = {"by": HOUSE, "at": MORNING}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
LIST = "/hovedstaden/anbefalinger/"
WORK = f"{LIST}projekt-om-kompetent-arbejdskraft-i-greater-copenhagen/"
HEALTH = f"{LIST}kkr-maal-for-sundhed/"
FRAMEWORK = f"{LIST}rammeaftale-paa-det-specialiserede-socialomraade/"
MOST = 15


def text(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode().replace("\xa0", " ")


@pytest.fixture(scope="module")
def loaded(registered, django_db_blocker):
    yield from once_a_file(django_db_blocker, load)


def load() -> tuple[int, int]:
    for room in (cases, meetings, lines):
        room.load(**BY)
    return recommendations.load(**BY), recommendations.load(**BY)


@pytest.fixture
def told(loaded, register):
    """The demo as far as recommendations go; how many were loaded, and how many when asked again."""
    return loaded


def made_of(path: str) -> Recommendation:
    rows = Recommendation.objects.select_related("round__council")
    return rows.get(slug=path.rstrip("/").split("/")[-1])


def say(where: str, slug: str, answer: str, **facts) -> None:
    why = facts.pop("why", "")
    asked = asked_of(made_of(where).round, slug)
    reply(asked, Said(answer, **facts), way=Way.SECRETARY, why=why, **BY)


def test_the_demo_has_three_once(told):
    assert told == (3, 0)


def test_nobody_is_said_to_have_refused_or_remarked_anything_in_the_demo(client, told):
    rows = client.get("/data/svar.json").json()["rows"]

    assert {row["answer"] for row in rows} == {"approved", "waiting"}
    assert {row["remark"] for row in rows} == {None}
    assert all(row["illustrative"] for row in rows)


def test_the_list_has_first_what_is_not_settled_and_says_where_each_stands(client, told):
    page = text(client, LIST)

    assert page.index("Endnu ikke afgjort") < page.index(WORK) < page.index("Afgjort</h2>")
    assert page.index("Afgjort</h2>") < page.index(HEALTH)
    assert "4 af 29 har svaret, 4 godkendt; " in page
    assert "Tiltrådt 13. februar 2017" in page
    assert page.count("delvis illustrativ") == 3


def test_the_page_has_the_question_the_rule_and_every_answer_with_a_sign(client, told):
    page = text(client, WORK)

    assert "Byggefagene mangler kvalificerede folk" in page
    assert "Når mindst 50 % af de spurgte har godkendt" in page
    assert "Danmarks Statistik, FOLK1A, 2016K4" in page
    assert "4 af 29 har svaret</h2>" in page
    assert "<title>Albertslund: Godkendt, 7. februar 2017</title>" in page
    assert page.count('class="symbol state--on-agenda"') == 8
    assert "Tavshed er ikke samtykke" in page
    assert "siger intet om, hvad kommunerne gjorde" in page


def test_the_region_is_asked_too_where_everybody_must_agree(client, told):
    page = text(client, FRAMEWORK)

    assert "Ingen af 30 har svaret endnu" in page
    assert "Region Hovedstaden" in page
    assert "Den gælder først, når alle har svaret" in page


def test_a_remark_stands_with_its_source_and_its_way_through_the_committees(client, told):
    say(
        WORK,
        "herlev",
        "approved_with_remarks",
        remark="Husk <b>økonomien</b>.",
        path=[{"committee": "Økonomiudvalget", "on": "2017-02-10"}],
        case_number="17/123",
        source_url="https://www.herlev.example/referat",
    )
    page = text(client, WORK)

    assert "Husk &lt;b&gt;økonomien&lt;/b&gt;." in page
    assert "Økonomiudvalget, 10. februar 2017" in page
    assert "17/123" in page
    assert 'href="https://www.herlev.example/referat">herlev.example</a>' in page


def in_two_steps(where: str) -> Round:
    """What the demo asks once, asked for a first answer before."""
    made = made_of(where).round
    made.steps.update(number=2, title="Endeligt svar")
    made.steps.create(number=1, title="Første svar", deadline_on=date(2017, 2, 28))
    return made


def test_a_first_answer_is_seen_in_the_list_the_map_and_the_heading(client, told):
    made = in_two_steps(FRAMEWORK)
    made.asked.update(stage="", stage_on=None)
    asked = asked_of(made, "albertslund")
    first, last = made.steps.order_by("number")
    reply(asked, Said("not_approved", remark="Dyrt."), step=first, way=Way.SECRETARY, **BY)

    page = text(client, FRAMEWORK)

    heading = "Ingen af 30 har givet endeligt svar; 1 har givet første svar"
    assert f"{heading}</h2>" in page
    assert heading in text(client, LIST)
    said = "Første svar: Ikke godkendt; endeligt svar mangler"
    assert f"<title>Albertslund: {said}</title>" in page
    assert 'symbol state--first-answer"' in page
    assert f"</svg>{said}</td>" in page
    assert said in text(client, "/hovedstaden/kommuner/albertslund/")
    note_stage(asked, stage=Stage.ON_AGENDA, on=date(2017, 3, 14), **BY)
    assert "Første svar: Ikke godkendt; endeligt svar: På dagsordenen" in text(client, FRAMEWORK)

    reply(asked, Said("approved"), step=last, way=Way.SECRETARY, **BY)

    page = text(client, FRAMEWORK)
    assert "1 af 30 har givet endeligt svar; 1 har givet første svar" in page
    assert "<title>Albertslund: Godkendt</title>" in page


@pytest.mark.parametrize(
    ("way", "decided_on", "is_late"),
    [
        (Way.PAGE, None, True),
        (Way.PAGE, date(2017, 5, 1), True),
        (Way.SECRETARY, date(2017, 5, 1), False),
        (Way.SECRETARY, date(2017, 5, 2), True),
        (Way.SECRETARY, None, False),
    ],
)
def test_an_answer_that_came_late_says_so(client, told, way, decided_on, is_late):
    made = made_of(WORK).round
    made.steps.update(deadline_on=date(2017, 5, 1))
    afterwards = {"by": HOUSE, "at": datetime(2017, 5, 3, 9, 0, tzinfo=UTC)}
    reply(asked_of(made, "herlev"), Said("approved", decided_on=decided_on), way=way, **afterwards)

    assert ("(efter fristen)" in text(client, WORK)) == is_late


def test_a_late_correction_of_an_answer_in_time_is_not_late(client, told):
    made = made_of(WORK).round
    asked = asked_of(made, "herlev")
    reply(asked, Said("approved"), way=Way.PAGE, **BY)
    made.steps.update(deadline_on=date(2017, 2, 14))
    afterwards = {"by": HOUSE, "at": datetime(2017, 5, 3, 9, 0, tzinfo=UTC)}
    reply(asked, Said("noted"), way=Way.PAGE, why="Fejl.", **afterwards)

    assert "(efter fristen)" not in text(client, WORK)


def test_an_answer_that_was_corrected_stays_readable_with_why(client, told):
    say(WORK, "albertslund", "noted", why="Kun til efterretning.")
    page = text(client, WORK)

    assert "Albertslund: »Godkendt«" in page
    assert "blev rettet til »Taget til efterretning«" in page
    assert "Kun til efterretning." in page
    assert "3 godkendt" in page


def test_an_outcome_that_was_taken_back_is_seen(client, told):
    say(HEALTH, "dragoer", "not_approved", why="Fejl.")
    page = text(client, HEALTH)

    assert "Tiltrådt 13. februar 2017" in page
    assert "Ikke tiltrådt, 13. februar 2017, med svaret fra Dragør" in page


def test_whom_it_does_not_concern_is_said_to_be_left_out(client, told):
    say(WORK, "bornholm", "not_relevant")
    page = text(client, WORK)

    assert "1 af 29 svarer, at det ikke er relevant" in page
    assert "5 af 29 har svaret" in page


def test_what_is_closed_or_withdrawn_says_so(client, told):
    made = made_of(WORK)
    withdraw_round(made.round, why="Projektet er stoppet.", **BY)
    close_round(made_of(FRAMEWORK).round, **BY)

    assert "Projektet er stoppet." in text(client, WORK)
    assert "Trukket tilbage" in text(client, LIST)
    assert "Ikke tiltrådt, 13. februar 2017" in text(client, FRAMEWORK)
    assert "Der er lukket for svar." in text(client, FRAMEWORK)
    assert "Der er lukket for svar." not in text(client, LIST)


def test_a_day_that_was_moved_is_told_with_why(client, told):
    made = made_of(WORK)
    to = date(2017, 6, 1)
    move_deadline(made.round, made.round.steps.get(), to=to, why="Ferie.", **BY)
    page = text(client, WORK)

    assert re.search(r"Fristen blev flyttet fra \d+\. \w+ 2017 til 1\. juni 2017: Ferie\.", page)
    assert "Åben til 1. juni 2017" in page


def test_a_correction_names_what_else_was_changed(client, told):
    first, second = {"decided_on": date(2017, 2, 1)}, {"decided_on": date(2017, 2, 2)}
    say(WORK, "herlev", "approved", case_number="1-2", **first)
    say(WORK, "herlev", "approved", case_number="1-3", why="Forkert dag.", **second)
    page = text(client, WORK)

    assert "Herlev: »Godkendt« (13. februar 2017) blev rettet den 13. februar 2017." in page
    assert "Dag: 1. februar 2017 → 2. februar 2017; Sagsnummer: 1-2 → 1-3." in page


def test_the_file_of_an_answer_stands_beside_its_link(client, told):
    file = store_file(SimpleUploadedFile("Protokol.csv", b"a;b\n1;2\n"), **BY)
    asked = asked_of(made_of(WORK).round, "herlev")
    said = Said("approved", source_url="https://herlev.example/referat")
    reply(asked, said, way=Way.SECRETARY, file=file, **BY)
    page = text(client, WORK)

    assert ">herlev.example</a>" in page
    assert f'<a href="{file.path}">Protokol.csv</a>' in page


def test_the_municipality_has_what_came_of_each(client, told):
    withdraw_round(made_of(WORK).round, why="Stoppet.", **BY)
    page = text(client, "/hovedstaden/kommuner/dragoer/")
    row = page[page.index(f'href="{WORK}"') :].split("</tr>")[0]

    assert row.count("Trukket tilbage") == 2
    assert "Har ikke svaret" not in row
    assert "Tiltrådt 13. februar 2017" in page


def test_the_feed_says_what_came_of_each(client, told):
    assert "KKR-mål for sundhed: Tiltrådt<" in text(client, f"{LIST[:-1]}.atom")
    later = MORNING + timedelta(days=1)
    withdraw_round(made_of(HEALTH).round, why="Stoppet.", by=HOUSE, at=later)
    feed = text(client, f"{LIST[:-1]}.atom")

    assert "KKR-mål for sundhed: Trukket tilbage<" in feed
    assert "<updated>2017-02-14T" in feed


def test_the_municipality_has_all_it_was_asked(client, told):
    page = text(client, "/hovedstaden/kommuner/albertslund/")

    assert all(f'href="{path}"' in page for path in (WORK, HEALTH, FRAMEWORK))
    assert page.count('class="symbol state--approved"') == 2
    assert "delvis illustrativ" in page


def test_a_long_list_of_what_it_was_asked_comes_in_pages(client, told, monkeypatch):
    monkeypatch.setattr("kkr.website.municipalities.views.ASKED_PER_PAGE", 2)
    page = "/hovedstaden/kommuner/albertslund/"

    first, second = text(client, page), text(client, f"{page}?side=2")

    assert [
        path for path in (WORK, HEALTH, FRAMEWORK) if f'href="{path}"' not in first + second
    ] == []
    assert "?side=2" in first
    assert client.get(f"{page}?side=3").status_code == 404


def test_the_decision_the_case_and_the_line_lead_to_it(client, told):
    assert f'href="{WORK}"' in text(client, "/hovedstaden/moeder/2017-02-06/3.2/")
    assert f'href="{HEALTH}"' in text(client, "/hovedstaden/sager/kkr-maal-for-sundhed/")
    line = text(client, "/hovedstaden/faelles-linjer/kkr-maal-for-sundhed/")
    assert "Tiltrådt af 29 kommuner" in line
    assert f'href="{HEALTH}"' in line
    assert f'href="{LIST}"' in text(client, "/hovedstaden/")


def test_the_english_page_is_english_around_the_danish_words(client, told):
    page = text(client, f"/en{WORK}")

    assert "4 of 29 have answered, 4 approved" in page
    assert f'href="/en{LIST}"' in page
    assert f'href="/en{WORK}"' in text(client, f"/en{LIST}")


def test_an_address_that_is_none_is_404(client, told):
    for path in (f"{LIST}findes-ikke/", "/sjaelland/anbefalinger/kkr-maal-for-sundhed/"):
        assert client.get(path).status_code == 404
    assert client.get(f"{LIST}?side=2").status_code == 404
    assert "vil rådets anbefalinger" in text(client, "/sjaelland/anbefalinger/")


def test_what_is_not_sent_out_is_on_no_page(client, told):
    decision = Decision.objects.get(item__title="KKR-mål for sundhed")
    facts = {"deadlines": [("", date(2017, 5, 1))], "rule": "all"}
    made = recommend(decision, title="Endnu hemmelig", html="<p>x</p>", **facts, **BY)

    assert client.get(f"{LIST}endnu-hemmelig/").status_code == 404
    for path in (LIST, "/data/anbefalinger.csv", "/data/svar.csv", f"{LIST[:-1]}.atom"):
        assert "Endnu hemmelig" not in text(client, path)

    open_round(made.round, **BY)
    assert "Endnu hemmelig" in text(client, LIST)


def test_what_a_decision_recommended_is_as_closed_as_the_decision(client, told):
    item = AgendaItem.objects.filter(
        decisions__recommendations__isnull=False, title=str(made_of(WORK))
    )
    AgendaItem.objects.filter(pk__in=item).update(is_closed=True, public_heading="Lukket")

    assert client.get(WORK).status_code == 404
    assert WORK not in text(client, "/hovedstaden/moeder/2017-02-06/3.2/")
    pages = ["/hovedstaden/kommuner/albertslund/", LIST]
    pages += ["/data/anbefalinger.csv", "/data/svar.csv", f"{LIST[:-1]}.atom"]
    for path in pages:
        assert "Projekt om kompetent" not in text(client, path), path


def test_search_engines_know_of_it(client, told):
    assert WORK in text(client, "/sitemap.xml")


def test_machines_get_the_same(client, told):
    rows = client.get("/data/anbefalinger.json?raad=hovedstaden").json()["rows"]
    found = {row["path"]: row for row in rows}

    assert {path: row["state"] for path, row in found.items()} == {
        WORK: "open",
        HEALTH: "carried",
        FRAMEWORK: "open",
    }
    assert (found[WORK]["asked"], found[WORK]["answered"], found[WORK]["approved"]) == (29, 4, 4)
    assert found[HEALTH]["inhabitants_approved"] == 100
    assert WORK in text(client, f"{LIST[:-1]}.atom")
    assert client.get("/data/anbefalinger.json?raad=sjaelland").json()["rows"] == []


def test_an_answer_and_a_correction_change_the_entry_in_the_feed_and_the_row(client, told):
    def instants() -> tuple[str, str]:
        rows = client.get("/data/anbefalinger.json").json()["rows"]
        row = next(row for row in rows if row["path"] == WORK)
        entries = text(client, "/hovedstaden/anbefalinger.atom").split("<entry>")
        entry = next(each for each in entries if row["identifier"] in each)
        return row["changed_at"], re.search("<updated>(.*?)</updated>", entry)[1]

    asked = asked_of(made_of(WORK).round, "herlev")
    for day, answer, why in ((20, "approved", ""), (21, "noted", "Fejl.")):
        at = datetime(2017, 2, day, 9, 0, tzinfo=UTC)
        reply(asked, Said(answer), way=Way.SECRETARY, why=why, by=HOUSE, at=at)

        assert [each[:10] for each in instants()] == [f"2017-02-{day}"] * 2


def test_both_answers_of_a_correction_are_data_and_one_is_valid(client, told):
    say(WORK, "albertslund", "noted", why="Kun til efterretning.")
    rows = client.get("/data/svar.json?raad=hovedstaden").json()["rows"]
    of_it = [
        (row["answer"], row["is_valid"], row["why_corrected"])
        for row in rows
        if row["path"] == WORK and row["name"] == "Albertslund"
    ]

    assert of_it == [("approved", 0, None), ("noted", 1, "Kun til efterretning.")]


def test_what_came_of_it_is_drafted_as_news_once(told):
    assert draft_from_answers(MORNING) == 1
    item = NewsItem.objects.get(title="Kommunerne har tiltrådt: KKR-mål for sundhed")
    teaser = (
        "29 af 29 har godkendt, med 100 % af borgerne i de berørte kommuner. (delvis illustrativ)"
    )
    assert (item.label, item.teaser.replace("\xa0", " ")) == ("Anbefaling", teaser)
    assert HEALTH in item.document.latest.html
    assert "Det er offentligt" in item.document.latest.html
    assert draft_from_answers(MORNING) == 0


@pytest.fixture
def drafted(told):
    """The news of what was carried, as the system drafted it."""
    draft_from_answers(MORNING)
    return NewsItem.objects.get(title="Kommunerne har tiltrådt: KKR-mål for sundhed")


def take_back() -> None:
    say(HEALTH, "dragoer", "not_approved", why="Fejl.")


def written_on(item: NewsItem) -> NewsItem:
    words = {"title": item.title, "html": "<p>Et eget ord.</p>"}
    return edit_news(item, based_on=item.document.latest.number, **words, **BY)


def test_a_draft_of_an_outcome_that_was_overtaken_is_thrown_away(told, drafted):
    take_back()

    drafted.refresh_from_db()
    assert drafted.state == "discarded"
    entry = Entry.objects.get(verb="news.discarded")
    assert "udfaldet er et andet nu" in json.loads(entry.payload.text)["why"]
    assert draft_from_answers(MORNING) == 1
    assert NewsItem.objects.filter(title="Kommunerne har ikke tiltrådt: KKR-mål for sundhed")


def test_a_copy_and_what_was_brought_back_are_somebodys_and_stay(told, drafted):
    copy = copy_news(drafted, public_id=uuid4(), **BY)
    discard_news(drafted, **BY)
    bring_back_news(drafted, **BY)

    take_back()

    for item in (copy, drafted):
        item.refresh_from_db()
        assert item.state == "draft"


def test_what_was_carried_and_withdrawn_since_is_not_told(told, drafted):
    withdraw_round(made_of(HEALTH).round, why="Stoppet.", **BY)

    drafted.refresh_from_db()
    assert drafted.state == "discarded"
    assert draft_from_answers(MORNING) == 0


def test_what_somebody_wrote_of_it_stays_and_needs_a_reason(told, drafted):
    item = written_on(drafted)
    take_back()
    item.refresh_from_db()
    assert item.state == "draft"

    with pytest.raises(Guarded) as found:
        publish_news(item, **BY)
    assert list(found.value.counts) == ["overtaken_outcome"]
    assert publish_news(item, override="Det er skrevet om.", **BY).is_public


def test_what_is_scheduled_is_held_back_when_the_outcome_is_another(told, drafted):
    soon = MORNING + timedelta(hours=1)
    schedule_news(written_on(drafted), publish_at=soon, **BY)
    take_back()

    publish_due(soon)

    drafted.refresh_from_db()
    assert (drafted.state, drafted.is_held) == ("scheduled", True)


def test_what_is_published_is_left_to_people_until_it_is_corrected(told, drafted):
    item = publish_news(drafted, **BY)
    take_back()
    item.refresh_from_db()

    assert item.is_public
    assert item in NewsItem.objects.to_finish()
    correct_news(item, text="Dragør har rettet sit svar.", **BY)
    assert item not in NewsItem.objects.to_finish()


def test_a_correction_made_before_does_not_hide_that_the_outcome_is_another_now(told, drafted):
    item = publish_news(drafted, **BY)
    correct_news(item, text="En slåfejl.", **BY | {"at": BY["at"] - timedelta(hours=1)})
    take_back()

    assert item in NewsItem.objects.to_finish()


def test_what_came_of_it_long_ago_is_no_news(told):
    assert draft_from_answers(MORNING + STILL_NEWS) == 0


def cost(client, path):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_a_page_costs_the_same_however_much_was_answered(client, told):
    made = made_of(WORK)
    few_pages = [LIST, WORK, "/hovedstaden/kommuner/albertslund/", "/data/svar.csv"]
    few = {path: cost(client, path) for path in few_pages}
    for slug in ("herlev", "ishoej", "furesoe"):
        say(WORK, slug, "approved_with_remarks", remark="Ja.")
        say(WORK, slug, "not_approved", why="Fejl.")
    facts = {"deadlines": [("", date(2017, 5, 1))], "rule": "all", "html": "<p>x</p>"}
    for number in range(3):
        more = recommend(made.decision, title=f"Mere {number}", **facts, **BY)
        open_round(more.round, **BY)

    many = {path: cost(client, path) for path in few_pages}

    assert many == few
    line = "/hovedstaden/faelles-linjer/kkr-maal-for-sundhed/"
    rest = ["/hovedstaden/moeder/2017-02-06/3.2/", HEALTH, line, "/data/anbefalinger.csv"]
    costs = many | {path: cost(client, path) for path in rest}
    assert {path: number for path, number in costs.items() if number >= MOST} == {}
