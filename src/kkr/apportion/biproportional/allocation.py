"""Dividing by rows and columns at once."""

from dataclasses import dataclass
from fractions import Fraction

from kkr.apportion.biproportional.core import Core, core_of
from kkr.apportion.biproportional.divisors import Guess, Proof, prove
from kkr.apportion.biproportional.feasible import obstacle
from kkr.apportion.biproportional.problem import BiproportionalProblem, Matrix
from kkr.apportion.biproportional.small import guess as small_guess
from kkr.apportion.round_number import round_between
from kkr.apportion.values import Infeasible

Cells = tuple[tuple[int, int], ...]
LARGE = 1000  # cells from which loading numpy pays


@dataclass(frozen=True)
class MatrixAllocation:
    """Places by row and column, and the divisors that prove them.

    Every cell's weight over its row's and its column's divisor, rounded, is its places; the cells
    in `held` keep their minimum instead. Where `ties` is not empty `seats` is one of several
    equally good answers, and they differ in these cells (counted from 0).
    """

    seats: Matrix
    row_divisors: tuple[Fraction, ...]
    col_divisors: tuple[Fraction, ...]
    held: Cells = ()
    ties: Cells = ()


def allocate_matrix(problem: BiproportionalProblem) -> MatrixAllocation | Infeasible:
    """Divide places by row and by column, biproportionally (Balinski and Demange 1989).

    The answer is the one whose product of all signposts over their weights is least, which is the
    same as one divisor for every row and every column; whole numbers prove it.

    >>> problem = BiproportionalProblem(
    ...     ("A", "B"), ("1", "2"), ((60, 10), (50, 90)), (2, 3), (3, 2), "sainte_lague"
    ... )
    >>> allocate_matrix(problem).seats
    ((2, 0), (1, 2))
    """
    core = core_of(problem)
    reason = obstacle(core, problem.rows_below_quorum())
    if reason:
        return reason
    rows = [i for i, total in enumerate(core.row_totals) if total]
    cols = [j for j, total in enumerate(core.col_totals) if total]
    part = core.part(rows, cols)
    proof = prove(part, _guess(part)) if rows else Proof([], [], [], [])
    return _whole(core, proof, rows, cols)


def _guess(core: Core) -> Guess:
    if len(core.row_totals) * len(core.col_totals) < LARGE:
        return small_guess(core)
    from kkr.apportion.biproportional.large import guess  # numpy is slow to load

    return guess(core)


def _whole(core: Core, proof: Proof, rows: list[int], cols: list[int]) -> MatrixAllocation:
    """Put back the rows and columns without places, and the cells without weight."""
    seats = [[*fixed] for fixed in core.fixed]
    for i, line in zip(rows, proof.seats, strict=True):
        for j, places in zip(cols, line, strict=True):
            seats[i][j] += places
    by_row, by_col = _divisors(core, proof, rows, cols)
    return MatrixAllocation(
        tuple(map(tuple, seats)),
        tuple(by_row),
        tuple(by_col),
        tuple(_held(core, seats, by_row, by_col)),
        tuple((rows[i], cols[j]) for i, j in proof.level),
    )


def _divisors(
    core: Core, proof: Proof, rows: list[int], cols: list[int]
) -> tuple[list[Fraction], list[Fraction]]:
    """Divide by so much where there are no places that every cell rounds to nothing."""
    by_row = dict(zip(rows, (d / core.scale for d in proof.rows), strict=True))
    by_col = dict(zip(cols, proof.cols, strict=True))
    first = Fraction(2 - core.back, 2) * core.scale
    turned = [list(column) for column in zip(*core.weights, strict=True)]
    every_row = range(len(core.row_totals))
    for i in every_row:
        if i not in by_row and not by_col:
            by_row[i] = Fraction(1)
    for j, column in enumerate(turned):
        if j not in by_col:
            by_col[j] = _beyond([Fraction(column[i]) / d for i, d in by_row.items()], first)
    for i in every_row:
        if i not in by_row:
            line = core.weights[i]
            by_row[i] = _beyond([Fraction(line[j]) / d for j, d in by_col.items()], first)
    return [by_row[i] for i in every_row], [by_col[j] for j in range(len(turned))]


def _beyond(claims: list[Fraction], first: Fraction) -> Fraction:
    most = max(claims, default=Fraction(0))
    return round_between(most / first, None) if most else Fraction(1)


def _held(
    core: Core, seats: list[list[int]], rows: list[Fraction], cols: list[Fraction]
) -> list[tuple[int, int]]:
    """Return the cells that keep their minimum although their quotient rounds to less."""
    found = []
    for i, line in enumerate(core.lower):
        for j, least in enumerate(line):
            w, x = core.weights[i][j], seats[i][j]
            if w and least == x and 2 * x - core.back > 0:
                size = rows[i] * cols[j] * core.scale
                if 2 * w < (2 * x - core.back) * size:
                    found.append((i, j))
            elif not w and x:
                found.append((i, j))
    return found
