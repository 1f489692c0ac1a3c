"""The inputs, the same for everybody: made from fixed seeds, so that a run can be repeated."""

import heapq
import random
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from math import gcd
from typing import Any

import numpy as np

SEED = 20170213
LINES = {"sainte_lague": "Sainte-Laguë", "largest_remainder": "largest remainder"}
SIZES = ((29, 500), (98, 2_000), (98, 100_000), (10_000, 1_000_000), (1_000_000, 10_000_000))
MATRICES = ((29, 3, 500), (98, 3, 2_000), (98, 20, 5_000), (1_000, 50, 20_000))
NEAR_TIES, EXACT_TIES = 300, 100
LEAST_WEIGHT, MOST_WEIGHT = 10**12, 4 * 10**15


@dataclass(frozen=True)
class Case:
    """`weights` is a numpy array: one dimension, or rows and columns with their totals."""

    name: str
    kind: str
    weights: Any
    total: int
    row_totals: list[int] = field(default_factory=list)
    col_totals: list[int] = field(default_factory=list)


def names() -> list[str]:
    """Return the names of all timed cases; inside one kind they grow."""
    lines = [f"{kind} {n}/{total}" for kind in LINES for n, total in SIZES]
    return lines + [f"matrix {rows}x{cols}/{total}" for rows, cols, total in MATRICES]


def title(name: str) -> str:
    """Return a case's name as a person reads it.

    >>> title("sainte_lague 98/2000")
    'Sainte-Laguë, n=98, 2,000 units'
    """
    kind, size = name.split()
    across, total = size.split("/")
    if kind == "matrix":
        return f"2D Sainte-Laguë, {across}, {int(total):,} units"
    return f"{LINES[kind]}, n={int(across):,}, {int(total):,} units"


@lru_cache(maxsize=2)
def make(name: str) -> Case:
    """Return the case of that name."""
    kind, size = name.split()
    across, total = size.split("/")
    if kind != "matrix":
        return Case(name, kind, populations(int(across)), int(total))
    rows, cols = map(int, across.split("x"))
    return matrix(name, rows, cols, int(total))


def populations(n: int) -> Any:
    """Whole numbers spread as populations of municipalities are: many small, a few very large."""
    drawn = np.random.default_rng(SEED + n).normal(10.5, 0.8, n)
    return np.maximum(np.exp(drawn), 100).astype(np.int64)


def matrix(name: str, rows: int, cols: int, total: int) -> Case:
    """Votes by municipality and list, one cell in ten without any; totals follow from the sums."""
    rng = np.random.default_rng(SEED + rows * cols)
    size = populations(rows)[:, None]
    share = np.exp(rng.normal(0, 0.9, cols))
    votes = size * (share / share.sum()) * np.exp(rng.normal(0, 0.5, (rows, cols)))
    weights = np.maximum(votes, 1).astype(np.int64)
    weights[rng.random((rows, cols)) < 0.1] = 0
    by_row = divided([int(w) for w in weights.sum(1)], total)
    by_col = divided([int(w) for w in weights.sum(0)], total)
    return Case(name, "matrix", weights, total, by_row, by_col)


def divided(weights: list[int], total: int) -> list[int]:
    """Divide by Sainte-Laguë, one unit after the other, exactly."""
    seats = [0] * len(weights)
    heap = [(-Fraction(weight), unit) for unit, weight in enumerate(weights)]
    heapq.heapify(heap)
    for _ in range(total):
        unit = heap[0][1]
        seats[unit] += 1
        heapq.heapreplace(heap, (-Fraction(weights[unit], 2 * seats[unit] + 1), unit))
    return seats


def near_ties() -> list[tuple[list[int], int]]:
    """Problems whose last place hangs on one in 1e12 to 4e15.

    A third are exact ties; in a third one weight is off by one; in a third the quotients are as
    near as they can be without being equal, which no float can see.
    """
    rng = random.Random(SEED)  # noqa: S311 -- inputs, not secrets
    rivals = [equal] * EXACT_TIES + [off_by_one] * EXACT_TIES
    rivals += [nearest] * (NEAR_TIES - len(rivals))
    return [near_tie(rng, *make_two(rng)) for make_two in rivals]


def signposts(rng: random.Random) -> tuple[int, int]:
    """Return two odd numbers that share no factor."""
    while True:
        first, second = (2 * rng.randint(1, 15) - 1 for _ in range(2))
        if gcd(first, second) == 1:
            return first, second


def equal(rng: random.Random) -> tuple[int, int, Fraction]:
    """Return two weights and the quotient both have at some place of theirs."""
    first, second = signposts(rng)
    quotient = int(10 ** rng.uniform(12, 14.1))
    return first * quotient, second * quotient, Fraction(quotient)


def off_by_one(rng: random.Random) -> tuple[int, int, Fraction]:
    """Return two weights, one of them off by one, and the lower of their quotients."""
    first, second = signposts(rng)
    quotient = int(10 ** rng.uniform(12, 14.1))
    one, other = first * quotient, second * quotient + rng.choice((-1, 1))
    return one, other, min(Fraction(one, first), Fraction(other, second))


def nearest(rng: random.Random) -> tuple[int, int, Fraction]:
    """Return two weights whose quotients differ by one part in the product of their signposts."""
    first, second = signposts(rng)
    quotient = int(10 ** rng.uniform(12, 14.1))
    side = rng.choice((-1, 1))
    one = first * quotient + side * pow(second, -1, first) if first > 1 else quotient
    other = (one * second - side) // first
    return one, other, min(Fraction(one, first), Fraction(other, second))


def near_tie(rng: random.Random, one: int, other: int, cut: Fraction) -> tuple[list[int], int]:
    """Add up to four units; the last place goes to one of two at the cut."""
    most = min(int(40 * cut), MOST_WEIGHT)
    more = [rng.randint(LEAST_WEIGHT, most) for _ in range(rng.randint(1, 4))]
    weights = [one, other, *more]
    total = sum(quotients_from(weight, cut) for weight in weights) - 1
    rng.shuffle(weights)
    return weights, total


def quotients_from(weight: int, cut: Fraction) -> int:
    """Count the quotients weight/1, weight/3, weight/5 ... that are at least the cut."""
    return int(weight / cut + 1) // 2
