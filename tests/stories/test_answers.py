"""One recommendation from the decision to the day it carries: five municipalities answer in the three ways.

The demo's decision is real; that these five are asked this question, and what they answer, is made up for the story.
"""

import csv
import io
import json
import re
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.stories.conftest import (
    DESKTOP,
    PHONE,
    copy_of_demo,
    free_port,
    page_of,
    site_at,
    wait_until,
)
from tests.stories.test_news_desk import is_as_wide_as_the_window, sign_in
from tests.stories.test_winter import press
from tests.stories.winter import Winter

pytestmark = pytest.mark.story
SENT, DUE, LATE = date(2017, 2, 13), date(2017, 3, 31), date(2017, 4, 1)
ASKED = ["Albertslund", "Ballerup", "Glostrup", "Hvidovre", "Tårnby"]
TITLE = "Fælles dimensionering af pædagoguddannelsen"
DESK = "/arbejde/hovedstaden/anbefalinger/"
FOLLOWED = f"{DESK}faelles-dimensionering-af-paedagoguddannelsen/"
PUBLIC = "/hovedstaden/anbefalinger/faelles-dimensionering-af-paedagoguddannelsen/"
REMARK = "Kommunen ønsker en opgørelse hvert år."


@dataclass
class People:
    """Whoever takes part, each before a screen of their own; only the first two have an account."""

    winter: Winter
    secretary: Page
    contact: Page
    reader: Page
    citizen: Page

    def come_to(self, day: date) -> None:
        for page in (self.secretary, self.contact, self.reader, self.citizen):
            page.goto("about:blank")
        self.winter.comes_to(day)

    def sees(self, path: str) -> str:
        """What the citizen reads there, with plain spaces."""
        self.citizen.goto(path)
        return self.citizen.locator("main").inner_text().replace("\xa0", " ")

    def links_to(self, address: str, part: str) -> list[str]:
        """The links with `part` about our question in the mails to an address, the oldest first, each once."""
        folder = Path(self.winter.site.environment["KKR_DATA"]) / "mail"
        found: list[str] = []
        for file in sorted(folder.glob("*"), key=lambda each: each.stat().st_mtime):
            mail = message_from_bytes(file.read_bytes(), policy=default)
            body = mail.get_body(("plain",))
            text = body.get_content() if body else ""
            # of several links ours comes after its title
            if address in str(mail["To"]) and TITLE in text:
                links = [word for word in text.split() if part in word]
                after = [word for word in text.partition(TITLE)[2].split() if part in word]
                found += links if len(links) == 1 else after[:1]
        return list(dict.fromkeys(found))

    def new_link(self, address: str, part: str, known: int = 0) -> str:
        """The newest of them, when there are more than were known; the worker needs a moment."""
        wait_until(lambda: len(self.links_to(address, part)) > known, 60)
        return self.links_to(address, part)[-1]


@pytest.fixture
def people(
    browser: Browser, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[People]:
    site = site_at(free_port(), copy_of_demo(tmp_path_factory, tmp_path / "place"))
    screens = {
        "secretary": ("sekretariat@demo.kkr", DESKTOP),
        "contact": ("kontakt.albertslund@demo.kkr", PHONE),
        "reader": ("", PHONE),
        "citizen": ("", PHONE),
    }
    with ExitStack() as stack:
        winter = Winter(site)
        stack.enter_context(winter.night)
        winter.comes_to(SENT)
        pages = {}
        for name, (email, size) in screens.items():
            pages[name] = stack.enter_context(contextmanager(page_of)(browser, site, size))
            if email:
                sign_in(pages[name], site, email)
        yield People(winter, **pages)


def test_five_councils_answer_in_three_ways_and_it_carries(people: People) -> None:
    the_secretary_asks_five(people)
    the_citizen_reads_that_nobody_has_answered(people)
    albertslund_answers_signed_in(people)
    ballerup_answers_by_its_link_with_a_remark(people)
    glostrups_own_system_answers(people)
    the_secretary_brings_in_the_answer_of_hvidovre(people)
    albertslund_corrects_its_answer(people)

    people.come_to(LATE)
    taarnby_is_reminded_and_answers_late(people)
    the_citizen_reads_that_it_carried(people)
    the_ledger_tells_the_same(people)


def the_secretary_asks_five(people: People) -> None:
    page = people.secretary
    page.goto("/arbejde/hovedstaden/moeder/2017-02-06/opfoelgning/")
    page.get_by_role("link", name=re.compile("Spørg kommunalbestyrelserne")).first.click()
    page.wait_for_url("**/anbefalinger/ny/**")
    page.fill("#id_title", TITLE)
    page.fill("#id_deadline_on", DUE.isoformat())
    for rule, is_asked in (("number", True), ("all", False)):
        page.select_option("#id_rule", rule)
        expect(page.locator("#id_number")).to_be_visible(visible=is_asked)
    page.locator("details:has([name=areas]) > summary").click()
    checked = page.locator("[name=areas]:checked")
    while checked.count():
        checked.first.uncheck()
    for name in ASKED:
        page.get_by_label(name, exact=True).check()
    press(page, "Se den, før den sendes")
    expect(page.locator("main")).to_contain_text("5 bliver spurgt")
    page.get_by_role("link", name="Send ud").first.click()
    page.wait_for_url("**/send/")
    press(page, "Send ud")
    expect(page.locator("main")).to_contain_text("5")


def the_citizen_reads_that_nobody_has_answered(people: People) -> None:
    assert "Ingen af 5" in people.sees(PUBLIC)
    assert is_as_wide_as_the_window(people.citizen)


def albertslund_answers_signed_in(people: People) -> None:
    page = people.contact
    page.goto("/arbejde/")
    page.get_by_role("link", name=re.compile(TITLE)).first.click()
    page.wait_for_url("**/arbejde/svar/**")
    page.locator("[name=answer][value=noted]").check()
    page.fill("#id_decided_on", SENT.isoformat())
    press(page, "Send svaret")
    expect(page.locator("main")).to_contain_text("Albertslund har svaret")


def answer_by_link(people: People, address: str, known: int, remark: str = "") -> None:
    """Answer with the link of the mail, and confirm it from the next mail."""
    page = people.reader
    page.goto(people.new_link(address, "/svar/", known))
    kind = "approved_with_remarks" if remark else "approved"
    page.locator(f"[name=answer][value={kind}]").check()
    page.fill("#id_decided_on", SENT.isoformat())
    page.fill("#id_remark", remark)
    press(page, "Send svaret")
    expect(page.locator("main")).to_contain_text("mail")
    page.goto(people.new_link(address, "/bekraeft/"))
    press(page, "Bekræft svaret")
    expect(page.locator("h1")).to_contain_text("tæller")


def ballerup_answers_by_its_link_with_a_remark(people: People) -> None:
    answer_by_link(people, "post@ballerup.example", 0, REMARK)
    assert REMARK in people.sees(PUBLIC)


def glostrups_own_system_answers(people: People) -> None:
    page = people.secretary
    page.goto("/arbejde/register/hovedstaden/adgange/")
    page.get_by_role("link", name="Giv en adgangsnøgle").click()
    page.select_option("#id_municipality", label="Glostrup")
    page.fill("#id_label", "ESDH")
    press(page, "Giv en adgangsnøgle")
    token = page.locator("#token").inner_text()
    api = f"{people.winter.site.url}/api/v1/questions"
    question = program(token, f"{api}?state=open")["data"][0]
    said = {"answer": "approved", "decided_on": SENT.isoformat(), "case_number": "17/1"}
    for _ in range(2):  # a lost answer is asked for again
        program(token, f"{api}/{question['id'].rpartition(':')[2]}/answer", said)


def program(
    token: str, url: str, said: dict[str, str] | None = None
) -> dict[str, list[dict[str, str]]]:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    body = json.dumps(said).encode() if said else None
    request = urllib.request.Request(url, body, headers, method="PUT" if said else "GET")  # noqa: S310 -- our own
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 -- our own
        found: dict[str, list[dict[str, str]]] = json.load(answer)
    return found


def the_secretary_brings_in_the_answer_of_hvidovre(people: People) -> None:
    page = people.secretary
    template = page.request.get(f"{FOLLOWED}svar.csv").text().lstrip("\ufeff")
    rows = list(csv.DictReader(io.StringIO(template), delimiter=";"))
    heads = list(rows[0])
    wanted = next(row for row in rows if row[heads[0]] == "Hvidovre")
    wanted |= {heads[1]: "Godkendt", heads[4]: "17/2"}
    lines = ["\t".join(heads), "\t".join(wanted[head] for head in heads)]
    page.goto(f"{FOLLOWED}indlaes/")
    page.fill("#id_pasted", "\n".join(lines))
    press(page, "Se, hvad den vil gøre")
    press(page, "Notér det hele")
    expect(page.locator("main")).to_contain_text("4 af 5")


def albertslund_corrects_its_answer(people: People) -> None:
    page = people.contact
    page.locator("[name=answer][value=approved]").check()
    page.fill(
        "#id_why", "Kommunalbestyrelsen godkendte; det var udvalget, der tog det til efterretning."
    )
    press(page, "Ret svaret")
    expect(page.locator("main")).to_contain_text("Tidligere svar")


def taarnby_is_reminded_and_answers_late(people: People) -> None:
    people.winter.site.kkr("tick")
    assert "svarfristen var 31. marts 2017" in people.sees(PUBLIC)
    answer_by_link(people, "post@taarnby.example", known=1)  # of the question itself


def the_citizen_reads_that_it_carried(people: People) -> None:
    page = people.sees(PUBLIC)
    assert "5 af 5" in page
    assert "Tiltrådt 1. april 2017" in page
    assert REMARK in page
    assert is_as_wide_as_the_window(people.citizen)
    assert TITLE in people.sees("/hovedstaden/kommuner/taarnby/")


def the_ledger_tells_the_same(people: People) -> None:
    people.winter.site.kkr("ledger", "verify")
    answers = people.citizen.request.get("/data/svar.json?raad=hovedstaden").json()["rows"]
    valid = {
        row["name"]: (row["answer"], row["way"])
        for row in answers
        if row["title"] == TITLE and row["is_valid"]
    }
    assert valid == {
        "Albertslund": ("approved", "page"),
        "Ballerup": ("approved_with_remarks", "link"),
        "Glostrup": ("approved", "api"),
        "Hvidovre": ("approved", "secretary"),
        "Tårnby": ("approved", "link"),
    }
