"""Importing people and seats: looked at first, then done as a whole or not at all."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import HOUSE

from kkr.config.demo import council as demo
from kkr.council.actions import (
    PlanChanged,
    StaleCorrection,
    add_committee,
    add_person,
    apply_import,
    correct_membership,
    drop_upload,
    end_membership,
    keep_upload,
    preview_import,
    start_membership,
    strike_membership,
)
from kkr.council.history import entries_about
from kkr.council.models import Membership, Person, Upload
from kkr.council.sheets import export
from kkr.council.sheets.planned import MOST_AT_ONCE
from kkr.council.sheets.writing import as_csv, as_excel
from kkr.council.tasks import forget_old_uploads
from kkr.ledger.models import Entry
from kkr.ledger.verification import verify
from kkr.workspace.register.history import history

NOON = datetime(2018, 1, 29, 12, 0, tzinfo=UTC)
HEAD = "Navn;Rolle;Kommune;Parti;Fra;Til og med"
pytestmark = pytest.mark.django_db


@pytest.fixture
def tried(cast):
    """What a table would do, and the means to do it."""
    assert cast.secretary  # who is made when first asked for, with an entry of their own

    def look(content, by=None):
        content = content if isinstance(content, bytes) else content.encode()
        by = by or cast.secretary
        facts = {"council": cast.council, "name": "medlemmer.csv", "content": content}
        upload = keep_upload(**facts, by=by, at=NOON)
        plan, digest = preview_import(upload, by=by, at=NOON)
        return upload, plan, digest

    return look


@pytest.fixture
def done(tried, cast):
    def act(content):
        upload, plan, digest = tried(content)
        assert plan.problems == []
        return apply_import(upload, digest=digest, by=cast.secretary, at=NOON)

    return act


def table(*rows, head=HEAD):
    return "\n".join([head, *rows])


def seated(body, name, role="chair", starts_on=date(2014, 1, 1), **facts):
    return start_membership(
        body=body, person=name, role=role, starts_on=starts_on, by=HOUSE, at=NOON, **facts
    )


def problems(plan):
    return [(problem.row, problem.column) for problem in plan.problems]


def test_people_and_seats_are_imported_from_one_table(done, cast):
    counts = done(
        table(
            "Steen Christiansen;formand;Albertslund;A;06.02.2017;28.01.2018",
            "Steen Christiansen;født medlem;0165;Socialdemokratiet;2014-01-01;2017-12-31",
            "Ib Terp;født medlem;Brøndby;A Socialdemokratiet;01-01-2014;",
            "Kun Et Navn;;;;;",
        )
    )

    chair = Membership.objects.chairs().get()
    assert vars(counts) == {"added": 3, "changed": 0, "people": 3}
    assert (chair.person.name, chair.municipality.name, chair.party.letter) == (
        "Steen Christiansen",
        "Albertslund",
        "A",
    )
    assert (chair.starts_on, chair.ends_on, chair.term.label) == (
        date(2017, 2, 6),
        date(2018, 1, 29),
        "2014-18",
    )
    assert Person.objects.filter(name="Steen Christiansen").count() == 1
    assert verify().holds


def test_looking_saves_nothing(tried):
    before = Entry.objects.count()

    _upload, plan, _digest = tried(table("Ib Terp;suppleant;;;01.01.2014;"))

    assert (len(plan.of_kind("add")), plan.problems) == (1, [])
    assert not Person.objects.exists()
    assert not Membership.objects.exists()
    assert Entry.objects.count() == before


def test_the_second_time_there_is_nothing_to_do_and_no_entry(done, tried, cast):
    content = table("Ib Terp;suppleant;;;01.01.2014;", "Kun Et Navn;;;;;")
    done(content)
    before = Entry.objects.count()

    upload, plan, digest = tried(content)
    counts = apply_import(upload, digest=digest, by=cast.secretary, at=NOON)

    assert not plan.has_to_do
    assert not any(vars(counts).values())
    assert Entry.objects.count() == before


def test_one_entry_has_the_digest_of_the_file_and_the_counts(done, cast):
    done(table("Ib Terp;suppleant;;;01.01.2014;"))

    entry = Entry.objects.get(verb="council.register_imported")
    content = entry.payload.content
    assert (content["added"], content["changed"], content["people"]) == (1, 0, 1)
    assert content["file"] == "medlemmer.csv"
    assert len(content["digest"]) == 64
    assert [part["verb"] for part in content["parts"]] == [
        "council.person_added",
        "council.membership_started",
    ]
    assert content["parts"][1]["membership"]["person"] == "ib-terp"
    assert content["why"] == "Indlæst fra filen medlemmer.csv"
    assert (entry.public, entry.scopes) == (True, ["hovedstaden"])


def test_an_import_of_known_people_concerns_their_councils_only(done, cast):
    add_person(name="Ib Terp", by=HOUSE, at=NOON)
    before = Entry.objects.count()

    done(table("Ib Terp;suppleant;;;01.01.2014;"))

    assert Entry.objects.count() == before + 1
    assert Entry.objects.last().scopes == ["hovedstaden"]


def test_a_row_that_had_to_wait_is_told_once(done, cast):
    seated(cast.council, "Steen Christiansen")

    done(
        table(
            "Karsten Søndergaard;formand;;;29.01.2018;",
            "Steen Christiansen;formand;;;01.01.2014;28.01.2018",
        )
    )

    parts = Entry.objects.last().payload.content["parts"]
    assert sorted(part["verb"] for part in parts) == [
        "council.membership_corrected",
        "council.membership_started",
        "council.person_added",
    ]


def test_what_an_import_did_stands_in_the_history_of_the_seat(done, cast):
    done(table("Ib Terp;suppleant;;;01.01.2014;"))
    done(table("Ib Terp;suppleant;;;01.01.2014;31.12.2017"))
    seat = Membership.objects.get()

    lines = history(seat, cast.secretary)

    assert [line["did"] for line in lines] == ["Rettet", "Fik pladsen"]
    assert lines[0]["why"] == "Indlæst fra filen medlemmer.csv"
    assert [label for label, _old, _new in lines[0]["differences"]] == ["Første dag efter"]


def test_who_corrects_what_an_import_changed_meanwhile_is_told(done, cast):
    seat = seated(cast.council, "Ib Terp", "substitute")
    seen = entries_about(seat).last().position
    done(table("Ib Terp;suppleant;;;01.01.2014;31.12.2017"))

    with pytest.raises(StaleCorrection):
        correct_membership(
            seat, {"source": "x"}, why="x", based_on=seen, by=cast.secretary, at=NOON
        )


def test_what_differs_is_changed_and_says_what_stood_there(done, tried, cast):
    seat = seated(cast.council, "Ib Terp", "supplementary")
    content = table("Ib Terp;supplerende medlem;;V;01.01.2014;31.12.2017")

    _upload, plan, _digest = tried(content)
    (change,) = plan.of_kind("change")
    assert set(change.facts) == {"party", "ends_on"}
    assert change.before["party"] is None

    done(content)
    seat.refresh_from_db()
    assert (seat.party.letter, seat.ends_on) == ("V", date(2018, 1, 1))
    assert entries_about(seat).last().verb == "council.register_imported"


def test_columns_that_are_not_there_change_nothing(done, cast):
    seat = seated(
        cast.council, "Ib Terp", "supplementary", source="https://a.dk/", ends_on=date(2018, 1, 1)
    )

    counts = done(table("Ib Terp;supplerende medlem;01.01.2014", head="Navn;Rolle;Fra"))

    seat.refresh_from_db()
    assert not any(vars(counts).values())
    assert (seat.source, seat.ends_on) == ("https://a.dk/", date(2018, 1, 1))


def test_a_chair_is_replaced_by_a_table_in_whatever_order_it_stands(done, cast):
    old = seated(cast.council, "Steen Christiansen")

    done(
        table(
            "Karsten Søndergaard;formand;;;29.01.2018;",
            "Steen Christiansen;formand;;;01.01.2014;28.01.2018",
        )
    )

    chairs = Membership.objects.chairs()
    assert chairs.running_on(date(2018, 1, 28)).get() == old
    assert chairs.running_on(date(2018, 1, 29)).get().person.name == "Karsten Søndergaard"


def test_a_seat_with_its_id_may_get_another_first_day(done, cast):
    seat = seated(cast.council, "Ib Terp", "supplementary")

    done(table(f"Ib Terp;supplementary;02.01.2014;{seat.public_id}", head="Navn;Rolle;Fra;id"))

    assert Membership.objects.get().starts_on == date(2014, 1, 2)


def test_an_end_alone_can_be_given_with_the_id(done, cast):
    seat = seated(cast.council, "Ib Terp", "supplementary")

    done(table(f"Ib Terp;31.12.2017;{seat.public_id}", head="Navn;Til og med;id"))

    assert Membership.objects.get().ends_on == date(2018, 1, 1)


def test_seats_in_committees_are_imported_too(done, cast):
    health = add_committee(
        council=cast.council, name="Sundhed", composition="officials", by=HOUSE, at=NOON
    )

    done(table("Anna And;Sundhed;medlem;01.01.2014", head="Navn;Udvalg;Rolle;Fra"))

    assert Membership.objects.get().body_id == health.pk


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (";formand;;;01.01.2014;", "Navn"),
        ("Ib;;;;01.01.2014;", "Rolle"),
        ("Ib;konge;;;01.01.2014;", "Rolle"),
        ("Ib;formand;;;;", "Fra"),
        ("Ib;formand;;;31.02.2014;", "Fra"),
        ("Ib;formand;;;01.01.2014;31.12.2013", "Til og med"),
        ("Ib;formand;Atlantis;;01.01.2014;", "Kommune"),
        ("Ib;formand;;Piratpartiet;01.01.2014;", "Parti"),
        ("Ib;født medlem;;;01.01.2014;", ""),
        ("Ib;medlem;;;01.01.2014;", "Rolle"),
        (f"{'x' * 200};formand;;;01.01.2014;", "Navn"),
    ],
)
def test_a_wrong_row_is_named_with_its_column_and_nothing_is_done(tried, cast, row, column):
    upload, plan, digest = tried(table("Rigtig Person;suppleant;;;01.01.2014;", row))

    assert problems(plan) == [(3, column)]
    with pytest.raises(ValidationError):
        apply_import(upload, digest=digest, by=cast.secretary, at=NOON)
    assert not Person.objects.exists()


def test_a_row_that_clashes_with_the_register_is_named(tried, cast):
    seated(cast.council, "Steen Christiansen")

    _upload, plan, _digest = tried(table("Ib Terp;formand;;;01.01.2016;"))

    assert problems(plan) == [(2, "Rolle")]
    assert "Steen Christiansen er formand fra" in plan.problems[0].what


def test_rows_that_clash_with_each_other_are_named(tried):
    _upload, plan, _digest = tried(
        table("Ib Terp;formand;;;01.01.2014;", "Bo Bo;formand;;;01.01.2015;")
    )
    assert problems(plan) == [(3, "Rolle")]

    _upload, plan, _digest = tried(
        table("Ib Terp;formand;;;01.01.2014;", "ib terp;formand;;;01.01.2014;")
    )
    assert problems(plan) == [(3, "")]


def test_all_wrong_cells_are_named_at_once(tried):
    _upload, plan, _digest = tried(table("Ib;konge;Atlantis;Pirat;i går;31.02.2017", "Bo;;;;x;"))

    assert problems(plan) == [
        (2, "Rolle"),
        (2, "Kommune"),
        (2, "Parti"),
        (2, "Fra"),
        (2, "Til og med"),
        (3, "Fra"),
        (3, "Rolle"),
    ]


def test_what_the_register_refuses_is_told_in_the_same_round_as_wrong_cells(tried, cast):
    seated(cast.council, "Steen Christiansen")
    people = Person.objects.count()

    _upload, plan, _digest = tried(
        table(
            "Ib Terp;født medlem;;;01.01.2014;",
            "Bo Bo;konge;;;01.01.2014;",
            "Karsten Søndergaard;formand;;;29.01.2018;",
            "Rigtig Person;suppleant;;;01.01.2014;",
            "Steen Christiansen;formand;;;01.01.2014;i går",
        )
    )

    assert problems(plan) == [(2, ""), (3, "Rolle"), (4, "Rolle"), (6, "Til og med")]
    assert "Måske er den rigtig" in plan.problems[2].what  # row 6 may end the seat it clashes with
    assert "Måske" not in plan.problems[0].what
    assert Person.objects.count() == people


def test_a_formula_is_named_with_row_and_column(tried):
    _upload, plan, _digest = tried(as_formula())

    assert problems(plan) == [(2, "Navn"), (2, "Fra")]  # all that is wrong, in one round


def test_more_than_can_be_done_at_once_is_refused_before_it_is_tried(tried):
    rows = [f"Navn{number} Efternavn;suppleant;;;01.01.2014;" for number in range(MOST_AT_ONCE + 1)]

    _upload, plan, _digest = tried(table(*rows))

    assert problems(plan) == [(MOST_AT_ONCE + 2, "")]


def as_formula():
    import io

    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Navn", "Rolle"])
    book.active.append(["=CONCATENATE(1)", "formand"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_who_is_meant_where_two_have_a_name_stands_in_their_address(tried, done, cast):
    for _ in range(2):
        add_person(name="Carsten Rasmussen", by=HOUSE, at=NOON)
    row = "Carsten Rasmussen;{};suppleant;01.01.2014"
    head = "Navn;Personadresse;Rolle;Fra"

    _upload, plan, _digest = tried(table(row.format(""), head=head))
    assert problems(plan) == [(2, "Navn")]
    assert "carsten-rasmussen-2" in plan.problems[0].what
    _upload, plan, _digest = tried(table(row.format("findes-ikke"), head=head))
    assert problems(plan) == [(2, "Personadresse")]

    done(table(row.format("carsten-rasmussen-2"), head=head))
    assert Membership.objects.get().person.slug == "carsten-rasmussen-2"


def test_somebody_new_of_a_near_name_is_pointed_out(tried):
    add_person(name="Karsten Søndergaard", by=HOUSE, at=NOON)

    _upload, plan, _digest = tried(table("Carsten Søndergård;suppleant;;;01.01.2014;"))

    (change,) = plan.of_kind("add")
    assert change.near == ("Karsten Søndergaard",)
    assert plan.problems == []


def test_what_was_looked_at_is_what_is_done_or_nothing(tried, cast):
    seat = seated(cast.council, "Steen Christiansen")
    upload, _plan, digest = tried(table("Steen Christiansen;formand;;;01.01.2014;28.01.2018"))
    end_membership(seat, on=date(2018, 1, 29), reason="", by=HOUSE, at=NOON)

    with pytest.raises(PlanChanged):
        apply_import(upload, digest=digest, by=cast.secretary, at=NOON)

    assert Upload.objects.filter(pk=upload.pk).exists()


@pytest.mark.parametrize("name", ["other_secretary", "chair", "contact", "newcomer"])
def test_who_does_not_keep_the_register_imports_nothing(tried, cast, name):
    upload, _plan, digest = tried(table("Ib Terp;suppleant;;;01.01.2014;"))
    viewer = getattr(cast, name)

    with pytest.raises(PermissionDenied):
        keep_upload(council=cast.council, name="x.csv", content=b"Navn\nIb", by=viewer, at=NOON)
    with pytest.raises(PermissionDenied):
        preview_import(upload, by=viewer, at=NOON)
    with pytest.raises(PermissionDenied):
        apply_import(upload, digest=digest, by=viewer, at=NOON)
    with pytest.raises(PermissionDenied):
        drop_upload(upload, by=viewer)

    assert not Person.objects.filter(name="Ib Terp").exists()
    assert Upload.objects.count() == 1


def test_an_upload_is_its_owners_alone_and_does_not_stay(tried, cast):
    upload, _plan, digest = tried(table("Ib Terp;suppleant;;;01.01.2014;"))

    seen = {
        name
        for name, viewer in cast.everyone().items()
        if Upload.objects.visible_to(viewer).exists()
    }
    assert seen == {"secretary"}
    with pytest.raises(Upload.DoesNotExist):
        apply_import(upload, digest=digest, by=cast.administrator, at=NOON)
    assert forget_old_uploads(NOON + timedelta(days=1)) == 0
    assert forget_old_uploads(NOON + timedelta(days=3)) == 1


def test_a_second_file_takes_the_place_of_the_first(tried, cast):
    tried(table("Ib Terp;suppleant;;;01.01.2014;"))
    upload, _plan, _digest = tried(table("Bo Bo;suppleant;;;01.01.2014;"))

    assert Upload.objects.get() == upload
    drop_upload(upload, by=cast.secretary)
    assert not Upload.objects.exists()


@pytest.mark.parametrize("write", [as_csv, lambda *given: as_excel("Ark", *given)])
def test_what_is_exported_is_imported_with_nothing_to_do(tried, cast, write):
    demo.load(by=HOUSE, at=NOON)
    health = add_committee(
        council=cast.council, name="Sundhed", composition="officials", by=HOUSE, at=NOON
    )
    seated(health, "=Anna And", "member")
    strike_membership(seated(cast.council, "Fejl", "supplementary"), why="x", by=HOUSE, at=NOON)
    before = Entry.objects.count()

    _upload, plan, _digest = tried(write(export.heads(), list(export.rows_of(cast.council))))

    assert plan.problems == []
    seats = Membership.objects.standing().filter(body__in=[cast.council.pk, health.pk])
    seatless = Person.objects.exclude(pk__in=Membership.objects.standing().values("person"))
    assert [person.name for person in seatless] == ["Fejl"]
    assert len(plan.of_kind("same")) == seats.count() + 1
    assert not plan.has_to_do
    assert Entry.objects.count() == before


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=9)
DAYS = st.dates(date(1970, 1, 1), date(2100, 1, 1))


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    name=NAMES.map(lambda text: f"={text} x"),
    role=st.sampled_from(["supplementary", "substitute", "chairmanship"]),
    starts_on=DAYS,
    length=st.none() | st.integers(1, 9999),
    basis=st.sampled_from(["exact", "term", "evidence", "inferred"]),
    is_excel=st.booleans(),
)
def test_any_seat_survives_the_way_out_and_in(
    tried, cast, name, role, starts_on, length, basis, is_excel
):
    seated(
        cast.council,
        name,
        role,
        starts_on,
        ends_on=starts_on + timedelta(days=length) if length else None,
        start_basis=basis,
    )
    write = (lambda *given: as_excel("Ark", *given)) if is_excel else as_csv

    _upload, plan, _digest = tried(write(export.heads(), list(export.rows_of(cast.council))))

    assert plan.problems == []
    assert not plan.has_to_do


def test_an_export_costs_the_same_for_three_as_for_one(cast, django_assert_num_queries):
    for names in (["En"], ["To", "Tre"]):
        for name in names:
            seated(cast.council, name, "supplementary", municipality=cast.municipality)
        with django_assert_num_queries(3):
            list(export.rows_of(cast.council))


def test_a_municipality_of_another_council_is_named_with_row_and_column(tried):
    _upload, plan, _digest = tried(table("Ib Terp;suppleant;Aarhus;;01.01.2014;"))

    (problem,) = plan.problems
    assert (problem.row, problem.column) == (2, "Kommune")
    assert "ligger ikke i KKR Hovedstaden" in problem.what
