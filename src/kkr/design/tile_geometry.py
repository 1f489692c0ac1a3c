"""The arithmetic of the tile map: cells in, coordinates and lines out; no markup."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

Cell = tuple[int, int]

CELL = 100  # a tile with its share of the gaps, in the drawing's own units
FEW_COLUMNS = 9  # up to here tiles are large enough for whole names
FEW_PITCH, MANY_PITCH = 88, 58  # the width of a tile in css pixels when there is room
LONGEST_LINE = 10
ENDINGS = "lands|fjord|sund|berg|havn|borg|slev|lund|holm"
STEPS = (-1, 0, 1)


@dataclass(frozen=True, slots=True)
class Frame:
    """The smallest rectangle of cells that holds every tile."""

    left: int
    top: int
    columns: int
    rows: int

    @classmethod
    def around(cls, cells: Collection[Cell]) -> "Frame":
        columns = [column for column, _ in cells] or [0]
        rows = [row for _, row in cells] or [0]
        left, top = min(columns), min(rows)
        return cls(left, top, max(columns) - left + 1, max(rows) - top + 1)

    @property
    def is_small(self) -> bool:
        return self.columns <= FEW_COLUMNS

    @property
    def pixels(self) -> tuple[int, int]:
        pitch = FEW_PITCH if self.is_small else MANY_PITCH
        return self.columns * pitch, self.rows * pitch

    def corner(self, cell: Cell) -> Cell:
        """The north-west corner of a cell in the drawing."""
        return (cell[0] - self.left) * CELL, (cell[1] - self.top) * CELL

    def holds(self, cell: Cell) -> bool:
        column, row = cell[0] - self.left, cell[1] - self.top
        return 0 <= column < self.columns and 0 <= row < self.rows


def border(group_at: Mapping[Cell, str], frame: Frame) -> str:
    """A path round every group: a line wherever a tile's neighbour belongs elsewhere."""
    edges: set[str] = set()
    for cell, group in group_at.items():
        sides = _sides(cell, frame.corner(cell))
        edges |= {edge for beyond, edge in sides.items() if group_at.get(beyond) != group}
    return "".join(sorted(edges))


def _sides(cell: Cell, corner: Cell) -> dict[Cell, str]:
    """The four neighbours of a cell, each with the edge that parts them."""
    (column, row), (x, y) = cell, corner
    return {
        (column, row - 1): f"M{x} {y}h{CELL}",
        (column, row + 1): f"M{x} {y + CELL}h{CELL}",
        (column - 1, row): f"M{x} {y}v{CELL}",
        (column + 1, row): f"M{x + CELL} {y}v{CELL}",
    }


def letter_cells(
    group_at: Mapping[Cell, str], groups: Iterable[str], frame: Frame
) -> dict[str, Cell]:
    """An open cell for the letter of each group, no two in the same; a group may get none."""
    taken = set(group_at)
    found: dict[str, Cell] = {}
    for group in groups:
        own = {cell for cell, its in group_at.items() if its == group}
        if spot := _open_cell(own, taken, frame):
            found[group] = spot
            taken.add(spot)
    return found


def _open_cell(own: set[Cell], taken: set[Cell], frame: Frame) -> Cell | None:
    """The open cell that touches most of the group and least of the rest; ties go north-west."""
    near = {spot for cell in own for spot in _neighbours(cell)} - taken

    def distance(spot: Cell) -> tuple[int, int, int]:
        around = _neighbours(spot)
        return (3 * len(around & (taken - own)) - len(around & own), spot[1], spot[0])

    return min((spot for spot in near if frame.holds(spot)), key=distance, default=None)


def _neighbours(cell: Cell) -> set[Cell]:
    column, row = cell
    return {(column + dx, row + dy) for dx in STEPS for dy in STEPS if dx or dy}


def is_wide(lines: Iterable[str]) -> bool:
    """Whether a line needs smaller letters to fit its tile; an m is as wide as one and a half."""
    return any(len(line) + line.count("m") / 2 > LONGEST_LINE for line in lines)


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
