"""Whether an answer is right, by code that knows nothing of ours and nothing of the peers'."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from bench.division.cases import Case

NEAR, LOOSE = 1e-9, 1e-12


def fault(case: Case, seats: Any) -> str:
    """Say what is wrong with the answer; nothing where it is right."""
    seats = np.asarray(seats, dtype=np.int64)
    if seats.shape != case.weights.shape or (seats < 0).any():
        return "wrong: not an answer to this problem"
    if seats.sum() != case.total:
        return f"wrong: {int(seats.sum()):,} units given, {case.total:,} asked for"
    checks = {"sainte_lague": by_quotients, "largest_remainder": by_remainders, "matrix": by_cycles}
    return "" if checks[case.kind](case, seats) else "wrong units"


def by_quotients(case: Case, seats: Any) -> bool:
    """No next quotient exceeds a held one: floats find the candidates, fractions decide."""
    weights = case.weights
    following, held = weights / (2.0 * seats + 1), weights / np.maximum(2.0 * seats - 1, 0.5)
    holders = np.flatnonzero(seats)
    held = held[holders]
    highest, lowest = following.max(), held.min()
    next_up = np.flatnonzero(following >= highest * (1 - NEAR))
    last_in = holders[held <= lowest * (1 + NEAR)]
    most = max(Fraction(int(weights[i]), 2 * int(seats[i]) + 1) for i in next_up)
    least = min(Fraction(int(weights[i]), 2 * int(seats[i]) - 1) for i in last_in)
    return most <= least


def by_remainders(case: Case, seats: Any) -> bool:
    """All have their whole quotas, and whoever has one more has no smaller remainder."""
    size = int(case.weights.sum())
    assert int(case.weights.max()) * case.total < 2**63
    scaled = case.weights * case.total
    extra = seats - scaled // size
    if extra.min() < 0 or extra.max() > 1:
        return False
    remainder = scaled % size
    given, left = remainder[extra == 1], remainder[extra == 0]
    return not len(given) or not len(left) or bool(given.min() >= left.max())


def by_cycles(case: Case, seats: Any) -> bool:
    """The totals hold, and divisors exist: relaxation over rows and columns meets no bad cycle."""
    if seats.sum(1).tolist() != case.row_totals or seats.sum(0).tolist() != case.col_totals:
        return False
    if (seats[case.weights == 0] != 0).any():
        return False
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.log(case.weights.astype(float))
        above = np.where(seats > 0, size - np.log(seats - 0.5), np.inf)
        below = np.where(case.weights > 0, size - np.log(seats + 0.5), -np.inf)
    row, col = np.zeros(len(size)), np.zeros(size.shape[1])
    for _ in range(sum(size.shape) + 1):
        before = row, col
        row = np.minimum(row, (col[None, :] + above).min(1))
        col = np.minimum(col, (row[:, None] - below).min(0))
        if np.abs(before[0] - row).max() < LOOSE and np.abs(before[1] - col).max() < LOOSE:
            return True
    return False


def slowly(weights: Sequence[int], total: int) -> tuple[list[int], set[int], int]:
    """Divide by Sainte-Laguë with fractions: what is certain, who is tied, for how many places."""
    seats = [0] * len(weights)
    left = total
    while left:
        quotients = [Fraction(w, 2 * s + 1) for w, s in zip(weights, seats, strict=True)]
        most = max(quotients)
        first = {unit for unit, quotient in enumerate(quotients) if quotient == most}
        if len(first) > left:
            return seats, first, left
        for unit in first:
            seats[unit] += 1
        left -= len(first)
    return seats, set(), 0


def allowed(certain: list[int], tied: set[int], places: int, seats: Sequence[int]) -> bool:
    """Whether an answer without a word about ties is one of the right ones."""
    more = [given - sure for given, sure in zip(seats, certain, strict=True)]
    none_else = all(not extra for unit, extra in enumerate(more) if unit not in tied)
    return none_else and sum(more) == places and all(extra in (0, 1) for extra in more)
