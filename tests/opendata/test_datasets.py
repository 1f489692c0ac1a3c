"""Every dataset in every format, found by the registries themselves."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime, timedelta

import pytest
from openpyxl import load_workbook
from tests.cast import HOUSE
from tests.meetings.council_at_work import BY, minuted
from tests.rounds.asking_around import asked_of
from tests.worlds import once_a_file

from kkr.cases.actions import consult
from kkr.cases.models import Case
from kkr.config.demo import cases as demo_cases
from kkr.config.demo import council as demo_council
from kkr.council.actions import add_person, start_membership
from kkr.council.models import Council
from kkr.lines.actions import establish_line
from kkr.meetings.actions import (
    Corrected,
    add_item,
    call_roll,
    change_decision,
    follow_up,
    plan_meeting,
    publish_minutes,
)
from kkr.news.actions import correct_news, draft_news, publish_news, rename_news
from kkr.news.models import NewsItem
from kkr.opendata.kinds import datasets, formats
from kkr.recommendations.actions import recommend
from kkr.rounds.actions import Said, open_round, reply
from kkr.rounds.models import Way

MORNING = datetime(2017, 2, 13, 8, 0, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


@pytest.fixture(scope="module")
def published(registered, django_db_blocker):
    yield from once_a_file(django_db_blocker, publish_one)


@pytest.fixture
def content(published, register):
    """The demo's seats, and one news item."""


def publish_one():
    demo_council.load(by=HOUSE, at=MORNING)
    demo_cases.load(by=HOUSE, at=MORNING)
    item = draft_news(
        council=Council.objects.get(slug="hovedstaden"),
        title='Mål, "citat" & <tegn>',
        teaser="Æ, ø og å.",
        html="<p>x</p>",
        by=HOUSE,
        at=MORNING,
    )
    publish_news(item, by=HOUSE, at=MORNING)
    hold_a_meeting()
    ask_for_comments()


def hold_a_meeting():
    """With minutes, attendance, a decision and what follows from it."""
    council = Council.objects.get(slug="hovedstaden")
    meeting = plan_meeting(council=council, held_on=date(2017, 2, 6), **BY)
    item = add_item(meeting, section=3, title="Optag", **BY)
    call_roll(meeting, **BY)
    minuted(meeting)
    words = {"kind": "approved", "html": "<p>Godkendt med en bemærkning.</p>"}
    change_decision(item.decisions.get(), based_on=1, **words, by=HOUSE, at=MORNING)
    said = [Corrected(item, what="Ordlyden", why="En fejl")]
    publish_minutes(meeting, corrections=said, by=HOUSE, at=MORNING)
    what = {"what": "Brev", "body": council, "due_on": date(2017, 3, 1)}
    follow_up(item.decisions.get(), **what, by=HOUSE, at=MORNING)
    words = {"title": "Mål", "html": "<p>Vi vil.</p>", "in_force_from": date(2017, 2, 6)}
    establish_line(item.decisions.get(), **words, by=HOUSE, at=MORNING)
    ask_the_municipalities(item.decisions.get())


def ask_the_municipalities(decision):
    """A recommendation that was sent out, and one answer to it."""
    now = {"by": HOUSE, "at": MORNING}
    due = [("", date(2017, 5, 1))]
    made = recommend(decision, title="Mål", html="<p>Ja?</p>", deadlines=due, rule="all", **now)
    open_round(made.round, **now)
    said = Said("approved", decided_on=date(2017, 2, 10))
    reply(asked_of(made.round, "albertslund"), said, way=Way.SECRETARY, **now)


def ask_for_comments():
    """A public consultation that was sent out, and one response."""
    now = {"by": HOUSE, "at": MORNING}
    council = Council.objects.get(slug="hovedstaden")
    case = Case.objects.public().filter(councils__council=council).first()
    facts = {"title": "Høring", "html": "<p>?</p>", "deadlines": [("", date(2017, 5, 1))]}
    made = consult(case, council=council, is_public=True, **facts, **now)
    open_round(made.round, **now)
    said = Said("no_remarks")
    reply(asked_of(made.round, "albertslund"), said, way=Way.SECRETARY, **now)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/data/", 200),
        ("/data.json", 200),
        ("/data/nyheder/", 200),
        ("/data/nyheder.csv?raad=KKR Sjælland", 302),
        ("/data/nyheder.csv?dato=13.2.2017", 302),
        ("/data/nyheder.csv?dato=x", 400),
        ("/data/nyheder.pdf", 404),
        ("/nyheder.atom", 200),
    ],
)
def test_scripts_of_any_origin_may_read_answers_and_refusals(client, content, path, status):
    answer = client.get(path)

    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (status, "*")


def test_seats_without_a_municipality_stand_last_on_every_database(client, content):
    someone = add_person(name="Uden Kommune", by=HOUSE, at=MORNING)
    start_membership(
        body=Council.objects.get(slug="hovedstaden"),
        person=someone,
        role="supplementary",
        starts_on=date(2014, 1, 1),
        by=HOUSE,
        at=MORNING,
    )

    names = [row["name"] for row in rows_of(client, "/data/medlemmer.csv?raad=hovedstaden")]

    assert names[-1] == "Uden Kommune"


def rows_of(client, path):
    return list(csv.DictReader(io.StringIO(client.get(path).content.decode("utf-8-sig"))))


@pytest.mark.sqlite  # the next asks both for the same
@pytest.mark.parametrize("slug", datasets())
@pytest.mark.parametrize("extension", formats())
def test_every_dataset_reads_in_every_format(client, content, slug, extension):
    answer = client.get(f"/data/{slug}.{extension}")

    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert READERS[extension](answer.content) > 0


READERS = {
    "csv": lambda file: len(list(csv.DictReader(io.StringIO(file.decode())))),
    "json": lambda file: len(json.loads(file)["rows"]),
    "atom": lambda file: len(ET.fromstring(file).findall(f"{ATOM}entry")),  # noqa: S314 -- our own feed
    "xlsx": lambda file: len(cells_of(file)) - 1,
}


def cells_of(file, sheet=0):
    """The values of a sheet, row by row."""
    book = load_workbook(io.BytesIO(file))
    return [[cell.value for cell in row] for row in book.worksheets[sheet].iter_rows()]


@pytest.mark.parametrize("slug", datasets())
def test_every_format_has_the_same_rows(client, content, slug):
    counts = {
        extension: read(client.get(f"/data/{slug}.{extension}").content)
        for extension, read in READERS.items()
    }

    assert len(set(counts.values())) == 1


@pytest.mark.sqlite
@pytest.mark.parametrize("slug", datasets())
@pytest.mark.parametrize("language", ["", "/en"])
def test_every_column_is_described(client, content, slug, language):
    page = client.get(f"{language}/data/{slug}/").content.decode()

    for column in datasets()[slug].columns:
        assert column.code in page
        assert str(column.description)


@pytest.mark.parametrize("slug", datasets())
def test_a_row_has_the_columns_that_are_described(client, content, slug):
    columns = [column.code for column in datasets()[slug].columns]

    assert list(rows_of(client, f"/data/{slug}.csv")[0]) == columns


def test_the_98_municipalities(client, content):
    rows = rows_of(client, "/data/kommuner.csv")

    assert len(rows) == 98
    albertslund = next(row for row in rows if row["code"] == "0165")
    assert (albertslund["name"], albertslund["council"]) == ("Albertslund", "hovedstaden")
    assert albertslund["region"] == "Region Hovedstaden"


def test_the_region_changes_on_its_day(client, content):
    rows = rows_of(client, "/data/kommuner.csv?dato=2027-01-01&raad=hovedstaden")

    assert len(rows) == 29
    assert {row["region"] for row in rows} == {"Region Østdanmark"}


def test_members_on_a_day(client, content):
    rows = rows_of(client, "/data/medlemmer.csv?raad=hovedstaden&dato=2018-02-01")

    chairs = {row["role"]: row["name"] for row in rows if "chair" in row["role"]}
    assert chairs == {"chair": "Steen Christiansen", "vice_chair": "Karsten Søndergaard"}


def test_the_feed_of_a_council_holds_its_news(client, content):
    feed = ET.fromstring(client.get("/hovedstaden/nyheder.atom").content)  # noqa: S314 -- our own feed

    entry = feed.find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == 'Mål, "citat" & <tegn>'
    href = entry.find(f"{ATOM}link").get("href")
    assert href.endswith("/hovedstaden/nyheder/2017/maal-citat-tegn/")
    assert feed.find(f"{ATOM}updated").text.startswith("2017-02-13T08:00")


@pytest.mark.parametrize(
    ("path", "feed"),
    [
        ("/", "/nyheder.atom"),
        ("/nyheder/", "/nyheder.atom"),
        ("/nyheder/2017/", "/nyheder.atom"),
        ("/hovedstaden/", "/hovedstaden/nyheder.atom"),
        ("/hovedstaden/nyheder/", "/hovedstaden/nyheder.atom"),
        ("/hovedstaden/nyheder/2017/", "/hovedstaden/nyheder.atom"),
        ("/en/nyheder/", "/en/nyheder.atom"),
    ],
)
def test_the_feed_is_linked_from_every_list_for_eyes_and_for_readers(client, content, path, feed):
    page = client.get(path).content.decode()

    assert page.count(f'href="{feed}"') == 2
    assert client.get(feed).status_code == 200


def test_an_entry_is_the_same_in_every_language_and_wherever_it_moves(client, content):
    def identifiers(path):
        feed = ET.fromstring(client.get(path).content)  # noqa: S314 -- our own feed
        return {entry.find(f"{ATOM}id").text for entry in feed.findall(f"{ATOM}entry")}

    before = identifiers("/hovedstaden/nyheder.atom")
    rename_news(NewsItem.objects.get(), slug="ny-adresse", by=HOUSE, at=MORNING)

    assert before == {NewsItem.objects.get().public_id.urn}
    assert before == identifiers("/hovedstaden/nyheder.atom?utm_source=x")
    assert before == identifiers("/en/nyheder.atom") == identifiers("/data/nyheder.atom")


def test_a_feed_is_the_same_however_it_was_come_by(client, content):
    plain, tracked = (
        client.get(f"/hovedstaden/nyheder.atom{query}").content.decode()
        for query in ("", "?utm_source=x")
    )

    assert plain == tracked


def test_a_feed_without_entries_is_as_the_day_began_by_the_clock(client, content):
    feed = ET.fromstring(client.get("/syddanmark/nyheder.atom").content)  # noqa: S314 -- our own feed

    assert feed.find(f"{ATOM}entry") is None
    assert feed.find(f"{ATOM}updated").text == "2017-02-13T00:00:00+01:00"


def test_an_entry_says_when_it_was_corrected(client, content):
    later = MORNING + timedelta(hours=1)
    correct_news(NewsItem.objects.get(), text="Datoen var forkert.", by=HOUSE, at=later)

    entry = ET.fromstring(client.get("/nyheder.atom").content).find(f"{ATOM}entry")  # noqa: S314 -- our own feed

    times = [
        datetime.fromisoformat(entry.find(f"{ATOM}{name}").text)
        for name in ("published", "updated")
    ]
    assert times == [MORNING, later]


def test_one_odd_character_does_not_take_the_feed_with_it(client, content):
    NewsItem.objects.update(title="Ny\x0bformand", teaser="x\x07\ufffe")

    assert "Nyformand" in client.get("/nyheder.atom").content.decode()


def test_each_entry_of_a_feed_says_whose_it_is(client, content):
    feed = ET.fromstring(client.get("/nyheder.atom").content)  # noqa: S314 -- our own feed

    assert feed.find(f"{ATOM}author/{ATOM}name").text == "KL’s fem kommunekontaktråd"
    assert feed.find(f"{ATOM}entry/{ATOM}author/{ATOM}name").text == "KKR Hovedstaden"


def test_danish_words_are_marked_as_danish_for_an_english_reader(client, content):
    page = client.get("/en/data/nyheder/").content.decode()
    feed = client.get("/en/nyheder.atom").content.decode()

    assert '<td lang="da">Mål, &quot;citat&quot; &amp; &lt;tegn&gt;</td>' in page
    assert 'xml:lang="da"' in feed


def test_a_csv_is_a_file_that_a_danish_excel_reads(client, content):
    answer = client.get("/data/medlemmer.csv?raad=hovedstaden&dato=2017-02-13")

    assert answer.content.startswith(b"\xef\xbb\xbfcouncil,name,")
    assert answer["Content-Disposition"] == (
        'attachment; filename="kkr-medlemmer-hovedstaden-2017-02-13.csv"'
    )


@pytest.mark.parametrize(("language", "role"), [("", "formand"), ("/en", "chair")])
def test_a_role_is_given_in_words_too(client, content, language, role):
    rows = rows_of(client, f"{language}/data/medlemmer.csv?raad=hovedstaden")

    assert role in {row["role_name"].lower() for row in rows if row["role"] == "chair"}


def test_the_anchor_of_a_seat_is_there(client, content):
    feed = ET.fromstring(client.get("/data/medlemmer.atom").content)  # noqa: S314 -- our own feed
    links = [entry.find(f"{ATOM}link").get("href") for entry in feed.findall(f"{ATOM}entry")]
    path, _, anchor = next(link for link in links if "engelhardt/#" in link).partition("#")

    page = client.get(path.removeprefix("http://localhost:8000")).content.decode()

    assert f'id="{anchor}"' in page


@pytest.mark.parametrize(
    ("path", "accept", "to"),
    [
        ("/data/kommuner/", "application/json", "/data/kommuner.json"),
        (
            "/data/kommuner/?raad=hovedstaden",
            "text/csv",
            "/data/kommuner.csv?raad=hovedstaden",
        ),
        ("/data/kommuner/", "application/json, text/plain, */*", "/data/kommuner.json"),
        ("/data/", "application/json", "/data.json"),
    ],
)
def test_a_program_is_led_to_what_it_takes(client, content, path, accept, to):
    answer = client.get(path, headers={"Accept": accept})

    assert (answer.status_code, answer["Location"]) == (302, to)
    assert "Accept" in answer["Vary"]


@pytest.mark.parametrize("accept", ["", "*/*", "text/html,application/xml;q=0.9,*/*;q=0.8"])
def test_a_reader_gets_the_page(client, content, accept):
    headers = {"Accept": accept} if accept else {}

    assert client.get("/data/kommuner/", headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/data/", "/data/kommuner/"])
def test_what_is_not_written_here_is_406(client, content, path):
    answer = client.get(path, headers={"Accept": "image/png"})

    assert answer.status_code == 406


def test_the_catalogue_names_every_dataset_with_addresses_that_answer(client, content):
    found = client.get("/data.json").json()["datasets"]

    assert [each["slug"] for each in found] == list(datasets())
    for each in found:
        assert [column["code"] for column in each["columns"]]
        for written in each["formats"]:
            assert client.get(written["path"]).status_code == 200
            assert written["url"].endswith(written["path"])


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        ("/data/nope.json", "*/*", 404),
        ("/data/kommuner.exe", "application/json", 404),
        ("/data/nope/", "application/json", 404),
        ("/data/kommuner.json?raad=oz", "*/*", 400),
        ("/data/kommuner.csv?raad=oz", "application/json", 400),
    ],
)
def test_a_program_is_refused_in_json(client, content, path, accept, status):
    answer = client.get(path, headers={"Accept": accept})

    assert answer.status_code == status
    assert answer.json()["status"] == status
    assert answer.json()["error"]


def test_a_reader_is_refused_with_a_page(client, content):
    answer = client.get("/data/kommuner/?raad=oz")

    assert answer.status_code == 400
    assert "raad skal være en af" in answer.content.decode()
    assert "<h1>" in answer.content.decode()


def test_a_refusal_says_little_of_a_long_question(client, content):
    answer = client.get(f"/data/kommuner.csv?{'x' * 900}=1")

    assert len(answer.content) < 200


def test_a_danish_day_leads_to_its_address(client, content):
    answer = client.get("/data/medlemmer.csv?raad=hovedstaden&dato=1.2.2018")

    assert answer.status_code == 302
    assert answer["Location"] == "/data/medlemmer.csv?raad=hovedstaden&dato=2018-02-01"


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/data/kommuner.csv?dato=i+dag", "dato skal være en dag, fx 2018-02-01."),
        ("/data/kommuner.csv?raad=oz", "raad skal være en af: hovedstaden,"),
        (
            "/data/kommuner.csv?aar=2018",
            "aar er ikke en parameter her; parametrene er: raad, dato.",
        ),
        (
            "/data/nyheder.json?dato=2018-02-01",
            "dato er ikke en parameter her; parametrene er: raad.",
        ),
    ],
)
def test_a_wrong_question_is_refused_in_words(client, content, path, says):
    answer = client.get(path)

    assert answer.status_code == 400
    assert says in answer.content.decode()


def test_an_excel_file_says_what_it_is_of_and_what_its_columns_mean(client, content):
    answer = client.get("/data/medlemmer.xlsx?raad=hovedstaden&dato=2018-02-01")
    rows, meaning = cells_of(answer.content), cells_of(answer.content, sheet=1)

    assert answer["Content-Disposition"] == (
        'attachment; filename="kkr-medlemmer-hovedstaden-2018-02-01.xlsx"'
    )
    assert rows[0][:2] == ["Kommunekontaktråd", "Navn"]
    assert "0165" in {row[5] for row in rows}
    assert datetime(2018, 1, 29) in {row[8] for row in rows}  # noqa: DTZ001 -- a day, as Excel has it
    assert ["council", "Kommunekontaktråd", "Rådets adresse."] in meaning
    assert meaning[-1][2].endswith("/data/medlemmer.xlsx?raad=hovedstaden&dato=2018-02-01")


def test_one_odd_character_does_not_take_the_excel_file_with_it(client, content):
    NewsItem.objects.update(title="Ny\x0bformand")

    assert "Nyformand" in cells_of(client.get("/data/nyheder.xlsx").content)[1]


def test_what_looks_like_a_formula_stays_text(client, cast):
    title = '=HYPERLINK("https://example.dk")'
    item = draft_news(council=cast.council, title=title, html="<p>x</p>", by=HOUSE, at=MORNING)
    publish_news(item, by=HOUSE, at=MORNING)

    book = load_workbook(io.BytesIO(client.get("/data/nyheder.xlsx").content))

    cell = book.worksheets[0]["C2"]
    assert (cell.value, cell.data_type) == (title, "s")


@pytest.mark.parametrize("name", ["Hovedstaden", "HOVEDSTADEN", "KKR+Hovedstaden"])
def test_a_council_by_its_name_leads_to_its_address(client, content, name):
    answer = client.get(f"/data/kommuner.csv?raad={name}&dato=2017-02-13")

    assert (answer.status_code, answer["Location"]) == (
        302,
        "/data/kommuner.csv?raad=hovedstaden&dato=2017-02-13",
    )


def test_a_council_may_be_written_with_its_own_letters(client, content):
    answer = client.get("/data/kommuner/?raad=Sj%C3%A6lland")

    assert answer["Location"] == "/data/kommuner/?raad=sjaelland"


@pytest.mark.parametrize("query", ["raad=hovedstaden&raad=oz", "dato=1.2.2018&dato=2018-02-02"])
def test_a_parameter_given_twice_is_refused(client, content, query):
    answer = client.get(f"/data/medlemmer.csv?{query}")

    assert answer.status_code == 400
    assert "angiv den én gang" in answer.content.decode()


def test_a_format_in_capitals_leads_to_its_address(client, content):
    answer = client.get("/data/kommuner.CSV?raad=hovedstaden")

    assert (answer.status_code, answer["Location"]) == (
        301,
        "/data/kommuner.csv?raad=hovedstaden",
    )


@pytest.mark.parametrize(
    ("feed", "page"),
    [
        ("/nyheder.atom", "/nyheder/"),
        ("/hovedstaden/nyheder.atom", "/hovedstaden/nyheder/"),
        ("/en/hovedstaden/nyheder.atom", "/en/hovedstaden/nyheder/"),
        ("/data/kommuner.atom?raad=sjaelland", "/data/kommuner/?raad=sjaelland"),
    ],
)
def test_a_feed_leads_to_the_page_of_the_same(client, content, feed, page):
    found = ET.fromstring(client.get(feed).content)  # noqa: S314 -- our own feed
    links = {link.get("rel"): link.get("href") for link in found.findall(f"{ATOM}link")}

    assert links["alternate"] == f"http://localhost:8000{page}"
    assert client.get(page).status_code == 200


def test_an_english_feed_is_english_and_its_entries_say_that_they_are_not(client, content):
    feed = ET.fromstring(client.get("/en/nyheder.atom").content)  # noqa: S314 -- our own feed
    language = "{http://www.w3.org/XML/1998/namespace}lang"

    assert feed.get(language) == "en"
    assert feed.find(f"{ATOM}entry").get(language) == "da"


def test_a_feed_does_not_make_a_month_a_day(client, cast):
    item = draft_news(
        council=cast.council,
        title="Omtrent",
        teaser="Mål & <tegn>.",
        html="<p>x</p>",
        date_precision="month",
        by=HOUSE,
        at=MORNING,
    )
    publish_news(item, by=HOUSE, at=MORNING)

    feed = ET.fromstring(client.get("/en/nyheder.atom").content)  # noqa: S314 -- our own feed

    entry = feed.find(f"{ATOM}entry")
    summary = entry.find(f"{ATOM}summary")
    assert (summary.get("type"), summary.text) == (
        "html",
        "Februar 2017; dagen er ikke kendt. Mål &amp; &lt;tegn&gt;.",
    )
    assert entry.find(f"{ATOM}published") is None


@pytest.mark.parametrize("slug", ["kommuner", "kommunekontaktraad"])
@pytest.mark.parametrize(("day", "is_empty"), [("2006-12-31", True), ("2007-01-01", False)])
def test_nothing_is_said_of_the_days_before_the_reform(client, register, slug, day, is_empty):
    rows = client.get(f"/data/{slug}.json?dato={day}").json()["rows"]

    assert (rows == []) is is_empty
