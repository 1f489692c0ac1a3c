"""The few units that matter, as a small exact division of their own."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, overload

from kkr.apportion.division import Division


class Same(Sequence[int]):
    """One number, as often as there are units.

    >>> list(Same(0, 3))
    [0, 0, 0]
    """

    def __init__(self, number: int, size: int) -> None:
        self._number = number
        self._places = range(size)

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> "Same": ...
    def __getitem__(self, place: int | slice) -> "int | Same":
        found = self._places[place]
        return Same(self._number, len(found)) if isinstance(found, range) else self._number


def whole_sum(numbers: Any) -> int:
    """Return the exact sum of an array of whole numbers, also where 64 bits would not hold it.

    >>> import numpy as np
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
        weights=division.weights[units].tolist(),
        places=places,
        lower=lower,
        upper=upper,
        rank=[division.rank[unit] for unit in chosen] if len(division.rank) else (),
    )
