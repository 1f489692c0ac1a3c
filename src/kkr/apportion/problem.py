"""A problem of dividing in one dimension, as values."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kkr.apportion.errors import BadInput

Weight = int | Fraction
TieRuleName = Literal["larger_weight", "order", "lot"]


@dataclass(frozen=True)
class Threshold:
    """At least `share` of `base` takes part; `base` None stands for all weights of the problem."""

    share: Fraction
    base: Weight | None = None

    def least(self, weights: Sequence[Weight]) -> Fraction:
        """Return the weight a unit must reach."""
        return self.share * (sum(weights) if self.base is None else self.base)


@dataclass(frozen=True)
class Problem:
    """Divide `total` whole places among `units` by their `weights`.

    `weights` are whole numbers or Fractions, or a numpy array of whole numbers where there are very many;
    `units` may then be left empty. `lower` and `upper` are one number for all, or (unit, number) pairs; a
    unit without a pair is free. One lower number for all stands for those who take part; a pair is a
    guarantee and stands below the threshold too. `pacts` are groups of unit names. A tie is broken only by
    `tie_rule`; the lot is drawn from `seed` and the names of the units, never from their order.

    Raises `BadInput` for what cannot be a problem at all.

    >>> Problem(units=("A", "B"), weights=(3, 1), total=4, method="dhondt").total
    4
    """

    units: Sequence[str]
    weights: Sequence[Weight]
    total: int
    method: str
    quota: str = "hare"
    overaward: str | None = None
    lower: int | tuple[tuple[str, int], ...] = 0
    upper: int | None | tuple[tuple[str, int], ...] = None
    threshold: Threshold | None = None
    overhang_rule: str | None = None
    pacts: tuple[tuple[str, ...], ...] = ()
    tie_rule: TieRuleName | None = None
    seed: str | None = None

    def __post_init__(self) -> None:
        if len(self.units) not in (0, len(self.weights)):
            raise BadInput("weights", f"{len(self.weights)} weights for {len(self.units)} units")
        if self.total < 0:
            raise BadInput("total", "must not be negative")
        if self.tie_rule == "lot" and self.seed is None:
            raise BadInput("seed", "a lot needs a seed, so that it can be drawn again")

    @property
    def plain(self) -> bool:
        """Whether nothing but weights, total and method decides."""
        return self.threshold is None and self.plain_but_for_threshold

    @property
    def plain_but_for_threshold(self) -> bool:
        """Whether no bound and no pact takes part in the decision."""
        return not (self.lower or self.pacts or self.overaward) and self.upper is None

    def named(self) -> tuple[str, ...]:
        """Return the names of the units; unnamed units are numbered from 1."""
        return tuple(self.units) or tuple(str(place + 1) for place in range(len(self.weights)))
