"""Import and export of the register at the desk."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import HOUSE, LONG_AGO

from kkr.council.actions import add_person, start_membership
from kkr.council.models import Membership, Person, Upload
from kkr.council.sheets.reading import read_sheet
from kkr.ledger.models import Entry

pytestmark = pytest.mark.django_db
HERE = "/arbejde/register/hovedstaden/"
TABLE = "Navn;Rolle;Kommune;Fra;Til og med\nIb Terp;født medlem;Brøndby;01.01.2014;31.12.2017\n"


def sent(browser, content, name="medlemmer.csv"):
    content = content if isinstance(content, bytes) else content.encode()
    return browser.post(f"{HERE}import/", {"file": SimpleUploadedFile(name, content)})


def look(browser):
    return browser.get(f"{HERE}import/se/")


def yes(browser, digest):
    return browser.post(f"{HERE}import/se/", {"digest": digest}, follow=True)


def test_a_file_is_looked_at_and_then_imported(secretary):
    assert sent(secretary, TABLE)["Location"] == f"{HERE}import/se/"
    shown = look(secretary)
    page = shown.content.decode()
    assert "1 række bliver tilføjet" in page
    assert "Ib Terp" in page
    assert "ny person" in page
    assert not Person.objects.exists()

    answer = yes(secretary, shown.context["digest"])

    assert "1 plads tilføjet, 0 pladser ændret, 1 ny person." in answer.content.decode()
    assert Membership.objects.get().ends_on == date(2018, 1, 1)
    before = secretary.get(f"{HERE}import/").content.decode()
    assert "medlemmer.csv" in before


def test_the_same_file_again_has_nothing_to_do(secretary):
    sent(secretary, TABLE)
    yes(secretary, look(secretary).context["digest"])
    entries = Entry.objects.count()

    sent(secretary, TABLE)
    page = look(secretary)

    assert "Der er intet at gøre" in page.content.decode()
    assert "Indlæs det hele" not in page.content.decode()
    assert Entry.objects.count() == entries


def test_a_yes_sent_twice_imports_once(secretary):
    sent(secretary, TABLE)
    digest = look(secretary).context["digest"]

    for _ in range(2):
        assert yes(secretary, digest).status_code == 200

    assert Entry.objects.filter(verb="council.register_imported").count() == 1


def test_wrong_rows_are_named_and_there_is_nothing_to_say_yes_to(secretary):
    sent(secretary, TABLE + "Bo Bo;konge;;31.02.2014;\n")
    shown = look(secretary)
    page = shown.content.decode()

    assert "Én række skal rettes" in page
    for said in ("<td>Rolle</td>", "<td>Fra</td>", "”31.02.2014” er ikke en dag"):
        assert said in page
    assert "Indlæs det hele" not in page
    assert yes(secretary, "").status_code == 409
    assert not Person.objects.exists()


def test_what_changed_since_is_looked_at_again(secretary, cast):
    sent(secretary, TABLE)
    digest = look(secretary).context["digest"]
    add_person(name="Ib Terp", by=HOUSE, at=LONG_AGO)

    answer = yes(secretary, digest)

    assert answer.status_code == 409
    assert "Registret er ændret" in answer.content.decode()
    assert not Membership.objects.exists()


def test_a_seat_taken_meanwhile_is_named_instead_of_imported(secretary, cast):
    sent(secretary, "Navn;Rolle;Fra\nIb Terp;formand;01.01.2014\n")
    digest = look(secretary).context["digest"]
    start_membership(
        body=cast.council,
        person="Bo Bo",
        role="chair",
        starts_on=date(2014, 1, 1),
        by=HOUSE,
        at=LONG_AGO,
    )

    answer = yes(secretary, digest)

    assert answer.status_code == 409
    assert "Én række skal rettes" in answer.content.decode()
    assert "Bliver tilføjet" not in answer.content.decode()
    assert not Person.objects.filter(name="Ib Terp").exists()


def test_a_table_of_two_thousand_rows_is_refused_in_words(secretary):
    rows = "".join(f"Navn{number} Efternavn\n" for number in range(2000))

    page = sent(secretary, f"Navn\n{rows}").content.decode()

    assert "Filen har mere end 1000 rækker. Del den i flere." in page
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    "content", [b"", b"x" * (2 * 2**20 + 1), b"PK\x03\x04....", b"\x00\x01", b"Navn\n"]
)
def test_what_is_no_table_is_refused_at_the_field(secretary, content):
    answer = sent(secretary, content)

    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"file"}
    assert not Upload.objects.exists()


def test_a_file_is_thrown_away(secretary):
    sent(secretary, TABLE)

    secretary.get(f"{HERE}import/forfra/")
    assert Upload.objects.exists()
    secretary.post(f"{HERE}import/forfra/")

    assert not Upload.objects.exists()
    assert look(secretary).status_code == 302


def test_a_colleague_does_not_see_the_file(secretary, signed_in):
    sent(secretary, TABLE)
    administrator = signed_in("administrator")

    assert look(administrator).status_code == 302
    assert "medlemmer.csv" not in administrator.get(f"{HERE}import/").content.decode()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_exported_is_imported_again_with_nothing_to_do(secretary, cast, ending):
    start_membership(
        body=cast.council,
        person="Ib Terp",
        role="supplementary",
        starts_on=date(2014, 1, 1),
        by=HOUSE,
        at=LONG_AGO,
    )

    answer = secretary.get(f"{HERE}eksport.{ending}")
    assert answer["Content-Disposition"].endswith(f'2017-02-13.{ending}"')
    sent(secretary, answer.content, f"x.{ending}")

    assert "Der er intet at gøre" in look(secretary).content.decode()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_template_has_the_headings(secretary, ending):
    template = secretary.get(f"{HERE}import/skabelon.{ending}").content

    with pytest.raises(ValidationError) as refusal:
        read_sheet(template)
    assert refusal.value.code == "no_rows"
