"""What floats leave in doubt, decided with fractions: are the places the best, and the only best?

Nodes are rows and columns; a place more leads from a row to a column, a place less back. Places
moved round a cycle keep all sums and multiply the product of prices by the cycle's own: below 1 the
new places are better, at exactly 1 as good, and that is a tie (Balinski and Demange 1989). Only
cells that stand on a signpost, or so close that floats cannot say, lie on such cycles; so those
alone are searched.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp, floor, log

import numpy as np

from kkr.apportion.biproportional.potentials import Potentials, measured
from kkr.apportion.biproportional.table import Bools
from kkr.apportion.biproportional.transfer import ColumnGraph

Change = tuple[int, int, int]
Values = dict[int, Fraction]


@dataclass(frozen=True)
class Edge:
    """One place more (from a row to a column) or less (from a column to a row), and its price.

    A row is known by its number, a column by the number of rows and its own.
    """

    start: int
    end: int
    price: Fraction
    change: Change

    @property
    def cell(self) -> tuple[int, int]:
        return self.change[:2]

    def undone(self) -> "Edge":
        """Return the way back, after this move was made."""
        row, col, number = self.change
        return Edge(self.end, self.start, 1 / self.price, (row, col, -number))


@dataclass(frozen=True)
class Settled:
    """Divisors that prove the places, and the moves of each tie.

    `values` are exact, for the nodes that floats leave in doubt: divisors of rows, and one over
    divisors of columns.
    """

    found: Potentials
    values: Values
    ties: list[list[Edge]]


def doubtful(graph: ColumnGraph, found: Potentials) -> tuple[Bools, Bools, float]:
    """Return the cells too close to their upper and lower signposts to trust, and how close."""
    steps = 2 * min(graph.seats.shape) + 2
    band = 4 * steps * (max(0.0, -found.least) + graph.table.tolerance)
    return found.above < band, found.below < band, band


def edges_of(graph: ColumnGraph, upper: Bools, lower: Bools) -> list[Edge]:
    """Return the moves through these cells with their exact prices."""
    rows, table = len(graph.seats), graph.table
    found = []
    for row, col in np.argwhere(upper).tolist():
        price = table.post_above(row, col, int(graph.seats[row, col]))
        found.append(Edge(row, rows + col, price, (row, col, 1)))
    for row, col in np.argwhere(lower).tolist():
        price = table.post_above(row, col, int(graph.seats[row, col]) - 1)
        found.append(Edge(rows + col, row, 1 / price, (row, col, -1)))
    return found


def on_cycles(edges: Sequence[Edge]) -> list[list[Edge]]:
    """Return the edges that lie on cycles, those of one strongly connected part together."""
    following = defaultdict(list)
    for edge in edges:
        following[edge.start].append(edge.end)
    groups = components(list(following), following)
    part = {node: place for place, group in enumerate(groups) for node in group}
    found: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        if part[edge.start] == part[edge.end]:
            found[part[edge.start]].append(edge)
    return list(found.values())


def settle(graph: ColumnGraph, found: Potentials) -> Settled:
    """Make the places the best, return exact divisors for them, and the ties."""
    while True:
        upper, lower, band = doubtful(graph, found)
        values, edges, improved = _improve(graph, found, edges_of(graph, upper, lower))
        if not improved:
            break
        # with very many places the next signpost may be as near, so all are looked at again
        found = measured(graph, found.rows, found.cols)
    level = [edge for edge in edges if _onward(values, edge) == values[edge.end]]
    ties = on_cycles(level)
    _part(values, edges, level, band)
    return Settled(found, values, ties)


def _improve(
    graph: ColumnGraph, found: Potentials, edges: list[Edge]
) -> tuple[Values, list[Edge], bool]:
    """Make every move that gains; return exact divisors that prove there is none left."""
    count, nodes = len(found.rows), {node for edge in edges for node in (edge.start, edge.end)}
    start = {
        node: from_logarithm(
            float(found.rows[node]) + graph.table.unit
            if node < count
            else -float(found.cols[node - count])
        )
        for node in nodes
    }
    improved = False
    while True:
        values = start.copy()
        gains = _relax(values, edges)
        if not gains:
            return values, edges, improved
        improved = True
        graph.change([edge.change for edge in gains])
        edges = [edge.undone() if edge in gains else edge for edge in edges]


def _onward(values: Values, edge: Edge) -> Fraction:
    return values[edge.start] * edge.price


def _relax(values: Values, edges: Sequence[Edge]) -> set[Edge]:
    """Lower values until no edge is cheaper (Bellman and Ford); or return cycles that gain.

    Last steps that close a circle are a cycle that gains, so the first such circles end the search.
    """
    before: dict[int, Edge] = {}
    leaving = defaultdict(list)
    for edge in edges:
        leaving[edge.start].append(edge)
    moved = set(leaving)
    while moved:
        following: set[int] = set()
        for node in sorted(moved):
            for edge in leaving[node]:
                reached = _onward(values, edge)
                if reached < values[edge.end]:
                    values[edge.end] = reached
                    before[edge.end] = edge
                    following.add(edge.end)
        circles = _circles(before)
        if circles:
            return circles
        moved = following
    return set()


def _circles(before: dict[int, Edge]) -> set[Edge]:
    """Return the edges of all circles among the last steps."""
    seen: dict[int, int] = {}
    found = set()
    for root in before:
        node = root
        while node in before and node not in seen:
            seen[node] = root
            node = before[node].start
        if seen.get(node) == root:
            end = node
            while True:
                found.add(before[node])
                node = before[node].start
                if node == end:
                    break
    return found


def _part(values: Values, edges: Sequence[Edge], level: Sequence[Edge], band: float) -> None:
    """Move values by a hair so that only cells of a tie stand on their signpost."""
    following = defaultdict(list)
    for edge in level:
        following[edge.start].append(edge.end)
    groups = components({node for edge in level for node in (edge.start, edge.end)}, following)
    rank = {node: len(groups) - place for place, group in enumerate(groups) for node in group}
    room = [1 - values[edge.end] / _onward(values, edge) for edge in edges]
    least = min([Fraction(band) / 4, *(own for own in room if own)])
    step = from_logarithm(logarithm_of(least) - 1) / (len(groups) + 1)
    for node, place in rank.items():
        values[node] *= 1 - place * step


def components(nodes: Iterable[int], following: Mapping[int, Sequence[int]]) -> list[list[int]]:
    """Return the strongly connected components, each after those it leads to (Sharir 1981).

    >>> components([1, 2, 3], {1: [2], 2: [1, 3]})
    [[3], [2, 1]]
    """
    seen: set[int] = set()
    order = [node for root in nodes for node in _walk(root, following, seen)]
    before = defaultdict(list)
    for start, ends in following.items():
        for end in ends:
            before[end].append(start)
    seen = set()
    found = [list(_walk(root, before, seen)) for root in reversed(order)]
    return [group for group in reversed(found) if group]


def _walk(root: int, following: Mapping[int, Sequence[int]], seen: set[int]) -> Iterator[int]:
    """Yield every node in reach that was not seen, each after those it leads to."""
    trail = [] if root in seen else [(root, iter(following.get(root, ())))]
    seen.add(root)
    while trail:
        node, rest = trail[-1]
        onward = next((end for end in rest if end not in seen), None)
        if onward is None:
            trail.pop()
            yield node
        else:
            seen.add(onward)
            trail.append((onward, iter(following.get(onward, ()))))


def from_logarithm(logarithm: float) -> Fraction:
    """Return a fraction close to e to this power, however large."""
    if abs(logarithm) < 600:
        return Fraction(exp(logarithm))
    binary = floor(logarithm / log(2))
    return Fraction(exp(logarithm - binary * log(2))) * Fraction(2) ** binary


def logarithm_of(number: Fraction) -> float:
    """Return the natural logarithm, however large the number is."""
    return log(number.numerator) - log(number.denominator)
