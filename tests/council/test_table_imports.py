"""Importing parties, committees and contacts: looked at first, then done as a whole or not at all."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from tests.cast import HOUSE

from kkr.council.actions import (
    PlanChanged,
    add_committee,
    add_contact,
    add_party,
    change_party,
    close_committee,
    import_table,
    preview_table,
    rename_committee,
    start_membership,
)
from kkr.council.models import Committee, Membership, Party
from kkr.council.sheets.committees import Committees
from kkr.council.sheets.contacts import Contacts
from kkr.council.sheets.parties import Parties
from kkr.council.sheets.planned import MOST_AT_ONCE
from kkr.council.sheets.reading import read_sheet
from kkr.council.sheets.writing import as_csv, as_excel
from kkr.ledger.models import Entry

NOON = datetime(2018, 1, 29, 12, 0, tzinfo=UTC)
ACT = {"by": HOUSE, "at": NOON}
PARTIES = "Bogstav;Navn;Adresse\n"
COMMITTEES = "Navn;Består af;Fra;Til og med;Adresse\n"
pytestmark = pytest.mark.django_db


@pytest.fixture
def tried(cast):
    """What a table would do, its digest, and the means to do it."""

    def look(kind, content, by=HOUSE):
        sheet = read_sheet(content if isinstance(content, bytes) else content.encode())
        facts = {"council": None if kind is Parties else cast.council, "by": by, "at": NOON}
        plan, digest = preview_table(kind, sheet, **facts)
        return plan, digest, lambda: import_table(kind, sheet, digest=digest, **facts)

    return look


@pytest.fixture
def done(tried):
    def act(kind, content, by=HOUSE):
        plan, _digest, do = tried(kind, content, by)
        assert plan.problems == []
        return vars(do())

    return act


def problems(plan):
    return [(problem.row, problem.column) for problem in plan.problems]


def out_and_in(tried, cast, kind, write):
    """What the export of it would do, imported again."""
    table = kind(None if kind is Parties else cast.council, NOON.date())
    plan, _digest, _do = tried(kind, write(table.heads(), list(table.rows())))
    assert plan.problems == []
    return plan


def test_parties_are_entered_given_other_names_and_letters_from_one_table(done, cast):
    add_party(letter="Q", name="Kvarteret", **ACT)

    counts = done(Parties, PARTIES + "q;Kvartererne;kvarteret\nw;Midterlisten;\n;Borgerlisten;\n")

    assert counts == {"added": 2, "changed": 1}
    assert Party.objects.get(slug="kvarteret").name == "Kvartererne"
    assert Party.objects.get(name="Midterlisten").letter == "W"
    assert Party.objects.get(name="Borgerlisten").letter == ""


def test_headings_are_understood_in_english_too(done, cast):
    assert done(Parties, "letter;name\nW;Midterlisten\n")["added"] == 1
    assert done(Committees, "name;made up of;from\nHealth;officials;01.08.2013\n")["added"] == 1


def test_committees_are_set_up_renamed_and_closed_from_one_table(done, cast):
    health = add_committee(council=cast.council, name="Sundhed", composition="officials", **ACT)
    start_membership(
        body=health, person="Anna And", role="member", starts_on=date(2014, 1, 1), **ACT
    )

    counts = done(
        Committees,
        COMMITTEES
        + f"Sundhed og ældre;Embedsmænd;;31.12.2017;{health.slug}\n"
        + "Vækst;politikere;01.08.2013;31.07.2015;\n",
    )

    health, growth = Committee.objects.order_by("pk")
    assert counts == {"added": 1, "changed": 1}
    assert (health.name, health.ends_on) == ("Sundhed og ældre", date(2018, 1, 1))
    assert Membership.objects.get().ends_on == date(2018, 1, 1)
    assert (growth.composition, growth.starts_on) == ("politicians", date(2013, 8, 1))
    assert growth.last_day == date(2015, 7, 31)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (Parties, PARTIES + "W;Midterlisten;\n;Borgerlisten;\n"),
        (Committees, COMMITTEES + "Vækst;Politikere;01.08.2013;31.07.2015;\n"),
        (Contacts, "Kommune;Navn;Telefon\nBrøndby;Bo Lund;43686868\n"),
    ],
)
def test_the_second_time_there_is_nothing_to_do_and_no_entry(tried, done, cast, kind, content):
    _plan, _digest, do_again = tried(kind, content)
    done(kind, content)
    before = Entry.objects.count()

    plan, _digest, _do = tried(kind, content)

    assert not plan.has_to_do
    assert vars(do_again()) == {"added": 0, "changed": 0}
    assert Entry.objects.count() == before


def test_looking_saves_nothing(tried, cast):
    before = Entry.objects.count(), Party.objects.count()

    plan, _digest, _do = tried(Parties, PARTIES + "W;Midterlisten;\n")

    assert (len(plan.busy), plan.problems) == (1, [])
    assert (Entry.objects.count(), Party.objects.count()) == before


def test_a_letter_is_handed_on_in_whatever_order_it_stands(done, cast):
    old = add_party(letter="W", name="Miljølisten", **ACT)

    done(Parties, PARTIES + f"W;Midterlisten;\n;Miljølisten;{old.slug}\n")

    assert Party.objects.get(letter="W").name == "Midterlisten"


@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        ("A;;", "Navn", "Skriv navnet"),
        ("AB;Ny;", "Bogstav", "ét bogstav"),
        ("A;Ny;", "Bogstav", "Socialdemokratiet"),
        ("X;Ny;findes-ikke", "Adresse", "lad cellen stå tom"),
        (f"X;{'x' * 81};", "Navn", "80"),
        ("X;borgerlisten;", "", "række 2"),
        ("X;Venstre;socialdemokratiet", "Navn", "hedder"),
    ],
)
def test_a_wrong_row_of_parties_is_named_with_its_column(tried, cast, row, column, what):
    plan, _digest, do = tried(Parties, f"{PARTIES};Borgerlisten;\n{row}\n")

    assert problems(plan) == [(3, column)]
    assert what in plan.problems[0].what
    with pytest.raises((ValidationError, PlanChanged)):
        do()
    assert not Party.objects.filter(name="Borgerlisten").exists()


@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        (";Embedsmænd;;;", "Navn", "Skriv navnet"),
        ("Ny;;;;", "Består af", "embedsmænd, politikere"),
        ("Ny;borgere;;;", "Består af", "embedsmænd, politikere"),
        ("Ny;Politikere;i går;;", "Fra", "13.02.2017"),
        ("Ny;Politikere;01.01.2017;31.12.2016;", "Til og med", "ligger før den første"),
        ("Ny;Politikere;;;findes-ikke", "Adresse", "lad cellen stå tom"),
        ("Sundhed;Politikere;01.08.2013;;", "Består af", "embedsmænd"),
        ("Sundhed;Embedsmænd;02.08.2013;;", "Fra", "01.08.2013"),
        ("Lukket;Embedsmænd;;;", "Til og med", "31.12.2014"),
        ("Sundhed;Embedsmænd;01.08.2013;31.12.2013;", "Til og med", "Anna And"),
        ("vækst;Politikere;;;", "", "række 2"),
    ],
)
def test_a_wrong_row_of_committees_is_named_with_its_column(tried, cast, row, column, what):
    facts = {"council": cast.council, "composition": "officials", **ACT}
    health = add_committee(name="Sundhed", starts_on=date(2013, 8, 1), **facts)
    start_membership(
        body=health, person="Anna And", role="member", starts_on=date(2014, 1, 1), **ACT
    )
    close_committee(add_committee(name="Lukket", **facts), on=date(2015, 1, 1), **ACT)

    plan, _digest, do = tried(Committees, f"{COMMITTEES}Vækst;Politikere;;;\n{row}\n")

    assert problems(plan) == [(3, column)]
    assert what in plan.problems[0].what
    with pytest.raises((ValidationError, PlanChanged)):
        do()
    assert Committee.objects.count() == 2


def test_all_that_is_wrong_is_told_at_once(tried, cast):
    plan, _digest, _do = tried(Committees, COMMITTEES + ";borgere;i går;x;\nNy;Politikere;;x;\n")

    assert problems(plan) == [
        *((2, column) for column in ("Navn", "Består af", "Fra", "Til og med")),
        (3, "Til og med"),
    ]


def test_more_than_can_be_done_at_once_is_refused_before_it_is_tried(tried, cast):
    rows = "".join(f";Liste {number};\n" for number in range(MOST_AT_ONCE + 1))

    plan, _digest, _do = tried(Parties, PARTIES + rows)

    assert problems(plan) == [(MOST_AT_ONCE + 2, "")]


def test_columns_that_are_not_there_change_nothing(done, cast):
    add_contact(municipality=cast.municipality, name="Ib", email="ib@a.dk", phone="43686868", **ACT)
    add_party(letter="W", name="Midterlisten", **ACT)
    facts = {"council": cast.council, "name": "Sundhed", "composition": "officials"}
    add_committee(**facts, starts_on=date(2013, 8, 1), **ACT)

    assert not done(Contacts, "Kommune;Navn\nAlbertslund;Ib\n")["changed"]
    assert not done(Parties, "Navn\nMidterlisten\n")["changed"]
    assert not done(Committees, "Navn\nSundhed\n")["changed"]


def test_what_was_looked_at_is_what_is_done_or_nothing(tried, cast):
    party = add_party(letter="W", name="Midte", **ACT)
    health = add_committee(council=cast.council, name="Sundhed", composition="officials", **ACT)
    _plan, _digest, change = tried(Parties, f"{PARTIES}W;Midterlisten;{party.slug}\n")
    _plan, _digest, name = tried(Committees, f"{COMMITTEES}Ældre;Embedsmænd;;;{health.slug}\n")
    change_party(party, letter="W", name="Midten", **ACT)
    rename_committee(health, name="Ældre og sundhed", **ACT)

    for act in (change, name):
        with pytest.raises(PlanChanged):
            act()

    assert Party.objects.get(pk=party.pk).name == "Midten"
    assert Committee.objects.get().name == "Ældre og sundhed"


def test_a_secretary_enters_parties_and_changes_none(tried, done, cast):
    assert done(Parties, PARTIES + "W;Midterlisten;\n", cast.secretary)["added"] == 1

    plan, _digest, _do = tried(Parties, PARTIES + "W;Midten;midterlisten\n", cast.secretary)

    assert problems(plan) == [(2, "Navn")]
    assert "”Midterlisten”" in plan.problems[0].what


def test_what_is_wrong_beside_the_table_is_said_and_breaks_nothing(tried):
    book, content = Workbook(), io.BytesIO()
    for row in (["Bogstav", "Navn"], ["Q", "Nye", None, "=COUNTA(B2:B9)"]):
        book.active.append(row)
    book.save(content)

    plan, _digest, _do = tried(Parties, content.getvalue())

    assert problems(plan) == [(2, "")]


@pytest.mark.parametrize("name", ["other_secretary", "chair", "contact", "newcomer"])
def test_who_does_not_keep_the_register_imports_nothing(tried, cast, name):
    viewer = getattr(cast, name)

    for kind, content in (
        (Committees, COMMITTEES + "Ny;Politikere;;;\n"),
        (Contacts, "Kommune;Navn\nAlbertslund;Ib\n"),
        *([(Parties, PARTIES + "W;Ny;\n")] if name != "other_secretary" else []),
    ):
        sheet = read_sheet(content.encode())
        facts = {"council": None if kind is Parties else cast.council, "by": viewer, "at": NOON}
        with pytest.raises(PermissionDenied):
            preview_table(kind, sheet, **facts)
        with pytest.raises(PermissionDenied):
            import_table(kind, sheet, digest="", **facts)


def test_a_party_never_takes_the_address_of_what_else_stands_there(cast):
    found = {
        add_party(letter="", name=name, **ACT).slug for name in ("Nyt", "Import", "!!!", "???")
    }

    assert found == {"nyt-2", "import-2", "liste", "liste-2"}


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=9)
DAYS = st.none() | st.dates(date(1970, 1, 1), date(2100, 1, 1))
WRITE = {"csv": as_csv, "excel": lambda *given: as_excel("Ark", *given)}


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    names=st.lists(NAMES, min_size=1, max_size=3), day=DAYS, length=st.none() | st.integers(1, 999)
)
@pytest.mark.parametrize("ending", WRITE)
def test_any_register_survives_the_way_out_and_in(tried, cast, names, day, length, ending):
    for number, name in enumerate(names):
        for write in (f"={name}", f"{name} x"):
            try:
                add_party(letter=name[0] if number else "", name=write, **ACT)
            except ValidationError:  # another list has it already
                continue
    facts = {"council": cast.council, "composition": "officials", "starts_on": day, **ACT}
    for name in {*names}:
        try:
            made = add_committee(name=f"-{name} y", **facts)
        except ValidationError:
            continue
        if length:
            close_committee(made, on=(day or date(2014, 1, 1)) + timedelta(days=length), **ACT)
    for phone in ("43 68 68 68", "43  68  68 69"):
        add_contact(municipality=cast.municipality, name=names[0], phone=phone, **ACT)

    for kind in (Parties, Committees, Contacts):
        assert not out_and_in(tried, cast, kind, WRITE[ending]).has_to_do
