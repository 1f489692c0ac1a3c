"""Every page that somebody signed in meets: axe at phone and desktop width, and valid HTML.

They are found by going along the links, as the secretary and as the administrator, whose desks have
something of every kind on them; of the administrator's those are judged that the secretary does not meet.
"""

import base64
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, BrowserContext
from tests.addresses import routes
from tests.documents.pictures import photograph
from tests.stories.conftest import Site
from tests.stories.judges import html_errors, violations

pytestmark = [pytest.mark.story, pytest.mark.slow]
OF_A_KIND = {"news_edit": 4, "agenda_item": 4, "membership_start": 1, "register_people": 1}
"""So many pages at one route, else two: an item looks different drafted, scheduled, published, withdrawn."""

PLANT = """
import base64, sys
from kkr.config.cli import _django
_django.start()
from datetime import date, timedelta
from django.utils import timezone
from django.core.files.base import ContentFile
from kkr.accounts.actions import invite_user
from kkr.accounts.models import User
from kkr.cases import actions as cases
from kkr.council.actions import add_committee, add_contact, keep_upload
from kkr.council.models import Council, Municipality
from kkr.documents.actions import store_file
from kkr.documents.richtext import figure
from kkr.ledger import clock
from kkr.ledger.actors import System
from kkr.meetings import actions as meetings
from kkr.news import actions as news
from kkr.outbox.actions import enqueue, record_bounce
from kkr.outbox.models import Mail
now, by = clock.now(), System("test")
secretary = User.objects.get(email="sekretariat@demo.kkr")
council = Council.objects.get(slug="hovedstaden")
photo = ContentFile(base64.b64decode(sys.argv[1]), name="kort.jpg")
image = news.store_news_image(photo, council=council, alt_text="Et kort", by=secretary, at=now)
html = "<p>Enige.</p>" + figure(image.path, shows="Et kort", caption="Foto: KKR")
facts = {"council": council, "html": html, "by": secretary, "at": now}
news.draft_news(title="En kladde", **facts)
later = news.draft_news(title="Den kommer", **facts)
news.schedule_news(later, publish_at=now + timedelta(days=2), by=secretary, at=now)
public = news.draft_news(title="Den er ude", **facts)
news.publish_news(public, by=secretary, at=now)
news.correct_news(public, text="Tallet var forkert.", by=secretary, at=now)
gone = news.draft_news(title="Den var ude", **facts)
news.publish_news(gone, by=secretary, at=now)
news.withdraw_news(gone, reason="Sagen er udsat.", by=secretary, at=now)
news.keep_private_draft(council=council, fields={"title": "Begyndt", "html": html}, by=secretary, at=now)
mail = enqueue(to="a@example.dk", subject="Indkaldelse", text="x", at=now)
Mail.objects.filter(pk=mail.pk).update(state="sent", taken_at=timezone.now(), sent_at=now)
record_bounce(mail.message_id, "550 unknown", at=timezone.now())
add_committee(council=council, name="Udvalget for sundhed", composition="officials", by=by, at=now)
albertslund = Municipality.objects.get(slug="albertslund")
long = "kommunaldirektoerens-sekretariat@albertslund.example.dk"
add_contact(municipality=albertslund, name="Kim Kontakt", email=long, phone="43 68 68 68", by=by, at=now)
invite_user(email="ny@example.dk", name="Ny", by=by, at=now, now=now)
admin = User.objects.get(email="admin@demo.kkr")
for user, role, day in ((secretary, "suppleant", "01.01.2016"), (admin, "konge", "x")):
    table = f"Navn;Rolle;Fra\\nNy Person;{role};{day}\\nKun Et Navn;;\\n".encode()
    keep_upload(council=council, name="medlemmer.csv", content=table, by=user, at=now)
case = cases.open_case(council=council, title="En lukket sag", opened_on=clock.today(), by=by, at=now)
committee = add_committee(council=council, name="Udvalget for klima", composition="officials", by=by, at=now)
cases.commission(case, asked_by=council, asked_of=committee, what="Et papir", by=by, at=now)
paper = cases.add_paper(case, title="Papir", html=html, dated_on=clock.today(), by=by, at=now)
cases.send_back(case, wanted_by=council, on=clock.today(), wishes=["Kortere"], by=by, at=now)
cases.put_official_on(case, user=User.objects.get(email="embedsmand@demo.kkr"), by=by, at=now)
when = {"by": by, "at": now}
file = store_file(ContentFile(b"Bilag", name="bilag.txt"), **when)
for day in (date(2017, 2, 20), date(2017, 2, 10)):
    meeting = meetings.plan_meeting(council=council, held_on=day, **when)
    item = meetings.add_item(meeting, section=3, title="Dimensionering", html="<p>Optag</p>", **when)
    meetings.attach_file(item, file, title="Bilag", is_closed=True, **when)
    closed = {"is_closed": True, "public_heading": "Personsag", "html": "<p>Fortroligt</p>"}
    person = meetings.add_item(meeting, section=4, title="Valg", **closed, **when)
    out = [f"/arbejde/hovedstaden/moeder/{meeting.slug}/dagsorden/{each.public_id}/" for each in (item, person)]
    meetings.publish_agenda(meeting, **when)
    row = meetings.call_roll(meeting, **when)[0]
    away = {"standing": "apologies", "municipality": row.municipality}
    meetings.note_attendance(meeting, row.person, **away, **when)
    meetings.seat_substitute(meeting, "Sofie Suppleant", stands_in_for=row.person, **when)
    made = meetings.decide(item, kind="approved", html="<p>Godkendt.</p>", **when)
    meetings.follow_up(made, what="Sende", body=council, due_on=day, **when)
meetings.end_meeting(meeting, undecided="Blev ikke nået", **when)
meetings.publish_minutes(meeting, undecided="Blev ikke nået", **when)
meetings.change_decision(made, based_on=1, kind="approved", html="<p>Enstemmigt.</p>", **when)
draft = meetings.plan_meeting(council=council, held_on=date(2017, 3, 3), **when)
told = meetings.add_item(draft, section=3, title="Dimensionering", html="<p>Optag</p>", **when)
kept = meetings.add_item(draft, section=4, title="Valg", **closed, **when)
meetings.attach_file(told, file, title="Bilag", is_closed=True, **when)
meetings.exclude_member(kept, row.person, why="Part i sagen", **when)
agenda = f"/arbejde/hovedstaden/moeder/{draft.slug}/"
for path in (f"{agenda}dagsorden/{told.public_id}/", f"{agenda}dagsorden/{kept.public_id}/", *out, agenda):
    print(path)
for item in (public, gone):
    print(f"/arbejde/hovedstaden/nyheder/{item.public_id}/")
"""
NOT_BY_A_LINK = {
    # by a letter, by signing in, or after something was done
    "account_inactive", "account_invitation", "account_login", "account_logout",
    "account_reauthenticate", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done", "account_set_password",
    "mfa_authenticate", "mfa_reauthenticate", "mfa_deactivate_totp", "mfa_download_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_view_recovery_codes",
    "answer_by_link", "answer_confirm", "answer_file", "answer_link_item", "answer_link_word",
    "reminders", "reminders_by_link",
    # to the contact of a municipality
    "answer", "answer_item", "answer_word", "answers",
    # where a mail about a question did not arrive
    "ask_again",
    # where a municipality's own system has access
    "program_revoke",
    # where something was recommended
    "recommendation", "recommendation_answer", "recommendation_change",
    "recommendation_remind", "consultation_remind", "recommendation_close", "recommendation_deadline",
    "recommendation_joint",
    "recommendation_edit", "recommendation_new", "recommendation_revoke", "recommendation_send",
    "recommendation_withdraw", "recommendation_attach", "recommendation_take_out",
    "recommendation_import", "recommendation_csv", "recommendation_excel",
    "case_release_wishes",
    # where comments were asked for on a case
    "consultation", "consultation_answer", "consultation_change", "consultation_close", "consultation_deadline",
    "consultation_joint",
    "consultation_edit", "consultation_revoke", "consultation_send", "consultation_summarise",
    "consultation_withdraw", "consultation_attach", "consultation_take_out",
    # where members were asked in writing
    "hearing", "hearing_answer", "hearing_attach", "hearing_deadline", "hearing_decide", "hearing_edit",
    "hearing_exclude", "hearing_lift", "hearing_meeting", "hearing_send", "hearing_take_out", "hearing_withdraw",
    # to those who act in a council and do not keep it
    "meetings_to_read",
    # by a file's name, once the worker has made it
    "meeting_print",
    # where a meeting is cancelled
    "meeting_cancellation",
    # from the desk, where something was held back
    "agenda_item_keep", "attachment_keep",
    # by a button
    "account_close", "register_import_drop", "account_invite_again", "account_reset_second_factor",
    "account_take_back", "news_bring_back", "news_discard", "news_forget", "news_tidy",
    "case_take_off", "case_tidy", "case_paper_new_forget", "case_paper_new_files",
    "case_paper_new_images", "case_paper_new_preview", "paper_write_files", "paper_write_forget",
    "paper_write_images", "paper_write_preview", "paper_write_take_over",
    "agenda_arrange", "agenda_item_case", "agenda_item_forget", "agenda_item_new_case",
    "agenda_item_new_forget", "agenda_item_new_preview", "agenda_item_preview", "agenda_tidy",
    "guests", "subjects",
    "minute_forget", "minute_item", "paper_note", "papers_read", "roll_call", "substitute_drop",
    "news_images", "news_new_forget", "news_new_images", "news_new_preview", "news_unschedule",
}  # fmt: skip
NEWS = "/arbejde/hovedstaden/nyheder/"


@dataclass(frozen=True)
class Round:
    """Somebody's way through their pages."""

    context: BrowserContext
    state: Path
    pages: list[str]
    reached: set[str]


def route_of(path: str) -> str:
    """The name of the route a path belongs to; nothing where it belongs to none."""
    try:
        return resolve(urlsplit(path).path).url_name or ""
    except Resolver404:
        return ""


def links_in(html: str) -> list[str]:
    found = [link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"#]*)"', html)]
    return [link for link in found if link.startswith(("/arbejde/", "/konto/"))]


def walk(context: BrowserContext, begun: list[str]) -> tuple[list[str], set[str]]:
    """Every page along the links, few at a route, and the routes they are at."""
    waiting, met, pages = ["/arbejde/", "/konto/", *begun], set[str](), list[str]()
    at_route: Counter[str] = Counter()
    while waiting:
        path = waiting.pop(0)
        key = route_of(path) + "?" + urlsplit(path).query.partition("=")[0]
        if path in met or at_route[key] >= OF_A_KIND.get(route_of(path), 2):
            continue
        met.add(path)
        answer = context.request.get(path)
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        if answer.ok and answer.url.endswith(path):
            at_route[key] += 1
        if is_page and answer.ok and answer.url.endswith(path):
            pages.append(path)
            waiting += links_in(answer.text())
        elif is_page:
            assert answer.ok or "/luk/" in path, f"{path} answers {answer.status}"
    return pages, {key.partition("?")[0] for key in at_route}


@pytest.fixture(scope="module")
def planted(site: Site) -> list[str]:
    """Something of every kind; gives the pages that only a button, or a long list, leads to."""
    photo = base64.b64encode(photograph((1600, 900))).decode()
    command = [sys.executable, "-c", PLANT, photo]
    said = subprocess.run(
        command, env=site.environment, check=True, capture_output=True, text=True
    ).stdout
    paths = said.split()
    return [*paths, f"{paths[-2]}billeder/", f"{NEWS}ny/vis/", f"{NEWS}ny/billeder/"]


PEOPLE = {"secretary": "sekretariat@demo.kkr", "administrator": "admin@demo.kkr"}


@pytest.fixture(scope="module")
def rounds(
    site: Site, browser: Browser, planted: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Round]]:
    """Sign in as each, say the password once more, and go along every link."""
    made = {
        name: go_round(site, browser, email, planted, tmp_path_factory.mktemp(name))
        for name, email in PEOPLE.items()
    }
    yield made
    for each in made.values():
        each.context.close()


def go_round(site: Site, browser: Browser, email: str, begun: list[str], folder: Path) -> Round:
    context = browser.new_context(base_url=site.url, locale="da-DK")
    page = context.new_page()
    password = site.environment["KKR_DEMO_PASSWORD"]
    page.goto("/konto/log-ind/")
    page.fill("#id_login", email)
    page.fill("#id_password", password)
    page.press("#id_password", "Enter")
    page.wait_for_url("**/arbejde/")
    page.goto("/konto/oplysninger/")
    page.fill("#id_password", password)
    page.press("#id_password", "Enter")
    page.wait_for_url(f"{site.url}/konto/oplysninger/")
    pages, reached = walk(context, begun)
    state = folder / "state.json"
    context.storage_state(path=state)
    return Round(context, state, pages, reached)


def to_judge(rounds: dict[str, Round], name: str) -> list[str]:
    """The pages of one of them; what the secretary met too is not judged once more."""
    met = set(rounds["secretary"].pages) if name != "secretary" else set()
    pages = [path for path in rounds[name].pages if path not in met]
    assert pages
    return pages


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("look", ["phone", "desktop"])
def test_axe_finds_nothing_on_the_desk(
    site: Site, browser: Browser, rounds: dict[str, Round], name: str, look: str
) -> None:
    """Every page on a phone in light; one at each address of a kind also on a desk in dark."""
    state = json.loads(rounds[name].state.read_text())
    pages = to_judge(rounds, name)
    if look == "desktop":
        pages = list({route_of(path) or path: path for path in pages}.values())

    assert violations(browser, site, pages, look, storage_state=state) == {}


@pytest.mark.parametrize("name", PEOPLE)
def test_the_html_of_the_desk_is_valid(rounds: dict[str, Round], name: str, tmp_path: Path) -> None:
    assert html_errors(rounds[name].context, to_judge(rounds, name), tmp_path) == []


def test_every_page_is_led_to(rounds: dict[str, Round]) -> None:
    """The administrator may everything, so what no link leads them to must be reached otherwise."""
    named = {
        pattern.name or ""
        for route, pattern in routes()
        if route.startswith(("arbejde/", "konto/"))
    }

    assert " ".join(sorted(named - rounds["administrator"].reached - NOT_BY_A_LINK)) == ""
