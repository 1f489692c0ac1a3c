"""The tile map: a country, or a part of it, as equal tiles that link; values in, SVG out.

The same values always make the same markup, so that a page's ETag holds. Ids begin with `key`:
two maps on one page need two keys. There is no style attribute; css colours by class.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kkr.design.symbols import PATTERNS, SYMBOLS, known_state

Text = str | Promise

CELL = 100
FEW_COLUMNS = 9  # up to here tiles are large enough for whole names
FEW_PITCH, MANY_PITCH = 88, 58  # the width of a tile in css pixels when there is room
LONGEST_LINE = 10
ENDINGS = "lands|fjord|sund|berg|havn|borg|lund|holm"
NOTHING = mark_safe("")


@dataclass(frozen=True, slots=True)
class Tile:
    """One place on the map. `group` is the letter of the area it belongs to ("H", "Sj")."""

    code: str
    label: str
    short: str
    column: int
    row: int
    href: str
    figure: str = ""
    state: str = ""
    title: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Legend:
    """One line of the legend: the words for a state, for a group, or for a plain tile."""

    text: Text
    state: str = ""
    group: str = ""
    count: Text = ""


def tile_map(
    tiles: Iterable[Tile],
    *,
    heading: Text,
    description: Text,
    legend: Sequence[Legend] = (),
    key: str = "map",
) -> SafeString:
    """The map as a figure: heading, description, legend and the drawing.

    >>> from django.conf import settings; settings.configured or settings.configure()
    >>> tile = Tile("0165", "Albertslund", "Alb", 12, 6, "/albertslund/", state="approved")
    >>> "Albertslund: godkendt" in tile_map([tile], heading="1 af 1 har svaret",
    ...     description="Kommunen er en felt.", legend=[Legend("godkendt", "approved")])
    True
    """
    ordered = sorted(tiles, key=lambda tile: (tile.row, tile.column))
    _refuse_shared_cells(ordered)
    frame = _Frame.around(ordered)
    return format_html(
        '<figure class="tile-map tile-map--{size}" id="{key}"><figcaption>'
        '<p class="tile-map-heading" id="{key}-heading">{heading}</p>'
        '<p class="tile-map-description" id="{key}-description">{description}</p>{legend}'
        "</figcaption>{skip}{svg}</figure>{target}",
        size=frame.size,
        key=key,
        heading=heading,
        description=description,
        legend=_legend(legend, key, _group_order(ordered, legend)),
        skip=_skip_link(key, len(ordered)),
        svg=_drawing(ordered, legend, frame, key),
        target=format_html('<div id="{}-after" tabindex="-1"></div>', key),
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """The smallest rectangle of cells that holds every tile."""

    left: int
    top: int
    columns: int
    rows: int

    @classmethod
    def around(cls, tiles: Sequence[Tile]) -> "_Frame":
        columns = [tile.column for tile in tiles] or [0]
        rows = [tile.row for tile in tiles] or [0]
        left, top = min(columns), min(rows)
        return cls(left, top, max(columns) - left + 1, max(rows) - top + 1)

    @property
    def size(self) -> str:
        return "few" if self.columns <= FEW_COLUMNS else "many"

    @property
    def pitch(self) -> int:
        return FEW_PITCH if self.columns <= FEW_COLUMNS else MANY_PITCH

    def corner(self, column: int, row: int) -> tuple[int, int]:
        return (column - self.left) * CELL, (row - self.top) * CELL

    def holds(self, column: int, row: int) -> bool:
        return 0 <= column - self.left < self.columns and 0 <= row - self.top < self.rows


def _refuse_shared_cells(tiles: Sequence[Tile]) -> None:
    cells: dict[tuple[int, int], Tile] = {}
    for tile in tiles:
        other = cells.setdefault((tile.column, tile.row), tile)
        if other is not tile:
            raise ValueError(f"{tile.label} and {other.label} stand in the same cell")


def _group_order(tiles: Sequence[Tile], legend: Sequence[Legend]) -> dict[str, int]:
    """Groups numbered from one: as the legend lists them, then as they appear."""
    named = [entry.group for entry in legend if entry.group]
    met = [tile.group for tile in tiles if tile.group]
    return {group: place for place, group in enumerate(dict.fromkeys(named + met), start=1)}


def _drawing(
    tiles: Sequence[Tile], legend: Sequence[Legend], frame: _Frame, key: str
) -> SafeString:
    groups = _group_order(tiles, legend)
    words = _words(legend)
    states = sorted({known_state(item.state) for item in [*tiles, *legend]} - {""})
    links = (_tile(tile, frame, key, words, groups) for tile in tiles)
    return format_html(
        '<svg class="tile-map-drawing" role="group" aria-labelledby="{key}-heading" '
        'aria-describedby="{key}-description" xmlns="http://www.w3.org/2000/svg" '
        'width="{width}" height="{height}" viewBox="-6 -6 {across} {down}">'
        "<defs>{defs}</defs>{tiles}{borders}{letters}</svg>",
        key=key,
        width=frame.columns * frame.pitch,
        height=frame.rows * frame.pitch,
        across=frame.columns * CELL + 12,
        down=frame.rows * CELL + 12,
        defs=_joined(_pattern(state, key) for state in states if state in PATTERNS),
        tiles=_joined(links),
        borders=_borders(tiles, frame) if len(groups) > 1 else NOTHING,
        letters=_letters(tiles, frame, groups) if len(groups) > 1 else NOTHING,
    )


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _pattern(state: str, key: str) -> SafeString:
    return format_html(
        '<pattern id="{0}-{1}" class="state--{1}" width="12" height="12" '
        'patternUnits="userSpaceOnUse"><path class="tile-hatch" d="{2}"/></pattern>',
        key,
        state,
        PATTERNS[state],
    )


def _words(legend: Sequence[Legend]) -> dict[str, Text]:
    """What the legend calls a state or a group; they share no names."""
    return {entry.state or entry.group: entry.text for entry in legend}


def _spoken(tile: Tile, words: dict[str, Text]) -> str:
    """The link's name: the place first, then all that its tile shows."""
    shown = [tile.figure, words.get(tile.state, ""), words.get(tile.group, "")]
    facts = ", ".join(str(fact) for fact in shown if fact)
    return tile.title or (f"{tile.label}: {facts}" if facts else tile.label)


def _tile(
    tile: Tile, frame: _Frame, key: str, words: dict[str, Text], groups: dict[str, int]
) -> SafeString:
    x, y = frame.corner(tile.column, tile.row)
    return format_html(
        '<a class="tile{classes}" id="{key}-{code}" href="{href}" transform="translate({x} {y})">'
        '<title>{spoken}</title><rect class="tile-ground" x="3" y="3" width="94" height="94" '
        'rx="4"/>{hatch}<g aria-hidden="true">{texts}{symbol}</g>'
        '<rect class="tile-focus" x="7" y="7" width="86" height="86" rx="2"/></a>',
        classes=_classes(tile.state, groups.get(tile.group, 0)),
        key=key,
        code=tile.code,
        href=tile.href,
        x=x,
        y=y,
        spoken=_spoken(tile, words),
        hatch=_hatch(tile.state, key),
        texts=_texts(tile, frame),
        symbol=_symbol(tile.state),
    )


def _classes(state: str, group: int) -> str:
    return (f" state--{known_state(state)}" if state else "") + (
        f" group--{group}" if group else ""
    )


def _hatch(state: str, key: str) -> SafeString:
    if state not in PATTERNS:
        return NOTHING
    return format_html(
        '<rect x="3" y="3" width="94" height="94" rx="4" fill="url(#{}-{})"/>', key, state
    )


def _symbol(state: str) -> SafeString:
    if not state:
        return NOTHING
    place = "translate(80 79) scale(1.25)"
    return format_html('<path class="tile-symbol" transform="{}" d="{}"/>', place, SYMBOLS[state])


def _texts(tile: Tile, frame: _Frame) -> SafeString:
    name = _name(tile.label) if frame.size == "few" else NOTHING
    short = format_html('<text class="tile-short" x="10" y="38">{}</text>', tile.short)
    return format_html("{}{}{}", name, short, _figure(tile.figure))


def _name(label: str) -> SafeString:
    lines = name_lines(label)
    spans = format_html_join(
        "", '<tspan x="10" y="{}">{}</tspan>', ((24 + 17 * i, line) for i, line in enumerate(lines))
    )
    return format_html('<text class="tile-name">{}</text>', spans)


def name_lines(label: str) -> list[str]:
    """A place name on lines that fit a tile, broken where its parts meet.

    >>> name_lines("Albertslund"), name_lines("Lyngby-Taarbæk"), name_lines("Herlev")
    (['Alberts-', 'lund'], ['Lyngby-', 'Taarbæk'], ['Herlev'])
    """
    if len(label) <= LONGEST_LINE:
        return [label]
    if "-" in label:
        first, rest = label.split("-", 1)
        return [f"{first}-", rest]
    parts = re.fullmatch(rf"(.+?)({ENDINGS})", label)
    return [f"{parts[1]}-", parts[2]] if parts else [label]


def _figure(figure: str) -> SafeString:
    if not figure:
        return NOTHING
    size = " tile-figure--long" if len(figure) > 3 else ""
    return format_html('<text class="tile-figure{}" x="10" y="88">{}</text>', size, figure)


def _borders(tiles: Sequence[Tile], frame: _Frame) -> SafeString:
    """One line round every group: drawn where a tile's neighbour belongs elsewhere."""
    group_at = {(tile.column, tile.row): tile.group for tile in tiles}
    edges: set[str] = set()
    for (column, row), group in group_at.items():
        x, y = frame.corner(column, row)
        sides = {
            (column, row - 1): f"M{x} {y}h{CELL}",
            (column, row + 1): f"M{x} {y + CELL}h{CELL}",
            (column - 1, row): f"M{x} {y}v{CELL}",
            (column + 1, row): f"M{x + CELL} {y}v{CELL}",
        }
        edges |= {edge for cell, edge in sides.items() if group_at.get(cell) != group}
    return format_html('<path class="tile-map-border" d="{}"/>', "".join(sorted(edges)))


def _letters(tiles: Sequence[Tile], frame: _Frame, groups: dict[str, int]) -> SafeString:
    """Each group's letter at sea, close to the group."""
    taken = {(tile.column, tile.row) for tile in tiles}
    letters = []
    for group in groups:
        cells = [(tile.column, tile.row) for tile in tiles if tile.group == group]
        if spot := _open_cell(cells, taken, frame):
            taken.add(spot)
            x, y = frame.corner(*spot)
            letters.append((x + CELL // 2, y + CELL // 2, group))
    return format_html_join(
        "", '<text class="tile-map-letter" x="{}" y="{}" aria-hidden="true">{}</text>', letters
    )


def _open_cell(
    cells: Sequence[tuple[int, int]], taken: set[tuple[int, int]], frame: _Frame
) -> tuple[int, int] | None:
    """The empty cell that touches most of the group and least of the others; ties go north-west."""
    own = set(cells)
    near = {spot for cell in cells for spot in _neighbours(cell)} - taken
    open_cells = [spot for spot in near if frame.holds(*spot)]

    def nearness(spot: tuple[int, int]) -> tuple[int, int, int]:
        around = set(_neighbours(spot))
        return (3 * len(around & (taken - own)) - len(around & own), spot[1], spot[0])

    return min(open_cells, key=nearness, default=None)


def _neighbours(cell: tuple[int, int]) -> list[tuple[int, int]]:
    column, row = cell
    steps = (-1, 0, 1)
    return [(column + dx, row + dy) for dx in steps for dy in steps if dx or dy]


def _legend(legend: Sequence[Legend], key: str, groups: dict[str, int]) -> SafeString:
    if not legend:
        return NOTHING
    lines = format_html_join(
        "",
        "<li>{}<span>{}{}</span></li>",
        ((_swatch(entry, key, groups), entry.text, _count(entry)) for entry in legend),
    )
    return format_html('<ul class="legend">{}</ul>', lines)


def _count(entry: Legend) -> SafeString:
    return (
        format_html(' <span class="legend-count">{}</span>', entry.count)
        if entry.count
        else NOTHING
    )


def _swatch(entry: Legend, key: str, groups: dict[str, int]) -> SafeString:
    letter = format_html('<text class="swatch-letter" x="50" y="52">{}</text>', entry.group)
    mark = "translate(50 50) scale(2.6)"
    symbol = format_html(
        '<path class="tile-symbol" transform="{}" d="{}"/>', mark, SYMBOLS.get(entry.state, "")
    )
    return format_html(
        '<svg class="swatch{}" viewBox="0 0 100 100" width="28" height="28" aria-hidden="true" '
        'focusable="false"><rect class="tile-ground" x="3" y="3" width="94" height="94" rx="4"/>'
        "{}{}</svg>",
        _classes(entry.state, groups.get(entry.group, 0)),
        _hatch(entry.state, key),
        (symbol if entry.state else NOTHING) or (letter if entry.group else NOTHING),
    )


def _skip_link(key: str, count: int) -> SafeString:
    """A way past a hundred links for who travels by keyboard."""
    if count <= 10:
        return NOTHING
    return format_html('<a class="skip-map" href="#{}-after">{}</a>', key, _("Skip the map"))
