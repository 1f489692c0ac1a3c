"""The winter of 2016-17, from commission to news: a secretary, an official, the chair, a mayor and a citizen.

What happened is real, and so are its days where a source names them (see `kkr.config.demo.cases`). The
words, the first day and the meeting of 25 November are made up for the story.
"""

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.printing.test_validity import FLAVOURS, faults
from tests.stories.conftest import DESKTOP, PHONE, page_of
from tests.stories.test_case_desk import save, write
from tests.stories.test_minutes import TABLET
from tests.stories.test_news_desk import is_as_wide_as_the_window, sign_in
from tests.stories.winter import Winter, before_winter

pytestmark = pytest.mark.story
ASKED, DRAFTED, CALLED = date(2016, 10, 24), date(2016, 11, 25), date(2017, 1, 30)
DECIDED, TOLD = date(2017, 2, 6), date(2017, 2, 13)
DESK = "/arbejde/hovedstaden/moeder/"
MEETINGS = "/hovedstaden/moeder/"
COMMITTEE = "Embedsmandsudvalget for Sundhed"
TITLE = "KKR-mål for sundhed"
CASE = "/hovedstaden/sager/kkr-maal-for-sundhed/"
SENT_BACK = "KKR Hovedstaden: Sendt tilbage med ønsker"
WISHES = ("Færre temaer", "Mere fokus", "Et tydeligere målhierarki")
APPROVED = "KKR Hovedstaden godkendte de reviderede mål for sundhed."
CLOSED_TITLE, CLOSED_TEXT = "Ansættelse af sundhedsdirektør", "Tre ansøgere er til samtale."


@dataclass
class People:
    """Whoever takes part, each before a screen of their own; the citizen without an account."""

    winter: Winter
    secretary: Page
    official: Page
    chair: Page
    mayor: Page
    citizen: Page

    def meet_on(self, day: date) -> None:
        """It is that day; nobody had left a page open."""
        for page in (self.secretary, self.official, self.chair, self.mayor, self.citizen):
            page.goto("about:blank")
        self.winter.comes_to(day)

    def reads(self, path: str) -> str:
        """What the citizen reads there, with plain spaces."""
        self.citizen.goto(path)
        return self.citizen.locator("body").inner_text().replace("\xa0", " ")

    def finds_nothing_at(self, path: str) -> bool:
        return self.citizen.request.get(path).status == 404


@pytest.fixture
def people(browser: Browser, tmp_path: Path) -> Iterator[People]:
    screens = {
        "secretary": ("sekretariat@demo.kkr", DESKTOP),
        "official": ("embedsmand@demo.kkr", DESKTOP),
        "chair": ("formand@demo.kkr", DESKTOP),
        "mayor": ("borgmester@demo.kkr", TABLET),
        "citizen": ("", PHONE),
    }
    with ExitStack() as stack:
        winter = stack.enter_context(before_winter(tmp_path / "winter", ASKED))
        pages = {}
        for name, (email, size) in screens.items():
            screen = contextmanager(page_of)(browser, winter.site, size)
            pages[name] = stack.enter_context(screen)
            if email:
                sign_in(pages[name], winter.site, email)
        yield People(winter, **pages)


def test_the_winter_from_commission_to_news(people: People) -> None:
    case = the_council_asks_its_committee(people)

    people.meet_on(DRAFTED)
    the_official_drafts(people, case)
    the_draft_is_before_the_council(people)
    the_council_sends_it_back_with_three_wishes(people, case)
    the_citizen_reads_that_it_was_sent_back(people)

    people.meet_on(CALLED)
    the_official_revises_and_answers_each_wish(people, case)
    the_secretary_calls_the_meeting_of_february(people)
    the_citizen_reads_the_agenda_and_nothing_closed(people)
    the_chair_reads_what_is_closed_too(people)
    the_mayor_reads_on_a_tablet(people)

    people.meet_on(DECIDED)
    the_council_approves(people)
    the_citizen_sees_no_decision_yet(people)

    people.meet_on(TOLD)
    the_minutes_are_published(people)
    the_decision_becomes_a_common_line(people)
    the_drafts_become_news(people)
    the_citizen_follows_the_case_to_its_decision(people)
    the_papers_are_for_everybody_and_for_keeps(people)


def press(page: Page, button: str | re.Pattern[str]) -> None:
    """Press it, and wait for the page it leads to, or the next navigation would be taken for this one."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=button, exact=True).click()


def the_council_asks_its_committee(people: People) -> str:
    """The secretary sets up the committee, opens the case and notes the commission; gives where."""
    page = people.secretary
    page.goto("/arbejde/register/hovedstaden/udvalg/ny/")
    page.fill("#id_name", COMMITTEE)
    page.check("[name=composition][value=officials]")
    press(page, "Opret")
    page.goto("/arbejde/sager/ny/")
    page.fill("#id_title", TITLE)
    page.fill("#id_summary", "De fælles mål for sundhed fra 2013 revideres.")
    page.select_option("#id_committee", label=COMMITTEE)
    press(page, "Opret sagen")
    page.wait_for_url(re.compile(r"/sager/[0-9a-f-]{36}/$"))
    case = page.url
    page.get_by_role("link", name="Bestil noget hos et organ").click()
    page.select_option("#id_asked_of", label=COMMITTEE)
    page.fill("#id_what", "At revidere rammepapirerne med de fælles mål for sundhed.")
    page.fill("#id_due_on", DRAFTED.isoformat())
    press(page, "Notér bestillingen")
    expect(page.get_by_text("At revidere rammepapirerne").first).to_be_visible()
    return case


def the_official_drafts(people: People, case: str) -> None:
    """On the case by an act of the secretary, from their own desk."""
    page = people.secretary
    page.goto(f"{case}embedsmaend/")
    page.select_option("#id_user", index=1)
    press(page, "Sæt på sagen")

    page = people.official
    page.goto("/arbejde/sager/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Skriv et nyt papir").click()
    page.fill("#id_title", TITLE)
    write(page, "Udkastet har ti temaer.")
    save(page, "Tilføj papiret")

    page = people.secretary
    page.goto(case)
    page.get_by_role("link", name=re.compile("^Den er leveret")).click()
    press(page, "Notér dagen")
    the_secretary_opens(people, case)
    the_secretary_releases(people, case, 1)


def the_secretary_opens(people: People, case: str) -> None:
    assert people.finds_nothing_at(CASE)
    page = people.secretary
    page.goto(case)
    page.get_by_role("link", name="Åbn den for offentligheden").click()
    press(page, "Åbn den for alle")
    assert not people.finds_nothing_at(CASE)


def the_secretary_releases(people: People, case: str, number: int) -> None:
    page = people.secretary
    page.goto(case)
    page.get_by_role("main").get_by_role("link", name=TITLE, exact=True).first.click()
    page.get_by_role("link", name=f"Frigiv udgave {number}").click()
    press(page, "Frigiv udgaven")


def plan(page: Page, day: date) -> None:
    """Plan a meeting and begin its agenda with what every agenda has."""
    page.goto(DESK)
    page.get_by_role("link", name="Planlæg et møde", exact=True).click()
    page.fill("#id_held_on", day.isoformat())
    page.fill("#id_starts_at", "10:00")
    page.fill("#id_place", "Rådhuset i Albertslund")
    press(page, "Planlæg mødet")
    page.goto(f"{DESK}{day}/dagsorden/begynd/")
    press(page, "Sæt på dagsordenen")


def put_case_on_agenda(page: Page, day: date, version: int, proposal: str) -> None:
    page.goto(f"{DESK}{day}/dagsorden/nyt-punkt/?afsnit=3")
    page.select_option("#id_section", "3")
    page.fill("#id_title", TITLE)
    page.fill("#id_proposal", proposal)
    press(page, "Vælg en sag")
    press(page, re.compile(f"^Med {TITLE}, udgave {version} "))
    press(page, "Sæt på dagsordenen")


def publish_agenda(page: Page, day: date) -> None:
    page.goto(f"{DESK}{day}/dagsorden/udgiv/")
    press(page, "Offentliggør dagsordenen")
    expect(page.locator(".messages")).not_to_be_empty()


def minute(
    page: Page,
    day: date,
    number: str,
    kind: str,
    text: str,
    *,
    is_news: bool,
    wishes: tuple[str, ...] = (),
) -> None:
    page.goto(f"{DESK}{day}/referat/")
    page.locator(".minute-items a", has_text=f"{number} ").click()
    item = page.locator(".minute-item.is-current")
    expect(item.locator("h2")).to_contain_text(f"{number} ")
    item.locator("select").first.select_option(label=kind)
    item.locator("textarea").first.fill(text)
    wanted = item.get_by_label("Hvad ønskes anderledes?").first
    expect(wanted).to_be_visible(visible=bool(wishes))
    if wishes:
        wanted.fill("\n".join(wishes))
    item.locator("input[type=checkbox]").first.set_checked(is_news)
    item.get_by_role("button", name="Gem", exact=True).click()
    expect(page.locator(".minute-items li", has_text=f"{number} ")).to_contain_text(kind)


def call_the_roll(page: Page, day: date) -> None:
    page.goto(f"{DESK}{day}/fremmoede/")
    press(page, "Hold navneopråb")
    expect(page.locator("table.roll")).to_contain_text("Albertslund")


def end(page: Page, day: date) -> None:
    page.goto(f"{DESK}{day}/referat/slut/")
    say_why_nothing_is_decided(page)
    press(page, "Afslut mødet")


def say_why_nothing_is_decided(page: Page) -> None:
    if page.locator("#id_undecided").count():
        page.fill("#id_undecided", "Der var ikke noget referat at godkende.")


def publish_minutes(page: Page, day: date) -> None:
    page.goto(f"{DESK}{day}/referat/udgiv/")
    say_why_nothing_is_decided(page)
    press(page, "Offentliggør referatet")
    expect(page.locator(".messages")).not_to_be_empty()


def the_draft_is_before_the_council(people: People) -> None:
    page = people.secretary
    plan(page, DRAFTED)
    put_case_on_agenda(page, DRAFTED, 1, "Det indstilles, at KKR drøfter udkastet.")
    publish_agenda(page, DRAFTED)
    assert "3.1" in people.reads(f"{MEETINGS}{DRAFTED}/")


def the_council_sends_it_back_with_three_wishes(people: People, case: str) -> None:
    page = people.secretary
    call_the_roll(page, DRAFTED)
    words, kind = "KKR har tre ønsker.", "Sendt tilbage med ønsker"
    minute(page, DRAFTED, "3.1", kind, words, is_news=False, wishes=WISHES)
    end(page, DRAFTED)
    assert WISHES[0] not in people.reads(CASE)
    publish_minutes(page, DRAFTED)
    page.goto(case)
    for wish in WISHES:
        expect(page.get_by_role("heading", name=wish)).to_be_visible()


def the_citizen_reads_that_it_was_sent_back(people: People) -> None:
    read = people.reads(CASE)
    assert SENT_BACK in read
    assert all(wish in read for wish in WISHES)


def the_official_revises_and_answers_each_wish(people: People, case: str) -> None:
    page = people.official
    page.goto(case)
    page.get_by_role("main").get_by_role("link", name=TITLE, exact=True).first.click()
    page.get_by_role("link", name=re.compile("^Skriv næste udgave")).click()
    write(page, "Målene har tre temaer og ét hierarki.")
    page.fill("#id_what_changed", "Færre temaer, mere fokus, et tydeligere målhierarki")
    save(page, "Gem udgaven")
    for wish in WISHES:
        page.goto(case)
        page.get_by_role("link", name=re.compile(f"^Svar.*{wish}")).click()
        page.check('[name="answer"][value="met"]')
        page.fill("#id_why", f"Gjort: {wish}.")
        press(page, "Svar")
    assert "Gjort" not in people.reads(CASE)
    the_secretary_releases(people, case, 2)
    page = people.secretary
    page.get_by_role("link", name="Forelæg rådet udgave 2").click()
    press(page, "Forelæg den")
    assert "Gjort: Mere fokus." in people.reads(CASE)


def the_secretary_calls_the_meeting_of_february(people: People) -> None:
    page = people.secretary
    plan(page, DECIDED)
    what_was_sent_back_came_along(page)
    a_file_is_attached(page)
    a_closed_item_has_a_heading_for_everybody(page)
    assert people.finds_nothing_at(f"{MEETINGS}{DECIDED}/")
    publish_agenda(page, DECIDED)


def what_was_sent_back_came_along(page: Page) -> None:
    """It stands on the new agenda by itself; the secretary puts the new version before the council."""
    page.get_by_role("main").get_by_role("link", name=TITLE, exact=True).click()
    press(page, "Vælg en anden sag eller et andet papir")
    press(page, re.compile(f"^Med {TITLE}, udgave 2 "))
    page.fill("#id_proposal", "Det indstilles, at KKR godkender målene.")
    press(page, "Gem")


def a_file_is_attached(page: Page) -> None:
    page.goto(f"{DESK}{DECIDED}/dagsorden/")
    page.get_by_role("main").get_by_role("link", name=TITLE, exact=True).click()
    page.get_by_role("link", name="Vedhæft en fil").first.click()
    file = {"name": "maaltal.txt", "mimeType": "text/plain", "buffer": b"Tre temaer"}
    page.set_input_files("#id_file", file)  # type: ignore[arg-type]
    page.fill("#id_title", "Bilag: måltal")
    press(page, "Vedlæg den")


def a_closed_item_has_a_heading_for_everybody(page: Page) -> None:
    page.goto(f"{DESK}{DECIDED}/dagsorden/nyt-punkt/")
    page.select_option("#id_section", "4")
    page.fill("#id_title", CLOSED_TITLE)
    write(page, CLOSED_TEXT)
    page.check("#id_is_closed")
    page.fill("#id_public_heading", "Personsag")
    press(page, "Sæt på dagsordenen")


def the_citizen_reads_the_agenda_and_nothing_closed(people: People) -> None:
    read = people.reads(f"{MEETINGS}{DECIDED}/")
    assert re.search(r"1\.1\s+Godkendelse af referat", read)
    assert re.search(rf"3\.1\s+{TITLE}", read)
    assert re.search(r"4\.1\s+Personsag", read)
    everything = read + people.reads(f"{MEETINGS}{DECIDED}/3.1/")
    everything += people.reads(f"{MEETINGS}{DECIDED}/4.1/")
    assert "Bilag: måltal" in everything
    assert CLOSED_TITLE not in everything
    assert CLOSED_TEXT not in everything
    assert is_as_wide_as_the_window(people.citizen)


def the_chair_reads_what_is_closed_too(people: People) -> None:
    page = people.chair
    page.goto("/arbejde/")
    page.get_by_role("link", name="Læs mødepapirerne").first.click()
    expect(page.locator(".paper--closed")).to_contain_text(CLOSED_TEXT)
    page.get_by_role("button", name="Jeg har læst denne udgave").first.click()
    expect(page.get_by_text("Du læste denne udgave").first).to_be_visible()


def the_mayor_reads_on_a_tablet(people: People) -> None:
    """Papers in order, a note of their own, and all of it as one file for the train."""
    page = people.mayor
    page.goto("/arbejde/")
    page.get_by_role("link", name="Læs mødepapirerne").first.click()
    assert is_as_wide_as_the_window(page)
    numbers = page.locator("article.paper h3").all_inner_texts()
    assert [each.split()[0] for each in numbers] == sorted(each.split()[0] for each in numbers)
    paper = page.locator("article.paper", has_text=f"3.1 {TITLE}")
    paper.locator("textarea").fill("Spørg til Albertslunds tal")
    expect(paper.locator("[data-saved]")).to_have_text("Din note er gemt.")
    address = page.get_by_role("link", name="Alle papirer i én fil").get_attribute("href")
    answer = page.request.get(address or "")
    assert answer.body().startswith(b"%PDF")
    assert "/konto/log-ind/" in people.citizen.request.get(address or "").url


def the_council_approves(people: People) -> None:
    page = people.secretary
    call_the_roll(page, DECIDED)
    minute(page, DECIDED, "1.1", "Godkendt", "Referatet blev godkendt.", is_news=False)
    minute(page, DECIDED, "3.1", "Godkendt", APPROVED, is_news=True)
    minute(
        page,
        DECIDED,
        "4.1",
        "Taget til efterretning",
        "Orienteringen blev taget til efterretning.",
        is_news=False,
    )
    page.locator(".minute-items a", has_text="3.1 ").click()
    page.locator(".is-current").get_by_role("link", name="Notér, hvem der gør hvad hvornår").click()
    page.fill("#id_what", "Sende målene til de 29 kommunalbestyrelser")
    page.select_option("#id_body", label=COMMITTEE)
    page.fill("#id_due_on", "2017-03-01")
    press(page, "Notér opfølgningen")
    end(page, DECIDED)


def the_citizen_sees_no_decision_yet(people: People) -> None:
    for path in (f"{MEETINGS}{DECIDED}/", f"{MEETINGS}{DECIDED}/3.1/", CASE):
        assert APPROVED not in people.reads(path)


def the_minutes_are_published(people: People) -> None:
    publish_minutes(people.secretary, DECIDED)
    read = people.reads(f"{MEETINGS}{DECIDED}/")
    assert "29 deltog" in read
    assert "Spørg til" not in read
    assert APPROVED in people.reads(f"{MEETINGS}{DECIDED}/3.1/")


def the_decision_becomes_a_common_line(people: People) -> None:
    page = people.secretary
    page.goto("/arbejde/faelles-linjer/")
    page.get_by_role("main").get_by_role("link", name=re.compile(TITLE)).first.click()
    page.fill("#id_text", "Kommunerne har tre fælles temaer for sundhed.")
    press(page, "Indskriv i registret")
    assert TITLE in people.reads("/hovedstaden/faelles-linjer/")


def the_drafts_become_news(people: People) -> None:
    """One of the decision worth it and one of the minutes wait on the desk, begun by themselves."""
    people.winter.site.kkr("tick")
    page = people.secretary
    for title, teaser in ((TITLE, "Målene er godkendt."), ("Referat af mødet", "Læs referatet.")):
        page.goto("/arbejde/hovedstaden/nyheder/")
        page.get_by_role("main").get_by_role("link", name=re.compile(title)).first.click()
        page.fill("#id_teaser", teaser)
        press(page, "Gem")
        page.click('a[href$="/udgiv/"]')
        press(page, "Offentliggør nu")
        expect(page.locator(".messages")).not_to_be_empty()


def the_citizen_follows_the_case_to_its_decision(people: People) -> None:
    """From the front page to the news, from the news to the decision, and along the journey of the case."""
    page = people.citizen
    page.goto("/hovedstaden/")
    page.get_by_role("link", name=re.compile(TITLE)).first.click()
    expect(page).to_have_url(re.compile("/hovedstaden/nyheder/2017/kkr-maal-for-sundhed/$"))
    expect(page.get_by_text(APPROVED)).to_be_visible()
    read = people.reads(CASE)
    asked, follows = "At revidere rammepapirerne", "Sende målene til de 29 kommunalbestyrelser"
    decided = "KKR Hovedstaden: Godkendt"
    order = (
        asked,
        "Udkast:",
        SENT_BACK,
        "Gjort: Færre temaer.",
        decided,
        "En fælles linje",
        follows,
    )
    places = [read.index(words) for words in order]
    assert places == sorted(places)
    for feed in ("nyheder.atom", "beslutninger.atom"):
        assert TITLE in page.request.get(f"/hovedstaden/{feed}").text()


def the_papers_are_for_everybody_and_for_keeps(people: People) -> None:
    page = people.citizen
    people.winter.site.kkr("print", "verify")
    for kind in ("dagsorden", "referat"):
        answer = page.request.get(f"{MEETINGS}{DECIDED}/{kind}.pdf")
        assert answer.ok
        if "KKR_VERAPDF" in os.environ:
            file = Path(people.winter.site.environment["KKR_DATA"]) / f"public-{kind}.pdf"
            file.write_bytes(answer.body())
            assert [faults(flavour, file) for flavour in FLAVOURS] == [[], []]
    people.winter.site.kkr("ledger", "verify")
