"""The few units that matter, as a small exact division of their own."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from kkr.apportion.division import Division


def whole_sum(numbers: Any) -> int:
    """Return the exact sum of an array of whole numbers, also where 64 bits would not hold it.

    >>> whole_sum(np.array([2**62, 2**62, 2**62]))
    13835058055282163712
    """
    return (int((numbers >> 32).sum()) << 32) + int((numbers & 0xFFFFFFFF).sum())


def part_of(
    division: Division, units: Any, places: int, lower: Sequence[int], upper: Sequence[int]
) -> Division:
    """Return the division of some places among some units, in plain whole numbers."""
    chosen = units.tolist()
    return replace(
        division,
        names=[division.names[unit] for unit in chosen],
        weights=division.weights[units].tolist(),  # type: ignore[call-overload]
        places=places,
        lower=lower,
        upper=upper,
        rank=[division.rank[unit] for unit in chosen] if len(division.rank) else (),
    )
