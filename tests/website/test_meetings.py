"""Meetings as the public reads them."""

from datetime import date, time, timedelta

import pytest
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY, DAY, LATER, NOON, a_file, held, minuted

from kkr.cases.actions import open_case, publish_case
from kkr.council.actions import add_person
from kkr.meetings.actions import (
    add_item,
    announce_meeting,
    attach_file,
    call_roll,
    cancel_meeting,
    change_decision,
    change_meeting,
    decide,
    draft_agenda,
    edit_item,
    end_meeting,
    follow_up,
    note_attendance,
    note_guests,
    open_item,
    plan_meeting,
    publish_agenda,
    publish_minutes,
    withdraw_item,
)
from kkr.meetings.actions.editions import Corrected
from kkr.meetings.models import Capacity, Standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
PAGE = "/hovedstaden/moeder/2017-02-06/"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def meeting(cast):
    facts = {"starts_at": time(10), "ends_at": time(12), "place": "KL-Huset"}
    return plan_meeting(council=cast.council, held_on=DAY, **facts, **BY)


def item_of(meeting, title="Dimensionering", **facts):
    return add_item(meeting, section=3, title=title, **facts, **BY)


def case_path(case):
    return f"/hovedstaden/sager/{case.slug}/"


def text(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode().replace("\xa0", " ")


def main(page):
    return page[page.index("<main") :]


def test_what_when_and_where(client, meeting):
    item_of(meeting)
    publish_agenda(meeting, **BY)

    page = text(client, PAGE)

    for words in ("Ordinært møde den 6. februar 2017", "kl. 10.00–12.00", "KL-Huset"):
        assert words in page


def test_the_seven_sections_stand_also_when_they_are_empty(client, meeting):
    item_of(meeting)
    publish_agenda(meeting, **BY)

    page = text(client, PAGE)

    titles = [
        "Godkendelse af referat",
        "Siden sidst",
        "Regionalpolitiske sager",
        "Udpegninger",
        "KKR",
        "Punkter til næste møde",
        "Eventuelt",
    ]
    places = [page.index(f"</span> {title}</h3>") for title in titles]
    assert places == sorted(places)
    assert page.count("Ingen punkter") == 6


def test_each_item_has_one_line_with_its_decision_in_words(client, meeting):
    item = item_of(meeting)
    for kind in ("discussed", "recommended"):
        decide(item, kind=kind, html="<p>Ord.</p>", by=HOUSE, at=AFTER)
    minuted(meeting)

    page = text(client, PAGE)

    assert f'<a href="{PAGE}3.1/" lang="da">Dimensionering</a>' in page
    assert '<p class="agenda-outcome">Drøftet, anbefalet kommunerne</p>' in page


def test_minutes_without_a_decision_say_why_at_the_item(client, meeting):
    item_of(meeting)
    publish_agenda(meeting, **BY)
    words = {"undecided": "Beslutningen kendes ikke.", "by": HOUSE, "at": AFTER}
    end_meeting(meeting, **words)
    publish_minutes(meeting, **words)

    for path in (PAGE, f"{PAGE}3.1/", f"{PAGE}referat/1/"):
        assert 'agenda-outcome--none"><span lang="da">Beslutningen kendes ikke.</span></p>' in text(
            client, path
        )


def test_what_is_not_announced_is_not_there(client, meeting):
    item_of(meeting)

    for path in ("", "3.1/", "dagsorden/1/", "referat/1/"):
        text(client, f"{PAGE}{path}", 404)
    assert "6. februar" not in main(text(client, "/hovedstaden/moeder/"))


def test_a_meeting_stands_under_its_own_council_only(client, meeting):
    item_of(meeting)
    publish_agenda(meeting, **BY)

    for path in ("", "3.1/", "dagsorden/1/"):
        text(client, f"/sjaelland/moeder/2017-02-06/{path}", 404)


@pytest.mark.parametrize(
    "path", ["3.2/", "03.1/", "3.01/", "3/", "dagsorden/2/", "dagsorden/01/", "referat/1/"]
)
def test_what_is_not_on_the_agenda_is_404(client, meeting, path):
    item_of(meeting)
    publish_agenda(meeting, **BY)

    text(client, f"{PAGE}{path}", 404)


def test_pages_read_editions_and_never_drafts(client, meeting):
    item = item_of(meeting, html="<p>Gammel tekst</p>", proposal="Gammel indstilling")
    publish_agenda(meeting, **BY)
    words = {"title": "Ny titel", "html": "<p>Ny tekst</p>", "proposal": "Ny indstilling"}
    edit_item(item, based_on=1, **words, **BY)
    item_of(meeting, "Nyt punkt")
    decide(item, kind="approved", html="<p>Ny beslutning</p>", by=HOUSE, at=AFTER)

    for path in (PAGE, f"{PAGE}3.1/", f"{PAGE}dagsorden/1/"):
        page = text(client, path)
        assert "Dimensionering" in page
        for words in ("Ny titel", "Ny tekst", "Ny indstilling", "Nyt punkt", "Godkendt"):
            assert words not in main(page)


def test_an_item_shows_proposal_text_papers_and_what_was_decided(client, meeting):
    words = {"proposal": "Det indstilles, at KKR godkender.", "html": "<p>Optaget</p>"}
    item = item_of(meeting, presenter="Formanden", illustrative="Tallene er illustrative.", **words)
    made = attach_file(item, a_file(), title="Tabel", **BY)
    dissent = {"dissent": "Dragør tog forbehold."}
    decide(item, kind="approved", html="<p>Blev godkendt.</p>", **dissent, by=HOUSE, at=AFTER)
    minuted(meeting)

    page = text(client, f"{PAGE}3.1/")

    for words in (
        "Det indstilles, at KKR godkender.",
        "<p>Optaget</p>",
        "Formanden",
        "Tallene er illustrative.",
        f'href="{made.file.path}"',
        "Beslutning: Godkendt",
        "Blev godkendt.",
        "Dragør tog forbehold.",
    ):
        assert words in page


def test_wishes_stand_with_the_decision_in_the_minutes_and_on_the_page_of_the_case(client, meeting):
    facts = {"title": "Mål", "summary": "Fælles mål", "opened_on": date(2016, 9, 1)}
    case = publish_case(open_case(council=meeting.council, **facts, **BY), **BY)
    item = item_of(meeting, case=case)
    decide(item, kind="referred_back", wishes=["Færre temaer", "Mere fokus"], **BY)
    minuted(meeting)

    for path in (f"{PAGE}3.1/", f"{PAGE}referat/1/", case_path(case)):
        page = main(text(client, path))
        for wish in ("Færre temaer", "Mere fokus"):
            assert page.count(f"{wish}<") == 1, path
    assert "KKR Hovedstaden: Sendt tilbage med ønsker" in text(client, case_path(case))


def test_of_a_closed_item_stand_number_and_heading_and_that_it_is_closed(client, meeting):
    item = item_of(meeting, "Hemmelig", is_closed=True, public_heading="Personsag")
    minuted(meeting)

    for path in (PAGE, f"{PAGE}3.1/", f"{PAGE}referat/1/", f"{PAGE}dagsorden/1/"):
        page = text(client, path)
        assert "Personsag" in page
        assert "Lukket punkt" in page
        assert "Hemmelig" not in page
        assert "Godkendt." not in main(page)

    open_item(item, by=HOUSE, at=AFTER)
    assert "Hemmelig" in text(client, f"{PAGE}3.1/")


def test_an_edition_stays_at_its_address_and_leads_to_the_newer_one(client, meeting):
    item = item_of(meeting, html="<p>Gammel tekst</p>")
    publish_agenda(meeting, **BY)
    edit_item(item, based_on=1, title=item.title, html="<p>Ny tekst</p>", **BY)
    publish_agenda(meeting, why="Rettet", by=HOUSE, at=LATER)

    old, new = (text(client, f"{PAGE}dagsorden/{number}/") for number in (1, 2))

    assert "Gammel tekst" in old
    assert "Ny tekst" not in old
    assert f'href="{PAGE}dagsorden/2/"' in old
    assert "Ny tekst" in new
    assert "Der er en nyere udgave" in old
    assert "Der er en nyere udgave" not in new


def test_what_has_changed_since_last_time(client, meeting):
    item = item_of(meeting)
    other = item_of(meeting, "Økonomi")
    publish_agenda(meeting, **BY)
    assert "ændret siden sidst" not in text(client, PAGE)
    edit_item(item, based_on=1, title=item.title, html="<p>Ny tekst</p>", **BY)
    withdraw_item(other, why="Ikke færdig", **BY)
    publish_agenda(meeting, why="To rettelser", by=HOUSE, at=LATER)

    page = text(client, PAGE)

    for words in (
        "Hvad er ændret siden sidst",
        "har en anden tekst",
        "To rettelser",
        "Taget af dagsordenen:",
        "Ikke færdig",
    ):
        assert words in page


def test_corrections_of_minutes_are_visible_and_closed_ones_are_not(client, meeting):
    item = item_of(meeting)
    closed = item_of(meeting, "Hemmelig", is_closed=True, public_heading="Personsag")
    minuted(meeting)
    for each in (item, closed):
        made = each.decisions.get()
        words = {"kind": "approved", "html": "<p>Rettet ord.</p>"}
        change_decision(made, based_on=1, **words, by=HOUSE, at=AFTER)
    corrections = [
        Corrected(item, "Et ord.", "Det var faldet ud."),
        Corrected(closed, "Hemmeligt hvad.", "Hemmeligt hvorfor."),
    ]
    publish_minutes(meeting, corrections=corrections, by=HOUSE, at=AFTER)

    for path in (PAGE, f"{PAGE}3.1/", f"{PAGE}referat/2/"):
        page = text(client, path)
        assert "Det var faldet ud." in page
        assert "Hemmeligt" not in page


def test_a_correction_of_who_was_there_hangs_on_the_meeting(client, meeting):
    item_of(meeting)
    note_guests(meeting, "Anne And, KL; Bo Berg, Region Hovedstaden", over="", **BY)
    minuted(meeting)
    page = text(client, PAGE)
    assert "<dd>Anne And, KL</dd><dd>Bo Berg, Region Hovedstaden</dd>" in page
    assert "Hvem deltog" in page
    over = "Anne And, KL; Bo Berg, Region Hovedstaden"
    note_guests(meeting, "Anne And, KL", over=over, by=HOUSE, at=AFTER)
    correction = Corrected(None, "Bo Berg var der ikke.", "Han havde meldt afbud.")
    publish_minutes(meeting, corrections=[correction], by=HOUSE, at=AFTER)

    for path in (PAGE, f"{PAGE}referat/2/"):
        page = text(client, path)
        assert "Tid, sted eller deltagere, rettet den" in page
        assert "Han havde meldt afbud." in page
    assert "Han havde meldt afbud." not in text(client, f"{PAGE}3.1/")


def test_minutes_say_who_was_there_by_municipality(client, meeting, cast):
    mayor = cast.mayor.role_grants.get().membership.person
    item = item_of(meeting)
    publish_agenda(meeting, **BY)
    call_roll(meeting, **BY)
    of = {"municipality": cast.municipality, **BY}
    note_attendance(meeting, mayor, standing=Standing.APOLOGIES, **of)
    substitute = add_person(name="Jannich Petersen", **BY)
    here = {"standing": Standing.PRESENT, "capacity": Capacity.SUBSTITUTE}
    note_attendance(meeting, substitute, stands_in_for=mayor, came_at=item, **here, **of)
    assert "Jannich" not in text(client, PAGE)
    minuted(meeting)

    page = text(client, PAGE)

    line = (
        "Mayor of the test, Albertslund Kommune supp. Jannich Petersen deltog (kom ved punkt 3.1)"
    )
    assert f"<dt>Albertslund Kommune</dt><dd>{line}</dd></div>" in page
    assert "1 deltog" in page
    assert page.count("Mayor of the test") == 1


def test_an_item_about_a_meeting_leads_to_its_minutes_and_they_say_who_approved_them(
    client, cast, meeting
):
    item_of(meeting)
    minuted(meeting)
    assert "Endnu ikke godkendt" in text(client, PAGE)
    after = plan_meeting(council=cast.council, held_on=date(2017, 2, 10), **BY)
    draft_agenda(after, **BY)
    minuted(after)

    assert "Godkendt på mødet den 10. februar 2017" in text(client, PAGE)
    page = text(client, "/hovedstaden/moeder/2017-02-10/1.1/")
    assert f'<a href="{PAGE}" lang="da">Referatet af mødet den 6. februar 2017</a>' in page


def test_a_correction_after_the_approval_is_not_called_approved(client, cast, meeting):
    item = item_of(meeting)
    minuted(meeting)
    after = plan_meeting(council=cast.council, held_on=date(2017, 2, 10), **BY)
    draft_agenda(after, **BY)
    minuted(after)
    assert "Godkendt referat" in text(client, "/hovedstaden/moeder/")
    words = {"kind": "approved", "html": "<p>Flertallet.</p>"}
    change_decision(item.decisions.get(), based_on=1, **words, by=HOUSE, at=AFTER)
    said = [Corrected(item, "Navnet", "Det var forkert")]

    publish_minutes(meeting, corrections=said, by=HOUSE, at=AFTER)

    assert "Rettet, efter at referatet blev godkendt på mødet den 10. februar 2017" in text(
        client, PAGE
    )
    listed = text(client, "/hovedstaden/moeder/")
    assert "Referat, rettet efter godkendelsen" in listed


def test_a_cancelled_meeting_says_why(client, meeting):
    announce_meeting(meeting, **BY)
    cancel_meeting(meeting, why="Formanden er syg.", **BY)

    for path in (PAGE, "/hovedstaden/moeder/"):
        assert "Formanden er syg." in text(client, path)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (52, "Dagsordenen kommer senest den 30. marts 2017."),
        (3, "Dagsordenen er ikke offentliggjort endnu."),
    ],
)
def test_a_meeting_without_an_agenda_says_when_it_comes(client, cast, days, words):
    day = date(2017, 2, 13) + timedelta(days=days)
    coming = plan_meeting(council=cast.council, held_on=day, **BY)
    announce_meeting(coming, **BY)

    assert words in text(client, coming.path)
    assert words in text(client, "/hovedstaden/moeder/")


def test_a_meeting_that_was_held_says_when_the_minutes_come(client, meeting):
    item_of(meeting)
    held(meeting)

    assert "Referatet kommer senest den 13. februar 2017." in text(client, PAGE)


def test_the_list_has_the_next_meeting_first_and_past_ones_under_their_years(client, cast):
    days = [date(2017, 4, 6), date(2017, 6, 9), date(2017, 2, 6), date(2016, 11, 25)]
    for day in days:
        announce_meeting(plan_meeting(council=cast.council, held_on=day, **BY), **BY)

    page = text(client, "/hovedstaden/moeder/")

    places = [page.index(f'datetime="{day}"') for day in days]
    assert places == sorted(places)
    assert page.index("<h3>2017</h3>") < page.index("<h3>2016</h3>")
    assert 'datetime="2016-11-25"' not in text(client, "/hovedstaden/moeder/aar/2017/")
    text(client, "/hovedstaden/moeder/aar/2015/", 404)


def test_items_without_a_day_stand_on_a_page_with_what_is_known(client, cast):
    undated = plan_meeting(council=cast.council, held_on=None, known_as="efteråret 2015", **BY)
    item_of(undated, "Praktikpladser", illustrative="Nummeret.")
    publish_agenda(undated, **BY)

    page = text(client, "/hovedstaden/moeder/uden-dato/")

    for words in ("efteråret 2015", "Praktikpladser", "delvis illustrativ", f"{undated.path}3.1/"):
        assert words in page
    assert "/hovedstaden/moeder/uden-dato/" in text(client, "/hovedstaden/moeder/")
    assert "dagen er ikke kendt" in text(client, undated.path)


def test_the_front_page_of_a_council_says_when_it_meets_next(client, cast):
    assert "Næste møde vil stå her" in text(client, "/hovedstaden/")
    for day, words in ((date(2017, 4, 6), "om 52 dage"), (date(2017, 2, 14), "i morgen")):
        announce_meeting(plan_meeting(council=cast.council, held_on=day, **BY), **BY)
        assert f"Næste møde er {words}" in text(client, "/hovedstaden/")


def test_what_follows_stands_with_the_item(client, meeting, cast):
    item_of(meeting)
    minuted(meeting)
    decision = meeting.items.get().decisions.get()
    words = {"what": "Sende brev", "body": cast.committee, "due_on": date(2017, 2, 10)}
    follow_up(decision, **words, by=HOUSE, at=AFTER)

    page = text(client, f"{PAGE}3.1/")

    assert "Sende brev" in page
    assert "skulle være gjort senest den 10. februar 2017" in page


def test_no_page_tells_the_link_by_which_one_takes_part(client, meeting):
    change_meeting(meeting, held_on=DAY, link="https://video.example.dk/hemmelig", **BY)
    item_of(meeting)
    publish_agenda(meeting, by=HOUSE, at=NOON)

    for path in (PAGE, f"{PAGE}dagsorden/1/", "/hovedstaden/kalender.ics", "/data/moeder.json"):
        assert "video.example.dk" not in text(client, path)


def test_an_english_reader_reads_english(client, meeting):
    item_of(meeting)
    minuted(meeting)

    page = text(client, f"/en{PAGE}")

    for words in ("Ordinary meeting on 6 February 2017", "Any other business", ">Approved<"):
        assert words in page


def test_search_engines_know_of_meetings_and_items(client, meeting):
    item_of(meeting)
    publish_agenda(meeting, **BY)

    sitemap = text(client, "/sitemap.xml")

    for path in ("/hovedstaden/moeder/", PAGE, f"{PAGE}3.1/", f"/en{PAGE}3.1/"):
        assert f"http://localhost:8000{path}</loc>" in sitemap or f"{path}</loc>" in sitemap


def test_a_meeting_whose_minutes_are_out_is_not_to_come_on_its_own_day(client, cast):
    meeting = plan_meeting(council=cast.council, held_on=date(2017, 2, 13), **BY)
    announce_meeting(meeting, **BY)

    def is_coming() -> bool:
        page = client.get("/hovedstaden/moeder/").content.decode()
        coming, past = page.split('id="coming"')[1].split('id="past"')
        assert (meeting.path in coming) != (meeting.path in past)
        return meeting.path in coming

    assert is_coming()
    item_of(meeting)
    minuted(meeting)
    assert not is_coming()
