"""A table as a grid without holes or overlaps: HTML lets both happen, paper does not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kkr.documents.markup import CELLS, Element, Node, text_of

_figure = re.compile(r"[-+\u2212]?\d[\d.,\xa0 ]*(%|kr\.?|pct\.?)?", re.IGNORECASE)


@dataclass
class Place:
    """One cell, where it begins and how far it goes."""

    x: int
    y: int
    width: int = 1
    height: int = 1
    is_header: bool = False
    to_the_right: bool = False
    children: list[Node] = field(default_factory=list)

    @property
    def squares(self) -> Iterator[tuple[int, int]]:
        for y in range(self.y, self.y + self.height):
            yield from ((x, y) for x in range(self.x, self.x + self.width))

    @property
    def says(self) -> str:
        return text_of(self.children).strip()


@dataclass
class Grid:
    """The rows, how many of them are repeated on every page, and how many columns there are."""

    rows: list[list[Place]]
    head: int
    columns: int


def grid(table: Element) -> Grid:
    """Every square of the table under exactly one cell; no cell leads from the head into the body."""
    head_rows, rows = _rows(table)
    places: list[Place] = []
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(rows):
        below = (head_rows if y < head_rows else len(rows)) - y
        for place in _placed(row, y, below, taken):
            places.append(place)
            taken.update(place.squares)
    columns = max((x + 1 for x, _y in taken), default=0)
    free = [Place(x, y) for y in range(len(rows)) for x in range(columns) if (x, y) not in taken]
    laid: list[list[Place]] = [[] for _row in rows]
    for place in sorted([*places, *free], key=lambda place: place.x):
        laid[place.y].append(place)
    _align(laid, head_rows)
    return Grid(laid, head_rows, columns)


def _align(rows: list[list[Place]], head: int) -> None:
    """Where a column says only figures, it is read from the right, its heading too."""
    narrow = [place for row in rows for place in row if place.width == 1]
    below = [place for place in narrow if place.y >= head and place.says]
    words = {place.x for place in below if not _figure.fullmatch(place.says)}
    figures = {place.x for place in below} - words
    for place in narrow:
        place.to_the_right = place.x in figures


def _rows(table: Element) -> tuple[int, list[Element]]:
    """All rows, those of the head first, and how many these are: a body without rows has no head."""
    parts = [part for part in table.children if isinstance(part, Element)]
    head = [row for part in parts if part.tag == "thead" for row in _of(part, "tr")]
    body = [r for p in parts if p.tag != "thead" for r in ([p] if p.tag == "tr" else _of(p, "tr"))]
    if not head and len(body) > 1 and all(cell.tag == "th" for cell in _cells(body[0])):
        head, body = body[:1], body[1:]
    return (len(head) if body else 0), head + body


def _of(part: Element, tag: str) -> list[Element]:
    return [child for child in part.children if isinstance(child, Element) and child.tag == tag]


def _cells(row: Element) -> list[Element]:
    return [child for child in row.children if isinstance(child, Element) and child.tag in CELLS]


def _placed(row: Element, y: int, below: int, taken: set[tuple[int, int]]) -> Iterator[Place]:
    """The cells of a row from left to right, past what hangs down from above."""
    x = 0
    for cell in _cells(row):
        while (x, y) in taken:
            x += 1
        spans = dict(cell.attributes)
        asked = int(spans.get("colspan", "1"))
        free = (step for step in range(1, asked) if (x + step, y) in taken)
        width = next(free, asked)
        height = min(int(spans.get("rowspan", "1")), below)
        yield Place(x, y, width, height, is_header=cell.tag == "th", children=cell.children)
        x += width
