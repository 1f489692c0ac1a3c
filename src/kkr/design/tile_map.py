"""The tile map: a country, or a part of it, as equal tiles that link; values in, SVG out.

The same values always make the same markup, so that a page's ETag holds. Ids begin with `key`:
two maps on one page need two keys. There is no style attribute; css colours by class.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kkr.design.symbols import PATTERNS, SYMBOLS, known_state
from kkr.design.tile_geometry import CELL, Cell, Frame, border, is_wide, letter_cells, name_lines

Text = str | Promise

NOTHING = mark_safe("")
CURRENT = mark_safe(' aria-current="true"')
GROUND = mark_safe('<rect class="tile-ground" x="3" y="3" width="94" height="94" rx="4"/>')
MANY_LINKS = 10  # more than these, and who travels by keyboard is offered a way past


@dataclass(frozen=True, slots=True)
class Tile:
    """One place on the map. `group` is the letter of the area it belongs to ("H", "Sj").

    `current` marks the place that the page is about.
    """

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
    current: bool = False

    @property
    def cell(self) -> Cell:
        return self.column, self.row


@dataclass(frozen=True, slots=True)
class Legend:
    """One line of the legend: the words for a state, for a group, or for a plain tile; `href` tells more."""

    text: Text
    state: str = ""
    group: str = ""
    count: Text = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class _Key:
    """What every part of one map must know: its ids, its size and what its marks mean."""

    id: str
    frame: Frame
    words: Mapping[str, Text]
    groups: Mapping[str, int]


def tile_map(
    tiles: Iterable[Tile],
    *,
    heading: Text,
    description: Text,
    legend: Sequence[Legend] = (),
    key: str = "map",
    level: int = 0,
    when_small: Text = "",
) -> SafeString:
    """The map as a figure: heading (one of the page's own with a `level`), description, legend, drawing.

    `when_small` is said where a large map must be drawn small, and tiles are no easy targets.
    Refuses with ValueError two tiles in one cell and a state without a sign.
    """
    ordered = sorted(tiles, key=lambda tile: (tile.row, tile.column))
    _refuse_shared_cells(ordered)
    frame = Frame.around([tile.cell for tile in ordered])
    the_key = _Key(key, frame, _words(legend), _group_numbers(ordered, legend))
    return format_html(
        '<figure class="tile-map tile-map--{size}" id="{key}"><figcaption>'
        '<{tag} class="tile-map-heading" id="{key}-heading">{heading}</{tag}>'
        '<p class="tile-map-description" id="{key}-description">{description}</p>{when_small}'
        '</figcaption>{legend}{skip}{drawing}</figure><div id="{key}-after" tabindex="-1"></div>',
        size="few" if frame.is_small else "many",
        key=key,
        tag=f"h{level}" if level else "p",
        heading=heading,
        description=description,
        when_small=_when_small(when_small),
        legend=_legend(legend, the_key),
        skip=_skip_link(key) if len(ordered) > MANY_LINKS else NOTHING,
        drawing=_drawing(ordered, the_key),
    )


def _when_small(words: Text) -> SafeString:
    html = '<p class="tile-map-description tile-map-when-small">{}</p>'
    return format_html(html, words) if words else NOTHING


def _refuse_shared_cells(tiles: Sequence[Tile]) -> None:
    cells: dict[Cell, Tile] = {}
    for tile in tiles:
        other = cells.setdefault(tile.cell, tile)
        if other is not tile:
            raise ValueError(f"{tile.label} and {other.label} stand in the same cell")


def _words(legend: Sequence[Legend]) -> dict[str, Text]:
    """What the legend calls a state or a group; they share no names."""
    return {entry.state or entry.group: entry.text for entry in legend}


def _group_numbers(tiles: Sequence[Tile], legend: Sequence[Legend]) -> dict[str, int]:
    """Groups numbered from one: as the legend lists them, then as they appear."""
    met = [entry.group for entry in legend] + [tile.group for tile in tiles]
    return {group: number for number, group in enumerate(filter(None, dict.fromkeys(met)), start=1)}


def _drawing(tiles: Sequence[Tile], key: _Key) -> SafeString:
    width, height = key.frame.pixels
    states = {tile.state for tile in tiles} | key.words.keys()
    edge = -3 if len(key.groups) > 1 else 2  # a line round groups needs room; else tiles align
    return format_html(
        '<svg class="tile-map-drawing" role="group" aria-labelledby="{key}-heading" '
        'aria-describedby="{key}-description" xmlns="http://www.w3.org/2000/svg" '
        'width="{width}" height="{height}" viewBox="{edge} {edge} {across} {down}">'
        "<defs>{hatches}</defs>{tiles}{groups}</svg>",
        key=key.id,
        width=width,
        height=height,
        edge=edge,
        across=key.frame.columns * CELL - 2 * edge,
        down=key.frame.rows * CELL - 2 * edge,
        hatches=_joined(_pattern(state, key.id) for state in PATTERNS if state in states),
        tiles=_joined(_tile(tile, key) for tile in tiles),
        groups=_groups({tile.cell: tile.group for tile in tiles}, key),
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


def _tile(tile: Tile, key: _Key) -> SafeString:
    x, y = key.frame.corner(tile.cell)
    return format_html(
        '<a class="tile{classes}" id="{key}-{code}" href="{href}"{current} '
        'transform="translate({x} {y})">'
        "<title>{spoken}</title>{ground}"
        '<rect class="tile-focus" x="8" y="8" width="84" height="84" rx="2"/>'
        '<g aria-hidden="true">{texts}{sign}</g></a>',
        classes=_classes(tile.state, key.groups.get(tile.group, 0)),
        key=key.id,
        code=tile.code,
        href=tile.href,
        current=CURRENT if tile.current else NOTHING,
        x=x,
        y=y,
        spoken=_spoken(tile, key.words),
        ground=_ground(tile.state, key.id),
        texts=_texts(tile, with_name=key.frame.is_small),
        sign=_sign(tile.state, "translate(80 79) scale(1.25)"),
    )


def _classes(state: str, group: int) -> str:
    by_state = f" state--{known_state(state)}" if state else ""
    return by_state + (f" group--{group}" if group else "")


def _spoken(tile: Tile, words: Mapping[str, Text]) -> str:
    """The link's name: the place first, then all that its tile shows."""
    shown = [tile.figure, words.get(tile.state, ""), words.get(tile.group, "")]
    facts = ", ".join(str(fact) for fact in shown if fact)
    return tile.title or (f"{tile.label}: {facts}" if facts else tile.label)


def _ground(state: str, key: str) -> SafeString:
    if state not in PATTERNS:
        return GROUND
    hatched = '<rect x="5" y="5" width="90" height="90" rx="3" fill="url(#{}-{})"/>'
    return GROUND + format_html(hatched, key, state)


def _sign(state: str, transform: str) -> SafeString:
    if not state:
        return NOTHING
    path = '<path class="tile-symbol" transform="{}" d="{}"/>'
    return format_html(path, transform, SYMBOLS[state])


def _texts(tile: Tile, *, with_name: bool) -> SafeString:
    """Name and short name; css shows the one there is room for. Alone, they stand in the middle."""
    drop = 0 if tile.figure or tile.state else 23
    name = _name(tile.label, drop) if with_name else NOTHING
    short = format_html('<text class="tile-short" x="10" y="{}">{}</text>', 38 + drop, tile.short)
    return name + short + _figure(tile.figure)


def _name(label: str, drop: int) -> SafeString:
    lines = name_lines(label)
    first = 24 + drop + (9 if drop and len(lines) == 1 else 0)
    spans = [(first + 17 * number, line) for number, line in enumerate(lines)]
    joined = format_html_join("", '<tspan x="10" y="{}">{}</tspan>', spans)
    size = " tile-name--wide" if is_wide(lines) else ""
    return format_html('<text class="tile-name{}">{}</text>', size, joined)


def _figure(figure: str) -> SafeString:
    if not figure:
        return NOTHING
    size = " tile-figure--long" if len(figure) > 3 else ""
    return format_html('<text class="tile-figure{}" x="10" y="88">{}</text>', size, figure)


def _groups(group_at: Mapping[Cell, str], key: _Key) -> SafeString:
    """A line round each group, and its letter at sea close by."""
    if len(key.groups) < 2:
        return NOTHING
    corners = {
        group: key.frame.corner(cell)
        for group, cell in letter_cells(group_at, key.groups, key.frame).items()
    }
    letters = format_html_join(
        "",
        '<text class="tile-map-letter" x="{}" y="{}" aria-hidden="true">{}</text>',
        ((x + CELL // 2, y + CELL // 2, group) for group, (x, y) in corners.items()),
    )
    line = format_html('<path class="tile-map-border" d="{}"/>', border(group_at, key.frame))
    return line + letters


def _legend(legend: Sequence[Legend], key: _Key) -> SafeString:
    if not legend:
        return NOTHING
    lines = [(_swatch(entry, key), _legend_text(entry), _count(entry)) for entry in legend]
    return format_html(
        '<ul class="legend">{}</ul>',
        format_html_join("", "<li>{}<span>{}{}</span></li>", lines),
    )


def _legend_text(entry: Legend) -> Text:
    return format_html('<a href="{}">{}</a>', entry.href, entry.text) if entry.href else entry.text


def _count(entry: Legend) -> SafeString:
    if not entry.count:
        return NOTHING
    return format_html(' <span class="legend-count">{}</span>', entry.count)


def _swatch(entry: Legend, key: _Key) -> SafeString:
    letter = format_html('<text class="swatch-letter" x="50" y="52">{}</text>', entry.group)
    return format_html(
        '<svg class="swatch{}" viewBox="0 0 100 100" width="28" height="28" aria-hidden="true" '
        'focusable="false">{}{}</svg>',
        _classes(entry.state, key.groups.get(entry.group, 0)),
        _ground(entry.state, key.id),
        _sign(entry.state, "translate(50 50) scale(2.6)") or (letter if entry.group else NOTHING),
    )


def _skip_link(key: str) -> SafeString:
    return format_html('<a class="skip-map" href="#{}-after">{}</a>', key, _("Skip the map"))
