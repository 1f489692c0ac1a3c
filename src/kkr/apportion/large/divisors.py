"""Divisor methods for very many units:

Close in on the multiplier, then divide exactly inside a narrow window.

At a multiplier below the right one some places are missing, above it some are too many. Units with
the same places at both are settled, if the exact quotients at the cut lie well inside the window;
that is checked exactly.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import sqrt
from typing import Any

import numpy as np

from kkr.apportion.division import Division, DivisorCertificate, Outcome
from kkr.apportion.large.part import part_of, whole_sum
from kkr.apportion.methods.divisor import DivisorMethod

ROOM = Fraction(1, 10**12)  # relative; a float product errs by less than a thousandth of this
FEW = 1000  # places between the two multipliers at which exact whole numbers take over
TRIES = 60


@dataclass(slots=True)
class _Trial:
    """The places at one multiplier, and their sum."""

    multiplier: float
    seats: Any
    total: int


class _Rounding:
    """Rounds all products of weight and multiplier at once."""

    def __init__(self, weights: Any, method: DivisorMethod) -> None:
        self.method = method
        self.weights = weights.astype(np.float64)
        self.products = np.empty_like(self.weights)
        self.no_weight = weights == 0 if method.first_for_all else None
        self.same = method.fraction(0) if method.same_fraction else None

    def at(self, multiplier: float) -> _Trial:
        products = np.multiply(self.weights, multiplier, out=self.products)
        if self.same is not None:
            products += 1 - self.same
            seats = np.floor(products)
        else:
            seats = np.floor(products)
            seats += products >= seats + self.method.fractions(seats)
        if self.no_weight is not None:
            seats[self.no_weight] = 0
        return _Trial(multiplier, seats, int(seats.sum()))


def divide(division: Division, method: DivisorMethod) -> Outcome | None:
    """Return the outcome of a division without bounds, or None where floats cannot narrow it."""
    weights: Any = division.weights
    whole = whole_sum(weights)
    if not whole or not (method.same_fraction or method.has_fractions):
        return None
    window = _close_in(_Rounding(weights, method), whole, division.places)
    if window is None:
        return None
    low, high = window
    units = np.flatnonzero(low.seats < high.seats)
    lower, upper = (trial.seats[units].astype(np.int64).tolist() for trial in window)
    places = division.places - low.total + sum(lower)
    outcome = method.divide(part_of(division, units, places, lower, upper))
    certificate = outcome.certificate
    assert isinstance(certificate, DivisorCertificate)
    if not _well_inside(certificate, low, high):
        return None
    seats = low.seats.astype(np.int64)
    seats[units] = outcome.seats
    chosen = units.tolist()
    return Outcome(
        seats,
        _of_all(certificate, units),
        tuple(tie.among(chosen) for tie in outcome.ties),
        tuple(tie.among(chosen) for tie in outcome.broken),
    )


def _close_in(rounding: _Rounding, whole: int, places: int) -> tuple[_Trial, _Trial] | None:
    middle = len(rounding.weights) * (rounding.method.fraction(5) - 0.5)
    first = rounding.at(max(places + middle, 1) / whole)
    aim = first.multiplier + (places - first.total) / whole
    spread = (20 + 2 * sqrt(abs(places - first.total))) / whole
    low = _below(rounding, aim, spread, places)
    high = _above(rounding, aim, spread, places)
    if low is None or high is None:
        return None
    return _narrowed(rounding, low, high, places)


def _below(rounding: _Rounding, aim: float, spread: float, places: int) -> _Trial | None:
    for _ in range(TRIES):
        trial = rounding.at(max(aim - spread, 0.0))
        if trial.total < places:
            return trial
        if not trial.multiplier:
            return None
        spread *= 4
    return None


def _above(rounding: _Rounding, aim: float, spread: float, places: int) -> _Trial | None:
    for _ in range(TRIES):
        trial = rounding.at(aim + spread)
        if trial.total > places:
            return trial
        spread *= 4
    return None


def _narrowed(rounding: _Rounding, low: _Trial, high: _Trial, places: int) -> tuple[_Trial, _Trial]:
    stuck = 0
    while high.total - low.total > FEW and stuck < 3:
        gap, width = high.total - low.total, high.multiplier - low.multiplier
        aim = low.multiplier + width * (places - low.total) / gap
        for multiplier in (aim - width * min(0.2, 100 / gap), aim + width * min(0.2, 100 / gap)):
            if low.multiplier < multiplier < high.multiplier:
                trial = rounding.at(multiplier)
                low = trial if trial.total < places else low
                high = trial if trial.total > places else high
        stuck = stuck + 1 if high.total - low.total > 0.9 * gap else 0
    return low, high


def _well_inside(certificate: DivisorCertificate, low: _Trial, high: _Trial) -> bool:
    if certificate.highest is None or not certificate.lowest:
        return False
    smallest = ((1 + ROOM) / Fraction(high.multiplier)) ** certificate.power
    if certificate.lowest <= smallest:
        return False
    if not low.multiplier:
        return True
    largest = ((1 - ROOM) / Fraction(low.multiplier)) ** certificate.power
    return certificate.highest < largest


def _of_all(certificate: DivisorCertificate, units: Any) -> DivisorCertificate:
    def place(unit: int | None) -> int | None:
        return None if unit is None else int(units[unit])

    return replace(
        certificate, following=place(certificate.following), last=place(certificate.last)
    )
