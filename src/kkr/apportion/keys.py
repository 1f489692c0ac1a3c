"""Keys: several figures a unit, each with its own weight, put together to one exact share; and
kroner by a key.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from kkr.apportion.allocation import allocate
from kkr.apportion.answer import Allocation
from kkr.apportion.errors import BadInput
from kkr.apportion.problem import Problem, TieRuleName, Weight
from kkr.apportion.values import Infeasible


def composite_key(
    figures: Mapping[str, Sequence[Weight]], importance: Mapping[str, Weight]
) -> tuple[Fraction, ...]:
    """Return each unit's share: its share of every figure, weighed by how much that figure counts.

    The shares sum to exactly 1. Raises `BadInput` where a figure is missing, has another number of
    units, sums to nothing, or nothing counts at all.

    >>> composite_key({"inhabitants": (30, 10), "pupils": (2, 3)}, {"inhabitants": 1, "pupils": 1})
    (Fraction(23, 40), Fraction(17, 40))
    """
    if any(weight < 0 for weight in importance.values()) or not sum(importance.values()):
        raise BadInput(
            "importance", "must be positive for at least one figure and negative for none"
        )
    counted = {name: weight for name, weight in importance.items() if weight}
    whole = sum(counted.values())
    parts = [_parts(figures, name, Fraction(weight) / whole) for name, weight in counted.items()]
    if len({len(part) for part in parts}) > 1:
        raise BadInput("figures", "have different numbers of units")
    return tuple(sum(row, Fraction(0)) for row in zip(*parts, strict=True))


def _parts(figures: Mapping[str, Sequence[Weight]], name: str, counts: Fraction) -> list[Fraction]:
    if name not in figures:
        raise BadInput(f"figures.{name}", "is missing")
    values = figures[name]
    if any(value < 0 for value in values):
        raise BadInput(f"figures.{name}", "must not be negative")
    if not sum(values):
        raise BadInput(f"figures.{name}", "sums to nothing")
    return [counts * value / sum(values) for value in values]


def divide_money(
    amount: int,
    units: Sequence[str],
    key: Sequence[Weight],
    *,
    tie_rule: TieRuleName | None = None,
    seed: str | None = None,
) -> Allocation | Infeasible:
    """Divide an amount in øre by a key, so that the parts sum to exactly the amount.

    Everyone gets the exact share rounded down or up to whole øre (largest remainder); an equal
    remainder is a tie, which the caller's rule breaks. Raises `BadInput` for a negative amount:
    money to be paid back is divided as what it is, a positive amount going the other way.

    >>> divide_money(100_00, ("A", "B", "C"), (1, 1, 1), tie_rule="order").seats
    (3334, 3333, 3333)
    """
    return allocate(
        Problem(units, tuple(key), amount, "largest_remainder", tie_rule=tie_rule, seed=seed)
    )
