"""From logarithms to exact divisors: floats guess, whole numbers decide."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import exp, floor, inf, log
from statistics import median_low

from kkr.apportion.biproportional.core import Core, Grid
from kkr.apportion.biproportional.exact import (
    Cell,
    Divisors,
    Judgement,
    Relaxation,
    judge,
    level_cells,
)
from kkr.apportion.round_number import round_between

TEN = log(10)
LONG = 10**9
DIGITS = (4, 7, 10, 13, 16)
NEAR = 1e-12  # a room in which floats cannot be trusted to find a round number


@dataclass
class Guess:
    """Places with the right sums, logarithms of the divisors, and the room each of them has."""

    seats: Grid
    rows: list[float]
    cols: list[float]
    row_room: list[float]
    col_room: list[float]


@dataclass(frozen=True)
class Proof:
    """The best places, the divisors that prove it, and the cells that stand level."""

    seats: Grid
    rows: Divisors
    cols: Divisors
    level: list[Cell]


def prove(core: Core, guess: Guess) -> Proof:
    """Return exact divisors for the best places, with few digits where there is room."""
    middle = median_low(guess.cols)
    guess.cols = [v - middle for v in guess.cols]
    guess.rows = [u + middle for u in guess.rows]
    rows = [_round(u, r, core.scale) for u, r in zip(guess.rows, guess.row_room, strict=True)]
    cols = [_round(v, r, 1) for v, r in zip(guess.cols, guess.col_room, strict=True)]
    found = judge(core, guess.seats, rows, cols)
    if found.strict:
        return Proof(guess.seats, rows, cols, [])
    rows, cols, found = _exactly(core, guess)
    level, part = level_cells(core, found)
    if not level and not found.strict:
        rows, cols = _apart(core, guess.seats, (rows, cols), _ranks(core, found, part))
    return Proof(guess.seats, rows, cols, level)


def _power(logarithm: float) -> Fraction:
    tens = floor(logarithm / TEN)
    return Fraction(exp(logarithm - tens * TEN)) * Fraction(10) ** tens


def _round(logarithm: float, room: float, scale: int) -> Fraction:
    """Return the roundest number in the inner half of the room."""
    if room < NEAR * max(1.0, abs(logarithm)):
        return _digits(logarithm, 16)
    half, place = min(room, 2 * TEN) / 2, logarithm - log(scale)
    return round_between(_power(place - half), _power(place + half)) * scale


def _digits(logarithm: float, digits: int) -> Fraction:
    step = Fraction(10) ** (floor(logarithm / TEN) + 1 - digits)
    return round(_power(logarithm) / step) * step


def _exactly(core: Core, guess: Guess) -> tuple[Divisors, Divisors, Judgement]:
    """Relax from rounded divisors until nothing is wrong; a circle on the way mends the places."""
    for rows, cols, cells in _starts(core, guess):
        while True:
            paths = Relaxation(core, guess.seats, [*rows], [*cols], cells)
            circle = paths.settle()
            if not circle:
                break
            for place, (i, j) in enumerate(circle):
                guess.seats[i][j] += -1 if place % 2 else 1
        found = judge(core, guess.seats, paths.rows, paths.cols)
        if not found.wrong:
            return paths.rows, paths.cols, found
    raise AssertionError("the last start relaxes every cell")


def _starts(core: Core, guess: Guess) -> Iterator[tuple[Divisors, Divisors, list[Cell]]]:
    for digits in DIGITS:
        rows = _rounded(guess.rows, guess.row_room, digits, core.scale)
        cols = _rounded(guess.cols, guess.col_room, digits, 1)
        yield rows, cols, _near(core, guess, max(10 * _tight(digits), 1e-9))
    yield rows, cols, _near(core, guess, inf)


def _tight(digits: int) -> float:
    return 4 * 10.0**-digits


def _rounded(logs: list[float], rooms: list[float], digits: int, scale: int) -> Divisors:
    return [
        _digits(place, digits) if room < _tight(digits) else _round(place, room, scale)
        for place, room in zip(logs, rooms, strict=True)
    ]


def _near(core: Core, guess: Guess, tight: float) -> list[Cell]:
    """Return the cells that may lie on a signpost; all where `tight` is endless."""
    cols = [j for j, room in enumerate(guess.col_room) if room < tight or tight == inf]
    cells = []
    for i, room in enumerate(guess.row_room):
        if room < tight or tight == inf:
            cells += [(i, j) for j in cols if _slack(core, guess, i, j) < tight]
    return cells


def _slack(core: Core, guess: Guess, i: int, j: int) -> float:
    w, x = core.weights[i][j], guess.seats[i][j]
    if not w:
        return inf
    fair = log(w) - guess.rows[i] - guess.cols[j]
    gain = log(2 * x + 2 - core.back) - log(2) - fair
    if x <= core.lower[i][j]:
        return gain
    return min(gain, fair - log(2 * x - core.back) + log(2))


def _apart(
    core: Core, seats: Grid, divisors: tuple[Divisors, Divisors], ranks: list[int]
) -> tuple[Divisors, Divisors]:
    """Move divisors off the signposts: along every arc the rank falls, so every arc gets room."""
    rows, cols = divisors
    step = Fraction(1, 1000)
    while True:
        grown = [(1 + step) ** rank for rank in ranks]
        more = [d * g for d, g in zip(rows, grown, strict=False)]
        less = [d / g for d, g in zip(cols, grown[len(rows) :], strict=True)]
        if judge(core, seats, more, less).strict:
            return _shorter(core, seats, more, less)
        step /= 1000


def _shorter(core: Core, seats: Grid, rows: Divisors, cols: Divisors) -> tuple[Divisors, Divisors]:
    """Round every long divisor within its exact room, one after another."""
    turned = [[list(line) for line in zip(*grid, strict=True)] for grid in (core.weights, seats)]
    held = [list(line) for line in zip(*core.lower, strict=True)]
    for i, divisor in enumerate(rows):
        if divisor.denominator > LONG or divisor.numerator > LONG:
            rows[i] = _rounder(core.back, (core.weights[i], seats[i], core.lower[i]), cols)
    for j, divisor in enumerate(cols):
        if divisor.denominator > LONG or divisor.numerator > LONG:
            cols[j] = _rounder(core.back, (turned[0][j], turned[1][j], held[j]), rows)
    return rows, cols


def _rounder(back: int, line: tuple[list[int], list[int], list[int]], other: Divisors) -> Fraction:
    least, most = Fraction(0), None
    for w, x, lower, divisor in zip(*line, other, strict=True):
        if w:
            least = max(least, Fraction(2 * w, 2 * x + 2 - back) / divisor)
            if x > lower:
                size = Fraction(2 * w, 2 * x - back) / divisor
                most = size if most is None else min(most, size)
    quarter = Fraction(0) if most is None else (most - least) / 4
    return round_between(least + quarter, None if most is None else most - quarter)


def _ranks(core: Core, found: Judgement, part: list[int]) -> list[int]:
    count = len(core.row_totals)
    after: dict[int, list[int]] = {}
    for i, j in found.gaining:
        after.setdefault(i, []).append(count + j)
    for i, j in found.losing:
        after.setdefault(count + j, []).append(i)
    ranks = [0] * len(part)
    for node in sorted(after, key=lambda node: part[node]):
        ranks[node] = 1 + max(ranks[end] for end in after[node])
    return ranks
