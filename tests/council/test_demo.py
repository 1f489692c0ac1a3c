from datetime import UTC, date, datetime

import pytest
from tests.worlds import once_a_file

from kkr.config.demo import council as demo
from kkr.council.actions import correct_membership
from kkr.council.models import Council, Membership, Municipality, Person
from kkr.ledger.actors import System
from kkr.ledger.models import Entry
from kkr.ledger.verification import verify

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(registered, django_db_blocker):
    yield from once_a_file(django_db_blocker, lambda: demo.load(by=System("demo"), at=NOON))


@pytest.fixture
def seated(loaded, register):
    return loaded


def leaders(slug, day):
    """Who led a council that day, by role."""
    memberships = Membership.objects.of_body(Council.objects.get(slug=slug)).chairmanship()
    return {(m.role, m.person.name) for m in memberships.running_on(day).with_names()}


FOUND = [
    ("hovedstaden", date(2015, 6, 1), set()),
    (
        "hovedstaden",
        date(2017, 2, 13),
        {("chair", "Steen Christiansen"), ("vice_chair", "John Engelhardt")},
    ),
    (
        "hovedstaden",
        date(2018, 2, 1),
        {("chair", "Steen Christiansen"), ("vice_chair", "Karsten Søndergaard")},
    ),
    ("hovedstaden", date(2023, 1, 1), set()),
    ("sjaelland", date(2017, 2, 13), set()),
    (
        "syddanmark",
        date(2018, 12, 20),
        {("chairmanship", "H.P. Geil"), ("chairmanship", "Johannes Lundsfryd Jensen")},
    ),
    ("midtjylland", date(2019, 1, 1), {("chair", "Torben Hansen")}),
    (
        "midtjylland",
        date(2022, 1, 21),
        {("chair", "Torben Hansen"), ("vice_chair", "Ib Lauritsen")},
    ),
    ("nordjylland", date(2024, 1, 1), {("vice_chair", "Mogens Gade")}),
    ("nordjylland", date(2026, 6, 1), set()),
]


def test_the_chairs_are_those_that_were_found(seated):
    assert [leaders(slug, day) for slug, day, _expected in FOUND] == [
        expected for _slug, _day, expected in FOUND
    ]


def test_steen_christiansen_was_re_elected_on_29_january_2018(seated):
    first, second = Membership.objects.chairs().filter(person__name="Steen Christiansen")

    assert (first.start_basis, first.ends_on) == ("evidence", date(2018, 1, 29))
    assert (second.start_basis, second.starts_on) == ("exact", date(2018, 1, 29))
    assert first.source
    assert second.source


def test_an_inferred_period_says_so(seated):
    membership = Membership.objects.get(person__name="Mikael Smed")

    assert (membership.start_basis, membership.end_basis) == ("inferred", "inferred")


def test_all_29_mayors_of_hovedstaden_sit_by_office_in_both_terms(seated):
    council = Council.objects.get(slug="hovedstaden")
    for day in (date(2014, 1, 1), date(2017, 2, 13), date(2021, 12, 31)):
        mayors = Membership.objects.of_body(council).members().running_on(day)

        represented = {mayor.municipality for mayor in mayors}

        assert mayors.count() == 29
        assert represented == set(Municipality.objects.in_council(council, day))


def test_a_chair_who_is_a_mayor_is_one_person(seated):
    steen = Person.objects.get(name="Steen Christiansen")
    john = Person.objects.get(name="John Engelhardt")

    assert {m.role for m in steen.memberships.all()} == {"chair", "member_by_office"}
    assert {m.role for m in john.memberships.all()} == {"vice_chair", "member_by_office"}
    assert Person.objects.count() == 51


def test_parties_are_those_of_the_source(seated):
    mayors = Membership.objects.filter(role="member_by_office", starts_on=date(2014, 1, 1))
    letters = list(mayors.values_list("party__letter", flat=True))

    assert {letter: letters.count(letter) for letter in letters} == {"A": 13, "C": 9, "V": 7}
    frost = Membership.objects.get(person__name="Anders Gerner Frost")
    assert frost.party.name == "Lokalliste"
    assert Membership.objects.get(person__name="Egon Fræhr").party is None


def test_loading_twice_changes_nothing(seated):
    entries = Entry.objects.count()

    again = demo.load(by=System("demo"), at=NOON)

    assert (seated, again) == (79, 0)
    assert Entry.objects.count() == entries
    assert verify().holds


def test_what_was_corrected_at_the_desk_is_not_entered_again(seated):
    chair = Membership.objects.chairs().get(
        person__slug="steen-christiansen", starts_on="2017-02-06"
    )
    correct_membership(
        chair, {"starts_on": date(2017, 2, 7)}, why="Day after", by=System("test"), at=NOON
    )

    assert demo.load(by=System("demo"), at=NOON) == 0
