"""What every method answers, and what theory says of it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor

from kkr.apportion.division import Division, Outcome
from kkr.apportion.values import Infeasible


class Method(ABC):
    """A rule for dividing. `title` and `defect` are by language, as a mayor would read them.

    `house_monotone`: one place more never costs a unit a place. `within_quota`: every unit gets its
    exact claim rounded up or down. `first_for_all`: every unit with weight gets one place before
    the rest.
    """

    name: str
    title: Mapping[str, str]
    defect: Mapping[str, str]
    house_monotone: bool = True
    within_quota: bool = False
    first_for_all: bool = False

    @abstractmethod
    def divide(self, division: Division) -> Outcome | Infeasible:
        """Divide; the bounds of the division are known to leave room for exactly its places."""

    def binding_bound(self, division: Division, outcome: Outcome, unit: int) -> str | None:
        """Return "lower" or "upper" where that bound holds a unit away from what its weight would
        give.
        """
        claim = Fraction(division.weights[unit] * division.places) / (sum(division.weights) or 1)
        seats = outcome.seats[unit]
        if seats == division.lower[unit] and seats > ceil(claim):
            return "lower"
        if seats == division.upper[unit] and seats < floor(claim):
            return "upper"
        return None
