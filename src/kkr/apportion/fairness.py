"""Fairness figures: how far the places are from the claims, by the usual measures, exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, sqrt
from typing import Any

from kkr.apportion.problem import Problem, Weight, over_one_denominator
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
    places = [int(own) for own in seats]
    weights, _ = over_one_denominator(problem.counted_weights())
    given, whole = sum(places) or 1, sum(weights) or 1
    rows = list(zip(places, weights, strict=True))
    apart = [own * whole - weight * given for own, weight in rows]  # times given * whole
    claims = tuple(Fraction(weight * sum(places), whole) for weight in weights)
    return Fairness(
        claims,
        tuple(own - claim for own, claim in zip(places, claims, strict=True)),
        _outside(problem.named(), places, claims),
        Fraction(sum(map(abs, apart)), 2 * given * whole),
        Fraction(sum(gap * gap for gap in apart), 2 * (given * whole) ** 2),
        _sainte_lague_index(places, problem.counted_weights()),
        max((Fraction(own * whole, w * given) for own, w in rows if w), default=Fraction(0)),
    )


def _sainte_lague_index(places: Sequence[int], weights: Sequence[Weight]) -> Fraction:
    """Return the index multiplied out, so that long figures are added once only."""
    given, whole = sum(places) or 1, sum(weights)
    rows = [(own, weight) for own, weight in zip(places, weights, strict=True) if weight]
    squares = sum((Fraction(own * own) / weight for own, weight in rows), Fraction(0))
    counted = Fraction(sum(own for own, _ in rows), given)
    return squares * whole / given**2 - 2 * counted + bool(rows)


def _outside(
    names: Sequence[str], seats: Sequence[int], claims: Sequence[Fraction]
) -> tuple[str, ...]:
    rows = zip(names, seats, claims, strict=True)
    return tuple(name for name, own, claim in rows if not floor(claim) <= own <= ceil(claim))
