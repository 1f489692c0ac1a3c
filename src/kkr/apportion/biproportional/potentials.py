"""Divisors as logarithms, with floats: as far inside as they can be.

Divisors prove that places are best if every cell's quotient lies between its signposts. In the
column graph that is a shortest-path condition, and standing a margin inside means that no cycle
turns negative when every move costs two margins less.
"""

from dataclasses import dataclass

import numpy as np

from kkr.apportion.biproportional.alternating_scaling import middle
from kkr.apportion.biproportional.table import Bools, Floats
from kkr.apportion.biproportional.transfer import ColumnGraph, best_paths, shortest

MARGINS = [0.25 / 4**step for step in range(13)]


@dataclass(frozen=True)
class Potentials:
    """Logarithms of divisors, and how far every cell is from its upper and lower signpost."""

    rows: Floats
    cols: Floats
    above: Floats
    below: Floats

    @property
    def least(self) -> float:
        """The narrowest distance of all; negative where a cell stands outside."""
        return float(min(self.above.min(initial=np.inf), self.below.min(initial=np.inf)))


def measured(graph: ColumnGraph, rows: Floats, cols: Floats) -> Potentials:
    """Return divisors with the distances they leave."""
    both = rows[:, None] + cols
    return Potentials(rows, cols, graph.adding + both, -(graph.taking + both))


def widest(graph: ColumnGraph, cols: Floats, level: Bools | None = None) -> Potentials | None:
    """Return divisors with the widest margin there is, or None; they start from a guess `cols`.

    Margins are not asked of steps between nodes that stand `level`: a matrix of cells, true where a
    cell is known to stand on a signpost or next to it.
    """
    for margin in MARGINS:
        found = _inside(graph, cols, margin, level)
        if found is not None:
            return _centred(graph, found)
    return None


def plain(graph: ColumnGraph, cols: Floats) -> Potentials:
    """Return divisors that leave nothing to spare, as good as floats can find them."""
    return _with_rows(graph, -best_paths(-cols, graph.moves, graph.table)[0], 0.0, None)


def _inside(
    graph: ColumnGraph, cols: Floats, margin: float, level: Bools | None
) -> Potentials | None:
    """Return divisors that leave this margin, or None where no divisors do."""
    if level is None:
        moves = graph.moves - 2 * margin
    else:
        adding, taking = _narrowed(graph, margin, level)
        moves = np.stack([(adding - column[:, None]).min(0) for column in taking.T])
        np.fill_diagonal(moves, np.inf)
    found = shortest(-cols, moves, graph.table.tolerance)
    return None if found is None else _with_rows(graph, -found[0], margin, level)


def _narrowed(graph: ColumnGraph, margin: float, level: Bools | None) -> tuple[Floats, Floats]:
    """Return both prices of all cells with the margin taken off, but where they stand level."""
    asked = margin if level is None else np.where(level, 0.0, margin)
    return graph.adding - asked, graph.taking + asked


def _with_rows(graph: ColumnGraph, cols: Floats, margin: float, level: Bools | None) -> Potentials:
    adding, taking = _narrowed(graph, margin, level)
    lowest = (-adding - cols).max(1, initial=-np.inf)
    return measured(graph, middle(lowest, (-taking - cols).min(1, initial=np.inf)), cols)


def _centred(graph: ColumnGraph, found: Potentials) -> Potentials:
    """Move every divisor to the middle of its room, in turn: rounder numbers fit there."""
    rows, cols = found.rows, found.cols
    for _ in range(4):
        cols = middle(
            (-graph.adding - rows[:, None]).max(0, initial=-np.inf),
            (-graph.taking - rows[:, None]).min(0, initial=np.inf),
        )
        rows = middle(
            (-graph.adding - cols).max(1, initial=-np.inf),
            (-graph.taking - cols).min(1, initial=np.inf),
        )
    shift = float(np.sort(cols)[len(cols) // 2])
    return measured(graph, rows + shift, cols - shift)
