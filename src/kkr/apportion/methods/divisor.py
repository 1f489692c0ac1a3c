"""Divisor methods:

Divide every weight by one number, round, and choose the number so that the sum is right.

A method is its signposts: a quotient between `signpost(s - 1)` and `signpost(s)` is rounded to s.
The places go one by one to the largest weight / signpost(places held), so the order of quotients
decides everything.
"""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from math import inf
from typing import Any

from kkr.apportion.division import Division, DivisorCertificate, Outcome
from kkr.apportion.methods.base import Method
from kkr.apportion.ranking import Cut, Key, place_by_rank
from kkr.apportion.round_number import round_between
from kkr.apportion.ties import PartedTie, part_tie

FINE = 20  # binary digits of the trial multiplier beyond the point


class DivisorMethod(Method):
    """A method that is known when its signposts are; `rounding` says them in words."""

    power: int = 1
    rounding: Mapping[str, str]

    @abstractmethod
    def signpost(self, seats: int) -> tuple[int, int]:
        """Return the signpost above `seats` raised to `power`, as numerator and denominator."""

    def fraction(self, seats: int) -> float:
        """Return how far above `seats` its signpost stands: good enough to guess with, never to
        decide.
        """
        numerator, denominator = self.signpost(seats)
        return (numerator - seats * denominator) / denominator

    @cached_property
    def same_fraction(self) -> bool:
        """Whether every signpost stands equally far above its whole number."""
        return all(self.fraction(seats) == self.fraction(0) for seats in (1, 2, 3, 50))

    has_fractions: bool = False

    def fractions(self, seats: Any) -> Any:
        """Return `fraction` for a whole numpy array, if the method `has_fractions`."""
        raise NotImplementedError

    def quotient(self, weight: int | Fraction, seats: int) -> Fraction:
        """Return weight / signpost(seats), raised to `power`, exactly."""
        numerator, denominator = self.signpost(seats)
        return Fraction(weight) ** self.power * Fraction(denominator, numerator)

    def divide(self, division: Division) -> Outcome:
        weights, _ = division.whole_weights()
        cut = place_by_rank(
            self._guess(weights, division),
            division.places,
            division.lower,
            division.upper,
            self._key(weights, division.places),
        )
        return self._outcome(division, cut)

    def _key(self, weights: Sequence[int], places: int) -> Key:
        # quotients with denominators up to B differ by at least 1 / B^2, so this many binary digits
        # keep different quotients different and equal ones equal
        digits = 2 * self.signpost(places + 1)[0].bit_length() + 1
        raised = [weight**self.power << digits for weight in weights]
        signpost = self.signpost

        def key(unit: int, seats: int) -> int:
            numerator, denominator = signpost(seats)
            level: int = raised[unit] * denominator // numerator
            return level

        return key

    def _guess(self, weights: Sequence[int], division: Division) -> list[int]:
        """Find a multiplier whose rounded products nearly sum to the places."""
        whole = sum(weights)
        if not whole:
            return list(division.lower)
        middle = len(weights) * (self.fraction(5) - 0.5)
        multiplier = max(1, (division.places << FINE) + int(middle * (1 << FINE)))
        too_low, too_high = 0, None
        allowed = 3 + len(weights) // 8
        while True:
            seats = self._rounded(weights, multiplier, whole << FINE, division)
            missing = division.places - sum(seats)
            if abs(missing) <= allowed:
                return seats
            if missing > 0:
                too_low = multiplier
            else:
                too_high = multiplier
            if too_high is not None and too_high - too_low <= 1:
                return seats
            free = sum(w for w, s, u in zip(weights, seats, division.upper, strict=True) if s < u)
            multiplier += (missing << FINE) * whole // max(1, free)
            multiplier = _inside(multiplier, too_low, too_high)

    def _rounded(
        self, weights: Sequence[int], multiplier: int, unit: int, division: Division
    ) -> list[int]:
        products = [weight * multiplier for weight in weights]
        if self.same_fraction:
            numerator, denominator = self.signpost(0)
            shift = unit - unit * numerator // denominator
            seats = [(product + shift) // unit for product in products]
        else:
            seats = [self._rounded_one(product, unit) for product in products]
        rows = zip(seats, division.lower, division.upper, strict=True)
        return [low if own < low else min(own, high) for own, low, high in rows]

    def _rounded_one(self, product: int, unit: int) -> int:
        whole, rest = divmod(product, unit)
        return whole + (rest / unit >= self.fraction(whole))

    def _outcome(self, division: Division, cut: Cut) -> Outcome:
        parted = part_tie(division, cut)
        return Outcome(
            tuple(parted.seats),
            self._certificate(division, cut, parted),
            parted.ties,
            parted.broken,
        )

    def _certificate(self, division: Division, cut: Cut, parted: PartedTie) -> DivisorCertificate:
        lowest, highest = Fraction(0), None
        if cut.following is not None:
            unit = cut.following
            lowest = self.quotient(division.weights[unit], cut.seats[unit])
        if cut.last is not None:
            unit = cut.last
            highest = self.quotient(division.weights[unit], cut.seats[unit] - 1)
        return DivisorCertificate(
            self._divisor(lowest, highest),
            lowest,
            highest,
            self.power,
            parted.following,
            parted.last,
        )

    def _divisor(self, lowest: Fraction, highest: Fraction | None) -> Fraction | None:
        if lowest != highest:
            return round_between(lowest, highest, self.power)
        return lowest if self.power == 1 else None

    def binding_bound(self, division: Division, outcome: Outcome, unit: int) -> str | None:
        certificate = outcome.certificate
        if not isinstance(certificate, DivisorCertificate):
            return None
        weight, seats = division.weights[unit], outcome.seats[unit]
        held = seats and seats == division.lower[unit]
        if held and self._held_quotient(weight, seats) < self._line(certificate):
            return "lower"
        if weight and seats == division.upper[unit]:
            first = not self.signpost(seats)[0]  # such a method gives everyone with weight one
            return "upper" if first or self.quotient(weight, seats) > certificate.lowest else None
        return None

    def _line(self, certificate: DivisorCertificate) -> Fraction:
        """Return the quotient below which a place is held by a guarantee alone."""
        if certificate.highest is not None:
            return certificate.highest
        return (certificate.divisor or certificate.lowest) ** self.power

    def _held_quotient(self, weight: int | Fraction, seats: int) -> Fraction | float:
        return (
            self.quotient(weight, seats - 1)
            if self.signpost(seats - 1)[0]
            else (inf if weight else 0)
        )


def _inside(multiplier: int, too_low: int, too_high: int | None) -> int:
    if too_high is None:
        return max(multiplier, too_low + 1)
    if too_low < multiplier < too_high:
        return multiplier
    return (too_low + too_high) // 2
