import pytest
from tests.cast import HOUSE, LONG_AGO

from kkr.council.actions import add_person
from kkr.council.models import Person
from kkr.council.names import alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Niels Hörup", "Niels Hørup"),
        ("Karsten Søndergaard", "Carsten Søndergård"),
        ("Ole Bjørstorp", "Ole Bo Bjørstorp"),
        ("H.P. Geil", "H P Geil"),
        ("Steen Christiansen", "steen  kristiansen"),
        ("Christiansen Steen", "Steen Christiansen"),
        ("Mogens Gade", "Mogens Gåde"),
    ],
)
def test_names_one_may_write_either_way_are_alike(one, other):
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Niels Hansen", "Niels Jensen"),
        ("Ole", "Ole Bjørstorp"),
        ("Hans Hansen", "Jens Jensen"),
        ("", "Steen"),
    ],
)
def test_names_of_two_people_are_not(one, other):
    assert not alike(one, other)


@pytest.mark.django_db
def test_people_are_found_by_a_near_name_and_by_parts_of_it(cast):
    steen = add_person(name="Steen Christiansen", by=HOUSE, at=LONG_AGO)
    add_person(name="Mogens Gade", by=HOUSE, at=LONG_AGO)

    assert list(Person.objects.named_like("Steen Kristiansen")) == [steen]
    assert list(Person.objects.searched("chris ste")) == [steen]
    assert Person.objects.searched(" ").count() == 2
