"""Every guard finds what it looks for, leaves the rest, and explains itself."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from hypothesis import given
from tests.cast import HOUSE
from tests.documents import attached
from tests.documents.pictures import picture
from tests.documents.test_cpr import numbers

from kkr.documents import guarding
from kkr.documents.actions import create_document, store_file
from kkr.documents.guarding import (
    Finding,
    Guard,
    Guarded,
    Piece,
    Publication,
    all_guards,
    check_list,
    covered,
    foreseen,
    guards,
    guards_of_texts,
    has_findings,
    pass_guards,
    piece_of,
)
from kkr.documents.guards import cpr_numbers, dead_links
from kkr.documents.models import Document

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
CPR = "211062-5629"
NOWHERE = "/filer/6f1c2a50-0101-4f7b-9a3c-010170123456/bilag.pdf"
FOUND = {
    "cpr_numbers": [
        {"text": f"Borger {CPR}"},
        {"html": f"<p>Borger {CPR}</p>"},
        {"html": f'<img alt="{CPR}" src="{NOWHERE}">'},
        {"html": '<p><a href="https://kl.dk/211062%2D5629">KL</a></p>'},
        {"html": f"<table><tbody><tr><th>Cpr</th><td>{CPR}</td></tr></tbody></table>"},
    ],
    "dead_links": [
        {"html": f'<p><a href="{address}">KL</a></p>'}
        for address in (
            *("/findes/ikke/", "/hovedstaden/nyheder/2017/ikke/", "/en/nowhere/", "/arbejde/"),
            *(
                NOWHERE,
                "www.kl.dk",
                "#top",
                "mailto:kl",
                "https://intranet/side",
                "http://10.0.0.1/",
            ),
            *(
                "https://server.local/x",
                "https://",
                "https://a:b@kl.dk/",
                "https://kl",
                "https://k_/l",
            ),
        )
    ],
    "headings": [
        {"html": "<h3>Baggrund</h3>"},
        {"html": "<h2>Mål</h2><h4>Ét</h4>"},
        {"html": "<blockquote><h4>Mål</h4></blockquote>"},
    ],
    "images": [
        {"html": f'<figure><img alt="" src="{NOWHERE}"></figure>'},
        {"html": f'<img alt=" " src="{NOWHERE}">'},
        {"html": f'<img alt="." src="{NOWHERE}">'},
        {"html": f'<img alt="1-2" src="{NOWHERE}">'},
        {"html": f'<img alt="IMG_2041.jpg" src="{NOWHERE}">'},
    ],
    "link_words": [
        {"html": '<p><a href="/"></a></p>'},
        {"html": '<p><a href="/">Klik her</a></p>'},
        {"html": '<p><a href="/"><strong>Læs mere</strong> »</a></p>'},
    ],
    "tables": [{"html": "<table><tbody><tr><td>29</td></tr></tbody></table>"}],
}
LEFT = {
    "cpr_numbers": [{"text": "Ring 12 34 56 78 om SAG-2017-00012"}],
    "dead_links": [
        {"html": f'<p><a href="{address}">KL</a></p>'}
        for address in (
            *(
                "/",
                "/om",
                "/data/",
                "/en/",
                "/hovedstaden/kommuner/albertslund/",
                "/konto/log-ind/",
            ),
            *(
                "https://www.kl.dk/sundhed?a=1#b",
                "http://localhost:8000/",
                "mailto:kkr@kl.dk?subject=x",
            ),
            *(
                "https://ældre.dk/",
                "https://www.kl.dk:443/",
                "/hovedstaden/medlemmer/?dato=2018-02-01",
            ),
        )
    ],
    "headings": [{"html": "<h2>Mål</h2><h3>Ét</h3><h4>Lille</h4><h2>Nyt</h2>"}],
    "images": [{"html": f'<img alt="Formanden skriver under" src="{NOWHERE}">'}],
    "link_words": [
        {"html": '<p><a href="/">Mål for sundhed</a></p>'},
        {"html": f'<p><a href="/"><img alt="Målene" src="{NOWHERE}"></a></p>'},
    ],
    "tables": [
        {
            "html": "<table><thead><tr><th>Pladser</th></tr></thead><tbody><tr><td>29</td></tr></tbody></table>"
        }
    ],
}
pytestmark = pytest.mark.django_db


def about(**piece) -> Publication:
    return Publication(Document(), (Piece("Tekst", **piece),))


def found_by(key: str, publication: Publication) -> list[Finding]:
    return [
        f for check in check_list(publication) if check.guard.key == key for f in check.findings
    ]


def cases(table):
    return [(key, piece) for key, pieces in table.items() for piece in pieces]


def test_every_guard_is_tried_both_ways():
    assert FOUND.keys() == LEFT.keys() == {guard.key for guard in guards_of_texts()}


@pytest.mark.parametrize("guard", guards_of_texts(), ids=lambda guard: guard.key)
def test_every_guard_explains_itself(guard):
    assert str(guard.title)
    assert len(str(guard.explanation)) > 60


@pytest.mark.parametrize(("key", "piece"), cases(FOUND))
def test_a_guard_finds_what_it_looks_for(register, key, piece):
    found = found_by(key, about(**piece))

    assert [(finding.guard, finding.where) for finding in found] == [(key, "Tekst")]
    assert str(found[0].says)


@pytest.mark.parametrize(("key", "piece"), cases(LEFT))
def test_a_guard_leaves_the_rest(register, settings, key, piece):
    settings.SITE_URL = "http://localhost:8000"

    assert found_by(key, about(**piece)) == []


def test_the_list_also_says_what_was_looked_for_and_not_found():
    checks = check_list(about(text="Alt er godt"))

    assert len(checks) == len(all_guards())
    assert not has_findings(checks)


# Files


@pytest.fixture
def stored(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def store(content: bytes, name: str, **facts):
        return store_file(ContentFile(content, name=name), by=HOUSE, at=NOON, **facts)

    return store


@pytest.mark.parametrize(
    ("content", "name", "where"),
    [
        (attached.pdf("Forside", f"Borger {CPR}"), "bilag.pdf", "bilag.pdf, side 2"),
        (attached.word(f"Borger {CPR}"), "bilag.docx", "bilag.docx"),
        (attached.excel(2110625629, sheet="Børn"), "bilag.xlsx", "bilag.xlsx, arket Børn"),
        (attached.excel(101701234, shown_as="000000-0000"), "a.xlsx", "a.xlsx, arket Ark1"),
        (f"Navn;{CPR}".encode(), "bilag.csv", "bilag.csv"),
        (b"Intet", f"afgoerelse {CPR}.txt", "afgoerelse 211062-••••.txt"),
    ],
)
def test_a_number_in_a_file_is_found_and_where(stored, content, name, where):
    found = found_by("cpr_numbers", about(files=(stored(content, name),)))

    assert [str(finding.where) for finding in found] == [where]


@pytest.mark.parametrize("content", [attached.locked_pdf("x"), attached.scanned_pdf(), b"%PDF-1.7"])
def test_a_file_that_cannot_be_read_is_a_finding(stored, content):
    assert len(found_by("cpr_numbers", about(files=(stored(content, "bilag.pdf"),)))) == 1


def test_a_good_file_and_a_picture_are_none(stored):
    files = (stored(attached.pdf("Mål"), "a.pdf"), stored(picture(), "b.jpg", alt_text="Et kort"))

    assert found_by("cpr_numbers", about(files=files)) == []


def test_a_file_nobody_got_to_is_a_finding(stored, monkeypatch):
    monkeypatch.setattr(cpr_numbers, "SECONDS", -1)

    assert len(found_by("cpr_numbers", about(files=(stored(b"x", "a.txt"),)))) == 1


def test_a_file_comes_along_with_the_text_that_leads_to_it(stored):
    file = stored(b"x", "tal.txt")
    html = f'<p><a href="{file.path}">Tal</a></p>'
    version = create_document(html, by=HOUSE, at=NOON).latest

    assert found_by("dead_links", Publication(Document(), (piece_of(version, "Tekst"),))) == []
    assert len(found_by("dead_links", about(html=html))) == 1


def test_a_whole_address_of_ours_does_not_bring_the_file_along(stored, settings):
    file = stored(b"x", "tal.txt")
    html = f'<p><a href="{settings.SITE_URL}{file.path}">Tal</a></p>'
    version = create_document(html, by=HOUSE, at=NOON).latest

    found = found_by("dead_links", Publication(Document(), (piece_of(version, "Tekst"),)))
    assert len(found) == 1


def test_a_hundred_links_are_followed_and_that_is_said():
    links = "".join(f'<a href="https://kl.dk/{number}">Mål</a> ' for number in range(150))

    assert len(found_by("dead_links", about(html=f"<p>{links}</p>"))) == 1


# Passing


@pytest.mark.parametrize("override", ["", "  ", "\n"])
def test_nothing_found_is_let_pass_without_more_than_a_reason(override):
    with pytest.raises(Guarded) as refusal:
        pass_guards(about(text=CPR), override)

    assert refusal.value.counts == {"cpr_numbers": 1}
    assert "override" in refusal.value.message_dict
    assert pass_guards(about(text="Alt er godt"), override) == {}


@given(numbers)
def test_what_is_recorded_never_holds_what_was_found(number):
    passed = pass_guards(about(text=f"Cpr {number}"), "Nummeret er opdigtet")

    assert passed == {"guards": {"cpr_numbers": 1}, "why": "Nummeret er opdigtet"}


@pytest.mark.parametrize("reason", [f"Det er {CPR}", "x" * 401])
def test_a_reason_that_may_not_stand_in_the_history_is_refused(reason):
    with pytest.raises(ValidationError) as refusal:
        pass_guards(about(text=CPR), reason)

    assert not isinstance(refusal.value, Guarded)
    assert "override" in refusal.value.message_dict


def test_what_was_seen_once_is_covered_and_nothing_else():
    seen = about(text=f"A {CPR}", html="<h3>x</h3>")
    kept = foreseen(seen, "Opdigtet")

    assert covered(kept, seen) == "Opdigtet"
    assert covered(kept, about(text=f"B {CPR}")) == "Opdigtet"
    assert covered(kept, about(text="B 220162-5629")) == ""
    assert CPR not in str(kept)
    assert foreseen(about(text="Alt er godt"), "") == {}


def test_another_unread_file_of_the_same_name_was_not_seen(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    words = (attached.locked_pdf(each) for each in ("x", "noget andet"))
    first, second = (
        store_file(ContentFile(each, name="bilag.pdf"), by=HOUSE, at=NOON) for each in words
    )
    kept = foreseen(about(files=(first,)), "Læst")

    assert covered(kept, about(files=(first,))) == "Læst"
    assert covered(kept, about(files=(second,))) == ""


def test_links_that_take_too_long_are_said(monkeypatch):
    monkeypatch.setattr(dead_links, "SECONDS", -1)

    (finding,) = found_by("dead_links", about(html='<p><a href="/om">Om</a></p>'))

    assert str(finding.says) == "Der er flere links, end der er set på."


@pytest.mark.parametrize(
    "html", [f"<h4>Borger {CPR}</h4>", f'<p><a href="/findes/ikke/{CPR}/">Sagen</a></p>']
)
def test_what_any_guard_says_holds_no_number(register, html):
    said = [str(f.says) for check in check_list(about(html=html)) for f in check.findings]

    assert len(said) == 2
    assert CPR not in " ".join(said)


def test_two_headings_that_hold_two_numbers_are_two_findings():
    kept = foreseen(about(html=f"<h4>{CPR}</h4>"), "Opdigtet")

    assert covered(kept, about(html="<h4>211062-1234</h4>")) == ""


def test_a_room_above_brings_a_guard_of_its_own(monkeypatch):
    monkeypatch.setattr(guards, "_things", [])
    guards.register(
        Guard("closed", "Lukket", "x", lambda _: [Finding("closed", "Punkt 3", "Lukket")])
    )

    assert [str(finding.says) for finding in found_by("closed", about())] == ["Lukket"]
    assert guarding.all_guards()[-1].key == "closed"
