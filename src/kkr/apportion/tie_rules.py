"""The rules a caller may name to break a tie.

Each gives every unit a rank; of tied units the smallest goes first.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from hashlib import sha256
from typing import Any

Ranks = Sequence[Any]


def _by_weight(_: Sequence[str], weights: Sequence[int | Fraction], __: str) -> Ranks:
    return [-weight for weight in weights]


def _by_order(names: Sequence[str], _: Sequence[int | Fraction], __: str) -> Ranks:
    return range(len(names))


def _by_lot(names: Sequence[str], _: Sequence[int | Fraction], seed: str) -> Ranks:
    return [lot_number(seed, name) for name in names]


TIE_RULES: dict[str, Callable[[Sequence[str], Sequence[int | Fraction], str], Ranks]] = {
    "larger_weight": _by_weight,
    "order": _by_order,
    "lot": _by_lot,
}


def lot_number(seed: str, name: str) -> str:
    """Return the lot of a unit:

    SHA-256 of "seed:name". The smallest lot goes first, whoever draws it.

    >>> lot_number("2017", "Albertslund")[:12]
    'c25ed5aff1e8'
    """
    return sha256(f"{seed}:{name}".encode()).hexdigest()
