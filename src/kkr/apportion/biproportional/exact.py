"""Whole numbers decide: whether divisors prove places right, and which places stand level."""

from dataclasses import dataclass, field
from fractions import Fraction

from kkr.apportion.biproportional.core import Core, Grid

Cell = tuple[int, int]
Divisors = list[Fraction]


@dataclass
class Judgement:
    """Cells that the divisors give the wrong places, and cells that stand exactly on a signpost."""

    wrong: list[Cell] = field(default_factory=list)
    losing: list[Cell] = field(default_factory=list)  # on the signpost of their last place
    gaining: list[Cell] = field(default_factory=list)  # on the signpost of their next place

    @property
    def strict(self) -> bool:
        """Whether every cell stands between its signposts, on none."""
        return not (self.wrong or self.losing or self.gaining)


def judge(core: Core, seats: Grid, rows: Divisors, cols: Divisors) -> Judgement:
    """Compare every cell with its two signposts, in whole numbers.

    s(x) <= w / (row divisor * column divisor) <= s(x + 1); a cell at its minimum needs no first.
    """
    found = Judgement()
    parts = [(d.numerator, 2 * d.denominator) for d in cols]
    for i, (row, held, lower) in enumerate(zip(core.weights, seats, core.lower, strict=True)):
        top, bottom = rows[i].numerator, rows[i].denominator
        for j, (w, x) in enumerate(zip(row, held, strict=True)):
            if w:
                claim, size = w * bottom * parts[j][1], top * parts[j][0]
                above = size * (2 * x + 2 - core.back) - claim
                below = claim - size * (2 * x - core.back) if x > lower[j] else 1
                if above < 0 or below < 0:
                    found.wrong.append((i, j))
                elif not above:
                    found.gaining.append((i, j))
                elif not below:
                    found.losing.append((i, j))
    return found


@dataclass
class Relaxation:
    """Shortest paths in the residual graph, in exact fractions (Bellman 1958).

    Row divisors only fall and column divisors only rise, until no cell of `cells` is wrong; a
    circle instead is a transfer that improves the places.
    """

    core: Core
    seats: Grid
    rows: Divisors
    cols: Divisors
    cells: list[Cell]
    row_from: dict[int, int] = field(default_factory=dict)
    col_from: dict[int, int] = field(default_factory=dict)

    def settle(self) -> list[Cell] | None:
        """Relax to the end; return the cells of a circle, gaining and losing in turn, if any."""
        while self._sweep():
            circle = self._circle()
            if circle:
                return circle
        return None

    def _sweep(self) -> bool:
        moved = False
        for i, j in self.cells:
            w, x = self.core.weights[i][j], self.seats[i][j]
            most = Fraction(2 * w, 2 * x + 2 - self.core.back)
            if self.rows[i] * self.cols[j] < most:
                self.cols[j], self.col_from[j] = most / self.rows[i], i
                moved = True
            if x > self.core.lower[i][j]:
                size = Fraction(2 * w, 2 * x - self.core.back)
                if self.rows[i] * self.cols[j] > size:
                    self.rows[i], self.row_from[i] = size / self.cols[j], j
                    moved = True
        return moved

    def _circle(self) -> list[Cell] | None:
        safe: set[int] = set()
        for start in self.col_from:
            trail: list[int] = []
            j: int | None = start
            while j is not None and j not in safe and j not in trail:
                trail.append(j)
                i = self.col_from.get(j)
                j = None if i is None else self.row_from.get(i)
            if j in trail:
                return self._cells_of(trail[trail.index(j) :])
            safe.update(trail)
        return None

    def _cells_of(self, columns: list[int]) -> list[Cell]:
        cells = []
        for j in columns:
            i = self.col_from[j]
            cells += [(i, j), (i, self.row_from[i])]
        return cells


def level_cells(core: Core, judgement: Judgement) -> tuple[list[Cell], list[int]]:
    """Return the cells that differ between equally good answers, and a rank for each node.

    Exact divisors make every improvement cost nothing or more, so another answer is a circle of
    cells on their signposts: an arc inside a strongly connected part (Sharir 1981). Along all other
    arcs the rank falls. Nodes are the rows, then the columns.
    """
    count = len(core.row_totals)
    arcs = [(i, count + j) for i, j in judgement.gaining]
    arcs += [(count + j, i) for i, j in judgement.losing]
    after: list[list[int]] = [[] for _ in range(count + len(core.col_totals))]
    for start, end in arcs:
        after[start].append(end)
    part = _parts(after)
    level = [(min(a, b), max(a, b) - count) for a, b in arcs if part[a] == part[b]]
    return sorted(level), part


def _parts(after: list[list[int]]) -> list[int]:
    """Number the strongly connected parts; an arc between two parts leads to a smaller number."""
    order, before = _finished(after), _turned(after)
    part, number = [0] * len(after), len(after)
    seen: set[int] = set()
    for start in reversed(order):
        if start not in seen:
            members: list[int] = []
            _walk(start, before, seen, members)
            number -= 1
            for node in members:
                part[node] = number
    return part


def _finished(after: list[list[int]]) -> list[int]:
    order: list[int] = []
    seen: set[int] = set()
    for start in range(len(after)):
        if start not in seen:
            _walk(start, after, seen, order)
    return order


def _turned(after: list[list[int]]) -> list[list[int]]:
    before: list[list[int]] = [[] for _ in after]
    for start, ends in enumerate(after):
        for end in ends:
            before[end].append(start)
    return before


def _walk(start: int, after: list[list[int]], seen: set[int], order: list[int]) -> None:
    """Append every node in reach, each after those that it leads to."""
    seen.add(start)
    stack = [(start, iter(after[start]))]
    while stack:
        node, ends = stack[-1]
        new = next((end for end in ends if end not in seen), None)
        if new is None:
            order.append(node)
            stack.pop()
        else:
            seen.add(new)
            stack.append((new, iter(after[new])))
