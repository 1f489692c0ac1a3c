"""What the tests of taking minutes send: the form of an item, as the page has it."""

import re
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from kkr.meetings.models import AgendaItem, Meeting

WAS = re.compile(r'name="([0-9a-f]{32})-was" value="([^"]*)"')
BASED_ON = re.compile(r'name="([0-9a-f]{32})-based_on" value="([^"]*)"')
HX = {"HTTP_HX_REQUEST": "true"}


def where(meeting: Meeting, page: str = "referat/") -> str:
    return f"/arbejde/{meeting.council.slug}/moeder/{meeting.slug}/{page}"


def item_at(item: AgendaItem) -> str:
    return where(item.meeting, f"referat/punkt/{item.public_id}/")


def part_of(page: str, item: AgendaItem) -> str:
    """The section of the page about an item."""
    return page.split(f'id="punkt-{item.public_id}"')[1].split('class="minute-item"', maxsplit=1)[0]


def form_on(client: Client, item: AgendaItem, *, number: int = -1, **words: Any) -> dict[str, Any]:
    """What the browser would send of an item: of its decision `number` these words, the others as they stand."""
    page = client.get(where(item.meeting)).content.decode()
    part = part_of(page, item)
    was, based_on = dict(WAS.findall(part)), dict(BASED_ON.findall(part))
    keys = list(was)
    sent: dict[str, Any] = {
        "decision": keys,
        "kept": re.search(r'name="kept" value="(\d+)"', part)[1],
    }
    for key in keys:
        sent |= {f"{key}-was": was[key], f"{key}-based_on": based_on.get(key, "")}
        sent |= standing(item, key)
    return sent | {f"{keys[number]}-{name}": value for name, value in words.items()}


def standing(item: AgendaItem, key: str) -> dict[str, Any]:
    """The fields of a decision that is saved, as its form shows them."""
    for made in item.decisions.all():
        if made.public_id.hex == key:
            text = made.document.latest.text
            said = {"kind": made.kind, "text": text, "dissent": made.dissent}
            said["wishes"] = "\n".join(made.wishes_listed)
            return {f"{key}-{name}": value for name, value in said.items()}
    return {}


class Fields(HTMLParser):
    """What a browser would send of the first form it is fed, but for its buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, Any] = {}
        self.area = self.choice = ""
        self.is_done = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        name = about.get("name", "")
        if self.is_done or not (name or self.choice):
            return
        if tag == "input" and (about.get("type") != "checkbox" or "checked" in about):
            more = {name: [*self.sent.get(name, []), about.get("value", "")]}
            self.sent |= more if name == "decision" else {name: about.get("value", "on")}
        elif tag == "textarea":
            self.area, self.sent[name] = name, ""
        elif tag == "select":
            self.choice, self.sent[name] = name, ""
        elif tag == "option" and "selected" in about:
            self.sent[self.choice] = about["value"]

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent[self.area] = (self.sent[self.area] + data).removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        self.area = "" if tag == "textarea" else self.area
        self.choice = "" if tag == "select" else self.choice
        self.is_done = self.is_done or tag == "form"


def sent_by(page: str, item: AgendaItem) -> dict[str, Any]:
    """What pressing the button of an item sends, as the page stands."""
    found = Fields()
    found.feed(part_of(page, item))
    return found.sent
