"""Dividing places by row and by column at once, as proportional to the weights as can be.

A division is biproportional (Balinski and Demange 1989) if there are a divisor for every row and
one for every column such that every cell gets its weight, divided by both, rounded. Such divisions
are those whose product of signpost / weight over all places is least (Gaffke and Pukelsheim 2008).
The way there: alternating scaling comes close (Pukelsheim 2017, chapter 15), tie-and-transfer
finishes (Zachariasen 2006), fractions decide what floats leave in doubt, and round divisors prove
the places.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from kkr.apportion.biproportional.alternating_scaling import first_guess
from kkr.apportion.biproportional.divisors import Divisors, held_cells, proves
from kkr.apportion.biproportional.exact import Edge, doubtful, edges_of, on_cycles, settle
from kkr.apportion.biproportional.infeasible import contradiction, obstacle, sides_of
from kkr.apportion.biproportional.potentials import Potentials, plain, widest
from kkr.apportion.biproportional.problem import BiproportionalProblem, Matrix
from kkr.apportion.biproportional.table import Bools, Floats, Table, table_of
from kkr.apportion.biproportional.transfer import ColumnGraph, transfer
from kkr.apportion.values import Infeasible, Tie

Cell = tuple[int, int]


@dataclass(frozen=True)
class MatrixAllocation:
    """Places by row and column, and the divisors that prove them.

    Every cell's weight over its row's and its column's divisor, rounded, is its places, and never
    stands on a signpost; the cells `held` keep their minimum instead. With `ties`, `seats` is one
    of several equally good answers: each tie names cells (row and column from 0), of which
    `places` are rounded up in every one of them, and nothing says which.
    """

    seats: Matrix
    row_divisors: tuple[Fraction, ...]
    col_divisors: tuple[Fraction, ...]
    held: tuple[Cell, ...] = ()
    ties: tuple[Tie, ...] = ()


def allocate_matrix(problem: BiproportionalProblem) -> MatrixAllocation | Infeasible:
    """Return the places by row and column with their divisors, or why there are none.

    >>> problem = BiproportionalProblem(
    ...     ("A", "B"), ("1", "2"), ((60, 10), (50, 90)), (2, 3), (3, 2), "sainte_lague"
    ... )
    >>> allocate_matrix(problem).seats
    ((2, 0), (1, 2))
    """
    rows, cols = sides_of(problem)
    refused = contradiction(rows, cols, problem)
    if refused is not None:
        return refused
    if not problem.rows or not problem.cols:
        by_row, by_col = ((Fraction(1),) * len(side) for side in (problem.rows, problem.cols))
        return MatrixAllocation(((),) * len(problem.rows), by_row, by_col)
    answer = _solve(problem) or obstacle(rows, cols)
    assert answer is not None, "there is neither an answer nor a reason why not"
    return answer


def _solve(problem: BiproportionalProblem) -> MatrixAllocation | None:
    table = table_of(problem)
    if len(problem.cols) <= len(problem.rows):
        return _solve_tall(table)
    found = _solve_tall(table.turned())
    return _turned(found) if found else None


def _solve_tall(table: Table) -> MatrixAllocation | None:
    """Solve a table of no more columns than rows: the work grows with the square of the columns."""
    seats, guess = first_guess(table)
    graph = ColumnGraph(table, seats)
    if not transfer(graph):
        return None
    divisors = Divisors(graph, settle(graph, _potentials(graph, guess)))
    divisors.make_round()
    assert proves(graph, divisors), "the divisors do not prove the places"
    return MatrixAllocation(
        tuple(map(tuple, graph.seats.tolist())),
        divisors.rows,
        divisors.cols,
        tuple(held_cells(graph, divisors)),
        _sorted(map(_tie, divisors.ties)),
    )


def _potentials(graph: ColumnGraph, guess: Floats) -> Potentials:
    found = widest(graph, guess)
    if found:
        return found
    close = plain(graph, guess)
    return widest(graph, close.cols, _level(graph, close)) or close


def _level(graph: ColumnGraph, found: Potentials) -> Bools:
    """Return the cells that may lie on a cycle that costs nothing: no margin can be asked there."""
    upper, lower, _ = doubtful(graph, found)
    level = np.zeros(graph.seats.shape, dtype=bool)
    for group in on_cycles(edges_of(graph, upper, lower)):
        for edge in group:
            level[edge.cell] = True
    return level


def _tie(edges: list[Edge]) -> Tie:
    return Tie(
        tuple(sorted(edge.cell for edge in edges)), sum(edge.change[2] < 0 for edge in edges)
    )


def _sorted(ties: Iterable[Tie]) -> tuple[Tie, ...]:
    return tuple(sorted(ties, key=lambda tie: tie.units))


def _turned(found: MatrixAllocation) -> MatrixAllocation:
    """Exchange rows and columns."""
    return MatrixAllocation(
        tuple(zip(*found.seats, strict=True)),
        found.col_divisors,
        found.row_divisors,
        _cells_turned(found.held),
        _sorted(Tie(_cells_turned(tie.units), tie.places) for tie in found.ties),
    )


def _cells_turned(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    return tuple(sorted((row, col) for col, row in cells))
