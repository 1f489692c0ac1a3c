"""The gate: a canary in every closed field, and every address asked as everybody.

A room that gets a closed field plants its canary in `plant`; a new address is found by itself.
"""

import io
import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import RequestFactory, override_settings
from tests.addresses import addresses, routes
from tests.cast import HOUSE, Cast, each_of
from tests.leaks.guarded import plant_reasons
from tests.leaks.in_cases import PREPARED_BY, plant_in_cases
from tests.leaks.in_consultations import plant_in_consultations
from tests.leaks.in_hearings import plant_in_hearings
from tests.leaks.in_recommendations import plant_in_recommendations
from tests.leaks.in_rounds import plant_in_rounds
from tests.leaks.lines import plant_in_lines
from tests.leaks.on_paper import plant_on_paper
from tests.leaks.planting_meetings import plant_in_meetings
from tests.leaks.planting_minutes import plant_minutes
from tests.leaks.planting_public_meetings import plant_public_meetings
from tests.printing.reading import everything
from tests.readers import Reader, body_of
from tests.worlds import once_a_file

from kkr.common.text import slug
from kkr.council.actions import (
    add_committee,
    add_contact,
    add_person,
    grant_role,
    keep_upload,
    revoke_role,
    start_membership,
    strike_membership,
)
from kkr.council.models import Contact
from kkr.documents.actions import store_file
from kkr.documents.models import File
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor
from kkr.ledger.models import Entry
from kkr.meetings.models import AgendaItem, Attachment, Decision
from kkr.news.actions import (
    draft_news,
    edit_news,
    keep_private_draft,
    publish_news,
    schedule_news,
    withdraw_news,
)
from kkr.news.models import NewsItem
from kkr.outbox.actions import enqueue
from kkr.website.page_cache import CLOSED

THEN = datetime(2017, 2, 13, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


WHY_GIVEN, WHY_TAKEN = "why a role was given", "why a role was taken"
AT_WORK = ("/arbejde/", "/en/arbejde/", "/filer/")
SECRETARIAT = frozenset({"secretary", "administrator"})
ADMINISTRATION = frozenset({"administrator"})
WHO_KEEPS = SECRETARIAT | {"other_secretary"}  # people are entered once for all councils


def names_of_routes() -> set[str]:
    return {pattern.name or "" for _route, pattern in routes()}


def unpacked(answer: bytes) -> bytes:
    """What stands in the answer, also where that is a packed file, as an Excel file or a print is."""
    if answer.startswith(b"%PDF"):
        return everything(answer)
    if not answer.startswith(b"PK"):
        return answer
    with zipfile.ZipFile(io.BytesIO(answer)) as file:
        return b"".join(map(file.read, file.namelist()))


@lru_cache(500)
def words_in(answer: bytes) -> frozenset[str]:
    """Every word in the answer that a canary may be; to read a print takes long, and many get the same."""
    found = re.findall(rb"kanarie\d{3,}fugl", unpacked(answer))
    return frozenset(word.decode() for word in found)


@pytest.fixture(scope="module", autouse=True)
def _own_folder(tmp_path_factory):
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")):
        yield


@pytest.fixture(scope="module")
def planted(_own_folder, registered, django_db_blocker):
    """A canary in everything closed, once a file: who is there, the canaries, and what one might guess."""
    cast = Cast()
    yield from once_a_file(django_db_blocker, lambda: (cast, *plant(cast)))


class Canaries:
    """Unique words, each with where it was planted and who of the cast may read it at work."""

    def __init__(self, first: int = 0) -> None:
        self.first = first
        self.planted: dict[str, tuple[str, frozenset[str]]] = {}
        self.not_asked_for: set[str] = set()
        self.files: list[File] = []
        self.attached: list[File] = []
        self.sent_out: list[File] = []

    def __call__(self, where: str, readers: frozenset[str] = frozenset()) -> str:
        word = f"kanarie{self.first + len(self.planted):03d}fugl"
        self.planted[word] = where, readers
        return word

    def for_the_public_side(self, where: str, readers: frozenset[str] = frozenset()) -> str:
        """The same, of what no page at work need show to those who may read it."""
        self.not_asked_for.add(where)
        return self(where, readers)

    def in_news(
        self, kind: str, readers: frozenset[str] = frozenset(), by: Actor = HOUSE
    ) -> dict[str, str]:
        """Every field of a news item, each with a canary of its own."""
        return {
            "slug": slug(f"gaet {kind}"),
            "title": f"Titel {self(f'{kind} title', readers)}",
            "teaser": self(f"{kind} teaser", readers),
            "html": f"<p>{self(f'{kind} text', readers)}</p>{self.in_file(kind, readers, by)}",
            "label": self(f"{kind} label", readers),
            "subject": self(f"{kind} subject", readers),
            "press_contact": self(f"{kind} press contact", readers),
            "source_url": f"https://example.dk/{self(f'{kind} source', readers)}",
        }

    def in_file(self, kind: str, readers: frozenset[str] = frozenset(), by: Actor = HOUSE) -> str:
        """Ways to a file with a canary in it, whose address is guessed at too, and to one with a telling name."""
        content = self(f"{kind} file", readers).encode()
        shows, name = self(f"{kind} what a file shows"), self(f"{kind} name of a file", readers)
        file = store_file(
            ContentFile(content, name=f"{slug(kind)}.txt"), alt_text=shows, by=by, at=THEN
        )
        other = f"Bilag {self.first + len(self.planted)}".encode()
        named = store_file(ContentFile(other, name=f"{name}.txt"), by=by, at=THEN)
        self.files.append(file)
        return f'<p><a href="{file.path}">Bilag</a> <a href="{named.path}">To</a></p>'

    @property
    def addresses(self) -> list[str]:
        """Where the files are, those too that were sent out to some."""
        return [file.path for file in [*self.files, *self.attached, *self.sent_out]]

    def found_in(self, answer: bytes) -> list[str]:
        words = words_in(answer)
        return [where for word, (where, _readers) in self.planted.items() if word in words]

    def told_to(self, name: str, path: str, answer: bytes) -> list[str]:
        """What `name` should not have been told there; at `/arbejde/` and `/filer/` people read what is theirs.

        What stands in the address that was asked for they knew.
        """
        at_work, words = path.startswith(AT_WORK), words_in(answer)
        return [
            where
            for word, (where, readers) in self.planted.items()
            if word in words and word not in path and not (at_work and name in readers)
        ]

    def for_reader(self, name: str) -> set[str]:
        """Everything that is for `name` to read."""
        told = {where for where, readers in self.planted.values() if name in readers}
        return told - self.not_asked_for


def plant(cast: Cast) -> tuple[Canaries, dict[str, list[str]]]:
    """Put a canary into everything closed; gives also the slugs and ids one might guess."""
    canaries, by = Canaries(), HOUSE
    slugs, ids = [], []
    for council in (cast.council, None):
        readers = SECRETARIAT if council else ADMINISTRATION
        where = "own" if council else "KL's"
        draft = draft_news(
            council=council, by=by, at=THEN, **canaries.in_news(f"{where} draft", readers)
        )
        scheduled = draft_news(
            council=council, by=by, at=THEN, **canaries.in_news(f"{where} scheduled", readers)
        )
        schedule_news(scheduled, publish_at=THEN + timedelta(days=9), by=by, at=THEN)
        withdrawn = draft_news(
            council=council, by=by, at=THEN, **canaries.in_news(f"{where} withdrawn", readers)
        )
        publish_news(withdrawn, by=by, at=THEN)
        withdraw_news(withdrawn, reason="Forkert sag", by=by, at=THEN)
        edited = draft_news(
            council=council,
            title=f"Foer {canaries('old title', readers)}",
            slug="rettet",
            teaser=canaries("old teaser", readers),
            html=f"<p>{canaries('old version', readers)}</p>"
            + canaries.in_file(f"{where} old version", readers),
            by=by,
            at=THEN,
        )
        edit_news(
            edited,
            title="Rettet",
            teaser="",
            html="<p>ny</p>",
            based_on=1,
            change_note=canaries("change note", readers),
            by=by,
            at=THEN,
        )
        publish_news(edited, by=by, at=THEN)
        ids += [str(each.public_id) for each in (draft, scheduled, withdrawn, edited)]
        slugs += [draft.slug, scheduled.slug, withdrawn.slug, edited.slug]
    plant_unsaved(canaries, cast, ids)
    plant_reasons(canaries, cast, THEN)
    in_register = plant_in_register(canaries, cast)
    in_cases = plant_in_cases(canaries, cast, SECRETARIAT)
    in_lines = plant_in_lines(canaries, cast, THEN)
    in_meetings = plant_public_meetings(canaries, cast, THEN)
    asked = plant_in_recommendations(canaries, cast, THEN)
    on_paper = plant_on_paper(canaries, cast, THEN)
    at_desk = plant_in_meetings(canaries, cast, THEN)
    in_minutes = plant_minutes(canaries, cast)
    in_rounds = plant_in_rounds(canaries, cast, THEN)
    consulted = plant_in_consultations(canaries, cast, THEN)
    heard = plant_in_hearings(canaries, cast, THEN)
    record(
        verb="test.done",
        subject=cast.council,
        by=by,
        at=THEN,
        why=canaries("why"),
        content={"x": canaries("payload")},
    )
    mail = enqueue(
        to=f"{canaries('mail address', ADMINISTRATION)}@example.dk",
        reply_to=f"{canaries('mail reply')}@example.dk",
        subject=canaries("mail subject", ADMINISTRATION),
        text=canaries("mail text"),
        html=f"<p>{canaries('mail html')}</p>",
        about=cast.council,
        at=THEN,
    )
    given = grant_role(
        user=cast.member,
        body=cast.council,
        role="official",
        why=canaries(WHY_GIVEN),
        by=by,
        at=THEN,
    )
    revoke_role(given, why=canaries(WHY_TAKEN), by=by, at=THEN)
    for name, person in cast.everyone().items():
        if name != "citizen":
            person.email = f"{canaries(f'address of {name}')}@example.dk"
            person.name = canaries(f"name of {name}")
            person.save()
    guesses = {"news_item": slugs, "all_news_item": slugs}
    of_items = {name: ids for name in names_of_routes() if name.startswith("news_")}
    of_mails = {"mail": [str(mail.public_id)]}
    in_lines["news_edit"] += ids
    found = of_items | guesses | in_register | in_cases | of_mails | in_lines | on_paper
    asking = (asked, in_rounds, consulted, heard)
    return canaries, joined(found, in_meetings, at_desk, in_minutes, *asking)


def parents() -> dict[str, str]:
    """What each thing with an address hangs on: an item on its meeting, what is attached on its item, KL's on KL."""
    items = AgendaItem.objects.values_list("public_id", "meeting__slug")
    attached = Attachment.objects.values_list("public_id", "item__public_id")
    decided = Decision.objects.values_list("public_id", "item__meeting__slug")
    of_kl = [
        (each, "kl")
        for each in NewsItem.objects.filter(council=None).values_list("public_id", flat=True)
    ]
    return {str(child): str(parent) for child, parent in [*items, *attached, *decided, *of_kl]}


def joined(*guesses: dict[str, list[str]]) -> dict[str, list[str]]:
    """All that is guessed at each route."""
    found: dict[str, list[str]] = {}
    for each in guesses:
        for route, values in each.items():
            found[route] = [*found.get(route, []), *values]
    return found


def plant_unsaved(canaries: Canaries, cast: Cast, ids: list[str]) -> None:
    """What somebody is writing is for nobody else, colleagues and administrators included."""
    scheduled = NewsItem.objects.get(public_id=ids[1])
    for name, item, kind in (("secretary", None, "begun"), ("administrator", scheduled, "unsaved")):
        keep_private_draft(
            council=cast.council,
            item=item,
            fields=canaries.in_news(kind, frozenset({name}), getattr(cast, name)),
            based_on=1,
            by=getattr(cast, name),
            at=THEN,
        )


def plant_in_register(canaries: Canaries, cast: Cast) -> dict[str, list[str]]:
    """A contact, and a seat that was struck out; gives the ids one might guess, by address."""
    mistake = start_membership(
        body=cast.council,
        person=add_person(name=canaries("name struck out", WHO_KEEPS), by=HOUSE, at=THEN),
        role="supplementary",
        starts_on=date(2014, 1, 1),
        source=f"https://example.dk/{canaries('source struck out', SECRETARIAT)}",
        by=HOUSE,
        at=THEN,
    )
    strike_membership(mistake, why=canaries("why struck out", SECRETARIAT), by=HOUSE, at=THEN)
    start_membership(
        body=cast.committee,
        person=add_person(
            name=f"Udvalgsmedlem {canaries('name in a committee', WHO_KEEPS)}", by=HOUSE, at=THEN
        ),
        role="member",
        municipality=cast.municipality,
        starts_on=date(2014, 1, 1),
        by=HOUSE,
        at=THEN,
    )
    add_committee(
        council=cast.council,
        name=canaries("committee's name", SECRETARIAT),
        composition="officials",
        by=HOUSE,
        at=THEN,
    )
    contact = add_contact(
        municipality=cast.municipality,
        name=canaries("contact's name", SECRETARIAT),
        email=f"{canaries('contact e-mail', SECRETARIAT)}@example.dk",
        by=HOUSE,
        at=THEN,
    )
    # no canary is a telephone number, so this one is put where the action would refuse it
    Contact.objects.filter(pk=contact.pk).update(phone=canaries("contact's telephone", SECRETARIAT))
    own = frozenset({"secretary"})
    keep_upload(
        council=cast.council,
        name=f"{canaries('file to import', own)}.csv",
        content=f"Navn\n{canaries('row to import', own)}".encode(),
        by=cast.secretary,
        at=THEN,
    )
    of_seat = (
        "membership",
        *(f"membership_{what}" for what in ("end", "replace", "correct", "strike")),
    )
    of_contact = ("contact", "contact_replace", "contact_remove")
    return {name: [str(mistake.public_id)] for name in of_seat} | {
        name: [str(contact.public_id)] for name in of_contact
    }


OF_THE_COUNCIL = {
    *("chair", "mayor", "member", "official", "contact", "other_contact", "committee_official")
}
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


def is_contact(viewer: str, path: str, where: str) -> bool:
    """Whether it is somebody who signs in as contact, on the list of those who keep the register."""
    listed = path.removeprefix("/en") == "/arbejde/register/hovedstaden/kontakter/"
    return listed and viewer in SECRETARIAT and where.endswith((" of contact", " of other_contact"))


def overheard(canaries: Canaries, name: str, path: str, headers: Any, body: bytes) -> list[str]:
    """What the headers or the body told that was not for `name`."""
    head = "\n".join(f"{header}: {value}" for header, value in headers)
    return [where for part in (head.encode(), body) for where in canaries.told_to(name, path, part)]


def is_seat(viewer: str, path: str, where: str) -> bool:
    """Whether it is a seat from which a role may follow, or a committee in which one may be given."""
    offered = {"name in a committee", "committee's name"}
    return (
        where in offered and path.endswith(("/roller/ny/", "/inviter/")) and viewer in SECRETARIAT
    )


def is_of_role(viewer: str, path: str, where: str) -> bool:
    """Whether it is why somebody has a role, told to themselves and to those who give it."""
    return (
        where in {WHY_GIVEN, WHY_TAKEN} and "/konto/" in path and viewer in SECRETARIAT | {"member"}
    )


def is_official(viewer: str, path: str, where: str) -> bool:
    """Whether it is an official, told at work to those who put officials on a case or prepare it with them."""
    named = where in {f"{what} of {who}" for what in ("name", "address") for who in PREPARED_BY}
    return named and path.startswith("/arbejde/sager/") and viewer in SECRETARIAT | PREPARED_BY


def is_colleague(viewer: str, path: str, where: str) -> bool:
    """Whether it is who has not saved something of the minutes, told to a colleague before the meeting ends."""
    named = where in {f"name of {who}" for who in SECRETARIAT}
    return named and path.endswith("/referat/slut/") and viewer in SECRETARIAT


@pytest.mark.parametrize("name", each_of(Cast.NAMES, always={"citizen", "mayor"}))
def test_no_address_tells_what_is_closed(planted, client, name):
    cast, canaries, guesses = planted
    people = {
        name: [str(person.public_id) for who, person in cast.everyone().items() if who != "citizen"]
        for name in (
            "account_person",
            "account_reset_second_factor",
            "account_close",
            "account_fetch_data",
            "account_erase",
            "account_give_role",
            "account_take_role",
        )
    }
    if name != "citizen":
        client.force_login(getattr(cast, name))

    told, read = {}, set()
    for path in addresses(guesses | people, parents()) + canaries.addresses:
        if path.startswith(
            "/en/arbejde/" if name == "citizen" else "/en/"
        ):  # the same code answers
            continue
        answer = client.get(path)
        body = body_of(answer)  # once: a file is read to its end by whoever reads it first
        if path.startswith(AT_WORK):
            read.update(canaries.found_in(body))
        if found := [
            where
            for where in overheard(canaries, name, path, answer.items(), body)
            if not any(
                may(name, path, where)
                for may in (is_theirs, is_contact, is_seat, is_of_role, is_official, is_colleague)
            )
        ]:
            told[path] = found

    assert told == {}
    # and the exceptions above are no wider than what is shown
    hidden = shown_nowhere(name) & canaries.for_reader(name)
    assert canaries.for_reader(name) - read == hidden


def shown_nowhere(name: str) -> set[str]:
    """What somebody may read at work, and no page shows."""
    if name not in SECRETARIAT:
        return set()
    hidden = set()
    if name == "administrator":  # their own unsaved words lie over these
        hidden |= {
            f"own scheduled {what}"
            for what in (
                *("subject", "press contact", "text", "teaser", "label", "source"),
                "name of a file",
            )
        }
    return hidden


def test_the_canaries_would_be_found(planted, client):
    """The test above can fail: what is published is found by the same eyes."""
    cast, canaries = planted[0], Canaries(first=9000)  # their files are no closed ones
    item = draft_news(council=cast.council, by=HOUSE, at=THEN, **canaries.in_news("published"))
    publish_news(item, by=HOUSE, at=THEN)

    told = {
        where
        for path in addresses({"news_item": [item.slug]}) + canaries.addresses
        for where in canaries.found_in(body_of(client.get(path)))
    }

    assert told >= {
        "published title",
        "published teaser",
        "published text",
        "published label",
        "published file",
    }


def test_the_canaries_would_be_found_in_a_packed_file(planted, client):
    cast, canaries = planted[0], Canaries(first=9000)  # their files are no closed ones
    item = draft_news(council=cast.council, by=HOUSE, at=THEN, **canaries.in_news("published"))
    publish_news(item, by=HOUSE, at=THEN)

    told = canaries.found_in(client.get("/data/nyheder.xlsx").content)

    assert set(told) >= {"published title", "published teaser"}


@pytest.mark.slow
@pytest.mark.sqlite
def test_what_a_secretary_was_shown_is_kept_for_nobody(planted, client):
    """A page that the cache keeps after somebody signed in was answered is a citizen's page."""
    cast, canaries, guesses = planted
    client.force_login(cast.secretary)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    reader, asks = Reader(), RequestFactory()

    for path in addresses(guesses, parents()):
        if not path.startswith((*CLOSED, "/filer/")):
            signed_in = {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={session}"}
            reader.whole(asks.get(path, **signed_in).environ)
            _status, body = reader.whole(asks.get(path).environ)
            assert (path, canaries.told_to("citizen", path, body)) == (path, [])
            assert "Dit arbejdsbord" not in body.decode(errors="replace"), path


def test_the_chain_itself_holds_no_canary(planted):
    _cast, canaries, _guesses = planted

    rows = str(list(Entry.objects.values())).encode()

    assert canaries.found_in(rows) == []


def test_what_is_withdrawn_says_so_and_no_more(planted, client):
    _cast, canaries, guesses = planted
    slugs = guesses["news_item"]

    answer = client.get(f"/hovedstaden/nyheder/2017/{slugs[2]}/")

    assert answer.status_code == 410
    assert "Forkert sag" in answer.content.decode()
    assert canaries.found_in(answer.content) == []


@pytest.mark.slow
@pytest.mark.sqlite
def test_a_file_of_what_is_closed_is_there_for_its_readers_only(planted, client):
    cast, canaries, _guesses = planted
    answers = {}
    for name in ("citizen", "mayor", "secretary"):
        if name != "citizen":
            client.force_login(getattr(cast, name))
        found = [body_of(client.get(file.path)) for file in canaries.files]
        answers[name] = [bool(canaries.found_in(body)) for body in found]

    own = [file.name.startswith("own-") for file in canaries.files]
    assert not any(answers["citizen"] + answers["mayor"])
    assert [got for got, is_own in zip(answers["secretary"], own, strict=True) if is_own] == [
        True
    ] * sum(own)
