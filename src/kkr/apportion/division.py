"""One bare division: weights, places and bounds, when thresholds, pacts and guarantees have been
worked in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from kkr.apportion.problem import Weight, over_one_denominator
from kkr.apportion.values import Tie


@dataclass(frozen=True, slots=True)
class Division:
    """Divide `places` among `names` by `weights`, each unit between `lower` and `upper`.

    `rank` is what the caller's tie rule says: of tied units the lower rank goes first, and equal
    ranks are still tied. `quota` and `overaward` are read by the largest remainder alone.
    """

    names: Sequence[str]
    weights: Sequence[Weight]
    places: int
    lower: Sequence[int]
    upper: Sequence[int]
    rank: Sequence[Any] = ()
    quota: str = "hare"
    overaward: str | None = None

    def whole_weights(self) -> tuple[Sequence[int], int]:
        """Return the weights over a common denominator, and that denominator."""
        return over_one_denominator(self.weights)


@dataclass(frozen=True, slots=True)
class BrokenTie:
    """A tie that the caller's rule has broken: who stood equal, how many places, who got them.

    Inside one division units are numbers.
    """

    units: tuple[Any, ...]
    places: int
    received: tuple[Any, ...]

    def among(self, units: Sequence[Any]) -> "BrokenTie":
        """Return the tie with every number replaced by what stands at it in `units`."""
        stood, received = (
            tuple(units[unit] for unit in own) for own in (self.units, self.received)
        )
        return BrokenTie(stood, self.places, received)


@dataclass(frozen=True, slots=True)
class DivisorCertificate:
    """Every divisor strictly between the two ends gives these places, and `divisor` is a round one
    of them.

    `lowest` is the largest quotient that got no place, `highest` the smallest that got one (None:
    nobody holds a place above the lower bounds). Where they are equal there is a tie, and `divisor`
    is both. For Huntington-Hill `power` is 2 and the two ends are squares, as its signposts are
    square roots; then a tie has no rational divisor.
    """

    divisor: Fraction | None
    lowest: Fraction
    highest: Fraction | None
    power: int = 1
    following: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class RemainderCertificate:
    """The quota, and the cut: the smallest remainder that got a place and the largest that did not.

    A remainder is counted in quotas: claim less places held. None stands for "there is no such
    unit".
    """

    quota: Fraction
    last_awarded: Fraction | None
    first_left_out: Fraction | None
    following: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class PathCertificate:
    """The quota method's path: who got each place, from the first above the lower bounds to the
    last.
    """

    awards: tuple[int, ...]


Certificate = DivisorCertificate | RemainderCertificate | PathCertificate


@dataclass(frozen=True, slots=True)
class Outcome:
    """The places of one division.

    Where `ties` is not empty, `seats` are only those that are certain.
    """

    seats: Sequence[int]
    certificate: Certificate
    ties: tuple[Tie, ...] = ()
    broken: tuple[BrokenTie, ...] = field(default=())
