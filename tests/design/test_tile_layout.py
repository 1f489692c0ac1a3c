import re

from kkr.design.tile_geometry import is_wide, name_lines
from kkr.design.tile_layout import POSITIONS, SHORT_NAMES, TILES


def test_every_tile_has_a_cell_of_its_own():
    assert len(TILES) == 98
    assert len(set(POSITIONS.values())) == 98


def test_the_country_is_nineteen_columns_and_thirteen_rows():
    assert {min(axis) for axis in zip(*POSITIONS.values(), strict=True)} == {0}
    assert [max(axis) + 1 for axis in zip(*POSITIONS.values(), strict=True)] == [19, 13]


def test_short_names_fit_a_small_tile_and_are_not_shared():
    assert len(set(SHORT_NAMES.values())) == 98
    assert [short for short in SHORT_NAMES.values() if not 3 <= len(short) <= 4] == []


def test_codes_are_four_digits_in_order():
    assert [code for code in TILES if not re.fullmatch(r"0\d{3}", code)] == []
    assert list(TILES) == sorted(TILES)


def test_a_long_name_is_broken_where_its_parts_meet():
    assert name_lines("Albertslund") == ["Alberts-", "lund"]
    assert name_lines("Lyngby-Taarbæk") == ["Lyngby-", "Taarbæk"]
    assert name_lines("Vesthimmerlands") == ["Vesthimmer-", "lands"]
    assert name_lines("København") == ["København"]
    assert name_lines("Ringkøbing-Skjern") == ["Ringkøbing-", "Skjern"]


def test_a_line_too_wide_for_its_tile_gets_smaller_letters():
    assert is_wide(["Jammerbugt"])
    assert is_wide(["Vesthimmer-", "lands"])
    assert not is_wide(["Vallensbæk"])
    assert not is_wide(["Frederiks-", "sund"])
