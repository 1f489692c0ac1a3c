"""Contacts of municipalities from a file, and as one."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import HOUSE, LONG_AGO
from tests.workspace.conftest import MORNING

from kkr.council.actions import add_contact, change_contact
from kkr.council.models import Contact, Municipality
from kkr.council.sheets.reading import read_sheet
from kkr.ledger.models import Entry

pytestmark = pytest.mark.django_db
HERE = "/arbejde/register/hovedstaden/kontakter/"
TABLE = (
    "Kommune;Navn;E-mail;Telefon\n"
    "Albertslund;Karen Holm;KH@albertslund.dk;43 68 68 68\n"
    "0153;Bo Lund;bl@brondby.dk;\n"
    "Dragør;;;\n"
)


@pytest.fixture
def karen(cast):
    facts = {"municipality": cast.municipality, "name": "Karen", "email": "kh@albertslund.dk"}
    return add_contact(**facts, by=HOUSE, at=LONG_AGO)


def sent(browser, content, name="kontakter.csv"):
    content = content if isinstance(content, bytes) else content.encode()
    return browser.post(f"{HERE}import/", {"file": SimpleUploadedFile(name, content)})


def yes(browser, page):
    fields = dict(re.findall(r'name="(digest|table)" value="([^"]*)"', page.content.decode()))
    return browser.post(f"{HERE}import/", fields, follow=True)


def current():
    rows = Contact.objects.current().order_by("name")
    return [(each.municipality.name, each.name, each.email, each.phone) for each in rows]


def test_contacts_are_looked_at_and_then_imported(secretary, karen):
    page = sent(secretary, TABLE)

    said = page.content.decode()
    assert "1 række bliver tilføjet og 1 ændret" in said
    assert "fra Karen til Karen Holm" in said
    assert [each.name for each in Contact.objects.all()] == ["Karen"]

    answer = yes(secretary, page)

    assert "Indlæst: 1 tilføjet, 1 ændret" in answer.content.decode()
    assert current() == [
        ("Brøndby", "Bo Lund", "bl@brondby.dk", ""),
        ("Albertslund", "Karen Holm", "kh@albertslund.dk", "43 68 68 68"),
    ]


def test_the_same_file_again_has_nothing_to_do(secretary, karen):
    page = sent(secretary, TABLE)
    yes(secretary, page)
    entries = Entry.objects.count()

    yes(secretary, page)
    assert "Der er intet at gøre" in sent(secretary, TABLE).content.decode()
    assert Entry.objects.count() == entries


@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        ("Roskilde;Ib;ib@a.dk;", "Kommune", "Roskilde"),
        (";Ib;ib@a.dk;", "Kommune", "Vælg kommunen"),
        ("Brøndby;;ib@a.dk;", "Navn", "Skriv navnet"),
        ("Brøndby;Ib;;", "E-mail", "mailadresse"),
        ("Brøndby;Ib;ingen;", "E-mail", "mailadresse"),
        ("Brøndby;Ib;;ring", "Telefon", "telefonnummer"),
        ("Brøndby;Bo Lund;;43686868", "Hele rækken", "samme som række 2"),
    ],
)
def test_every_wrong_row_is_named_and_nothing_is_saved(secretary, cast, row, column, what):
    page = sent(secretary, f"Kommune;Navn;E-mail;Telefon\nBrøndby;Bo Lund;;43686868\n{row}\n")

    said = page.content.decode()
    wrong = re.search(r'<th scope="row">3</th><td>([^<]*)</td><td>([^<]*)</td>', said)
    assert wrong[1] == column
    assert what in wrong[2]
    assert 'name="digest"' not in said
    assert not Contact.objects.exists()


def test_all_that_is_wrong_is_told_at_once(secretary, cast):
    page = sent(secretary, "Kommune;Navn;Telefon\nBrøndby;Ib;ring\nRoskilde;Bo;43686868\n")

    rows = re.findall(r'<th scope="row">(\d)</th><td>([^<]*)</td>', page.content.decode())
    assert rows == [("2", "Telefon"), ("3", "Kommune")]


@pytest.mark.parametrize(
    ("heads", "what"),
    [
        ("Kommune;Fornavn", "Kommune, Navn, E-mail, Telefon"),
        ("Navn;E-mail", "Kolonnen ”Kommune” mangler"),
        ("Kommune;Navn;Navn", "”Navn” siger det samme som en anden kolonne"),
    ],
)
def test_headings_that_are_not_ours_are_told(secretary, cast, heads, what):
    page = sent(secretary, f"{heads}\nBrøndby;Ib\n")

    assert what in page.content.decode()


def test_what_changed_since_one_looked_is_not_imported_unseen(secretary, karen):
    page = sent(secretary, TABLE)
    change_contact(karen, name="Karen Holm", email="kh@a.dk", by=HOUSE, at=MORNING)

    answer = yes(secretary, page)

    assert answer.status_code == 409
    assert current() == [("Albertslund", "Karen Holm", "kh@a.dk", "")]


def test_a_table_that_was_made_up_is_not_read(secretary, cast):
    answer = secretary.post(f"{HERE}import/", {"table": "made:up", "digest": "x"})

    assert answer.status_code == 200
    assert not Contact.objects.exists()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_exported_can_be_imported_and_does_nothing(secretary, cast, karen, ending):
    file = secretary.get(f"{HERE}eksport.{ending}").content

    lines = read_sheet(file).lines
    assert len(lines) == Municipality.objects.in_council(cast.council, MORNING.date()).count()
    assert ("Albertslund", "Karen", "kh@albertslund.dk", "") in [each.cells for each in lines]
    assert "Der er intet at gøre" in sent(secretary, file, f"x.{ending}").content.decode()


def test_who_does_not_keep_the_register_imports_nothing(signed_in, karen):
    for name in ("mayor", "contact", "other_secretary"):
        browser = signed_in(name)
        assert sent(browser, TABLE).status_code == 404
        assert browser.get(f"{HERE}eksport.csv").status_code == 404
