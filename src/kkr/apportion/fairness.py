"""Fairness figures: how far the places are from the claims, by the usual measures, exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, sqrt
from typing import Any

from kkr.apportion.problem import Problem
from kkr.apportion.round_number import decimal


@dataclass(frozen=True)
class Fairness:
    """Measures of one division; where nothing was given or weighed, all are 0.

    `deviations`: places less exact claim. `quota_violations`: units outside their claim rounded up
    or down. `loosemore_hanby`: half the sum of differences between shares of places and of weights.
    `least_squares`: half the sum of their squares (its root is Gallagher's index).
    `sainte_lague_index`: the sum of (share of places - share of weights)^2 / share of weights.
    `most_favoured`: the largest share of places over share of weights (d'Hondt's index).
    """

    claims: tuple[Fraction, ...]
    deviations: tuple[Fraction, ...]
    quota_violations: tuple[str, ...]
    loosemore_hanby: Fraction
    least_squares: Fraction
    sainte_lague_index: Fraction
    most_favoured: Fraction

    @property
    def gallagher(self) -> float:
        """Return Gallagher's index in percentage points, rounded: it is a square root."""
        return round(100 * sqrt(self.least_squares), 4)

    def written(self) -> dict[str, Any]:
        """Return the figures as decimals for the eye."""
        return {
            "deviations": [decimal(value, 4) for value in self.deviations],
            "quota_violations": list(self.quota_violations),
            "loosemore_hanby_percent": decimal(100 * self.loosemore_hanby, 4),
            "gallagher_percent": self.gallagher,
            "sainte_lague_index": decimal(self.sainte_lague_index),
            "most_favoured": decimal(self.most_favoured),
        }


def fairness(problem: Problem, seats: Sequence[int]) -> Fairness:
    """Return the fairness figures of places given for a problem.

    Below the threshold a unit has no claim.

    >>> figures = fairness(Problem(("A", "B"), (60, 40), 10, "dhondt"), (7, 3))
    >>> figures.deviations, figures.loosemore_hanby
    ((Fraction(1, 1), Fraction(-1, 1)), Fraction(1, 10))
    """
    given = sum(seats) or 1
    weights = problem.counted_weights()
    whole = Fraction(sum(weights)) or Fraction(1)
    wanted = [weight / whole for weight in weights]
    got = [Fraction(int(own), given) for own in seats]
    pairs = list(zip(got, wanted, strict=True))
    claims = tuple(share * sum(seats) for share in wanted)
    return Fairness(
        claims,
        tuple(own - claim for own, claim in zip(seats, claims, strict=True)),
        _outside(problem.named(), seats, claims),
        sum((abs(have - share) for have, share in pairs), Fraction(0)) / 2,
        sum(((have - share) ** 2 for have, share in pairs), Fraction(0)) / 2,
        sum(((have - share) ** 2 / share for have, share in pairs if share), Fraction(0)),
        max((have / share for have, share in pairs if share), default=Fraction(0)),
    )


def _outside(
    names: Sequence[str], seats: Sequence[int], claims: Sequence[Fraction]
) -> tuple[str, ...]:
    rows = zip(names, seats, claims, strict=True)
    return tuple(name for name, own, claim in rows if not floor(claim) <= own <= ceil(claim))
