"""Largest remainder for very many units: whole parts by float and mended, remainders exact modulo
2^64, one selection.
"""

from fractions import Fraction
from typing import Any

import numpy as np

from kkr.apportion.division import Division, Outcome, RemainderCertificate
from kkr.apportion.large.part import part_of, whole_sum
from kkr.apportion.methods.largest_remainder import quota_size
from kkr.apportion.ranking import Cut
from kkr.apportion.ties import PartedTie, part_tie

SAFE_QUOTA = 1 << 61  # twice a remainder must fit in 64 bits with its sign
SAFE_CLAIM = 1 << 48  # a claim as float must not err by a whole place


def divide(division: Division) -> Outcome | None:
    """Return the outcome of a division without bounds, or None where it does not fit in 64 bits."""
    weights: Any = division.weights
    whole = whole_sum(weights)
    size, parts = quota_size(division.quota, whole, division.places).as_integer_ratio()
    if not size or size >= SAFE_QUOTA or int(weights.max()) * parts // size >= SAFE_CLAIM:
        return None
    seats, remainders = _whole_parts(weights, size, parts)
    missing = division.places - int(seats.sum())
    if not 0 < missing < len(weights):
        return None
    level = int(np.partition(remainders, len(weights) - missing)[len(weights) - missing])
    served = remainders > level
    tied = np.flatnonzero(remainders == level)
    among = missing - int(served.sum())
    if not level:
        return None
    seats += served
    return _outcome(division, Fraction(size, parts), (seats, remainders, tied), among)


def _whole_parts(weights: Any, size: int, parts: int) -> tuple[Any, Any]:
    seats = np.floor(weights.astype(np.float64) * (parts / size)).astype(np.int64)
    # 64-bit arithmetic drops what lies beyond 2^64 on both sides, so the small difference is exact
    remainders = weights * np.int64(parts) - seats * np.int64(size)
    for wrong, mend in ((remainders < 0, -1), (remainders >= size, 1)):
        seats[wrong] += mend
        remainders[wrong] -= mend * size
    return seats, remainders


def _outcome(
    division: Division, quota: Fraction, found: tuple[Any, Any, Any], among: int
) -> Outcome:
    seats, remainders, tied = found
    level = int(remainders[tied[0]])
    if among == len(tied):
        seats[tied] += 1
        following = int(np.where(remainders < level, remainders, -1).argmax())
        left = int(remainders[following])
        parted = PartedTie([], int(tied[0]), following)
    else:
        parted, left = _part_those_tied(division, seats, tied, among), level
    scale = _scale(quota, level, left)
    certificate = RemainderCertificate(quota, scale[0], scale[1], parted.following, parted.last)
    return Outcome(seats, certificate, parted.ties, parted.broken)


def _scale(quota: Fraction, level: int, left: int) -> tuple[Fraction, Fraction]:
    return Fraction(level, quota.numerator), Fraction(left, quota.numerator)


def _part_those_tied(division: Division, seats: Any, tied: Any, among: int) -> PartedTie:
    count = len(tied)
    small = part_of(division, tied, among, [0] * count, [1] * count)
    cut = Cut(
        [1] * among + [0] * (count - among),
        among - 1,
        among,
        tuple(range(among)),
        tuple(range(among, count)),
    )
    parted = part_tie(small, cut)
    seats[tied] += np.asarray(parted.seats, dtype=np.int64)

    def place(unit: int | None) -> int | None:
        return None if unit is None else int(tied[unit])

    return PartedTie(
        [],
        place(parted.last),
        place(parted.following),
        tuple(tie.among(tied) for tie in parted.ties),
        tuple(tie.among(tied) for tie in parted.broken),
    )
