from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from stdnum.dk import cvr

from kkr.council.actions import load_register
from kkr.council.models import Area, AreaPlacement, Council, Municipality, Party, Person, Term
from kkr.ledger.actors import System
from kkr.ledger.models import Entry
from kkr.ledger.verification import verify

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
CLERK = System("test")
THEN = date(2017, 2, 13)
pytestmark = pytest.mark.django_db


def test_the_98_municipalities_are_29_and_17_and_22_and_19_and_11(register):
    sizes = [
        Municipality.objects.in_council(council, THEN).count() for council in Council.objects.all()
    ]

    assert Municipality.objects.count() == 98
    assert sizes == [29, 17, 22, 19, 11]


def test_the_councils_stand_in_their_order_at_their_addresses(register):
    councils = [(c.slug, c.short_name, c.name) for c in Council.objects.all()]

    assert councils == [
        ("hovedstaden", "Hovedstaden", "KKR Hovedstaden"),
        ("sjaelland", "Sjælland", "KKR Sjælland"),
        ("syddanmark", "Syddanmark", "KKR Syddanmark"),
        ("midtjylland", "Midtjylland", "KKR Midtjylland"),
        ("nordjylland", "Nordjylland", "KKR Nordjylland"),
    ]


def test_every_municipality_has_a_code_of_its_own_and_a_right_cvr_number(register):
    for municipality in Municipality.objects.all():
        municipality.full_clean()
        assert cvr.is_valid(municipality.cvr)
        assert municipality.area.code == municipality.code


@pytest.mark.parametrize(
    ("slug", "full_name"),
    [
        ("albertslund", "Albertslund Kommune"),
        ("koebenhavn", "Københavns Kommune"),
        ("bornholm", "Bornholms Regionskommune"),
        ("vesthimmerlands", "Vesthimmerlands Kommune"),
        ("nordfyns", "Nordfyns Kommune"),
        ("hoeje-taastrup", "Høje-Taastrup Kommune"),
        ("aeroe", "Ærø Kommune"),
        ("broendby", "Brøndby Kommune"),
        ("aabenraa", "Aabenraa Kommune"),
        ("ikast-brande", "Ikast-Brande Kommune"),
    ],
)
def test_a_municipality_is_written_as_on_its_letters(register, slug, full_name):
    assert Municipality.objects.get(slug=slug).full_name == full_name


@pytest.mark.parametrize(
    ("day", "region"),
    [
        (date(2006, 12, 31), None),
        (date(2007, 1, 1), "Region Hovedstaden"),
        (date(2026, 12, 31), "Region Hovedstaden"),
        (date(2027, 1, 1), "Region Østdanmark"),
    ],
)
def test_the_region_of_albertslund_changes_with_the_merger(register, day, region):
    found = Municipality.objects.get(slug="albertslund").region_on(day)

    assert (found and found.name) == region


def test_region_oestdanmark_takes_over_the_46_municipalities_of_two_regions(register):
    east = Area.objects.get(slug="region-oestdanmark")

    assert Municipality.objects.in_area(east, date(2026, 12, 31)).count() == 0
    assert Municipality.objects.in_area(east, date(2027, 1, 1)).count() == 46


def test_the_merger_leaves_the_councils_as_they_are(register):
    council = Council.objects.get(slug="hovedstaden")
    albertslund = Municipality.objects.get(slug="albertslund")

    assert Municipality.objects.in_council(council, date(2027, 1, 1)).count() == 29
    assert Council.objects.of_municipality(albertslund, date(2027, 1, 1)).get() == council


def test_the_country_holds_the_regions_of_the_day(register):
    country = Area.objects.of_kind("country").get()
    regions = country.contents.filter(area__kind="region")

    assert regions.running_on(THEN).count() == 5
    assert regions.running_on(date(2027, 1, 1)).count() == 4


def test_terms_follow_each_other_without_a_gap(register):
    terms = list(Term.objects.all())

    assert [term.label for term in terms] == ["2014-18", "2018-22", "2022-26", "2026-30"]
    assert all(a.ends_on == b.starts_on for a, b in pairwise(terms))
    assert str(Term.objects.running_on(THEN).get()) == "2014-18"


def test_the_parties_have_their_letters(register):
    letters = dict(Party.objects.values_list("name", "letter"))

    assert letters["Socialdemokratiet"] == "A"
    assert letters["Venstre"] == "V"
    assert letters["Det Konservative Folkeparti"] == "C"
    assert letters["Lokalliste"] == ""


def test_loading_leaves_one_entry_and_loading_again_none(register):
    assert register.added == 487

    again = load_register(by=CLERK, at=NOON)

    assert not again
    assert Entry.objects.count() == 1
    assert Entry.objects.get().public
    assert verify().holds


def test_loading_corrects_what_differs_and_takes_nothing_away(register):
    Municipality.objects.filter(slug="albertslund").update(name="Albertlund")
    # as it was before the merger was decided
    AreaPlacement.objects.filter(within__slug="region-oestdanmark").delete()
    AreaPlacement.objects.filter(within__slug="region-sjaelland").update(ends_on=None)
    Person.objects.create(name="Somebody", slug="somebody")

    loaded = load_register(by=CLERK, at=NOON)

    assert (loaded.added, loaded.changed) == (46, 18)
    assert Municipality.objects.get(slug="albertslund").name == "Albertslund"
    assert Person.objects.count() == 1
    assert Entry.objects.count() == 2
    assert set(Entry.objects.last().payload.content) == {"added", "changed", "digest"}


def test_a_secretary_may_not_load_the_register(cast):
    with pytest.raises(PermissionDenied):
        load_register(by=cast.secretary, at=NOON)


def test_a_wrong_cvr_number_is_refused_in_words(register):
    municipality = Municipality.objects.get(slug="albertslund")
    municipality.cvr = "66137113"

    with pytest.raises(ValidationError) as refusal:
        municipality.full_clean()

    assert "66137113" in refusal.value.message_dict["cvr"][0]


def test_a_code_is_four_digits(register):
    municipality = Municipality.objects.get(slug="albertslund")
    municipality.code = "165"

    with pytest.raises(ValidationError) as refusal:
        municipality.full_clean()

    assert set(refusal.value.message_dict) == {"code"}
