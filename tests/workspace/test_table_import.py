"""Parties and committees from a file at the desk, and as one."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import HOUSE, Cast
from tests.workspace.conftest import MORNING

from kkr.council.actions import (
    add_committee,
    add_party,
    add_person,
    rename_committee,
    start_membership,
)
from kkr.council.models import Committee, Party
from kkr.council.sheets.reading import read_sheet
from kkr.ledger.models import Entry

pytestmark = pytest.mark.django_db
REGISTER = "/arbejde/register/"
PARTIES = f"{REGISTER}partier/"
COMMITTEES = f"{REGISTER}hovedstaden/udvalg/"
TABLES = {
    PARTIES: "Bogstav;Navn\nW;Midterlisten\n",
    COMMITTEES: "Navn;Består af;Fra;Til og med\nVækst;Politikere;01.08.2013;31.07.2015\n",
}
WHO_MAY_NOT = {
    PARTIES: ["mayor", "official", "contact", "newcomer"],
    COMMITTEES: ["mayor", "committee_official", "contact", "newcomer", "other_secretary"],
}


def sent(browser, here, content, name="fil.csv"):
    content = content if isinstance(content, bytes) else content.encode()
    return browser.post(f"{here}import/", {"file": SimpleUploadedFile(name, content)})


def fields_of(page):
    return dict(re.findall(r'name="(digest|table)" value="([^"]*)"', page.content.decode()))


def yes(browser, here, page):
    return browser.post(f"{here}import/", fields_of(page), follow=True)


def things(here):
    return set((Party if here == PARTIES else Committee).objects.values_list("name", flat=True))


@pytest.mark.parametrize("here", TABLES)
def test_a_file_is_looked_at_then_imported_and_again_has_nothing_to_do(secretary, here):
    before = things(here)
    page = sent(secretary, here, TABLES[here])

    assert "1 række bliver tilføjet og 0 ændret" in page.content.decode()
    assert things(here) == before

    answer = yes(secretary, here, page)

    assert answer.redirect_chain == [(here, 302)]
    assert "Indlæst: 1 tilføjet, 0 ændret" in answer.content.decode()
    (added,) = things(here) - before
    assert added in answer.content.decode()
    entries = Entry.objects.count()
    again = sent(secretary, here, TABLES[here])
    assert "Der er intet at gøre" in again.content.decode()
    assert fields_of(again) == {}
    yes(secretary, here, page)
    assert Entry.objects.count() == entries


@pytest.mark.parametrize(
    ("here", "row", "column", "what"),
    [
        (PARTIES, "AB;Ny", "Bogstav", "Skriv ét bogstav"),
        (COMMITTEES, "Ny;borgere;;", "Består af", "embedsmænd, politikere"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_saved(secretary, here, row, column, what):
    before = things(here)

    page = sent(secretary, here, f"{TABLES[here]}{row}\n")

    said = page.content.decode()
    assert "Én række skal rettes" in said
    wrong = re.search(r'<th scope="row">3</th><td>([^<]*)</td><td>([^<]*)</td>', said)
    assert wrong[1] == column
    assert what in wrong[2]
    assert fields_of(page) == {}
    assert things(here) == before


def test_what_changed_since_one_looked_is_not_imported_unseen(secretary, cast):
    facts = {"council": cast.council, "composition": "officials", "by": HOUSE, "at": MORNING}
    health = add_committee(name="Sundhed", **facts)
    page = sent(secretary, COMMITTEES, f"Navn;Adresse\nÆldre;{health.slug}\n")
    rename_committee(health, name="Psykiatri", by=HOUSE, at=MORNING)

    answer = yes(secretary, COMMITTEES, page)

    assert answer.status_code == 409
    assert "fra Psykiatri til Ældre" in answer.content.decode()
    assert things(COMMITTEES) == {"Psykiatri"}
    assert yes(secretary, COMMITTEES, answer).status_code == 200
    assert things(COMMITTEES) == {"Ældre"}


def test_a_last_day_says_what_ends_with_it(secretary, cast):
    by = {"by": HOUSE, "at": MORNING}
    made = add_committee(council=cast.council, name="Sundhed", composition="officials", **by)
    seat = {"body": made, "role": "member", "municipality": cast.municipality}
    for name in ("Bo", "Ida"):
        start_membership(
            person=add_person(name=name, **by), starts_on=date(2017, 1, 1), **seat, **by
        )

    page = sent(secretary, COMMITTEES, "Navn;Til og med\nSundhed;31.12.2017\n").content.decode()

    assert "fra (tom) til 31.12.2017" in page
    assert "2 pladser i det slutter samme dag." in page
    closing = f"/arbejde/register/hovedstaden/udvalg/{made.slug}/luk/"
    assert "2 pladser i det slutter samme dag." in secretary.get(closing).content.decode()


def test_a_table_of_one_council_or_kind_is_no_table_of_another(secretary, signed_in):
    fields = fields_of(sent(secretary, COMMITTEES, TABLES[COMMITTEES]))
    administrator = signed_in("administrator")

    for there in (COMMITTEES.replace("hovedstaden", "sjaelland"), PARTIES):
        assert administrator.post(f"{there}import/", fields).status_code == 200
    assert not Committee.objects.exists()


@pytest.mark.parametrize("here", TABLES)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_exported_can_be_imported_and_does_nothing(secretary, cast, here, ending):
    add_party(letter="", name="=Listen", by=HOUSE, at=MORNING)
    add_committee(
        council=cast.council, name="-Sundhed", composition="officials", by=HOUSE, at=MORNING
    )
    answer = secretary.get(f"{here}eksport.{ending}")

    assert f"-2017-02-13.{ending}" in answer["Content-Disposition"]
    assert len(read_sheet(answer.content).lines) == len(things(here))
    page = sent(secretary, here, answer.content, f"x.{ending}")
    assert "Der er intet at gøre" in page.content.decode()


@pytest.mark.parametrize("here", TABLES)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_template_has_the_headings_that_are_understood(secretary, here, ending):
    content = secretary.get(f"{here}skabelon.{ending}").content

    with pytest.raises(ValidationError, match="ingen rækker"):
        read_sheet(content)
    if ending == "csv":
        heads = content.decode("utf-8-sig").strip()
        assert heads in {"Bogstav;Navn;Adresse", "Navn;Består af;Fra;Til og med;Adresse"}


@pytest.mark.parametrize("here", TABLES)
def test_who_keeps_no_register_finds_no_such_page(signed_in, cast, here):
    assert set(WHO_MAY_NOT[here]) <= set(Cast.NAMES)
    for name in WHO_MAY_NOT[here]:
        browser = signed_in(name)
        assert sent(browser, here, TABLES[here]).status_code == 404
        for what in ("import/", "eksport.csv", "eksport.xlsx", "skabelon.csv", "skabelon.xlsx"):
            assert browser.get(f"{here}{what}").status_code == 404
