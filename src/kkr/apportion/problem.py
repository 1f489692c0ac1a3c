"""A problem of dividing in one dimension, as values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, Literal, NamedTuple, overload

from kkr.apportion.errors import BadInput
from kkr.apportion.tie_rules import TIE_RULES

Weight = int | Fraction
TieRuleName = Literal["larger_weight", "order", "lot"]


def over_one_denominator(weights: Sequence[Weight]) -> tuple[list[int], int]:
    """Return weights as whole numbers of one fraction, and the denominator of that.

    >>> over_one_denominator([2, Fraction(1, 3)])
    ([6, 1], 3)
    """
    scale = lcm(*(weight.denominator for weight in weights))
    if scale == 1:
        return [int(weight) for weight in weights], 1
    return [weight.numerator * (scale // weight.denominator) for weight in weights], scale


@dataclass(frozen=True)
class Threshold:
    """At least `share` of `base` takes part; `base` None stands for all weights of the problem."""

    share: Fraction
    base: Weight | None = None

    def least(self, weights: Sequence[Weight]) -> Fraction:
        """Return the weight a unit must reach."""
        return self.share * (sum(weights) if self.base is None else self.base)


class Numbered(Sequence[str]):
    """Names for units that have none, made when they are read.

    >>> Numbered(range(1, 4))[1]
    '2'
    """

    def __init__(self, numbers: range) -> None:
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> "Numbered": ...
    def __getitem__(self, place: int | slice) -> "str | Numbered":
        found = self._numbers[place]
        return Numbered(found) if isinstance(found, range) else str(found)


class Claim(NamedTuple):
    """What one unit, or one pact, brings to the division: the weight that counts, its bounds, its
    rank in a tie.
    """

    weight: Weight
    lower: int
    upper: int
    rank: Any


@dataclass(frozen=True)
class Problem:
    """Divide `total` whole places among `units` by their `weights`.

    `weights` are whole numbers or Fractions, or a numpy array of whole numbers where there are very
    many; `units` may then be left empty. `lower` and `upper` are one number for all, or (unit,
    number) pairs; a unit without a pair is free. One lower number for all stands for those who take
    part; a pair is a guarantee and stands below the threshold too. `pacts` are groups of unit
    names. A tie is broken only by `tie_rule`; the lot is drawn from `seed` and the names of the
    units, never from their order.

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
    upper: int | tuple[tuple[str, int], ...] | None = None
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

    def named(self) -> Sequence[str]:
        """Return the names of the units; unnamed units are numbered from 1."""
        return self.units or Numbered(range(1, len(self.weights) + 1))

    def counted_weights(self) -> Sequence[Weight]:
        """Return the weights that count: below the threshold a unit counts for nothing."""
        weights = self.weights
        if not isinstance(weights, tuple):  # numpy's whole numbers would overflow
            weights = [w if isinstance(w, int | Fraction) else int(w) for w in weights]
        if self.threshold is None:
            return weights
        least = self.threshold.least(weights)
        return [weight if weight >= least else 0 for weight in weights]

    def claims(self, first_for_all: bool = False) -> list[Claim]:  # noqa: FBT001, FBT002
        """Return every unit's claim as stated; the method may give each unit with weight a first
        place.
        """
        names, weights, ranks = self.named(), self.counted_weights(), self.ranks()
        lower, upper = self._lower_bounds(names, weights), self._upper_bounds(names)
        if first_for_all:
            rows = zip(lower, upper, weights, strict=True)
            lower = [max(low, min(1, high)) if weight else low for low, high, weight in rows]
        return list(map(Claim, weights, lower, upper, ranks))

    def ranks(self) -> Sequence[Any]:
        """Return every unit's rank in a tie, smaller first; without a rule all are equal."""
        if self.tie_rule is None:
            return [0] * len(self.weights)
        return TIE_RULES[self.tie_rule](self.named(), self.counted_weights(), self.seed or "")

    def _lower_bounds(self, names: Sequence[str], counted: Sequence[Weight]) -> list[int]:
        if isinstance(self.lower, int):
            some_are_out = self.threshold is not None
            return [0 if some_are_out and not weight else self.lower for weight in counted]
        guaranteed = dict(self.lower)
        return [guaranteed.get(name, 0) for name in names]

    def _upper_bounds(self, names: Sequence[str]) -> list[int]:
        if self.upper is None or isinstance(self.upper, int):
            return [self.total + 1 if self.upper is None else self.upper] * len(names)
        caps = dict(self.upper)
        return [caps.get(name, self.total + 1) for name in names]

    def groups(self) -> list[tuple[int, ...]]:
        """Return the units that stand together, one alone being a group too, by their first unit.

        >>> Problem(("A", "B", "C"), (1, 1, 1), 3, "dhondt", pacts=(("A", "C"),)).groups()
        [(0, 2), (1,)]
        """
        place = {name: unit for unit, name in enumerate(self.named())}
        pacts = [tuple(sorted(place[name] for name in pact)) for pact in self.pacts]
        together = {unit for pact in pacts for unit in pact}
        return sorted(pacts + [(unit,) for unit in place.values() if unit not in together])

    def joined(self, claims: Iterable[Claim]) -> Claim:
        """Return the claim of units that stand together: sums, and the rank of their sum or of
        their first. Members without weight have room for no more than they must have.
        """
        members = list(claims)
        weight = sum(claim.weight for claim in members)
        return Claim(
            weight,
            sum(claim.lower for claim in members),
            sum(
                claim.upper if claim.weight else min(claim.lower, claim.upper) for claim in members
            ),
            -weight if self.tie_rule == "larger_weight" else min(claim.rank for claim in members),
        )
