import re
from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkr.design.symbols import PATTERNS, SYMBOLS
from kkr.design.tile_geometry import Frame, border, letter_cells
from kkr.design.tile_layout import POSITIONS, SHORT_NAMES
from kkr.design.tile_map import Legend, Tile, tile_map

SVG = "{http://www.w3.org/2000/svg}"
CELLS = st.tuples(st.integers(0, 18), st.integers(0, 12))


def tile(code="0165", label="Albertslund", **facts):
    column, row = POSITIONS[code]
    return Tile(code, label, SHORT_NAMES[code], column, row, f"/{code}/", **facts)


def drawn(*tiles, **facts):
    facts = {"heading": "Overskrift", "description": "Beskrivelse"} | facts
    return tile_map(tiles, **facts)


def tree(markup):
    return ElementTree.fromstring(f"<div>{markup}</div>")  # noqa: S314 -- our own markup


def links(markup):
    return {a.findtext(f"{SVG}title"): a for a in tree(markup).iter(f"{SVG}a")}


COUNTRY = [tile(code, label=f"Sted {code}") for code in POSITIONS]


def test_every_tile_is_a_link_with_the_place_and_what_it_shows_as_its_name():
    legend = [Legend("godkendt", state="approved"), Legend("Hovedstaden", group="H")]

    found = links(drawn(tile(state="approved", figure="14", group="H"), legend=legend))

    assert {name: a.get("href") for name, a in found.items()} == {
        "Albertslund: 14, godkendt, Hovedstaden": "/0165/"
    }


def test_a_title_is_spoken_as_it_is():
    assert list(links(drawn(tile(title="Albertslund har svaret")))) == ["Albertslund har svaret"]


def test_the_place_a_page_is_about_is_marked_for_eyes_and_ears():
    found = links(drawn(tile(current=True), tile("0101", "København")))

    assert {name: a.get("aria-current") for name, a in found.items()} == {
        "Albertslund": "true",
        "København": None,
    }


def test_text_from_outside_is_escaped():
    markup = drawn(tile(label='<b>"&', figure="<i>"), heading="<u>", legend=[Legend("<s>")])

    assert not re.search(r"<[busi]>", markup)


def test_a_state_is_told_by_class_and_sign_and_hatching():
    for state in SYMBOLS:
        markup = drawn(tile(state=state))
        (link,) = links(markup).values()

        assert f"state--{state}" in link.get("class")
        assert SYMBOLS[state] in markup
        assert (f'fill="url(#map-{state})"' in markup) == (state in PATTERNS)


def test_a_state_without_a_sign_is_refused():
    with pytest.raises(ValueError, match="has no symbol"):
        drawn(tile(state="purple"))


def test_two_tiles_in_one_cell_are_refused():
    with pytest.raises(ValueError, match="same cell"):
        drawn(tile(), tile(label="En anden"))


def test_the_strict_content_policy_is_kept():
    states = [*SYMBOLS, ""]
    tiles = [
        tile(code, state=states[number % 7], group="HM"[number % 2], figure="7")
        for number, code in enumerate(POSITIONS)
    ]

    markup = drawn(*tiles, legend=[Legend(state, state=state) for state in SYMBOLS])

    assert not re.search(r'style=|<style|<script|\son\w+=|"javascript', markup)


def test_ids_are_unique_on_a_page_with_two_maps():
    legend = [Legend("godkendt", state="approved-with-remarks")]
    tiles = [tile(state="approved-with-remarks"), tile("0101")]
    page = tree(drawn(*tiles, legend=legend, key="a") + drawn(*tiles, legend=legend, key="b"))

    ids = Counter(element.get("id") for element in page.iter() if element.get("id"))

    assert {name for name, times in ids.items() if times > 1} == set()


def test_every_reference_leads_to_an_id_on_the_page():
    markup = drawn(*(replace(one, state="noted") for one in COUNTRY))

    ids = set(re.findall(r'\bid="([^"]+)"', markup))
    references = set(re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', markup))
    references |= set(re.findall(r"url\(#([^)]+)\)", markup))
    references |= set(re.findall(r'href="#([^"]+)"', markup))

    assert references == {"map-heading", "map-description", "map-noted", "map-after"}
    assert references <= ids


def test_a_few_tiles_show_whole_names_and_many_only_short_ones():
    assert "tile-name" in drawn(tile(), tile("0101"))
    assert "tile-name" not in drawn(*COUNTRY)


def test_a_part_of_the_country_is_cropped_to_its_own_tiles():
    one = tree(drawn(tile())).find(f".//{SVG}svg")
    country = tree(drawn(*COUNTRY)).find(f".//{SVG}svg")

    assert one.get("viewBox") == "2 2 96 96"
    assert country.get("viewBox") == "2 2 1896 1296"


def test_a_long_map_can_be_skipped_and_a_short_one_need_not():
    assert 'href="#map-after"' in drawn(*COUNTRY)
    assert 'href="#map-after"' not in drawn(tile())


def test_the_links_come_in_reading_order():
    names = [name[-4:] for name in links(drawn(*reversed(COUNTRY)))]

    assert names == sorted(names, key=lambda code: POSITIONS[code][::-1])


def test_the_same_values_make_the_same_markup():
    grouped = [tile(code, group="HMN"[int(code) % 3], state="noted") for code in POSITIONS]

    assert drawn(*grouped) == drawn(*reversed(grouped))


def test_groups_get_a_line_and_a_letter_only_when_there_are_several():
    alone = drawn(tile(group="H"))
    two = drawn(tile(group="H"), tile("0219", group="H"), tile("0259", "Køge", group="Sj"))

    assert "tile-map-border" not in alone
    assert "tile-map-border" in two
    assert re.findall(r'aria-hidden="true">(H|Sj)</text>', two) == ["H", "Sj"]


def test_no_tiles_make_a_map_without_links():
    assert links(drawn()) == {}


@given(st.dictionaries(CELLS, st.sampled_from("HMN"), min_size=1))
def test_a_border_runs_exactly_where_groups_part(group_at):
    edges = border(group_at, Frame.around(list(group_at)))

    right = {(c, r) for (c, r), g in group_at.items() if group_at.get((c + 1, r)) != g}
    left = {(c - 1, r) for (c, r), g in group_at.items() if group_at.get((c - 1, r)) != g}

    assert edges.count("v") == len(right | left)


@given(st.dictionaries(CELLS, st.sampled_from("HMN"), min_size=1))
def test_a_letter_never_stands_on_a_tile_nor_on_another_letter(group_at):
    frame = Frame.around(list(group_at))
    spots = letter_cells(group_at, "HMN", frame)

    assert len(set(spots.values())) == len(spots)
    assert not set(spots.values()) & set(group_at)
    assert all(frame.holds(spot) for spot in spots.values())


@given(st.sets(CELLS, min_size=1))
def test_the_frame_is_the_smallest_that_holds_every_tile(cells):
    frame = Frame.around(cells)
    corners = [frame.corner(cell) for cell in cells]

    assert all(frame.holds(cell) for cell in cells)
    assert min(x for x, _ in corners) == min(y for _, y in corners) == 0
    assert max(x for x, _ in corners) == (frame.columns - 1) * 100
    assert max(y for _, y in corners) == (frame.rows - 1) * 100
