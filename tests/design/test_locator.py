import pytest

from kkr.design.locator import locator
from kkr.design.tile_layout import TILES


def test_every_tile_is_a_square_and_those_of_the_council_stand_out():
    drawing = str(locator({"0101", "0165"}))
    others, here = drawing.split('class="locator-here"')

    assert here.count("z") == 2
    assert others.count("z") == len(TILES) - 2


def test_it_is_hidden_from_those_who_listen():
    assert 'aria-hidden="true"' in locator(set())


@pytest.mark.parametrize("codes", [set(), set(TILES), {"9999"}])
def test_any_part_of_the_country_can_be_shown(codes):
    assert locator(codes).count("z") == len(TILES)
