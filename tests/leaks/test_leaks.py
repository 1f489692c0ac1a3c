"""The gate: a canary in every closed field, and every address asked as everybody.

A room that gets a closed field plants its canary in `plant`; a new address is found by itself.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from tests.addresses import addresses
from tests.cast import HOUSE, Cast

from kkr.ledger.actions import record
from kkr.ledger.models import Entry
from kkr.news.actions import draft_news, edit_news, publish_news, schedule_news, withdraw_news
from kkr.outbox.actions import enqueue

THEN = datetime(2017, 2, 13, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class Canaries:
    """Unique words, each with where it was planted."""

    def __init__(self) -> None:
        self.planted: dict[str, str] = {}

    def __call__(self, where: str) -> str:
        word = f"kanarie{len(self.planted):03d}fugl"
        self.planted[word] = where
        return word

    def in_news(self, kind: str) -> dict[str, str]:
        """Every field of a news item, each with a canary of its own."""
        return {
            "slug": f"gaet-{kind}",
            "title": f"Titel {self(f'{kind} title')}",
            "teaser": self(f"{kind} teaser"),
            "html": f"<p>{self(f'{kind} text')}</p>",
            "label": self(f"{kind} label"),
            "subject": self(f"{kind} subject"),
            "press_contact": self(f"{kind} press contact"),
            "source_url": f"https://example.dk/{self(f'{kind} source')}",
        }

    def found_in(self, answer: bytes) -> list[str]:
        return [where for word, where in self.planted.items() if word.encode() in answer]


def plant(cast: Cast) -> tuple[Canaries, list[str]]:
    """Put a canary into everything closed; gives also the slugs one might guess."""
    canaries, by = Canaries(), HOUSE
    slugs = []
    for council in (cast.council, None):
        draft = draft_news(council=council, by=by, at=THEN, **canaries.in_news("draft"))
        scheduled = draft_news(council=council, by=by, at=THEN, **canaries.in_news("scheduled"))
        schedule_news(scheduled, publish_at=THEN + timedelta(days=9), by=by, at=THEN)
        withdrawn = draft_news(council=council, by=by, at=THEN, **canaries.in_news("withdrawn"))
        publish_news(withdrawn, by=by, at=THEN)
        withdraw_news(withdrawn, reason="Forkert sag", by=by, at=THEN)
        edited = draft_news(
            council=council,
            title="Rettet",
            html=f"<p>{canaries('old version')}</p>",
            by=by,
            at=THEN,
        )
        edit_news(
            edited,
            title="Rettet",
            html="<p>ny</p>",
            based_on=1,
            change_note=canaries("change note"),
            by=by,
            at=THEN,
        )
        publish_news(edited, by=by, at=THEN)
        slugs += [draft.slug, scheduled.slug, withdrawn.slug, edited.slug]
    record(
        verb="test.done",
        subject=cast.council,
        by=by,
        at=THEN,
        why=canaries("why"),
        content={"x": canaries("payload")},
    )
    enqueue(
        to=f"{canaries('mail address')}@example.dk",
        reply_to=f"{canaries('mail reply')}@example.dk",
        subject=canaries("mail subject"),
        text=canaries("mail text"),
        html=f"<p>{canaries('mail html')}</p>",
        about=cast.council,
        at=THEN,
    )
    for name, person in cast.everyone().items():
        if name != "citizen":
            person.email = f"{canaries(f'address of {name}')}@example.dk"
            person.name = canaries(f"name of {name}")
            person.save()
    return canaries, slugs


OF_THE_COUNCIL = {"chair", "mayor", "member", "official", "contact", "other_contact"}
ACCOUNTS_KNOWN_TO = {
    "administrator": set(Cast.NAMES),
    "secretary": {"secretary"} | OF_THE_COUNCIL,
    "other_secretary": {"other_secretary"},
}


def is_theirs(viewer: str, path: str, where: str) -> bool:
    """Whether it is the viewer's own account, or that of somebody they let in."""
    kind, _of, whose = where.rpartition(" of ")
    if kind not in {"name", "address"} or "/konto/" not in path:
        return False
    known = ACCOUNTS_KNOWN_TO.get(viewer, set()) if "/konto/personer/" in path else set()
    return whose in known | {viewer}


def test_no_address_tells_what_is_closed(cast, client):
    canaries, slugs = plant(cast)
    people = {
        name: [str(person.public_id) for who, person in cast.everyone().items() if who != "citizen"]
        for name in ("account_person", "account_reset_second_factor", "account_close")
    }
    everywhere = addresses({"news_item": slugs, "all_news_item": slugs} | people)
    viewers = {"citizen": client}
    for name, person in cast.everyone().items():
        if name != "citizen":
            viewers[name] = Client()
            viewers[name].force_login(person)

    told = {
        (name, path): found
        for name, viewer in viewers.items()
        for path in everywhere
        if name in {"citizen", "secretary"} or not path.startswith("/en/")  # the same code answers
        if (
            found := [
                where
                for where in canaries.found_in(viewer.get(path).content)
                if not is_theirs(name, path, where)
            ]
        )
    }

    assert told == {}


def test_the_canaries_would_be_found(cast, client):
    """The test above can fail: what is published is found by the same eyes."""
    canaries = Canaries()
    item = draft_news(council=cast.council, by=HOUSE, at=THEN, **canaries.in_news("published"))
    publish_news(item, by=HOUSE, at=THEN)

    told = {
        where
        for path in addresses({"news_item": [item.slug]})
        for where in canaries.found_in(client.get(path).content)
    }

    assert told >= {"published title", "published teaser", "published text", "published label"}


def test_the_chain_itself_holds_no_canary(cast):
    canaries, _slugs = plant(cast)

    rows = str(list(Entry.objects.values())).encode()

    assert canaries.found_in(rows) == []


def test_what_is_withdrawn_says_so_and_no_more(cast, client):
    canaries, slugs = plant(cast)

    answer = client.get(f"/hovedstaden/nyheder/2017/{slugs[2]}/")

    assert answer.status_code == 410
    assert "Forkert sag" in answer.content.decode()
    assert canaries.found_in(answer.content) == []


def test_what_was_never_public_is_not_there(cast, client):
    _canaries, slugs = plant(cast)

    assert [client.get(f"/hovedstaden/nyheder/2017/{slug}/").status_code for slug in slugs[:2]] == [
        404,
        404,
    ]
